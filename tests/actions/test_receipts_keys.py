"""The life of a key, from the first batch to the last row of it, under a moved clock; and what annulling one does."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from reputation.businesses import leavings as businesses
from reputation.core import months
from reputation.issuing import actions, claims, course, errors, keys
from reputation.issuing.models import Batch, Claim, IssuingKey, Voucher
from reputation.issuing.rules import KeyState as IssuingState
from reputation.log import actions as log
from reputation.log.entries import EntryError, decode
from reputation.log.models import Waiting
from reputation.ratings import actions as ratings
from reputation.ratings import queries as answers
from reputation.receipts import keys as named
from reputation.receipts import queries, rules
from reputation.receipts.errors import NoSuchReceiptKey, WrongReceiptKeyState
from reputation.receipts.models import Key
from reputation.receipts.rules import KeyState, ReceiptClass, ReceiptError, parse_epoch
from tests.issuing_made import AUTUMN, Shop, make_codes, make_request, make_shop, make_token, register
from tests.ratings_log import catch_up, make_reviews
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
Q4 = parse_epoch("2026Q4")


def at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(minutes=7)


def night(day: str) -> None:
    """What the worker does in the night that begins a day."""
    actions.forget_order()
    course.tell_claims(now=at(day))
    named.end_due(now=at(day))
    course.follow()
    course.remove_old(now=at(day))


def appended(kind: str) -> list[dict[str, Any]]:
    rows = Waiting.objects.filter(kind=kind).order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def claim(shop: Shop, count: int, *, first: int = 0) -> None:
    asked = make_request(shop)
    for code in shop.codes[first : first + count]:
        claims.claim(code, asked.request)


def test_the_log_names_a_key_once_and_then_it_issues() -> None:
    shop = make_shop(is_ready=False)
    assert course.log_made() == 0
    keys.make_asked()
    made = IssuingKey.objects.get()
    assert (made.state, queries.keys([bytes(made.key_id or b"")])) == (IssuingState.MADE, {})
    assert course.log_made() == 1
    assert course.log_made() == 0
    key_id = bytes(made.key_id or b"")
    assert queries.key(key_id) == queries.KeyFacts(
        key_id=key_id,
        business=shop.business,
        receipt_class=ReceiptClass.SELLER,
        epoch=Q4,
        last_epoch=Q4,
        public_key=bytes(made.public_key or b""),
        state=KeyState.ISSUING,
        claimed="0",
        ended_on=None,
        annulled_on=None,
    )
    (entry,) = appended("receipt-key")
    assert entry == {
        "business": str(shop.business),
        "class": "seller",
        "epoch": "2026Q4",
        "key_id": key_id.hex(),
        "key": base64.b64encode(bytes(made.public_key or b"")).decode(),
    }
    with pytest.raises(NoSuchReceiptKey):
        queries.key(b"x" * 32)


def test_what_breaks_off_between_log_and_issuer_is_made_good() -> None:
    """The log names a key and the issuer has not heard of it: the next run tells it, and the log says nothing twice."""
    make_shop()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE issuing_key DISABLE TRIGGER USER")
        cursor.execute("UPDATE issuing_key SET state = 'made'")
        cursor.execute("ALTER TABLE issuing_key ENABLE TRIGGER USER")
    assert course.log_made() == 1
    assert IssuingKey.objects.get().state == IssuingState.ISSUING
    assert len(appended("receipt-key")) == 1


def test_a_key_is_named_with_its_own_id_alone() -> None:
    shop = make_shop()
    facts = queries.key(shop.key.key_id)
    with pytest.raises(ReceiptError, match="not the SHA-256"):
        named.log_made(
            key_id=b"x" * 32,
            business=facts.business,
            receipt_class=facts.receipt_class,
            epoch=Q4 + 1,
            last_epoch=Q4 + 1,
            public_key=facts.public_key,
        )


def test_a_key_with_many_claims_ends_with_its_quarter() -> None:
    shop = make_shop(25)
    claim(shop, 20)
    night("2026-12-20")
    assert queries.key(shop.key.key_id).claimed == "20-99"
    later = register(shop.business, make_codes(1), now=at("2027-01-02"))
    assert (later.key_id, later.epoch) == (None, Q4 + 1), "the new quarter has a key of its own"
    night("2027-01-30")
    claim(shop, 1, first=20)
    assert queries.key(shop.key.key_id).state is KeyState.ISSUING
    night("2027-01-31")
    facts = queries.key(shop.key.key_id)
    assert (facts.state, facts.ended_on, facts.claimed) == (KeyState.ENDED, date(2027, 1, 31), "20-99")
    assert months.show(rules.redeemed_until(Q4, facts.ended_on)) == "2027-06"
    with pytest.raises(errors.KeyEnded):
        claim(shop, 1, first=21)
    (entry,) = appended("receipt-key-ended")
    assert (entry["reason"], entry["date"], entry["key_id"]) == ("epoch-over", "2027-01-31", facts.key_id.hex())
    row = IssuingKey.objects.get(key_id=facts.key_id)
    assert (row.state, row.sealed) == (IssuingState.ENDED, None)


def test_what_belongs_to_a_key_goes_thirty_days_after_it_ended() -> None:
    shop = make_shop(22)
    claim(shop, 21)
    other = make_shop(1, now=at("2027-01-02"))
    night("2027-01-31")
    night("2027-03-02")
    assert Claim.objects.count() == 21
    assert queries.key(shop.key.key_id).claimed == "20-99"
    night("2027-03-03")
    assert (Claim.objects.count(), Voucher.objects.count(), Batch.objects.count()) == (0, 1, 1)
    assert [bytes(row.key_id or b"") for row in IssuingKey.objects.all()] == [other.key.key_id]
    assert queries.keys([shop.key_id or b""])[shop.key_id or b""].claimed == "20-99", "the log's side stays"
    with pytest.raises(errors.UnknownVoucher):
        claims.look(shop.codes[0])


def test_a_small_shop_has_one_key_for_a_year_and_not_longer() -> None:
    shop = make_shop(25)
    claim(shop, 19)
    night("2026-12-17")
    assert queries.key(shop.key.key_id).last_epoch == Q4
    for quarter, day in enumerate(("2026-12-18", "2027-03-25", "2027-06-30"), start=1):
        night(day)
        night(day)
        assert queries.key(shop.key.key_id).last_epoch == Q4 + quarter
        again = register(shop.business, make_codes(1), now=at(day) + timedelta(days=20))
        assert (again.key_id, again.epoch) == (shop.key.key_id, Q4)
        assert again.good_until == rules.issued_until(Q4 + quarter)
    night("2027-09-29")
    assert queries.key(shop.key.key_id).last_epoch == Q4 + 3
    assert register(shop.business, make_codes(1), now=at("2027-10-01")).key_id is None
    night("2027-10-30")
    assert queries.key(shop.key.key_id).state is KeyState.ISSUING
    night("2027-10-31")
    facts = queries.key(shop.key.key_id)
    assert facts.ended_on == date(2027, 10, 31)
    assert months.show(rules.redeemed_until(Q4, facts.ended_on)) == "2028-03"


def test_a_quarter_that_was_slept_through_is_not_made_up_for() -> None:
    """An extension after the turn could come when the new quarter has a key already: then two would take batches."""
    shop = make_shop()
    night("2027-01-01")
    assert queries.key(shop.key.key_id).last_epoch == Q4


def test_an_extension_reaches_the_issuer_although_the_first_try_broke_off() -> None:
    shop = make_shop()
    course.tell_claims(now=at("2026-12-31"))
    assert IssuingKey.objects.get().last_epoch == Q4
    course.follow()
    assert IssuingKey.objects.get().last_epoch == Q4 + 1
    assert queries.key(shop.key.key_id).last_epoch == Q4 + 1


def test_a_business_that_left_issues_for_thirty_days_more() -> None:
    shop, other = make_shop(), make_shop()
    businesses.leave(business=shop.business, now=AUTUMN)
    businesses.leave(business=other.business, now=AUTUMN)
    night("2026-12-02")
    assert queries.key(shop.key.key_id).state is KeyState.ISSUING
    make_token(shop, shop.codes[0])
    businesses.come_back(business=other.business, now=at("2026-12-02"))
    night("2026-12-03")
    assert [entry["reason"] for entry in appended("receipt-key-ended")] == ["business-left"]
    assert queries.key(shop.key.key_id).state is KeyState.ENDED
    assert queries.key(other.key.key_id).state is KeyState.ISSUING
    with pytest.raises(errors.KeyEnded):
        make_token(shop, shop.codes[1])


def test_a_key_ends_once() -> None:
    shop = make_shop()
    named.end(key_id=shop.key.key_id, reason="lost", now=AUTUMN)
    with pytest.raises(WrongReceiptKeyState):
        named.end(key_id=shop.key.key_id, reason="lost", now=AUTUMN)
    with pytest.raises(NoSuchReceiptKey):
        named.end(key_id=b"x" * 32, reason="lost", now=AUTUMN)
    assert len(appended("receipt-key-ended")) == 1
    assert course.follow() == 1
    new = register(shop.business, make_codes(1))
    assert (new.key_id, new.epoch) == (None, Q4), "the same quarter gets another key"
    keys.make_asked()
    assert course.log_made() == 1


def test_annulling_takes_two_persons_and_happens_once() -> None:
    shop = make_shop()
    key_id = shop.key.key_id
    with pytest.raises(EntryError, match="persons"), transaction.atomic():
        named.annul(key_id=key_id, reason="leaked", persons=1, now=AUTUMN)
    assert queries.key(key_id).state is KeyState.ISSUING
    named.annul(key_id=key_id, reason="leaked", persons=2, now=AUTUMN)
    with pytest.raises(WrongReceiptKeyState):
        named.annul(key_id=key_id, reason="leaked", persons=2, now=AUTUMN)
    assert (queries.key(key_id).state, queries.key(key_id).ended_on) == (KeyState.ANNULLED, None)
    course.follow()
    with pytest.raises(errors.KeyEnded):
        make_token(shop, shop.codes[0])
    night("2026-12-02")
    assert IssuingKey.objects.count() == 1
    night("2026-12-03")
    assert IssuingKey.objects.count() == 0
    assert appended("receipt-key-ended") == [], "an annulled key has ended by that"


def test_a_key_that_ended_can_be_annulled() -> None:
    shop = make_shop()
    named.end(key_id=shop.key.key_id, reason="lost", now=AUTUMN)
    named.annul(key_id=shop.key.key_id, reason="false-attestation", persons=2, now=AUTUMN)
    assert queries.key(shop.key.key_id).ended_on == AUTUMN.date()


def rating(business: UUID) -> dict[str, Any]:
    """The answer about a business, but for what no two have in common."""
    catch_up(months.of(AUTUMN))
    body = answers.answer(business)
    assert body is not None
    found: dict[str, Any] = json.loads(body)
    return {name: value for name, value in found.items() if name not in ("business", "log_size")}


def bad_reviews(business: UUID, first: int) -> None:
    for month in ("2026-10", "2026-11"):
        make_reviews(first, 20, business, key_id="cd" * 32, stars=2, outcome="problem-unsolved", month=month)
        first += 20


def test_annulling_a_key_corrects_the_rating() -> None:
    """From the act to the figures: what came with its receipts counts no more, and the recomputation agrees."""
    log.start(now=AUTUMN)
    shop, alone = make_shop(), make_business()
    bad_reviews(shop.business, 1)
    bad_reviews(alone, 101)
    make_reviews(201, 60, shop.business, key_id=shop.key.key_id.hex(), stars=5)
    before = rating(shop.business)
    named.annul(key_id=shop.key.key_id, reason="more-spent-than-claimed", persons=2, now=AUTUMN)
    log.sequence()
    after = rating(shop.business)
    assert before["figure"] != after["figure"] is not None
    assert after == rating(alone), "as if those reviews had never been"
    assert ratings.recompute(from_bytes=True) == []


def test_one_bad_key_stops_no_other() -> None:
    bad, good = make_shop(is_ready=False), make_shop(is_ready=False)
    keys.make_asked()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON receipts_key FOR EACH ROW "
            f"WHEN (NEW.business_id = '{bad.business}') EXECUTE FUNCTION pg_temp.refuse()"
        )
    assert course.log_made() == 1
    assert [row.business for row in IssuingKey.objects.filter(state=IssuingState.ISSUING)] == [good.business]
    assert [row.business_id for row in Key.objects.all()] == [good.business]
    assert len(appended("receipt-key")) == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER refuse ON receipts_key")
    assert course.log_made() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON receipts_key FOR EACH ROW "
            f"WHEN (NEW.business_id = '{bad.business}') EXECUTE FUNCTION pg_temp.refuse()"
        )
    assert named.end_due(now=at("2027-01-31")) == 1
    assert course.follow() == 1
    assert {row.business for row in IssuingKey.objects.filter(state=IssuingState.ISSUING)} == {bad.business}
