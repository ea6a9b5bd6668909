"""What a taken-over web process writes into the two tables that it may add to does not come out."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.receipts import keys, rules
from reputation.receipts.models import Key
from reputation.reviews import publication, queries
from reputation.reviews.models import Review, WaitingReview
from reputation.reviews.rules import week_of
from reputation.service import doctor
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, Shop, make_shop
from tests.receipts_made import OUT, SENT, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
WEEK = week_of(SENT.date()) + timedelta(weeks=1)
REVIEW = """
INSERT INTO reviews_waiting (id, business_id, publish_week, stars, outcome, receipt_class, language, text, key_id, salt)
VALUES (%s, %s, %s, 1, 'as-agreed', %s, 'en', 'Never bought.', %s, %s)
"""
SPENT = "INSERT INTO receipts_spent (epoch, nullifier, key_id, token, publish_week) VALUES (%s, %s, %s, %s, %s)"
EPOCH = 2026 * 4 + 3


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def logged(*kinds: str) -> list[entries.Row]:
    while log.sequence():
        pass
    return [row for row in entries.entries(after=0, limit=10_000) if row.kind in kinds]


def named() -> list[str]:
    return [token for row in logged("receipts-spent") for token in row.body["tokens"]]


def plant_review(
    as_role: AsRole,
    shop: Shop,
    *,
    business: UUID | None = None,
    receipt_class: str = "seller",
    key_id: bytes | None = None,
) -> None:
    """Of the shop and its key, unless told otherwise."""
    with as_role("web"), connection.cursor() as cursor:
        named = business or shop.business, WEEK, receipt_class, key_id or shop.key_id
        cursor.execute(REVIEW, (uuid4(), *named, bytes(32)))


def plant_token(
    as_role: AsRole,
    shop: Shop,
    token: bytes,
    *,
    epoch: int = EPOCH,
    nullifier: bytes | None = None,
    key_id: bytes | None = None,
) -> None:
    """Under its own nullifier and the shop's key, unless told otherwise."""
    with as_role("web"), connection.cursor() as cursor:
        cursor.execute(SPENT, (epoch, nullifier or rules.nullifier(token), key_id or shop.key_id, token, WEEK))


def told(caplog: pytest.LogCaptureFixture) -> dict[str, int]:
    """The events since it was asked last, with their counts."""
    found = {record.getMessage(): record.__dict__["count"] for record in caplog.records}
    caplog.clear()
    return found


def test_no_more_reviews_come_out_than_tokens_were_spent(as_role: AsRole, caplog: pytest.LogCaptureFixture) -> None:
    shop, other = make_shop(3), make_shop(2)
    for token in (*tokens_of(shop), *tokens_of(other)):
        send(token)
    for _ in range(4):
        plant_review(as_role, shop)
    with as_role("worker"):
        assert publication.publish_due(now=OUT) == 5
    keys_out = [row.key_id for row in logged("review")]
    assert (keys_out.count(shop.key_id), keys_out.count(other.key_id)) == (3, 2), "nothing else stops"
    assert WaitingReview.objects.count() == 4
    assert told(caplog) == {"reviews-held-back": 4}
    assert publication.publish_due(now=OUT + timedelta(days=1)) == 0
    assert told(caplog) == {"reviews-held-back": 4}


def test_a_later_batch_lets_out_as_many_as_it_names_tokens(as_role: AsRole) -> None:
    """Over all batches no more reviews than tokens, as the audit counts."""
    shop = make_shop(3)
    one, two, three = tokens_of(shop)
    send(one)
    plant_review(as_role, shop)
    assert publication.publish_due(now=OUT) == 1
    send(two, now=OUT)
    send(three, now=OUT)
    assert publication.publish_due(now=OUT + timedelta(weeks=5)) == 2
    assert (len(named()), len(logged("review")), WaitingReview.objects.count()) == (3, 3, 1)


def test_a_token_that_was_named_without_its_review_lets_it_out_later(as_role: AsRole) -> None:
    """What is sent between the two looks of a run has its token named by it, and comes out with the next."""
    shop = make_shop(1)
    plant_token(as_role, shop, token_of(shop))
    assert publication.publish_due(now=OUT) == 0
    assert len(named()) == 1
    assert Key.objects.get().unused == 1
    plant_review(as_role, shop)
    assert publication.publish_due(now=OUT) == 1
    assert Key.objects.get().unused == 0


def test_a_review_that_names_no_key_of_its_business_and_class_is_held_back(as_role: AsRole) -> None:
    shop, left = make_shop(4), make_business()
    for token in tokens_of(shop):
        plant_token(as_role, shop, token)
    plant_review(as_role, shop, key_id=bytes(32))
    plant_review(as_role, shop, business=left)
    plant_review(as_role, shop, receipt_class="independent")
    assert publication.publish_due(now=OUT) == 0
    plant_review(as_role, shop)
    assert publication.publish_due(now=OUT) == 1


def test_what_the_key_did_not_sign_is_not_named(as_role: AsRole, caplog: pytest.LogCaptureFixture) -> None:
    shop, other = make_shop(2), make_shop(1)
    good, spare = tokens_of(shop)
    foreign = token_of(other)
    send(good)
    forged = spare[:-1] + bytes([spare[-1] ^ 1])
    plant_token(as_role, shop, forged)
    plant_token(as_role, shop, foreign)
    plant_token(as_role, shop, foreign, nullifier=bytes(32), key_id=bytes(32))
    for _ in range(3):
        plant_review(as_role, shop)
    assert publication.publish_due(now=OUT) == 1
    assert len(named()) == 1
    assert told(caplog) == {"spent-tokens-refused": 3, "reviews-held-back": 3}
    assert {token for _, _, _, token, _ in spent_rows()} == {None}, "they are tried once"


def test_a_good_token_is_named_once_under_whatever_it_was_planted(as_role: AsRole) -> None:
    shop = make_shop(1)
    make_shop(1, now=AUTUMN + timedelta(days=90))
    token = token_of(shop)
    send(token)
    plant_token(as_role, shop, token, nullifier=bytes(32))
    plant_token(as_role, shop, token, epoch=EPOCH + 1)
    assert publication.publish_due(now=OUT) == 1
    assert len(named()) == 1
    assert Key.objects.get(key_id=shop.key_id).unused == 0


def test_what_is_held_back_comes_out_and_does_not_count_once_its_key_is_annulled(as_role: AsRole) -> None:
    shop = make_shop(1)
    assert shop.key_id is not None
    plant_review(as_role, shop)
    assert publication.publish_due(now=OUT) == 0
    keys.annul(key_id=shop.key_id, reason="more-spent-than-claimed", persons=2, now=OUT)
    assert publication.publish_due(now=OUT) == 1


def test_the_pages_cannot_say_how_many_may_come_out(as_role: AsRole) -> None:
    make_shop(1)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role("web"):
        connection.cursor().execute("UPDATE receipts_key SET unused = 1000")


def test_the_doctor_counts_what_is_held_back_from_the_day_after_its_week_began(
    as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_shop(1)
    send(token_of(shop))
    publication.publish_due(now=OUT)
    plant_review(as_role, shop)
    monday = OUT.replace(year=WEEK.year, month=WEEK.month, day=WEEK.day)
    assert queries.held_back(now=monday) == 0
    assert queries.held_back(now=monday + timedelta(days=1)) == 1
    for now, level, code in (
        (monday, doctor.Level.WELL, "reviews"),
        (monday + timedelta(days=1), doctor.Level.WRONG, "reviews-held-back"),
    ):
        monkeypatch.setattr("reputation.core.clock.now", lambda now=now: now)
        found, _ = doctor._reviews()
        assert (found.level, found.code) == (level, code)
    assert Review.objects.count() == 1
