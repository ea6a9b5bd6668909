"""Texts at which a moderator looks: what is decided, appealed, given up, and what time does to them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from reputation.businesses import leavings
from reputation.log import about
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.entries import commitment
from reputation.receipts import keys, spent
from reputation.receipts import rules as receipts
from reputation.receipts.errors import TokenSpent
from reputation.reviews import errors, held, publication, rules, sending, writers
from reputation.reviews.codenames import make
from reputation.reviews.judging import Marked, Put
from reputation.reviews.models import Held, Look, Review, WaitingReview
from reputation.reviews.rules import Choice, HeldKind, HeldState, Refusal
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, send, spent_rows, token_of
from tests.reviews_made import make_business
from tests.sending_made import FINNISH, held_draft, make_moderator, send_held

pytestmark = pytest.mark.django_db
DECIDE_BY = datetime(2026, 11, 15, 23, 59, tzinfo=UTC)
TOO_LATE = DECIDE_BY + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def decide(
    one: UUID,
    *choices: Marked,
    missed: tuple[Put, ...] = (),
    refusal: Refusal | None = None,
    user: int | None = None,
    now: datetime = SENT,
) -> None:
    user = make_moderator() if user is None else user
    held.decide(held=one, user=user, choices=choices, missed=missed, refusal=refusal, now=now)


def refused(token: bytes | None = None, *, user: int | None = None, codename: str | None = None) -> UUID:
    """A text that was refused once."""
    business = make_business() if token is None else None
    one = send_held(token, business=business, codename=codename).review
    decide(one, refusal=Refusal.NO_REVIEW, user=user)
    return one


def in_mailbox(codename: str) -> writers.Known | None:
    return writers.known(writers.read(codename))


def test_a_text_that_passes_waits_from_then_on_with_its_token_and_its_slip() -> None:
    token, codename = token_of(make_shop(1)), make()
    one = send_held(token, codename=codename)
    assert held.one(one.review).text == FINNISH
    later = SENT + timedelta(days=9)
    decide(one.review, now=later)
    row = WaitingReview.objects.get()
    assert (row.id, row.text, row.stars) == (one.review, FINNISH, 4)
    assert 7 <= (row.publish_week - rules.week_of(later.date())).days <= 28, "the hold begins with the decision"
    [(_, _, _, kept, week)] = spent_rows()
    assert (kept, week) == (token, row.publish_week)
    assert not Held.objects.filter(kind=HeldKind.REVIEW).exists()
    known = in_mailbox(codename)
    assert known is not None
    assert known.slip is not None
    promise = receipts.open_acceptance(known.slip.acceptance.encode(), about.acceptance_keys())
    assert promise.publish_by == row.publish_week + timedelta(days=6)
    again = sending.send(draft=held_draft(), codename=codename, token=token, now=later)
    assert again == sending.Accepted.by(known.slip, one.review)
    publication.publish_due(now=OUT + timedelta(days=9))
    while log.sequence():
        pass
    [entry] = [row for row in entries.entries(after=0, limit=1_000) if row.kind == "review"]
    assert promise.meets(entry.body)


def test_other_words_that_a_moderator_put_are_what_comes_out_and_what_is_promised() -> None:
    codename, business = make(), make_business()
    one = send_held(business=business, codename=codename).review
    start = FINNISH.index("luvattiin")
    decide(
        one,
        Marked(0, 7, Choice.MASK, "Se"),
        Marked(8, 15, Choice.FINE),
        Marked(16, 24, Choice.PUBLIC),
        missed=(Put(start, start + 9, "sovittiin"),),
    )
    text = FINNISH.replace("Kattila", "Se").replace("luvattiin", "sovittiin")
    assert WaitingReview.objects.get().text == text
    known = in_mailbox(codename)
    assert known is not None
    assert known.slip is not None
    data = rules.canonical(stars=4, outcome="as-agreed", language="fi", text=text)
    assert known.slip.promise.commitment == commitment("review", known.slip.salt, data)
    assert sending.send(
        draft=held_draft(no_receipt_given=False), codename=codename, business=business, now=SENT
    ) == sending.Accepted.by(known.slip, one), "what was sent is known by what was sent"
    look = Look.objects.get()
    assert (look.marked, look.wrong, look.missed, look.passed, look.is_second) == (3, 1, 1, True, False)
    assert look.held != one, "the day of the decision is that of no review"


def test_a_refused_text_waits_for_an_appeal_and_its_token_with_it() -> None:
    token, codename = token_of(make_shop(1)), make()
    one = refused(token, codename=codename)
    found = held.about(one)
    assert found is not None
    assert (found.state, found.reason, found.text) == (HeldState.REFUSED, Refusal.NO_REVIEW, FINNISH)
    assert found.answer_by == SENT.date() + timedelta(days=14)
    assert len(spent_rows()) == 1
    with pytest.raises(TokenSpent):
        send(token, codename=make())
    with pytest.raises(errors.HeldTextDecided):
        decide(one)
    assert sending.send(draft=held_draft(), codename=codename, token=token, now=SENT) == sending.HeldNow(
        one, found.business, found.decide_by
    )


def test_an_appeal_is_decided_by_somebody_else_who_may_let_it_pass() -> None:
    token, user = token_of(make_shop(1)), make_moderator()
    one = refused(token, user=user)
    until = held.appeal(held=one, now=SENT + timedelta(days=14))
    assert until == date(2026, 11, 29), "the Sunday of the next week"
    found = held.one(one)
    assert found.is_appeal
    assert found.reason is Refusal.NO_REVIEW
    assert held.decided_first(one) == user
    with pytest.raises(errors.SecondPersonNeeded):
        decide(one, user=user, now=SENT + timedelta(days=15))
    decide(one, now=SENT + timedelta(days=15))
    assert WaitingReview.objects.get().id == one
    assert spent_rows()[0][3] == token


def test_a_second_refusal_is_the_last_and_frees_the_token() -> None:
    token, codename = token_of(make_shop(1)), make()
    one = refused(token, codename=codename)
    held.appeal(held=one, now=SENT)
    decide(one, refusal=Refusal.CONTACT, now=SENT)
    found = held.about(one)
    assert found is not None
    assert (found.state, found.reason, found.text) == (HeldState.FINAL, Refusal.CONTACT, "")
    assert spent_rows() == []
    with pytest.raises(errors.HeldTextDecided):
        held.appeal(held=one, now=SENT)
    with pytest.raises(errors.CodenameUsed):
        send_held(token, codename=codename)
    assert send(token, codename=make()).review
    assert held.end_overdue(now=SENT + timedelta(days=15)) == 0
    assert in_mailbox(codename) is None
    assert not Held.objects.filter(kind=HeldKind.REVIEW).exists()


@pytest.mark.parametrize("late", [timedelta(days=15), timedelta(days=300)])
def test_who_does_not_appeal_in_time_has_the_text_deleted_and_the_token_free(late: timedelta) -> None:
    token, codename = token_of(make_shop(1)), make()
    one = refused(token, codename=codename)
    held.end_overdue(now=SENT + timedelta(days=14))
    assert held.about(one) is not None, "the last day counts"
    with pytest.raises(errors.HeldTextDecided), transaction.atomic():
        held.appeal(held=one, now=SENT + late)
    held.end_overdue(now=SENT + late)
    assert held.about(one) is None
    assert in_mailbox(codename) is None
    assert spent_rows() == []


def test_what_nobody_looks_at_in_time_is_deleted_counted_and_the_token_free() -> None:
    token, codename = token_of(make_shop(1)), make()
    one = send_held(token, codename=codename).review
    assert held.end_overdue(now=DECIDE_BY) == 0
    with pytest.raises(errors.HeldTextDecided) as late:
        decide(one, now=TOO_LATE)
    assert late.value.facts == {"state": "overdue"}
    assert held.waiting(TOO_LATE.date()) == []
    assert held.end_overdue(now=TOO_LATE) == 1
    assert held.end_overdue(now=TOO_LATE) == 0
    found = held.about(one)
    assert found is not None
    assert (found.state, found.reason, found.text) == (HeldState.OVERDUE, None, "")
    assert (Look.objects.get().passed, Look.objects.get().decided_by) == (None, None)
    assert spent_rows() == []
    assert send(token, codename=make(), now=TOO_LATE).review
    assert in_mailbox(codename) is not None, "the mailbox tells what became of it"
    held.end_overdue(now=TOO_LATE + timedelta(days=15))
    assert in_mailbox(codename) is None


def test_an_appeal_at_which_nobody_looks_is_overdue_as_well() -> None:
    one = refused(token_of(make_shop(1)))
    held.appeal(held=one, now=SENT)
    assert held.end_overdue(now=TOO_LATE) == 1
    assert held.about(one).state is HeldState.OVERDUE  # type: ignore[union-attr]
    assert Look.objects.filter(is_second=True, passed=None, decided_by=None).count() == 1
    assert spent_rows() == []


@pytest.mark.parametrize("state", ["waiting", "refused", "appealed", "overdue"])
def test_a_writer_can_give_up_at_any_time_and_use_the_token_again(state: str) -> None:
    token, codename = token_of(make_shop(1)), make()
    one = send_held(token, codename=codename).review
    if state in ("refused", "appealed"):
        decide(one, refusal=Refusal.NO_REVIEW)
    if state == "appealed":
        held.appeal(held=one, now=SENT)
    if state == "overdue":
        held.end_overdue(now=TOO_LATE)
    assert held.about(one).state == state  # type: ignore[union-attr]
    held.give_up(held=one)
    assert held.about(one) is None
    assert in_mailbox(codename) is None
    assert spent_rows() == []
    with pytest.raises(errors.NoSuchHeldText):
        held.give_up(held=one)
    assert send(token, codename=codename, now=SENT).review, "token and codename are free"


def test_what_was_never_held_is_not_found() -> None:
    for act in (
        lambda: held.one(uuid4()),
        lambda: held.give_up(held=uuid4()),
        lambda: held.appeal(held=uuid4(), now=SENT),
        lambda: decide(uuid4()),
    ):
        with pytest.raises(errors.NoSuchHeldText):
            act()
    assert held.about(uuid4()) is None
    with pytest.raises(errors.HeldTextDecided):
        held.one(refused())


def test_waiting_is_by_deadline_and_shows_no_time_of_sending() -> None:
    business = make_business()
    late = send_held(business=business, now=SENT + timedelta(weeks=1)).review
    early = {send_held(business=business, now=SENT + timedelta(hours=hour)).review for hour in range(3)}
    found = [text for text in held.waiting(SENT.date()) if text.kind is HeldKind.REVIEW]
    assert {text.id for text in found[:3]} == early
    assert found[3].id == late
    assert len({text.decide_by for text in found[:3]}) == 1
    assert not {"week", "sent", "now"} & set(held.HeldText.__slots__)


def test_a_token_whose_time_ends_while_its_text_is_held_is_spent_when_it_passes() -> None:
    shop = make_shop(1)
    last = datetime(2027, 6, 30, 12, tzinfo=UTC)
    assert shop.key_id is not None
    keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
    one = send_held(token_of_ended(shop), now=last).review
    later = last + timedelta(days=10)
    decide(one, now=later)
    assert publication.publish_due(now=later + timedelta(weeks=5)) == 1
    assert Review.objects.get().public_id == one


def token_of_ended(shop: object) -> bytes:
    """A token that the shop's buyer claimed while its key issued."""
    return token_of(shop)  # type: ignore[arg-type]


def test_a_quarter_with_a_token_that_is_reserved_is_not_dropped() -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    send_held(token_of(shop), now=SENT)
    keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
    dead = datetime(2027, 9, 1, tzinfo=UTC)
    assert spent.drop_dead(now=dead) == 0
    assert len(spent_rows()) == 1
    held.end_overdue(now=dead)
    assert spent.drop_dead(now=dead) == 1


def test_a_key_that_is_annulled_meanwhile_lets_the_text_come_out_and_not_count() -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    one = send_held(token_of(shop)).review
    keys.annul(key_id=shop.key_id, reason="leaked", persons=2, now=SENT)
    decide(one)
    assert publication.publish_due(now=OUT) == 1
    while log.sequence():
        pass
    kinds = [row.kind for row in entries.entries(after=0, limit=1_000)]
    assert "receipts-spent" not in kinds
    assert "review" in kinds


def test_a_business_that_leaves_meanwhile_keeps_no_text_back_that_was_sent_in_time() -> None:
    business = make_business()
    one = send_held(business=business).review
    leavings.leave(business=business, now=SENT + timedelta(days=1))
    decide(one, now=SENT + timedelta(days=2))
    assert WaitingReview.objects.get().id == one


def test_a_token_that_was_freed_by_hand_lets_no_text_out_without_it() -> None:
    one = send_held(token_of(make_shop(1))).review
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM receipts_spent")
    with pytest.raises(errors.HeldTextDecided), transaction.atomic():
        decide(one)
    assert not WaitingReview.objects.exists()


def test_whatever_is_held_refused_and_appealed_comes_out_before_its_quarter_is_dropped() -> None:
    """What is sent on the last day comes out within the two months after it, however late everybody is."""
    for year in range(2026, 2056):
        for month in (3, 6, 9, 12):
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            refused_on = rules.decide_by(last)
            passed_on = rules.decide_by(refused_on + timedelta(days=14))
            out = rules.publish_week(passed_on, bytes([3]) * 32)
            assert (out.year * 12 + out.month) - (last.year * 12 + last.month) <= 2
