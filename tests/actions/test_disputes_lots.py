"""A panel by lot: the list is logged, somebody outside cosigns it, the sides tell their nonces, the order follows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import RequestFactory

from reputation.disputes import appeals, errors, rooms, seats, sittings, writers
from reputation.disputes.models import Appeal, Candidate, Seat, WriterAct
from reputation.disputes.panels import Left
from reputation.disputes.rules import Outcome, Party, WriterActKind
from reputation.log import actions as log
from reputation.log import lots
from reputation.log import queries as entries
from reputation.tlog.policies import Policy
from reputation.web import pages
from reputation.web.contest.rooms import Face, Visit, page
from tests.actions.conftest import MakeWitness
from tests.panels_made import (
    APPEALED,
    FILED,
    NONCES,
    Decided,
    appeal,
    commitment,
    decide,
    end_duty,
    make_decided,
    make_panelists,
    opine,
    publish,
)
from tests.witness_server import policy

pytestmark = pytest.mark.django_db
LISTED = APPEALED + timedelta(days=1)
OPEN = LISTED + timedelta(hours=1)
OVER = OPEN + timedelta(days=5)


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=FILED - timedelta(days=90))


@pytest.fixture
def cosigned(make_witness: MakeWitness, settings: LazySettings) -> None:
    """A witness that cosigns what is published."""
    settings.LOG_WITNESSES = policy(make_witness(at=int(FILED.timestamp())))


def make_listed(*sides: Party, many: int = 9) -> Decided:
    """A case both sides appealed, these with a nonce, whose list was logged."""
    make_panelists(many)
    one = make_decided(Outcome.REJECTED)
    for party in Party:
        appeal(one, party, has_nonce=party in sides)
    appeals.seat_due(now=LISTED)
    return one


def make_open(*sides: Party, many: int = 9) -> Decided:
    """The same, once the lot waits for the nonces."""
    one = make_listed(*sides, many=many)
    publish(LISTED)
    appeals.seat_due(now=OPEN)
    return one


def tell(one: Decided, party: Party) -> None:
    appeals.reveal(case=one.case, party=party, nonce=NONCES[party], now=OPEN)


@pytest.mark.usefixtures("cosigned")
def test_a_lot_from_the_list_to_the_decision() -> None:
    one = make_listed(*Party)
    panel = one.panel
    assert (panel.way, panel.why, panel.drawn_at, panel.seated_on) == ("lot", None, None, None)
    [lot] = sittings.lots_of(one.case)
    assert (len(lot.roster), lot.ranked) == (9, ())
    assert lots.roster_sha256(lot.roster) == lot.roster_sha256
    appeals.seat_due(now=LISTED)
    assert one.panel.drawn_at is None, "nobody has cosigned the list yet"
    publish(LISTED)
    position = entries.listing(lot.roster_sha256)
    assert position is not None
    assert entries.entry(position).body == {
        "roster_sha256": lot.roster_sha256,
        "persons": 9,
        "date": LISTED.date().isoformat(),
    }
    appeals.seat_due(now=OPEN)
    panel = one.panel
    assert panel.drawn_at == position + 1
    assert (panel.reveal_until, panel.seed) == (OPEN.date() + timedelta(days=3), None)
    assert all(appeals.asked_for_nonce(one.row, party) for party in Party)
    tell(one, Party.CHALLENGER)
    appeals.seat_due(now=OPEN)
    assert one.panel.seed is None
    tell(one, Party.WRITER)
    assert not any(appeals.asked_for_nonce(one.row, party) for party in Party)
    appeals.seat_due(now=OPEN)
    panel = one.panel
    root = entries.checkpoint(position + 1).root
    seed = lots.seed(root, challenger=NONCES[Party.CHALLENGER], writer=NONCES[Party.WRITER])
    assert bytes(panel.seed or b"") == seed
    called = dict(Candidate.objects.filter(panel=panel).values_list("member", "user_id"))
    ranked = lots.ranked(seed, lot.roster)
    assert one.users == [called[member] for member in ranked[:3]]
    [lot] = sittings.lots_of(one.case)
    assert [(shown.member, shown.number, shown.has_left) for shown in lot.ranked] == [
        (member, number, False) for member, number in zip(ranked, (1, 2, 3, *[None] * 6), strict=True)
    ]
    leaving = one.users[1]
    appeals.decline(case=one.case, user=leaving, now=OPEN)
    assert one.users[1] == called[ranked[3]]
    for user in one.users:
        opine(one, user, now=OPEN)
    decide(one, Outcome.REJECTED, now=OPEN)
    publish(OPEN)
    bodies = [row.body for row in entries.entries(after=0, limit=1000) if row.kind == "appeal-decision"]
    assert [(body["nonces"], body["roster_sha256"], body["drawn_at"]) for body in bodies] == [
        ([NONCES[party].hex() for party in (Party.CHALLENGER, Party.WRITER)], lot.roster_sha256, position + 1)
    ]


@pytest.mark.usefixtures("cosigned")
def test_a_silent_sides_nonce_is_zeros_once_its_days_are_over() -> None:
    one = make_open(*Party)
    tell(one, Party.WRITER)
    until = one.panel.reveal_until
    assert until is not None
    appeals.seat_due(now=OPEN.replace(month=until.month, day=until.day, hour=23))
    assert one.panel.seed is None
    with pytest.raises(errors.NonceNotDue):
        appeals.reveal(case=one.case, party=Party.CHALLENGER, nonce=NONCES[Party.CHALLENGER], now=OVER)
    appeals.seat_due(now=OVER)
    root = entries.checkpoint(one.panel.drawn_at or 0).root
    assert bytes(one.panel.seed or b"") == lots.seed(root, writer=NONCES[Party.WRITER])


@pytest.mark.usefixtures("cosigned")
def test_without_nonces_nobody_is_waited_for() -> None:
    one = make_open()
    appeals.seat_due(now=OPEN)
    assert bytes(one.panel.seed or b"") == lots.seed(entries.checkpoint(one.panel.drawn_at or 0).root)
    assert one.panel.seated_on == OPEN.date()


@pytest.mark.usefixtures("cosigned")
def test_a_nonce_is_told_once_when_it_is_due_and_is_the_one_that_was_promised() -> None:
    one = make_listed(Party.CHALLENGER)
    with pytest.raises(errors.NonceNotDue):
        tell(one, Party.CHALLENGER)
    publish(LISTED)
    appeals.seat_due(now=OPEN)
    with pytest.raises(errors.NonceNotDue):
        tell(one, Party.WRITER)
    for nonce in (NONCES[Party.WRITER], b"x", b""):
        with pytest.raises(errors.WrongNonce):
            appeals.reveal(case=one.case, party=Party.CHALLENGER, nonce=nonce, now=OPEN)
    tell(one, Party.CHALLENGER)
    with pytest.raises(errors.NonceNotDue):
        tell(one, Party.CHALLENGER)


@pytest.mark.usefixtures("cosigned")
def test_a_commitment_that_comes_after_the_list_is_not_taken() -> None:
    make_panelists(9)
    one = make_decided(Outcome.REJECTED)
    appeal(one, Party.CHALLENGER, has_nonce=True)
    appeals.seat_due(now=APPEALED + timedelta(days=5))
    assert one.panel.roster_sha256
    appeal(one, Party.WRITER, has_nonce=True, now=APPEALED + timedelta(days=5))
    rows = Appeal.objects.filter(case__public_id=one.case).order_by("id")
    assert [row.nonce_commitment is not None for row in rows] == [True, False]


@pytest.mark.usefixtures("cosigned")
def test_with_fewer_than_nine_there_is_no_lot() -> None:
    one = make_listed(*Party, many=8)
    assert (one.panel.way, one.panel.why) == ("assigned", "few")


def test_without_a_witness_there_is_no_lot() -> None:
    one = make_listed(*Party)
    assert (one.panel.way, one.panel.why, one.panel.roster_sha256) == ("assigned", "no-witness", "")
    with pytest.raises(errors.NonceNotDue):
        tell(one, Party.WRITER)


@pytest.mark.usefixtures("cosigned")
def test_a_lot_that_nobody_cosigns_is_given_up_after_seven_days(settings: LazySettings) -> None:
    one = make_listed(*Party)
    settings.LOG_WITNESSES = Policy()
    publish(LISTED)
    appeals.seat_due(now=LISTED + timedelta(days=7))
    assert one.panel.way == "lot"
    appeals.seat_due(now=LISTED + timedelta(days=8))
    panel = one.panel
    assert (panel.way, panel.why, panel.seated_on) == ("assigned", "no-witness", (LISTED + timedelta(days=8)).date())
    assert panel.roster_sha256, "what was logged stays"


@pytest.mark.usefixtures("cosigned")
def test_who_was_drawn_and_may_not_sit_any_more_is_passed_over() -> None:
    one = make_open(Party.WRITER)
    for user in list(Candidate.objects.filter(panel=one.panel).values_list("user_id", flat=True))[:6]:
        end_duty(user)
    tell(one, Party.WRITER)
    appeals.seat_due(now=OPEN)
    assert len(one.users) == 3
    passed = Seat.objects.filter(panel=one.panel, left_on__isnull=False)
    assert set(passed.values_list("left_as", flat=True)) <= {Left.DUTY_ENDED}
    [lot] = sittings.lots_of(one.case)
    asked = [shown for shown in lot.ranked if shown.number is not None]
    assert [shown.has_left for shown in asked].count(False) == 3
    assert lot.ranked[: len(asked)] == tuple(asked), "nobody is passed over in silence"


@pytest.mark.usefixtures("cosigned")
def test_nobody_is_called_the_same_on_two_lists() -> None:
    one = make_listed()
    other = make_decided(Outcome.REJECTED)
    for party in Party:
        appeal(other, party)
    appeals.seat_due(now=LISTED)
    members = [
        set(Candidate.objects.filter(panel=made.panel).values_list("member", flat=True)) for made in (one, other)
    ]
    assert (len(members[0]), members[0] & members[1]) == (9, set())


@pytest.mark.usefixtures("cosigned")
def test_lists_are_forgotten_with_the_salt() -> None:
    one = make_open()
    appeals.seat_due(now=OPEN)
    for user in one.users:
        opine(one, user, now=OPEN)
    decide(one, Outcome.REJECTED, now=OPEN)
    assert one.panel.salt is not None
    seats.forget_old(now=OPEN + timedelta(days=400))
    assert one.panel.salt is None
    assert sittings.lots_of(one.case) == []
    assert one.panel.roster_sha256


@pytest.mark.usefixtures("cosigned")
def test_a_writer_appeals_and_tells_the_nonce_with_the_daily_release() -> None:
    make_panelists(9)
    one = make_decided()
    day = writers.note(
        case=one.case,
        kind=WriterActKind.APPEAL,
        text="I was there, and bought it.",
        nonce_commitment=commitment(Party.WRITER),
        now=APPEALED,
    )
    appeals.seat_due(now=APPEALED)
    assert one.row.state == "decided"
    released = APPEALED.replace(month=day.month, day=day.day, hour=13)
    writers.release(now=released)
    assert one.row.state == "appealed"
    assert not WriterAct.objects.exists()
    with pytest.raises(errors.WrongState):
        writers.note(case=one.case, kind=WriterActKind.NONCE, text=NONCES[Party.WRITER].hex(), now=released)
    listed = released + timedelta(days=5)
    appeals.seat_due(now=listed)
    publish(listed)
    appeals.seat_due(now=listed)
    for text in ("00" * 32, "no hexadecimal"):
        with pytest.raises(errors.WrongNonce):
            writers.note(case=one.case, kind=WriterActKind.NONCE, text=text, now=listed)
    last = listed + timedelta(days=3)
    writers.note(case=one.case, kind=WriterActKind.NONCE, text=NONCES[Party.WRITER].hex(), now=last)
    late = last + timedelta(days=2)
    appeals.seat_due(now=late)
    assert one.panel.seed is None, "what the writer told in time waits for its release"
    writers.release(now=late)
    appeals.seat_due(now=late)
    root = entries.checkpoint(one.panel.drawn_at or 0).root
    assert bytes(one.panel.seed or b"") == lots.seed(root, writer=NONCES[Party.WRITER])


@pytest.mark.usefixtures("cosigned")
def test_both_sides_read_the_list_and_the_order_on_their_page(rf: RequestFactory) -> None:
    one = make_open(*Party)
    for party in Party:
        tell(one, party)
    appeals.seat_due(now=OPEN)
    [lot] = sittings.lots_of(one.case)

    def show(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return pages.unkept(template, context, path="/case", status=status)

    def never(*given: Any) -> Any:
        raise AssertionError(given)

    face = Face("web/contest/base.html", "/case", "/case", "/case", show, never, never, never, {})
    text = page(Visit(rf.get("/case"), rooms.room(one.case, now=OPEN), "A shop", face, OPEN)).content.decode()
    assert lot.roster_sha256 in text
    assert "\n".join(lot.roster) in text
    assert f"{lot.ranked[0].member} · seat 1" in text
