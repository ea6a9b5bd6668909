"""Which words of a case nobody is to read: no public text of it may repeat them, neither now nor after a decision."""

from collections.abc import Iterable

from reputation.disputes import errors, panels, repeats, rules
from reputation.disputes.models import Case, Claim, Decision
from reputation.disputes.rules import Outcome, State
from reputation.reviews import seals
from reputation.reviews.seals import Purpose


def is_masked(case: Case) -> bool:
    """Whether words were masked in a case before."""
    return Decision.objects.filter(case=case, outcome=Outcome.MASKED).exists()


def masked_words(case: Case, claim: Claim) -> str | None:
    """The words that a decision masked, as long as they may be put back."""
    if claim.masked_words is None:
        return None
    return seals.unseal(Purpose.MASKED, case.public_id.bytes, bytes(claim.masked_words)).decode()


def now(case: Case, claim: Claim) -> tuple[str, ...]:
    """Words that an open case keeps back."""
    found = [masked_words(case, claim)]
    if rules.is_hidden(claim.ground, State(case.state), None) and not is_masked(case):
        found.append(claim.quote)
    return tuple(words for words in found if words)


def after(case: Case, claim: Claim, outcome: Outcome, quote: str, *, is_final: bool) -> tuple[str, ...]:
    """Words that nobody reads once it is decided so. `quote`: the words that the decision is about."""
    rows = Decision.objects.filter(case=case).order_by("id").values_list("outcome", "is_final")
    holds = panels.standing([*((Outcome(one), final) for one, final in rows), (outcome, is_final)])
    was_masked = is_masked(case)
    found = [None if holds is Outcome.RESTORED else masked_words(case, claim)]
    # Where words were masked before, the claim has the wording since, which may be read.
    wording = claim.quote if was_masked else None
    if outcome is Outcome.MASKED:
        found.append(None if was_masked else claim.quote)
    elif rules.is_hidden(claim.ground, State.NOTICED if outcome is Outcome.ADMITTED else State.DECIDED, holds):
        found += [words for words in (claim.quote, quote) if words != wording]
    return tuple(words for words in found if words)


def require_unrepeated(texts: Iterable[str], words: Iterable[str]) -> None:
    """See that no text repeats words that nobody is to read.

    Raises:
        RepeatsWords
    """
    repeated = repeats.first(texts, words)
    if repeated is not None:
        raise errors.RepeatsWords(repeated)
