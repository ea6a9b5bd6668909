"""What the writer of a challenged review does in a case: noted at once, done at the next release, with all others.

A writer comes by a codename, and the moment at which they act says nothing: acts come out once a day, shuffled, with
those about reviews. One act of each kind waits at a time; the later one holds. An act that is noted on a last day is in
time, whenever the release comes.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from reputation.core import ids
from reputation.core.rows import alone
from reputation.disputes import errors, exchange, records
from reputation.disputes.models import Case, WriterAct
from reputation.disputes.rules import OPEN, OVER, UNDECIDED, Party, State, WriterActKind
from reputation.reviews import rules as releases

# In this order, so that what gives time or words comes before what ends the case.
ORDER = tuple(WriterActKind)
WITH_TEXT = frozenset({WriterActKind.ANSWER, WriterActKind.MORE})


@dataclass(frozen=True, slots=True)
class Act:
    """What waits for the release of a day."""

    case: UUID
    kind: WriterActKind
    text: str
    released_on: date


def cases_of(review: UUID) -> list[Case]:
    """The cases about a review that are not over, the newest first."""
    found = Case.objects.filter(review__public_id=review).exclude(state__in=[str(state) for state in OVER])
    return list(found.order_by("-id"))


def may(case: Case) -> frozenset[WriterActKind]:
    """What the writer can do in a case now."""
    state = State(case.state)
    found = set()
    if exchange.may_answer(case):
        found.add(WriterActKind.ANSWER)
    if state is State.NOTICED and not case.is_extended:
        found.add(WriterActKind.MORE_TIME)
    if state in OPEN - {State.FILED}:
        found.add(WriterActKind.MORE)
    if state in UNDECIDED and exchange.is_offered(case):
        found.add(WriterActKind.AGREE)
    return frozenset(found)


def note(
    *,
    review: UUID,
    kind: WriterActKind,
    text: str = "",
    nonce_commitment: bytes | None = None,
    insists: bool = False,
    now: datetime,
) -> date:
    """Note what the writer does in the case about their review; answers the day on which it comes out.

    Raises:
        NoSuchCase: there is none about this review that is not over.
        WrongState: this cannot be done in it now.
        BadText
        PassagesFound: the text holds what should not be public, and the writer does not insist.
    """
    case = _for(review, kind)
    is_held = False
    if kind in WITH_TEXT:
        text = records.clean(text)
        is_held = records.looked_over(case.public_id, text, insists=insists)
    day = releases.next_release(now)
    row = WriterAct(
        case=case,
        kind=kind,
        text=text if kind in WITH_TEXT else "",
        is_held=is_held,
        nonce_commitment=nonce_commitment,
        release_on=day,
    )
    columns = ["text", "is_held", "nonce_commitment", "release_on"]
    WriterAct.objects.bulk_create([row], update_conflicts=True, unique_fields=["case", "kind"], update_fields=columns)
    return day


def _for(review: UUID, kind: WriterActKind) -> Case:
    """The case in which something can be done.

    Raises:
        NoSuchCase, WrongState
    """
    found = cases_of(review)
    if not found:
        raise errors.NoSuchCase
    for case in found:
        if kind in may(case):
            return case
    raise errors.WrongState(state=found[0].state)


def take_back(*, review: UUID, kind: WriterActKind) -> None:
    """Drop what waits for a release. What came out already stays."""
    WriterAct.objects.filter(case__review__public_id=review, kind=kind).delete()


def pending(review: UUID) -> list[Act]:
    """What waits for a release."""
    rows = (
        WriterAct.objects.filter(case__review__public_id=review).select_related("case").order_by("release_on", "kind")
    )
    return [Act(row.case.public_id, WriterActKind(row.kind), row.text, row.release_on) for row in rows]


def release(*, now: datetime, source: ids.Source = ids.SECURE) -> int:
    """Let out what was noted before the last release hour, shuffled, each case in its own transaction; how many acts.

    Run as often as one likes: what was let out waits no longer, and what was missed is made up for.
    """
    day = releases.last_release(now)
    due = set(WriterAct.objects.filter(release_on__lte=day).values_list("case__public_id", flat=True))
    done = 0
    for _, case in sorted((source.salt(), case) for case in due):
        with alone("disputes.release"), transaction.atomic():
            done += _release(case, day, now)
    return done


def _release(case_id: UUID, day: date, now: datetime) -> int:
    """Do what is due in a case by a day; what cannot be done any more is over."""
    case = records.locked(case_id)
    acts = {act.kind: act for act in WriterAct.objects.filter(case=case, release_on__lte=day)}
    for kind in ORDER:
        if str(kind) in acts:
            with suppress(errors.WrongState, errors.NothingOffered):
                DOES[kind](case_id, acts[kind], now)
    return WriterAct.objects.filter(case=case, release_on__lte=day).delete()[0]


def _answer(case: UUID, act: WriterAct, now: datetime) -> None:
    exchange.answer(case=case, text=act.text, is_held=act.is_held, now=now)


def _more_time(case: UUID, act: WriterAct, now: datetime) -> None:  # noqa: ARG001 - there are no words
    exchange.extend(case=case, now=now)


def _more(case: UUID, act: WriterAct, now: datetime) -> None:
    exchange.add_looked_over(case=case, party=Party.WRITER, text=act.text, is_held=act.is_held, now=now)


def _agree(case: UUID, act: WriterAct, now: datetime) -> None:  # noqa: ARG001 - there are no words
    exchange.settle(case=case, now=now)


DOES: dict[WriterActKind, Callable[[UUID, WriterAct, datetime], None]] = {
    WriterActKind.ANSWER: _answer,
    WriterActKind.MORE_TIME: _more_time,
    WriterActKind.MORE: _more,
    WriterActKind.AGREE: _agree,
}
