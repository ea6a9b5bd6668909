"""A contested warning from end to end: filed by anybody, answered by the business, decided by two, then by three."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from reputation.accounts.rules import Duty
from reputation.disputes import appeals, contested, course, deciding, errors, exchange, filers, filing, queries, rooms
from reputation.disputes.challenger_rules import Do
from reputation.disputes.models import Case, Claim, Filer, Said
from reputation.disputes.rooms import Which
from reputation.disputes.rules import Outcome, Party, Saying, Side, Speaker, State
from reputation.log import actions as log
from reputation.lookalikes import actions as lookalikes
from reputation.lookalikes import keys
from reputation.lookalikes import queries as warnings
from reputation.lookalikes.models import Exemption
from reputation.notices.models import Mail
from reputation.notices.rules import Kind
from reputation.reviews import codenames
from reputation.reviews.errors import CodenameUsed
from reputation.rulebook import cases as numbers
from tests.cases_made import approve, draft
from tests.panels_made import REASONS, Decided, decide, logged, make_panelists, opine, somebody
from tests.reviews_made import LATER, MONDAY, make_business
from tests.warnings_made import LOOKS_LIKE, SAID, WATCHED, contest, exempt, hear, watch

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


@pytest.fixture
def shop() -> UUID:
    return watch(make_business(), now=LATER)


def is_warned(address: str = LOOKS_LIKE) -> bool:
    return bool(warnings.imitated(keys.of(address)))


def row(case: UUID) -> Case:
    return Case.objects.get(public_id=case)


def test_anybody_contests_and_comes_back_by_codename(shop: UUID) -> None:
    codename = codenames.make()
    given: dict[str, Any] = {"business": shop, "said": SAID, "codename": codename, "now": LATER}
    case = contested.contest_warning(address=f"https://www.{LOOKS_LIKE}/tea?a=b", email="tea@moss.example", **given)
    assert filers.inside(handle=filers.open_room(codename=codename, now=LATER), now=LATER) == case
    found = queries.case(case)
    assert (found.domain, found.quote, found.said) == (LOOKS_LIKE, f"www.{LOOKS_LIKE}", SAID)
    assert (found.state, found.side, found.ground, found.outcome) == ("ready", "public", "no-imitation", "open")
    [entry] = logged("challenge")
    assert (entry["domain"], entry["business"], entry["side"]) == (LOOKS_LIKE, str(shop), "public")
    assert "review" not in entry
    assert "alert" not in entry
    assert Mail.objects.filter(to="tea@moss.example").get().kind == Kind.ADDRESS_RECEIVED
    assert is_warned(), "the warning stands while it is contested"
    with pytest.raises(CodenameUsed):
        contested.contest_warning(address=f"{LOOKS_LIKE}.top", **given)


@pytest.mark.parametrize(
    "address",
    ["192.0.2.1", "co.uk", "https://[::1]/", "javascript:alert(1)", "localhost", "", "xn--a.example", "a_b.example"],
)
def test_what_nobody_could_register_is_refused(shop: UUID, address: str) -> None:
    with pytest.raises(errors.BadClaim) as refused:
        contest(shop, address, now=LATER)
    assert refused.value.facts == {"field": "address"}


def test_only_what_is_warned_of_can_be_contested(shop: UUID) -> None:
    other = watch(make_business(), "kettlemosswane.example", now=LATER)
    wrong = [(shop, WATCHED), (shop, f"www.{WATCHED}"), (shop, "tea-and-cups.example"), (shop, "wikipedia.org")]
    wrong += [(make_business(), LOOKS_LIKE)]
    wrong += [(shop, "kettlemosswane.example")]  # a participant's own
    for business, address in wrong:
        with pytest.raises(errors.NotWarnedOf):
            contest(business, address, now=LATER)
    assert not Case.objects.exists()
    assert contest(other, "kettlemosswame.example", now=LATER)


def test_one_case_about_an_address_and_a_business_is_open_at_a_time(shop: UUID) -> None:
    other = watch(make_business(), "kettlemossware.top", now=LATER)
    case = contest(shop, now=LATER)
    for address in (LOOKS_LIKE, f"shop.{LOOKS_LIKE}"):
        with pytest.raises(errors.AlreadyOpen):
            contest(shop, address, now=LATER)
    contest(other, now=LATER)
    filing.withdraw(case=case, now=LATER)
    contest(shop, now=LATER)


def test_nothing_is_exempt_before_the_business_answered_or_had_the_time(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    with pytest.raises(errors.TooEarly):
        draft(case, Outcome.EXEMPT, now=LATER)
    last = row(case).answer_until
    late = LATER + (last - LATER.date())
    with pytest.raises(errors.TooEarly):
        draft(case, Outcome.EXEMPT, now=late)
    draft(case, Outcome.EXEMPT, now=late + DAY)
    approve(case, now=late + DAY)
    assert not is_warned()


def test_the_business_answers_once_and_whoever_contested_replies(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    [line] = rooms.of_business(shop, which=Which.YOURS, now=LATER)
    assert (line.domain, line.is_own, line.may_answer) == (LOOKS_LIKE, False, True)
    exchange.answer(case=case, text="We never heard of them.", now=LATER)
    said = Said.objects.get()
    assert (said.party, said.kind) == (Speaker.BUSINESS, Saying.ANSWER)
    [line] = rooms.of_business(shop, which=Which.ALL, now=LATER)
    assert not line.may_answer
    assert rooms.counts(shop)[Which.YOURS] == 0
    with pytest.raises(errors.WrongState):
        exchange.answer(case=case, text="Once more.", now=LATER)
    room = rooms.room(case, now=LATER)
    assert Do.REPLY in room.may
    assert Do.OFFER not in room.may
    assert [one.party for one in room.said] == ["business"]
    exchange.reply(case=case, text="Our valley is older.", now=LATER)
    assert [body["step"] for body in logged("case-step")] == ["answered", "replied", "ready"]
    assert row(case).state == State.READY


def test_a_silent_challenger_is_waited_for_and_then_no_more(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    exchange.answer(case=case, text="We never heard of them.", now=LATER)
    course.move_on(now=LATER + timedelta(days=numbers.REJOINDER.value))
    assert row(case).state == State.ANSWERED
    course.move_on(now=LATER + timedelta(days=numbers.REJOINDER.value + 1))
    assert row(case).state == State.READY


def test_two_exempt_an_address_for_good_and_the_log_says_so(shop: UUID) -> None:
    decision = exempt(shop, now=LATER)
    assert not is_warned()
    assert not is_warned(f"www.{LOOKS_LIKE}")
    assert is_warned("kettlem0ssware.top"), "another registered domain"
    [entry] = logged("exemption")
    wanted = {"business": str(shop), "domain": LOOKS_LIKE, "decision": str(decision), "date": LATER.date().isoformat()}
    assert {name: entry[name] for name in wanted} == wanted
    [decided] = logged("decision")
    assert (decided["outcome"], decided["domain"]) == ("exempt", LOOKS_LIKE)
    case = Case.objects.get()
    assert decided["case"] == str(case.public_id)
    assert case.state == State.DECIDED
    [statement] = queries.case(case.public_id).statements
    assert statement.persons == 2
    assert (statement.measure, statement.quote) == ("domain-exempt", LOOKS_LIKE)
    for party in Party:
        with pytest.raises(errors.NothingToAppeal):
            appeals.open_appeal(case=case.public_id, party=party, text="No.", now=LATER)
    with pytest.raises(errors.NotWarnedOf):
        contest(shop, now=LATER)


def test_what_fits_a_review_or_an_alert_cannot_be_decided(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    hear(case, now=LATER)
    for outcome in set(Outcome) - {Outcome.REJECTED, Outcome.EXEMPT}:
        with pytest.raises(errors.WrongState):
            draft(case, outcome, now=LATER)


def test_the_one_who_drafted_does_not_decide(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    hear(case, now=LATER)
    draft(case, Outcome.EXEMPT, now=LATER)
    with pytest.raises(errors.OnePerson):
        approve(case, user=1, now=LATER)
    assert is_warned()


def test_what_two_left_three_may_exempt(shop: UUID) -> None:
    make_panelists(4)
    case = contest(shop, now=LATER)
    by = somebody(Duty.MODERATOR), somebody(Duty.MODERATOR)
    deciding.draft(case=case, user=by[0], outcome=Outcome.REJECTED, reasons=REASONS, now=LATER)
    deciding.approve(case=case, user=by[1], now=LATER)
    one = Decided(case, shop, by)
    assert is_warned()
    assert Do.APPEAL in rooms.room(case, now=LATER).may
    with pytest.raises(errors.NothingToAppeal):
        appeals.open_appeal(case=case, party=Party.WRITER, text="No.", now=LATER)
    appeals.open_appeal(case=case, party=Party.CHALLENGER, text="Here is the register.", now=LATER)
    appeals.seat_due(now=LATER)
    later = LATER + timedelta(days=20)  # the business had its time by then
    for user in one.users:
        opine(one, user, Outcome.EXEMPT, now=later)
    decide(one, Outcome.EXEMPT, now=later)
    assert one.row.state == State.FINAL
    assert not is_warned()
    assert [body["outcome"] for body in logged("appeal-decision")] == ["exempt"]
    assert len(logged("exemption")) == 1


def test_nobody_appealed_and_the_warning_stays(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    draft(case, Outcome.REJECTED, now=LATER)
    approve(case, now=LATER)
    assert row(case).state == State.DECIDED
    course.move_on(now=LATER + timedelta(days=numbers.APPEAL_WINDOW.value + 1))
    assert row(case).state == State.CLOSED
    assert is_warned()


def test_the_database_refuses_what_no_decision_says(shop: UUID) -> None:
    case = contest(shop, now=LATER)
    decision = exempt(watch(make_business(), "kettlemossware.top", now=LATER), now=LATER)
    for business, domain in ((shop, LOOKS_LIKE), (shop, "else.example")):
        with pytest.raises(DatabaseError, match="exempt by a decision"), transaction.atomic():
            lookalikes.exempt(business=business, domain=domain, decision=decision, now=LATER)
    assert not Exemption.objects.filter(business__public_id=shop).exists()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Case.objects.filter(public_id=case).update(domain="else.example")
    own = row(case)
    own.pk, own.public_id, own.side, own.domain = None, uuid4(), Side.BUSINESS, "else.example"
    with pytest.raises(IntegrityError, match="case_one_subject"), transaction.atomic():
        own.save(force_insert=True)
    assert Claim.objects.get(case__public_id=case).quote == LOOKS_LIKE


def test_who_contested_is_forgotten_when_it_is_over(shop: UUID) -> None:
    codename = codenames.make()
    case = contested.contest_warning(address=LOOKS_LIKE, business=shop, said=SAID, codename=codename, now=LATER)
    filing.withdraw(case=case, now=LATER)
    assert not Filer.objects.exists()
