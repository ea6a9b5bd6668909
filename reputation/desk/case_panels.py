"""What a member of the panel of a case does: an opinion of their own, then a draft by one, then votes of the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.desk import errors
from reputation.desk.case_acts import unready
from reputation.desk.cases import Sight, sight
from reputation.desk.rules import Bar
from reputation.disputes import deliberation, plain, records
from reputation.disputes.errors import HardToRead
from reputation.disputes.rules import Outcome, Reasons


@contextmanager
def _sitting(user: int, case: UUID, seen: str, now: datetime) -> Iterator[Sight]:
    """The case, held until the step is done, for somebody on its panel who reads it as it is.

    Raises:
        NoSuchCase, CaseChanged
        NotForYou: also when they have no seat.
    """
    with transaction.atomic():
        records.locked(case)
        found = sight(user=user, case=case, today=now.date())
        if found.table is None:
            raise errors.NotForYou(reason=str(Bar.DUTY))
        if found.seen != seen:
            raise errors.CaseChanged
        yield found


def opine(*, user: int, case: UUID, seen: str, outcome: Outcome, text: str, now: datetime) -> None:
    """Write an opinion. The others read it once all three have written.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, BadOpinion, WrittenBefore, NotOnPanel
    """
    with _sitting(user, case, seen, now):
        deliberation.opine(case=case, user=user, outcome=outcome, text=text, now=now)


def draft(
    *,
    user: int,
    case: UUID,
    seen: str,
    outcome: Outcome,
    reasons: Reasons,
    wording: str = "",
    until_month: int | None = None,
    acknowledges: bool = False,
    now: datetime,
) -> None:
    """Draft the decision, for the others to vote on. `acknowledges`: what of it is hard to read has to be said so.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WordsHeld, NotFilled, OpinionsMissing, NotYourTurn, NotOnPanel
        DomainError: what the rules of a decision refuse.
    """
    with _sitting(user, case, seen, now) as found:
        if found.are_words_held:
            raise errors.WordsHeld
        if wrong := unready(found.file, reasons):
            raise errors.NotFilled(field=wrong[0])
        if plain.doubts(reasons.summary) and not acknowledges:
            raise HardToRead
        deliberation.draft(
            case=case, user=user, outcome=outcome, reasons=reasons, wording=wording, until_month=until_month, now=now
        )


def vote(*, user: int, case: UUID, seen: str, agrees: bool, dissent: str, now: datetime) -> UUID | None:
    """Vote on the draft; who disagrees says why. Answers the decision that the last vote makes, None before that.

    A moderator looks at what is held before that: once it is decided nobody would.

    Raises:
        NoSuchCase, NotForYou, CaseChanged, WordsHeld, BadOpinion, NotYourTurn, WrittenBefore, NotOnPanel
        RepeatsWords
    """
    with _sitting(user, case, seen, now) as found:
        if found.are_words_held:
            raise errors.WordsHeld
        return deliberation.vote(case=case, user=user, agrees=agrees, dissent=dissent, now=now)
