"""Typed helpers that bring a case to a panel through actions: decided, appealed, seated, with opinions and a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.disputes import appeals, carrying, course, deciding, deliberation, exchange, seats
from reputation.disputes.models import Case, Decision, Panel, Seat
from reputation.disputes.rules import Ground, Outcome, Party, Reasons
from reputation.log import actions as log
from reputation.log import lots, publisher
from reputation.log import queries as entries
from reputation.members.models import Member
from tests.accounts_made import make_user
from tests.cases_made import file_case
from tests.reviews_made import LATER, make_review

REASONS = Reasons(
    quote="copper pan",
    facts=("The order names another shop.",),
    business_said="It never sold a pan.",
    reviewer_said="It did.",
    reasoning="The order shows who sold it.",
    summary="Another shop sold the pan.",
)
FILED = LATER
DECIDED = FILED + timedelta(days=30)
APPEALED = DECIDED + timedelta(days=1)
SEATED = APPEALED + timedelta(days=5)
NONCES = {Party.CHALLENGER: b"\x01" * 32, Party.WRITER: b"\x02" * 32}


def somebody(*duties: Duty) -> int:
    """Somebody who works for the service."""
    return make_user(duties=duties).pk


def make_panelists(many: int = 3) -> list[int]:
    """So many persons whose duty panels are."""
    return [somebody(Duty.PANEL) for _ in range(many)]


def end_duty(user: int) -> None:
    """End the duty that makes somebody one for panels. Duties have the days of the clock."""
    accounts.end_duty(user_id=user, duty=Duty.PANEL, now=clock.now())


def commitment(party: Party) -> bytes:
    """What a side logs of its nonce."""
    return bytes.fromhex(lots.nonce_commitment(NONCES[party]))


@dataclass(frozen=True, slots=True)
class Decided:
    """A case that two moderators decided."""

    case: UUID
    review: UUID
    by: tuple[int, int]

    @property
    def row(self) -> Case:
        return Case.objects.get(public_id=self.case)

    @property
    def panel(self) -> Panel:
        """The panel put together last."""
        return Panel.objects.filter(case__public_id=self.case).order_by("-id")[0]

    @property
    def decisions(self) -> list[Decision]:
        return list(Decision.objects.filter(case__public_id=self.case).order_by("id"))

    @property
    def sitting(self) -> list[Seat]:
        """Those who sit on the panel, by number."""
        return seats.sitting(self.panel)

    @property
    def users(self) -> list[int]:
        return [seat.user_id for seat in self.sitting]


def make_decided(
    outcome: Outcome = Outcome.REMOVED,
    *,
    review: UUID | None = None,
    by: tuple[int, int] | None = None,
    wording: str = "",
    now: datetime = DECIDED,
) -> Decided:
    """A case about a review, decided by two moderators after the writer was silent, and carried out."""
    one = make_admitted(review, by=by, now=now - timedelta(days=30), is_admitted=outcome is not Outcome.INADMISSIBLE)
    first, second = one.by
    if outcome is not Outcome.INADMISSIBLE:
        course.move_on(now=now)
    deciding.draft(case=one.case, user=first, outcome=outcome, reasons=REASONS, wording=wording, now=now)
    deciding.approve(case=one.case, user=second, now=now)
    carrying.carry_out(case=one.case, now=now)
    return one


def make_admitted(
    review: UUID | None = None, *, by: tuple[int, int] | None = None, now: datetime = FILED, is_admitted: bool = True
) -> Decided:
    """A challenge by the business that a moderator admitted, and the two who will decide it."""
    about = review or make_review(now=now - timedelta(days=40))
    case = file_case(about, ground=Ground.WRONG_BUSINESS, now=now)
    pair = by or (somebody(Duty.MODERATOR), somebody(Duty.MODERATOR))
    if is_admitted:
        exchange.admit(case=case, user=pair[0], now=now)
    return Decided(case, about, pair)


def appeal(one: Decided, party: Party = Party.WRITER, *, has_nonce: bool = False, now: datetime = APPEALED) -> None:
    """Have a side appeal."""
    nonce = commitment(party) if has_nonce else None
    appeals.open_appeal(case=one.case, party=party, text="It is not so.", nonce_commitment=nonce, now=now)


def make_appealed(outcome: Outcome = Outcome.REMOVED, *, party: Party = Party.WRITER) -> Decided:
    """A decision that one side appealed."""
    one = make_decided(outcome)
    appeal(one, party)
    return one


def make_seated(outcome: Outcome = Outcome.REMOVED, *, many: int = 4) -> Decided:
    """An appealed decision with an assigned panel, of so many persons who could be."""
    make_panelists(many)
    one = make_appealed(outcome)
    appeals.seat_due(now=SEATED)
    assert one.panel.seated_on is not None
    return one


def opine(one: Decided, user: int, outcome: Outcome = Outcome.REJECTED, *, now: datetime = SEATED) -> None:
    """Have one of the three write."""
    deliberation.opine(case=one.case, user=user, outcome=outcome, text=f"I say {outcome}.", now=now)


def make_opined(outcome: Outcome = Outcome.REMOVED, *, many: int = 4) -> Decided:
    """A panel all of whose opinions are written."""
    one = make_seated(outcome, many=many)
    for user in one.users:
        opine(one, user)
    return one


def draft(
    one: Decided,
    outcome: Outcome,
    *,
    user: int | None = None,
    reasons: Reasons = REASONS,
    wording: str = "",
    now: datetime = SEATED,
) -> None:
    """Have the drafter draft."""
    by = one.users[one.panel.drafter - 1] if user is None else user
    deliberation.draft(case=one.case, user=by, outcome=outcome, reasons=reasons, wording=wording, now=now)


def decide(
    one: Decided, outcome: Outcome, *, reasons: Reasons = REASONS, wording: str = "", now: datetime = SEATED
) -> UUID:
    """Have the drafter draft, and the others follow."""
    draft(one, outcome, reasons=reasons, wording=wording, now=now)
    drafter = one.panel.drafter
    found = None
    for seat in one.sitting:
        if seat.number != drafter:
            found = deliberation.vote(case=one.case, user=seat.user_id, agrees=True, now=now)
    assert found is not None
    carrying.carry_out(case=one.case, now=now)
    return found


def publish(now: datetime) -> None:
    """Number what waits, and publish it."""
    while log.sequence():
        pass
    publisher.publish(now=now)


def logged(kind: str) -> list[dict[str, object]]:
    """The entries of a kind, numbered by now."""
    while log.sequence():
        pass
    return [dict(row.body) for row in entries.entries(after=0, limit=10_000) if row.kind == kind]


def tie(one: Decided, user: int) -> None:
    """Let somebody belong to the business of a case."""
    business, day = one.row.business_id, FILED.date()
    Member.objects.create(public_id=uuid4(), business_id=business, user_id=user, role="owner", since_on=day)
