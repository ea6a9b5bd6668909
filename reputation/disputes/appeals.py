"""Appeals: every write but those of the panel itself, which are in deliberation.py.

Three persons without part in a case decide, and their decision is final. `seat_due` puts them together, and the worker
runs it; how they are found is in seats.py, what holds in panels.py.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from reputation.core import ids
from reputation.core.rows import alone
from reputation.disputes import errors, notices, panels, persons, records, seats
from reputation.disputes.models import Appeal, Case, CaseStep, Decision, Draft, Panel, Seat, WriterAct
from reputation.disputes.notice_rules import Event
from reputation.disputes.panels import Left
from reputation.disputes.rules import Deadline, Outcome, Part, Party, Saying, State, WriterActKind
from reputation.log import lots
from reputation.reviews import actions as reviews
from reputation.reviews.rules import last_release

UNDECIDED = (State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED)


def appeal(
    *,
    case: UUID,
    party: Party,
    text: str,
    nonce_commitment: bytes | None = None,
    insists: bool = False,
    now: datetime,
) -> date:
    """Have a panel look at a decision, or at a case in which none came in time. Free, once for each side.

    Answers the last day for the panel. The other side may join until it is seated. A commitment that comes after the
    list of persons was logged is not taken: its side could choose it by what is known already.

    Raises:
        BadAppeal: the commitment has not 32 bytes.
        BadText, PassagesFound: of what is said, where nobody insists.
        NoSuchCase, WrongState, NothingToAppeal, AppealedBefore
    """
    is_held = records.looked_over(case, text, insists=insists)
    return open_appeal(case=case, party=party, text=text, nonce_commitment=nonce_commitment, is_held=is_held, now=now)


@transaction.atomic
def open_appeal(
    *, case: UUID, party: Party, text: str, nonce_commitment: bytes | None = None, is_held: bool = False, now: datetime
) -> date:
    """Appeal with a text that was looked over, or is to be: until a moderator has, nobody else reads it (`is_held`).

    Raises:
        BadAppeal, BadText, NoSuchCase, WrongState, NothingToAppeal, AppealedBefore
    """
    if nonce_commitment is not None:
        require_commitment(nonce_commitment)
    found, today = records.locked(case), now.date()
    decision = appealed(found)
    _require_appeal(found, party, decision, today)
    is_listed = seats.open_panel(found) is not None
    days = panels.days_of(today)
    row = Appeal.objects.create(
        case=found,
        decision=decision,
        party=party,
        # What a writer wanted on the last day comes out with the release after it.
        appealed_on=today if decision is None else min(today, decision.appeal_until),
        aim_on=days.aim_on,
        decide_until=days.decide_until,
        nonce_commitment=None if is_listed else nonce_commitment,
    )
    records.say(found, party, Saying.APPEAL, text, now, is_held=is_held)
    if found.state != State.APPEALED:
        _begin(found, now)
    extra = {"party": str(party), "until": days.decide_until.isoformat()}
    if row.nonce_commitment is not None:
        extra["nonce_commitment"] = row.nonce_commitment.hex()
    records.append(found, "appeal", extra, now)
    notices.notify(case=found, event=Event.APPEALED, now=now)
    return days.decide_until


def require_commitment(commitment: bytes) -> None:
    """See that a commitment can be one.

    Raises:
        BadAppeal
    """
    if len(commitment) != lots.NONCE_BYTES:
        raise errors.BadAppeal(field="nonce_commitment")


def newest(case: Case) -> Decision | None:
    """The decision made last, of whichever instance."""
    return Decision.objects.filter(case=case).defer("salt").order_by("-id").first()


def appeals_of(case: Case) -> list[Appeal]:
    """The appeals the open panel hears: those against the decision that was appealed last."""
    last = Appeal.objects.filter(case=case).order_by("-id").first()
    return [] if last is None else list(Appeal.objects.filter(case=case, decision=last.decision_id).order_by("id"))


def appealed(case: Case) -> Decision | None:
    """The decision that is or can be appealed; None where none came in time."""
    if case.state == State.APPEALED:
        return appeals_of(case)[0].decision
    return newest(case) if case.state == State.DECIDED else None


def outcomes_of(case: Case) -> frozenset[Outcome]:
    """What a panel can decide in a case."""
    last = newest(case)
    return panels.outcomes(None if last is None else Outcome(last.outcome), case.subject)


def may_appeal(case: Case, party: Party, today: date) -> bool:
    """Whether a side can appeal on a day."""
    decision = appealed(case)
    try:
        _require_appeal(case, party, decision, today)
    except (errors.AppealedBefore, errors.WrongState, errors.NothingToAppeal):
        return False
    return decision is None or today <= decision.appeal_until


def _require_appeal(case: Case, party: Party, decision: Decision | None, today: date) -> None:
    """See that a side can appeal now. What a writer wanted in time is in time until the case is closed."""
    if Appeal.objects.filter(case=case, decision=decision, party=party).exists():
        raise errors.AppealedBefore
    is_open = False
    if case.state == State.DECIDED and decision is not None:
        is_open = party is Party.WRITER or today <= decision.appeal_until
    elif case.state == State.APPEALED:
        panel = seats.open_panel(case)
        is_open = panel is None or panel.seated_on is None
    elif case.state in UNDECIDED:
        is_open = CaseStep.objects.filter(case=case, deadline=Deadline.DECISION).exists()
    if not is_open:
        raise errors.WrongState(state=case.state)
    last = newest(case)
    outcome = None if last is None else Outcome(last.outcome)
    if not panels.may_appeal(party, appealed=outcome, subject=case.subject):
        raise errors.NothingToAppeal


def _begin(case: Case, now: datetime) -> None:
    """Let the case wait for a panel. A review whose case was decided bears the mark of a challenge again."""
    Draft.objects.filter(case=case).delete()
    was_decided = case.state == State.DECIDED
    records.move(case, State.APPEALED, now, paused_on=None)
    if case.review_id is not None and was_decided:
        reviews.open_again(review_id=case.review_id, case=case.public_id, now=now)


@transaction.atomic
def reveal(*, case: UUID, party: Party, nonce: bytes, now: datetime) -> None:
    """Tell the nonce of a side, once the checkpoint is there by which the lot is drawn.

    Raises:
        NonceNotDue: this side committed to none or told it before, or it is too early or too late.
        WrongNonce: it is not the one the appeal committed to.
        NoSuchCase
    """
    found = records.locked(case)
    row = asked_for_nonce(found, party)
    if row is None or (party is Party.CHALLENGER and not is_in_time(found, now.date())):
        raise errors.NonceNotDue
    require_nonce(row, nonce)
    row.nonce = nonce
    row.save(update_fields=["nonce"])


def asked_for_nonce(case: Case, party: Party) -> Appeal | None:
    """The appeal of a side whose nonce the lot waits for, None when it does not."""
    panel = seats.open_panel(case)
    if panel is None or panel.drawn_at is None or panel.seed is not None:
        return None
    waiting = (row for row in appeals_of(case) if row.nonce_commitment is not None and row.nonce is None)
    return next((row for row in waiting if row.party == party), None)


def is_in_time(case: Case, today: date) -> bool:
    """Whether the days are not over yet in which the sides tell their nonces."""
    panel = seats.open_panel(case)
    return panel is not None and panel.reveal_until is not None and today <= panel.reveal_until


def require_nonce(row: Appeal, nonce: bytes) -> None:
    """See that a nonce is the one an appeal committed to.

    Raises:
        WrongNonce
    """
    commitment = bytes(row.nonce_commitment or b"")
    if len(nonce) != lots.NONCE_BYTES or lots.nonce_commitment(nonce) != commitment.hex():
        raise errors.WrongNonce


def seat_due(*, now: datetime, source: ids.Source = ids.SECURE) -> int:
    """Put panels together as far as it is time, and let others take seats that were left. Answers how many wait."""
    due = Case.objects.filter(state=State.APPEALED).order_by("id").values_list("public_id", flat=True)
    waiting = 0
    for case in list(due):
        with alone("disputes.seat"), transaction.atomic():
            waiting += not _seat(case, now, source)
    return waiting


def _seat(case: UUID, now: datetime, source: ids.Source) -> bool:
    """Go on with one case; answers whether three persons sit on its panel, or none need to any more."""
    found = records.locked(case)
    if found.state != State.APPEALED:
        return True
    appeals = appeals_of(found)
    panel = seats.open_panel(found)
    if panel is None:
        if not _may_begin(found, appeals, now):
            return False
        panel = seats.begin(found, now=now, source=source)
    seats.draw(found, panel, appeals, now=now)
    seats.refresh(found, panel, now=now)
    seats.fill(found, panel, now=now, source=source)
    return len(seats.sitting(panel)) == seats.SEATS


def _may_begin(case: Case, appeals: list[Appeal], now: datetime) -> bool:
    """Whether nobody else can appeal, or had the time to; what a writer wants waits for its release."""
    last = newest(case)
    outcome = None if last is None else Outcome(last.outcome)
    may = {party for party in Party if panels.may_appeal(party, appealed=outcome, subject=case.subject)}
    if may <= {Party(row.party) for row in appeals}:
        return True
    if WriterAct.objects.filter(case=case, kind=WriterActKind.APPEAL).exists():
        return False
    return last_release(now) > panels.joining_until(appeals[0].appealed_on)


@transaction.atomic
def decline(*, case: UUID, user: int, now: datetime, source: ids.Source = ids.SECURE) -> None:
    """Leave a panel: for a tie, or another reason that nobody asks for. Whoever comes next takes the seat.

    Raises:
        NotOnPanel, NoSuchCase
    """
    found = records.locked(case)
    panel, seat = seat_of(found, user)
    persons.took(found, user, Part.DECLINED, now)
    seats.leave(found, seat, Left.DECLINED, now=now)
    seats.fill(found, panel, now=now, source=source)


def seat_of(case: Case, user: int) -> tuple[Panel, Seat]:
    """The open panel of a case, and the seat that somebody has on it.

    Raises:
        NotOnPanel
    """
    panel = seats.open_panel(case)
    seat = None if panel is None else next((one for one in seats.sitting(panel) if one.user_id == user), None)
    if panel is None or seat is None:
        raise errors.NotOnPanel
    return panel, seat
