import base64
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction

from reputation.core import months
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.notices.models import Mail
from reputation.receipts import attesters, errors, queries, rules, totals
from reputation.receipts.models import Key, Total
from reputation.receipts.rules import AttesterKind, Moment, ReceiptClass
from reputation.receipts.totals import Due
from reputation.rulebook import receipts as numbers
from tests.attesters_made import Counted, Provider, end_key, make_key, make_provider, new_seed, public
from tests.conftest import AsRole
from tests.members_made import NOW, join_bare

pytestmark = pytest.mark.django_db
END = NOW + timedelta(days=60)
NIGHT = END + timedelta(days=1)
LAST = NIGHT + timedelta(days=numbers.TOTALS_SIGNED_WITHIN.value)


def logged() -> list[dict[str, Any]]:
    """The totals that wait for their place in the log."""
    rows = Waiting.objects.filter(kind="receipt-totals").order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def make_ended(*counted: Counted, business: UUID, key: bytes) -> Provider:
    """A key that ended, under which a provider registered codes; the totals are made."""
    provider = make_provider()
    end_key(key, now=END)
    totals.make_due([Counted(key, provider.id, 120, 21, 1), *counted], now=NIGHT)
    Mail.objects.exclude(kind="totals-wait").delete()
    return provider


def signature(provider: Provider, due: Due) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(provider.seed).sign(due.message)


def sign(provider: Provider, *, now: datetime = NIGHT) -> Due:
    """Have a provider sign what waits."""
    (due,) = totals.due(provider.id)
    return totals.sign(
        attester=provider.id, key_id=due.key_id, moment=due.moment, signature=signature(provider, due), now=now
    )


def test_what_an_attester_registered_is_signed_and_logged_in_bands(as_role: AsRole) -> None:
    business = join_bare()
    key = make_key(business)
    provider = make_provider()
    end_key(key, now=END)
    with as_role("worker"):
        assert totals.make_due([Counted(key, provider.id, 120, 21, 1)], now=NIGHT) == 1
        assert totals.make_due([Counted(key, provider.id, 120, 21, 1)], now=NIGHT) == 0
        assert totals.log_due(now=NIGHT) == 0
    (due,) = totals.due(provider.id)
    assert (due.registered, due.claimed, due.contested, due.is_signed) == ("100-499", "20-99", "1-4", False)
    assert due.sign_until == LAST.date()
    with as_role("web"):
        assert sign(provider).is_signed
    with as_role("worker"):
        assert totals.log_due(now=NIGHT) == 1
        assert totals.log_due(now=NIGHT) == 0
    (body,) = logged()
    (total,) = body.pop("totals")
    assert body == {
        "business": str(business),
        "class": "independent",
        "epoch": rules.show_epoch(rules.epoch_of(months.of(NOW))),
        "key_id": key.hex(),
        "moment": "issuing-ended",
    }
    assert base64.b64decode(total.pop("signature")) == signature(provider, due)
    bands = {"registered": "100-499", "claimed": "20-99", "contested": "1-4"}
    assert total == {"attester": str(provider.id), **bands}
    assert rules.totals_message(body, total) == due.message
    assert totals.due(provider.id) == []
    assert [said.is_signed for said in queries.said_lately([provider.id], most=5)] == [True]


def test_a_key_that_issues_or_ended_today_has_no_totals() -> None:
    business = join_bare()
    issues, today = make_key(business), make_key(business, ReceiptClass.SELLER)
    end_key(today, now=NIGHT)
    provider = make_provider()
    counts = [Counted(key, provider.id, 5, 5) for key in (issues, today)]
    assert totals.make_due(counts, now=NIGHT) == 0
    assert totals.make_due(counts, now=NIGHT + timedelta(days=1)) == 1


def test_who_has_no_key_and_who_was_silent_are_logged_unsigned_in_time() -> None:
    business = join_bare()
    key = make_key(business)
    keyless = attesters.own(AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT, NOW)
    provider = make_ended(Counted(key, keyless, 4, 0), business=business, key=key)
    assert totals.log_due(now=LAST) == 0
    assert totals.log_due(now=LAST + timedelta(days=1)) == 1
    (body,) = logged()
    assert {one["attester"] for one in body["totals"]} == {str(provider.id), str(keyless)}
    assert not any("signature" in one for one in body["totals"])
    assert LAST + timedelta(days=1) < END + timedelta(days=numbers.TOTALS_AFTER.value)
    with pytest.raises(errors.NoSuchTotal):
        totals.sign(attester=provider.id, key_id=key, moment=Moment.ISSUING_ENDED, signature=bytes(64), now=LAST)


def test_nobody_waits_for_who_has_no_key_or_ended() -> None:
    business = join_bare()
    key = make_key(business)
    own = attesters.own(AttesterKind.MAIL, ReceiptClass.INDEPENDENT, NOW)
    provider = make_ended(Counted(key, own, 4, 0), business=business, key=key)
    attesters.leave(attester=provider.id, now=NIGHT)
    assert totals.log_due(now=NIGHT) == 1


def test_who_ended_can_still_sign_what_it_registered() -> None:
    business = join_bare()
    provider = make_ended(business=business, key=make_key(business))
    attesters.leave(attester=provider.id, now=NIGHT)
    assert sign(provider).is_signed


def test_totals_made_late_are_logged_in_time_all_the_same() -> None:
    business = join_bare()
    key, provider = make_key(business), make_provider()
    end_key(key, now=END)
    late = END + timedelta(days=numbers.TOTALS_AFTER.value + 5)
    assert totals.make_due([Counted(key, provider.id, 1, 1)], now=late) == 1
    assert totals.log_due(now=late) == 1


def test_one_mail_a_night_tells_that_totals_wait() -> None:
    business = join_bare()
    keys, provider = [make_key(business), make_key(business, ReceiptClass.SELLER)], make_provider(language="de")
    silent = attesters.own(AttesterKind.MAIL, ReceiptClass.SELLER, NOW)
    for key in keys:
        end_key(key, now=END)
    Mail.objects.all().delete()
    counts = [Counted(key, who, 9, 9) for key in keys for who in (provider.id, silent)]
    assert totals.make_due(counts, now=NIGHT) == 2
    mail = Mail.objects.get()
    assert (mail.kind, mail.language) == ("totals-wait", "de")
    assert "/about/attesters" in mail.text
    assert totals.make_due(counts, now=NIGHT + timedelta(days=1)) == 0
    assert Mail.objects.count() == 1


def test_what_is_signed_by_another_or_over_something_else_is_refused() -> None:
    business = join_bare()
    provider, other = make_ended(business=business, key=make_key(business)), make_provider()
    (due,) = totals.due(provider.id)
    about: dict[str, Any] = {"key_id": due.key_id, "moment": due.moment, "now": NIGHT}
    for wrong in (signature(other, due), bytes(64), Ed25519PrivateKey.from_private_bytes(provider.seed).sign(b"other")):
        with pytest.raises(errors.TotalNotSigned):
            totals.sign(attester=provider.id, signature=wrong, **about)
    good = signature(provider, due)
    for change in ({"key_id": bytes(32)}, {"moment": Moment.KEY_DEAD}, {"now": LAST + timedelta(days=1)}):
        with pytest.raises(errors.NoSuchTotal):
            totals.sign(attester=provider.id, signature=good, **about | change)
    with pytest.raises(errors.NoSuchTotal):
        totals.sign(attester=uuid4(), signature=good, **about)
    assert not totals.due(provider.id)[0].is_signed
    totals.sign(attester=provider.id, signature=good, **about | {"now": LAST})


def test_another_key_takes_signatures_back_that_are_not_logged() -> None:
    business = join_bare()
    provider, seed = make_ended(business=business, key=make_key(business)), new_seed()
    sign(provider)
    attesters.change_key(attester=provider.id, public_key=public(seed), now=NIGHT)
    assert not totals.due(provider.id)[0].is_signed
    with pytest.raises(errors.TotalNotSigned):
        sign(provider)
    sign(Provider(provider.id, seed))
    assert totals.log_due(now=NIGHT) == 1


def test_when_the_key_is_dead_its_bands_are_said_again(as_role: AsRole) -> None:
    business = join_bare()
    key = make_key(business)
    provider = make_ended(business=business, key=key)
    dead = rules.redeemed_until(rules.epoch_of(months.of(NOW)), END.date()) + 1
    first = datetime.combine(months.first_day(dead), NOW.time(), NOW.tzinfo)
    assert totals.make_due([], now=first - timedelta(days=1)) == 0
    assert totals.make_due([], now=first) == 1
    sign_first, second = totals.due(provider.id)
    assert (sign_first.moment, second.moment) == (Moment.ISSUING_ENDED, Moment.KEY_DEAD)
    assert (second.registered, second.claimed, second.contested) == ("100-499", "20-99", "1-4")
    assert sign_first.message != second.message
    with as_role("worker"):
        assert totals.log_due(now=first + timedelta(days=60)) == 2
    assert [body["moment"] for body in logged()] == ["issuing-ended", "key-dead"]
    assert totals.make_due([], now=first + timedelta(days=60)) == 0


def test_an_annulled_key_has_totals_too() -> None:
    business = join_bare()
    key, provider = make_key(business), make_provider()
    Key.objects.filter(pk=key).update(state="annulled", annulment="leaked", annulled_on=END.date())
    assert totals.make_due([Counted(key, provider.id, 3, 3)], now=NIGHT) == 1


@pytest.mark.django_db(transaction=True)
def test_totals_of_an_attester_that_is_lost_keep_no_other_waiting() -> None:
    business = join_bare()
    keys, provider = [make_key(business), make_key(business, ReceiptClass.SELLER)], make_provider()
    for key in keys:
        end_key(key, now=END)
    bad, good = keys
    counts = [Counted(bad, uuid4(), 1, 1), Counted(good, provider.id, 1, 1)]
    assert totals.make_due(counts, now=NIGHT) == 1
    assert [bytes(key) for key in Total.objects.values_list("key", flat=True)] == [good]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"moment": "now"}, "total_moment_known"),
        ({"registered": "7"}, "total_registered_known"),
        ({"claimed": "7"}, "total_claimed_known"),
        ({"contested": "7"}, "total_contested_known"),
        ({"signature": b"x"}, "total_signature_length"),
    ],
)
def test_the_database_refuses_what_cannot_be(change: dict[str, object], constraint: str) -> None:
    business = join_bare()
    make_ended(business=business, key=make_key(business))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Total.objects.update(**change)


def test_pages_sign_totals_and_change_nothing_else_of_them(as_role: AsRole) -> None:
    business = join_bare()
    make_ended(business=business, key=make_key(business))
    for column, value in (("claimed", "0"), ("is_logged", True), ("sign_until", END.date())):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_role("web"):
            Total.objects.update(**{column: value})
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_role("web"):
        Total.objects.all()._raw_delete("default")
