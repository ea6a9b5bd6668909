"""What time alone brings about in cases: periods end, delays are counted, what nobody appealed is closed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from reputation.core.rows import alone
from reputation.disputes import carrying, deadlines, endings, exchange, interims, records
from reputation.disputes.deadlines import Due, Standing
from reputation.disputes.models import Appeal, Case, Draft, WriterAct
from reputation.disputes.rules import OVER, Deadline, Outcome, State, Step
from reputation.reviews import queries as published
from reputation.reviews import rules as releases
from reputation.reviews.rules import State as Shown

MOST_STEPS = 8
"""Of one case in one run: a worker that slept for long makes up for it in order."""


def move_on(*, now: datetime) -> int:
    """Let every case go on as far as its days say, each in its own transaction; answers how many steps that were."""
    moved = interims.lapse_due(now=now)
    running = Case.objects.exclude(state__in=[str(state) for state in OVER])
    for case in list(running.order_by("id").values_list("public_id", flat=True)):
        with alone("disputes.move_on"):
            moved += move(case=case, now=now)
    return moved + carrying.note_late(now=now)


@transaction.atomic
def move(*, case: UUID, now: datetime) -> int:
    """Let a case go on as far as its days say; answers how many steps that were.

    Raises:
        NoSuchCase
    """
    found = records.locked(case)
    for moved in range(MOST_STEPS):
        what = deadlines.due(standing(found, now), today=now.date(), released_on=releases.last_release(now))
        if what is None:
            return moved + _count_late_appeal(found, now)
        _do(found, what, now)
    return MOST_STEPS


def standing(case: Case, now: datetime) -> Standing:
    """What of a case time looks at."""
    is_gone = case.review_id is not None and published.one(case.review_id).state == Shown.WITHDRAWN
    return Standing(
        state=State(case.state),
        admit_until=case.admit_until,
        answer_until=case.answer_until,
        reply_until=case.reply_until,
        decide_until=case.decide_until,
        appeal_until=case.appeal_until,
        paused_on=case.paused_on,
        paused_days=case.paused_days,
        is_overdue=records.is_overdue(case, Deadline.DECISION),
        waits=WriterAct.objects.filter(case=case, release_on__lte=releases.last_release(now)).exists(),
        is_review_gone=is_gone,
        is_about_review=case.review_id is not None,
        is_inadmissible_drafted=case.state == State.DRAFTED and _inadmissible(case).exists(),
    )


def _inadmissible(case: Case) -> QuerySet[Draft]:
    return Draft.objects.filter(case=case, outcome=Outcome.INADMISSIBLE)


def _do(case: Case, what: Due, now: datetime) -> None:
    match what:
        case Due.CLOSE_WITHDRAWN:
            endings.end(case, State.CLOSED, Step.CLOSED, now)
        case Due.NOTICE:
            records.overdue(case, Deadline.ADMISSIBILITY, now)
            if case.state == State.DRAFTED:  # nobody else said in time that the ground cannot be raised
                _inadmissible(case).delete()
                records.move(case, State.FILED, now)
            exchange.notice(case, now)
        case Due.END_ANSWERS | Due.END_REPLIES:
            exchange.ready(case, now)
        case Due.RESUME:
            exchange.go_on(case, now)
        case Due.OVERDUE:
            records.overdue(case, Deadline.DECISION, now)
        case Due.CLOSE:
            records.move(case, State.CLOSED, now)
            records.step(case, Step.CLOSED, now)


def _count_late_appeal(case: Case, now: datetime) -> int:
    """Count in public that a panel did not decide in time."""
    if case.state != State.APPEALED:
        return 0
    last = Appeal.objects.filter(case=case).order_by("-id").values_list("decide_until", flat=True).first()
    is_late = last is not None and now.date() > last
    return int(is_late and records.overdue(case, Deadline.APPEAL_DECISION, now))
