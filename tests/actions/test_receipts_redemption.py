"""A token is spent once, is for whom its key says, and leaves no way from a purchase to a review."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app

from reputation.businesses import leavings
from reputation.core import clock, months
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.entries import commitment
from reputation.receipts import errors, jobs, keys, rules, spent
from reputation.receipts.challenge import challenge
from reputation.receipts.models import Spent
from reputation.receipts.rules import ReceiptClass
from reputation.receipts.tokens import Challenge, ask
from reputation.reviews import errors as review_errors
from reputation.reviews import publication, queries, sending
from reputation.reviews import rules as review_rules
from reputation.reviews.codenames import make
from reputation.reviews.models import WaitingReview
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business, submit
from tests.sending_made import draft, send_without_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def logged(*kinds: str) -> list[entries.Row]:
    while log.sequence():
        pass
    return [row for row in entries.entries(after=0, limit=10_000) if row.kind in kinds]


def test_business_class_and_key_come_from_the_token() -> None:
    shop = make_shop(1, receipt_class=ReceiptClass.INDEPENDENT)
    accepted = send(token_of(shop), text="Two pans.")
    row = WaitingReview.objects.get()
    assert (row.business_id, row.receipt_class, bytes(row.key_id or b"")) == (shop.business, "independent", shop.key_id)
    assert (accepted.business, accepted.review) == (shop.business, row.id)
    data = review_rules.canonical(stars=4, outcome="as-agreed", language="en", text="Two pans.")
    assert accepted.commitment == commitment("review", accepted.salt, data)


def test_nobody_can_say_something_else_than_the_token() -> None:
    token = token_of(make_shop(1))
    with pytest.raises(ValueError, match="either a token"):
        sending.send(draft=draft(), codename=make(), token=token, business=make_business(), now=SENT)
    with pytest.raises(review_errors.BadReview) as refused:
        send(token, no_receipt_given=True)
    assert refused.value.facts == {"field": "no_receipt_given"}
    assert spent_rows() == []
    send(token)


def test_a_review_without_a_token_has_no_receipt() -> None:
    business = make_business()
    send_without_receipt(business)
    row = WaitingReview.objects.get()
    assert (row.business_id, row.receipt_class, row.key_id) == (business, "none", None)
    assert spent_rows() == []


def test_what_is_kept_of_a_token_is_its_nullifier_and_until_its_week_itself() -> None:
    shop = make_shop(1)
    token = token_of(shop)
    send(token)
    week = WaitingReview.objects.get().publish_week
    epoch = rules.epoch_of(months.of(AUTUMN))
    assert spent_rows() == [(epoch, rules.nullifier(token), shop.key_id, token, week)]
    publication.publish_due(now=OUT)
    assert spent_rows() == [(epoch, rules.nullifier(token), shop.key_id, None, None)]


def test_the_same_again_is_the_same_answer_while_it_waits_and_when_it_is_out() -> None:
    token = token_of(make_shop(1))
    first = send(token)
    assert send(token) == first
    assert send(token, now=SENT + timedelta(days=6)) == first, "in another week too"
    assert WaitingReview.objects.count() == 1
    publication.publish_due(now=OUT)
    assert send(token, now=OUT) == first
    assert not WaitingReview.objects.exists()
    assert len(logged("review")) == 1


@pytest.mark.parametrize("change", [{"text": "A copper pan, as agreed!"}, {"stars": 5}])
def test_the_same_token_with_other_words_was_spent(change: dict[str, object]) -> None:
    token = token_of(make_shop(1))
    first = send(token)
    for now in (SENT, OUT):
        with pytest.raises(errors.TokenSpent):
            send(token, now=now, codename=make(), **change)  # type: ignore[arg-type]
        with pytest.raises(review_errors.CodenameUsed):
            send(token, now=now, **change)  # type: ignore[arg-type]
        assert len(spent_rows()) == 1
        publication.publish_due(now=OUT)
    assert send(token, now=OUT).review == first.review


def test_white_space_around_the_words_makes_no_other_review() -> None:
    token = token_of(make_shop(1))
    assert send(token, text="Fine.") == send(token, text=" Fine.\r\n")


def flipped(token: bytes, place: int) -> bytes:
    return token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda token: token[:-1],
        lambda token: token + b"\0",
        lambda token: flipped(token, 1),
        lambda token: flipped(token, 2),
        lambda token: flipped(token, 34),
        lambda token: flipped(token, 66),
        lambda token: flipped(token, 353),
    ],
    ids=["empty", "short", "long", "type", "nonce", "challenge", "key", "signature"],
)
def test_what_is_no_token_is_refused_and_costs_nothing(spoil: Callable[[bytes], bytes]) -> None:
    token = token_of(make_shop(1))
    with pytest.raises(errors.TokenNotValid):
        send(spoil(token))
    assert spent_rows() == []
    assert not WaitingReview.objects.exists()
    send(token)


def test_a_token_for_another_challenge_does_not_count_here(settings: LazySettings) -> None:
    from reputation.issuing import claims

    shop = make_shop(3)
    mine = challenge(settings.ISSUER_NAME)
    for code, other in zip(
        shop.codes, (Challenge(mine.issuer), Challenge(mine.issuer, mine.origins, bytes(32))), strict=False
    ):
        asked = ask(shop.key, other.encode())
        with pytest.raises(errors.TokenNotValid):
            send(asked.finish(claims.claim(code, asked.request)))
    send(token_of(shop, shop.codes[2]))


def test_an_ended_key_is_good_for_two_quarters_more_and_no_day_longer() -> None:
    shop = make_shop(3)
    one, two, three = tokens_of(shop)
    assert shop.key_id is not None
    send(one, now=datetime(2027, 12, 31, 23, tzinfo=UTC)), "a key that goes on for a year may be one of those"
    keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
    send(two, now=datetime(2027, 6, 30, 23, 59, tzinfo=UTC))
    with pytest.raises(errors.TokenExpired):
        send(three, now=datetime(2027, 7, 1, tzinfo=UTC))
    assert len(spent_rows()) == 2


def test_a_token_of_an_annulled_key_is_refused() -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    token = token_of(shop)
    keys.annul(key_id=shop.key_id, reason="leaked", persons=2, now=SENT)
    with pytest.raises(errors.KeyAnnulled):
        send(token)
    assert spent_rows() == []


def test_tokens_come_before_the_reviews_of_their_batch_key_by_key_and_sorted() -> None:
    shops = [make_shop(6), make_shop(6)]
    tokens = {shop.key_id: tokens_of(shop) for shop in shops}
    for pair in zip(*tokens.values(), strict=True):
        for token in pair:
            send(token)
    assert publication.publish_due(now=OUT) == 12
    rows = logged("receipts-spent", "review")
    assert [row.kind for row in rows] == ["receipts-spent"] * 2 + ["review"] * 12
    for row in rows[:2]:
        assert row.key_id is not None
        said = row.body["tokens"]
        assert said == sorted(said)
        assert len(said) == len(set(said)) == 6
    assert [row.key_id for row in rows[:2]] == sorted(key for key in tokens if key)
    assert {row.key_id for row in rows[2:]} == tokens.keys()
    assert [row.key_id for row in rows[2:]] != sorted(row.key_id or b"" for row in rows[2:])


def test_an_entry_has_128_tokens_at_most_and_the_next_goes_on_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spent, "MOST_TOKENS", 2)
    shop = make_shop(5)
    for token in tokens_of(shop):
        send(token)
    publication.publish_due(now=OUT)
    said = [row.body["tokens"] for row in logged("receipts-spent")]
    assert [len(one) for one in said] == [2, 2, 1]
    tokens = [token for one in said for token in one]
    assert tokens == sorted(tokens)


def test_what_waits_under_a_key_that_is_annulled_comes_out_without_its_token() -> None:
    """The log says that the key's reviews do not count; a token behind its annulment would be a fault."""
    shop, other = make_shop(1), make_shop(1)
    assert shop.key_id is not None
    sent = [send(token_of(one)).review for one in (shop, other)]
    keys.annul(key_id=shop.key_id, reason="leaked", persons=2, now=SENT)
    publication.publish_due(now=OUT)
    rows = logged("receipts-spent", "review")
    assert [row.key_id for row in rows if row.kind == "receipts-spent"] == [other.key_id]
    assert {row.review for row in rows if row.kind == "review"} == set(sent)
    assert [token for _, _, _, token, _ in spent_rows()] == [None, None]


def test_after_a_batch_nothing_tells_the_order_of_what_was_spent() -> None:
    shop = make_shop(40)
    for token in tokens_of(shop):
        send(token)
    publication.publish_due(now=SENT + timedelta(weeks=2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*), count(token) FROM receipts_spent")
        ids, rows, waiting = cursor.fetchone()
        cursor.execute("SELECT nullifier FROM receipts_spent ORDER BY ctid")
        order = [bytes(one) for (one,) in cursor.fetchall()]
    assert (ids, rows) == (1, 40)
    assert 0 < waiting < 40
    assert order != sorted(order)


def test_an_epoch_goes_when_its_last_key_is_dead_and_not_before() -> None:
    shop, later = make_shop(1), make_shop(1, now=AUTUMN + timedelta(days=90))
    assert shop.key_id is not None
    send(token_of(shop))
    dead = datetime(2027, 9, 1, 3, tzinfo=UTC)
    assert spent.drop_dead(now=dead) == 0, "it issues still"
    keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
    assert spent.drop_dead(now=dead) == 0, "its token was not published yet"
    publication.publish_due(now=OUT)
    assert spent.drop_dead(now=dead - timedelta(days=1)) == 0, "what was sent in time may still come out"
    assert spent.drop_dead(now=dead) == 1
    assert spent.drop_dead(now=dead) == 0
    assert spent_rows() == []
    send(token_of(later), now=dead)
    assert len(spent_rows()) == 1


def test_a_dropped_epoch_takes_no_token_and_a_new_key_makes_it_anew() -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    token = token_of(shop)
    keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
    assert spent.drop_dead(now=datetime(2027, 9, 1, tzinfo=UTC)) == 1
    with pytest.raises(errors.TokenExpired):
        send(token, now=datetime(2027, 9, 1, tzinfo=UTC))
    with pytest.raises(DatabaseError, match="no partition"), transaction.atomic():
        send(token)
    send(token_of(make_shop(1)))


def test_a_business_that_left_takes_receipts_until_its_tombstone_ends() -> None:
    shop = make_shop(2)
    one, two = tokens_of(shop)
    leavings.leave(business=shop.business, now=SENT)
    send(one, now=SENT + timedelta(days=300))
    with pytest.raises(review_errors.NotReviewable):
        send(two, now=SENT + timedelta(days=366))


STOLEN = [
    "SELECT nullifier FROM receipts_spent",
    "SELECT token FROM receipts_spent",
    "SELECT count(*) FROM receipts_spent",
    "DELETE FROM receipts_spent",
    "UPDATE receipts_spent SET token = NULL, publish_week = NULL",
    "SELECT receipts_forget_order()",
    "SELECT receipts_drop_spent(8107)",
    "SELECT receipts_free_lapsed('2030-01-01')",
    "SELECT id FROM reviews_waiting",
    "SELECT review FROM reviews_writer",
    "DELETE FROM reviews_writer",
    "UPDATE reviews_writer SET slip = NULL",
    "SELECT reviews_forget_order_of_writers()",
]


def test_the_pages_spend_a_token_and_cannot_read_what_was_spent(as_role: AsRole) -> None:
    shop = make_shop(2)
    one, two = tokens_of(shop)
    send(one)
    with as_role("web"):
        first = send(two)
        assert send(two) == first
        with pytest.raises(errors.TokenSpent), transaction.atomic():
            send(one, text="Other words.", codename=make())
    for statement in STOLEN:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role("web"):
            connection.cursor().execute(statement)
    partition = f"receipts_spent_{rules.epoch_of(months.of(AUTUMN))}"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role("web"):
        connection.cursor().execute(f"SELECT nullifier FROM {partition}")


def test_the_worker_publishes_forgets_and_drops(as_role: AsRole) -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    send(token_of(shop))
    with as_role("worker"):
        assert publication.publish_due(now=OUT) == 1
        keys.end(key_id=shop.key_id, reason="epoch-over", now=datetime(2027, 1, 31, 3, tzinfo=UTC))
        assert spent.drop_dead(now=datetime(2027, 9, 1, tzinfo=UTC)) == 1
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role("worker"):
        connection.cursor().execute("DELETE FROM receipts_spent")


def test_dropping_what_is_dead_is_a_job_of_the_night(as_role: AsRole) -> None:
    periodic = {found.task.name for found in app.periodic_registry.periodic_tasks.values()}
    assert "receipts.drop_dead" in periodic
    long_ago = clock.now() - timedelta(days=1000)
    shop = make_shop(1, now=long_ago)
    assert shop.key_id is not None
    keys.end(key_id=shop.key_id, reason="epoch-over", now=long_ago + timedelta(days=120))
    partition = f"receipts_spent_{rules.epoch_of(months.of(long_ago))}"
    with as_role("worker"):
        jobs.drop_dead(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [partition])
        assert cursor.fetchone() == (None,)


def test_only_the_owner_can_let_a_class_wait_that_no_key_proves(as_role: AsRole) -> None:
    business = make_business()
    with pytest.raises(DatabaseError, match="names the key"), transaction.atomic(), as_role("web"):
        submit(business)
    submit(business)
    assert WaitingReview.objects.get().key_id is None


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE receipts_spent SET nullifier = sha256('x')", "published and forgotten"),
        ("UPDATE receipts_spent SET publish_week = publish_week + 7", "published and forgotten"),
        ("UPDATE receipts_spent SET token = NULL", "spent_token_waits_for_its_week"),
        ("UPDATE reviews_waiting SET key_id = 'x'", "waiting_key_with_receipt"),
        ("UPDATE reviews_waiting SET receipt_class = 'none', no_receipt_given = true", "waiting_key_with_receipt"),
    ],
)
def test_the_database_refuses_what_must_never_be(statement: str, words: str) -> None:
    send(token_of(make_shop(1)))
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        connection.cursor().execute(statement)


def test_what_is_out_names_its_key_in_the_log_and_nowhere_else() -> None:
    shop = make_shop(1)
    send(token_of(shop))
    publication.publish_due(now=OUT)
    [row] = logged("review")
    assert row.body["key_id"] == (shop.key_id or b"").hex()
    assert row.body["class"] == "seller"
    [shown] = queries.public(business=shop.business).items
    assert shown.receipt_class == "seller"
    assert Spent.objects.count() == 1
