"""Words of a review whose text is gone go from its cases too, also where a case was over before.

Pages and both sides read none of them from the moment at which the text is gone (`beside.lost_of`). The entry here lets
what stands beside the log be published anew without them. Moderators and panels read them for as long as they decide;
what is over keeps none, not even the salt by which somebody could prove what a decision said of them.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from reputation.core.rows import alone
from reputation.disputes import beside, records
from reputation.disputes.beside import REASONS
from reputation.disputes.models import Case, CaseStep, Claim, Decision, Interim, Said
from reputation.disputes.rules import OVER, WITHHELD, Step
from reputation.reviews import queries as reviews

TEXTS = (*REASONS, "dissent", "unfounded")
DECISIONS = ("facts", *TEXTS)


def words(*, now: datetime) -> int:
    """Let words go that are gone from their reviews, each case in its own transaction; answers in how many cases."""
    said = CaseStep.objects.filter(case=OuterRef("id"), step=Step.WORDS_GONE)
    kept = Claim.objects.filter(case=OuterRef("id"), quote__isnull=False)
    gone = Case.objects.filter(review__in=reviews.without_text().values("public_id"))
    due = gone.filter(~Exists(said) | Q(Exists(kept), state__in=[str(state) for state in OVER]))
    done = 0
    for case in list(due.order_by("id").values_list("public_id", flat=True)):
        with alone("disputes.forget_words"):
            _words_of(case, now)
            done += 1
    return done


@transaction.atomic
def _words_of(case: UUID, now: datetime) -> None:
    found = records.locked(case)
    if not CaseStep.objects.filter(case=found, step=Step.WORDS_GONE).exists():
        records.step(found, Step.WORDS_GONE, now)
    if found.state in OVER:
        forget(found)


def forget(case: Case) -> None:
    """Let a case that is over keep no words of a text that is gone."""
    claim = records.claim_of(case)
    decisions = list(Decision.objects.filter(case=case).order_by("id"))
    lost = beside.lost_of(case, claim, decisions)
    if lost is None:
        return
    claim.quote, claim.said, claim.masked_words = None, lost.without(claim.said), None
    claim.save(update_fields=["quote", "said", "masked_words"])
    for said in Said.objects.filter(case=case):
        said.text = lost.without(said.text)
        said.save(update_fields=["text"])
    for interim in Interim.objects.filter(case=case):
        interim.reasoning, interim.facts = lost.without(interim.reasoning), list(map(lost.without, interim.facts))
        interim.save(update_fields=["reasoning", "facts"])
    for decision in decisions:
        for name in TEXTS:
            setattr(decision, name, lost.without(getattr(decision, name)))
        decision.quote, decision.facts, decision.salt = WITHHELD, list(map(lost.without, decision.facts)), None
        decision.save(update_fields=[*DECISIONS, "salt"])
