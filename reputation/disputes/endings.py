"""How a case ends that was not decided."""

from datetime import datetime

from reputation.disputes import interims, records
from reputation.disputes.models import Case, Claim
from reputation.disputes.rules import State, Step
from reputation.reviews import actions as reviews


def end(case: Case, to: State, step: Step, now: datetime) -> None:
    """End a case without a decision: its mark goes, an interim measure ends, and the log says how it ended.

    Raises:
        WrongState
    """
    records.move(case, to, now)
    if case.review_id is not None:
        reviews.end_challenge(review_id=case.review_id, case=case.public_id, now=now)
        interims.end_any(case, now)
    if step is Step.CLOSED:  # the writer took the review back, and its words with it
        Claim.objects.filter(case=case).update(quote=None)
    records.step(case, step, now)
