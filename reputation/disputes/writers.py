"""What the writer of a challenged review does in a case: noted at once, done at the next release, with all others.

A writer comes by a codename, and the moment at which they act says nothing: acts come out once a day, shuffled, with
those about reviews. One act of each kind waits at a time; the later one holds. An act that is noted on a last day is in
time, whenever the release comes.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from reputation.core import ids
from reputation.core.rows import alone
from reputation.disputes import appeals, endings, errors, exchange, records
from reputation.disputes.models import Case, WriterAct
from reputation.disputes.rules import OPEN, UNDECIDED, Party, State, WriterActKind
from reputation.reviews import rules as releases

# In this order, so that what gives time or words comes before what ends the case.
ORDER = tuple(WriterActKind)
EITHER = frozenset({WriterActKind.ANSWER, WriterActKind.APPEAL})
WITH_TEXT = frozenset({WriterActKind.ANSWER, WriterActKind.MORE, WriterActKind.APPEAL})
# What cannot be done any more when the release comes is over; whoever acts late is told nothing by it.
OVER_BY_THEN = (
    errors.WrongState,
    errors.NothingOffered,
    errors.AppealedBefore,
    errors.NothingToAppeal,
    errors.NonceNotDue,
)


def may(case: Case, today: date) -> frozenset[WriterActKind]:
    """What the writer can do in a case on a day."""
    state = State(case.state)
    found = set()
    if exchange.may_answer(case):
        found.add(WriterActKind.ANSWER)
    if state is State.NOTICED and not case.is_extended:
        found.add(WriterActKind.MORE_TIME)
    if state in OPEN - {State.FILED}:
        found.add(WriterActKind.MORE)
    if state in UNDECIDED and exchange.is_offered(case) and endings.may_end(case):
        found.add(WriterActKind.AGREE)
    if appeals.may_appeal(case, Party.WRITER, today):
        found.add(WriterActKind.APPEAL)
    if appeals.asked_for_nonce(case, Party.WRITER) is not None and appeals.is_in_time(case, today):
        found.add(WriterActKind.NONCE)
    if state is State.DECIDED and found >= EITHER:
        # One of them would find the case in another state when it comes out, and its words would be lost.
        noted = WriterAct.objects.filter(case=case, kind__in=[str(kind) for kind in EITHER]).values_list(
            "kind", flat=True
        )
        found -= {kind for kind in EITHER if noted and kind not in noted}
    return frozenset(found)


def note(
    *,
    case: UUID,
    kind: WriterActKind,
    text: str = "",
    nonce_commitment: bytes | None = None,
    insists: bool = False,
    now: datetime,
) -> date:
    """Note what the writer does in a case about their review; answers the day on which it comes out.

    That it is about their review the mailbox has seen to. `nonce_commitment`: with an appeal, if the writer adds to the
    lot. To tell the nonce, `text` is it, in hexadecimal.

    Raises:
        NoSuchCase
        WrongState: this cannot be done in it now.
        BadText, BadAppeal, WrongNonce
        PassagesFound: the text holds what should not be public, and the writer does not insist.
    """
    found = _require(case, kind, now.date())
    is_held = False
    if kind in WITH_TEXT:
        text = records.clean(text)
        is_held = records.looked_over(case, text, insists=insists)
    elif kind is WriterActKind.NONCE:
        text = _nonce(found, text).hex()
    if nonce_commitment is not None:
        appeals.require_commitment(nonce_commitment)
    day = releases.next_release(now)
    row = WriterAct(
        case=found,
        kind=kind,
        text=text if kind in WITH_TEXT | {WriterActKind.NONCE} else "",
        is_held=is_held,
        nonce_commitment=nonce_commitment if kind is WriterActKind.APPEAL else None,
        release_on=day,
    )
    columns = ["text", "is_held", "nonce_commitment", "release_on"]
    WriterAct.objects.bulk_create([row], update_conflicts=True, unique_fields=["case", "kind"], update_fields=columns)
    return day


def _nonce(case: Case, text: str) -> bytes:
    """The nonce somebody typed, which is the one their appeal committed to.

    Raises:
        WrongNonce, WrongState
    """
    row = appeals.asked_for_nonce(case, Party.WRITER)
    if row is None:
        raise errors.WrongState(state=case.state)
    try:
        nonce = bytes.fromhex(text)
    except ValueError as error:
        raise errors.WrongNonce from error
    appeals.require_nonce(row, nonce)
    return nonce


def _require(case: UUID, kind: WriterActKind, today: date) -> Case:
    """The case, in which this can be done.

    Raises:
        NoSuchCase, WrongState
    """
    found = Case.objects.filter(public_id=case, review__isnull=False).first()
    if found is None:
        raise errors.NoSuchCase
    if kind not in may(found, today):
        raise errors.WrongState(state=found.state)
    return found


def take_back(*, case: UUID, kind: WriterActKind) -> None:
    """Drop what waits for a release. What came out already stays."""
    WriterAct.objects.filter(case__public_id=case, kind=kind).delete()


def release(*, now: datetime, until: date | None = None, source: ids.Source = ids.SECURE) -> int:
    """Let out what was noted before the last release hour, shuffled, each case in its own transaction; how many acts.

    Run as often as one likes: what was let out waits no longer, and what was missed is made up for. `until`: also what
    is due later than now, but not after this day.
    """
    day = until or releases.last_release(now)
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
            with suppress(*OVER_BY_THEN):
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


def _appeal(case: UUID, act: WriterAct, now: datetime) -> None:
    commitment = None if act.nonce_commitment is None else bytes(act.nonce_commitment)
    appeals.open_appeal(
        case=case, party=Party.WRITER, text=act.text, nonce_commitment=commitment, is_held=act.is_held, now=now
    )


def _tell_nonce(case: UUID, act: WriterAct, now: datetime) -> None:
    appeals.reveal(case=case, party=Party.WRITER, nonce=bytes.fromhex(act.text), now=now)


DOES: dict[WriterActKind, Callable[[UUID, WriterAct, datetime], None]] = {
    WriterActKind.ANSWER: _answer,
    WriterActKind.MORE_TIME: _more_time,
    WriterActKind.MORE: _more,
    WriterActKind.AGREE: _agree,
    WriterActKind.APPEAL: _appeal,
    WriterActKind.NONCE: _tell_nonce,
}
