"""What decisions and interim measures do to reviews. The worker does it: pages may not touch what a rating counts."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from procrastinate.contrib.django import app

from reputation.core import ids, months
from reputation.core.rows import alone
from reputation.disputes import deadlines, effects, records
from reputation.disputes.models import Case, Claim, Decision, Due, Interim, figures_of
from reputation.disputes.rules import OVER, Deadline, Outcome
from reputation.reviews import actions as reviews
from reputation.reviews import errors as gone
from reputation.reviews import queries as published
from reputation.reviews.rules import State
from reputation.rulebook import cases as numbers

SHOWN = (State.PUBLISHED, State.ERASED)


def soon(case: Case) -> None:
    """Have the worker do what is due in a case, once the transaction is through."""
    app.configure_task("disputes.carry_out").defer(case=str(case.public_id))


def carry_out_due(*, now: datetime) -> int:
    """Do whatever is due in any case; answers in how many. What cannot be done any more is done with."""
    standing = Q(ended_on__isnull=True, review__state__in=[str(state) for state in SHOWN])
    over = Q(ended_on__isnull=False, review__decision=F("public_id"))
    cases = set(Due.objects.values_list("decision__case__public_id", flat=True))
    cases |= set(Interim.objects.filter(standing | over).values_list("case__public_id", flat=True))
    for case in sorted(cases):
        with alone("disputes.carry_out"):
            carry_out(case=case, now=now)
    return len(cases)


@transaction.atomic
def carry_out(*, case: UUID, now: datetime, source: ids.Source = ids.SECURE) -> None:
    """Do what is due in a case: a removal first, so that a review that is out already does not come back between.

    Raises:
        NoSuchCase
    """
    found = records.locked(case)
    if found.review_id is None:
        return
    due = list(Due.objects.select_related("decision").filter(decision__case=found).order_by("decision"))
    for row in due:
        if row.decision.outcome == Outcome.REMOVED:
            _remove(found, row.decision, now)
    _interim(found, now)
    for row in due:
        if row.decision.outcome == Outcome.MASKED:
            _mask(found, row, now, source)
        elif row.decision.outcome == Outcome.RESTORED:
            _restore(found, row, now, source)
        row.delete()
    if found.state in OVER:
        Claim.objects.filter(case=found).update(masked_words=None)


def _state(case: Case) -> str:
    return published.one(case.review_id).state if case.review_id is not None else ""


def _stands(decision: Decision) -> bool:
    """Whether no later decision put back what this one takes."""
    later = Decision.objects.filter(case=decision.case, id__gt=decision.id, outcome=Outcome.RESTORED)
    return not later.exists()


def _remove(case: Case, decision: Decision, now: datetime) -> None:
    """Take the review out, unless an earlier decision of the case keeps it out, or it is gone."""
    if case.review_id is None or not _stands(decision):
        return
    with suppress(gone.WrongState):
        reviews.restrict(
            review_id=case.review_id,
            case=case.public_id,
            decision=decision.public_id,
            ground=decision.ground,
            rule_version=decision.rule_version,
            before=figures_of("before", decision),
            after=figures_of("after", decision),
            now=now,
        )


def _interim(case: Case, now: datetime) -> None:
    row = Interim.objects.filter(case=case).first()
    if row is None:
        return
    review, state = row.review_id, _state(case)
    is_over = deadlines.interim_ended(
        lapses_at=row.lapses_at, confirmed_on=row.confirmed_on, until=row.until, ended_on=row.ended_on, now=now
    )
    if is_over is None and state in SHOWN:
        month = months.of(now)
        reviews.restrict_for_now(
            review_id=review,
            case=case.public_id,
            interim=row.public_id,
            ground=row.ground,
            rule_version=records.claim_of(case).rule_version,
            before=effects.figures(case.business_id, month),
            after=effects.figures(case.business_id, month, review, counts=False),
            now=now,
        )
    elif row.ended_on is not None:
        with suppress(gone.WrongState):
            reviews.end_interim(review_id=review, case=case.public_id, now=now)


def _mask(case: Case, due: Due, now: datetime, source: ids.Source) -> None:
    """Mask the words the claim was about; it names the wording since."""
    wording = records.claim_of(case).quote
    if case.review_id is None or not _stands(due.decision) or not due.words or not wording:
        return
    with suppress(gone.WrongState, gone.BadSpan):
        reviews.mask(
            review_id=case.review_id,
            words=due.words,
            wording=wording,
            decision=due.decision.public_id,
            now=now,
            source=source,
        )


def _restore(case: Case, due: Due, now: datetime, source: ids.Source) -> None:
    """Show and count again what was removed, and put words back that were masked. One entry names the decision."""
    if case.review_id is None:
        return
    by: UUID | None = due.decision.public_id
    try:
        reviews.restore(review_id=case.review_id, case=case.public_id, decision=due.decision.public_id, now=now)
        by = None
    except gone.WrongState:  # nothing was removed
        pass
    masked = Decision.objects.filter(case=case, outcome=Outcome.MASKED).values_list("public_id", flat=True)
    if due.words is None:
        return
    with suppress(gone.WrongState):
        reviews.unmask(
            review_id=case.review_id, words=due.words, case=list(masked), decision=by, now=now, source=source
        )


def note_late(*, now: datetime) -> int:
    """Count in public what was decided and not done within the time of the rulebook. Answers how many."""
    until = (now - timedelta(hours=numbers.REVERSAL.value)).date()
    rows = Due.objects.filter(decision__decided_on__lt=until)
    counted = 0
    for case in set(rows.values_list("decision__case__public_id", flat=True)):
        with alone("disputes.move_on"), transaction.atomic():
            found = records.locked(case)
            counted += records.overdue(found, Deadline.REVERSAL, now)
    return counted
