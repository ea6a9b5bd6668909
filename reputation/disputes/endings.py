"""How a case ends that was not decided."""

from datetime import datetime

from reputation.disputes import enacting, errors, forgetting, interims, records, rules
from reputation.disputes.models import Case
from reputation.disputes.rules import Outcome, State, Step
from reputation.reviews import actions as reviews


def end(case: Case, to: State, step: Step, now: datetime) -> None:
    """End a case without a decision: its mark goes, an interim measure ends, and the log says how it ended.

    Raises:
        WrongState: also when the sides would end it while what was decided takes something from the writer.
    """
    if step is not Step.CLOSED:
        require_may_end(case)
    records.move(case, to, now)
    if case.review_id is not None:
        reviews.end_challenge(review_id=case.review_id, case=case.public_id, now=now)
        interims.end_any(case, now)
    if step is Step.CLOSED:  # the writer took the review back, and its words with it
        forgetting.forget(case)
    records.step(case, step, now)


def require_may_end(case: Case) -> None:
    """See that the sides can end a case by themselves.

    Raises:
        WrongState
    """
    if not may_end(case):
        raise errors.WrongState(state=case.state)


def may_end(case: Case) -> bool:
    """Whether the sides can end a case by themselves, as far as it depends on what was decided."""
    last = enacting.last_of(case)
    return rules.may_be_ended(None if last is None else Outcome(last.outcome))
