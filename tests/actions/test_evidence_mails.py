"""A signed order mail becomes a voucher code: once, by a key that was seen on two days, and without a trace of it."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.errors import WrongBusinessState
from reputation.businesses.rules import Method
from reputation.domains.errors import CouldNotLook
from reputation.evidence import actions, errors, keys, queries, upkeep
from reputation.evidence.models import Coverage, MailDomain, MailKey, Pepper
from reputation.evidence.rules import Via, epoch_on, last_day_of_pepper
from reputation.issuing.errors import ProofUsed
from reputation.issuing.models import Batch, Mark, Voucher
from reputation.receipts import codes
from reputation.receipts.models import Attester
from reputation.receipts.rules import AttesterKind, ReceiptClass
from reputation.rulebook import evidence as numbers
from reputation.rulebook.evidence import PaymentMail
from tests.conftest import AsRole
from tests.domains_made import NOW, record
from tests.evidence_made import DAY, SIGNED, know_key, make_shop, quoted, signed_order
from tests.internet import Internet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outside")]
NAME = "s1._domainkey.shop.example"
CANARY = "canary"


def send(
    business: UUID, raw: bytes | None = None, *, had_voucher: bool = False, now: datetime = NOW
) -> actions.Voucher:
    return actions.take_mail(
        business=business, headers=signed_order() if raw is None else raw, had_voucher=had_voucher, now=now
    )


def tables_with(word: str) -> list[str]:
    """The tables in which a word stands anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            row = cursor.fetchone()
            if row and row[0]:
                found.append(table)
    return found


def test_a_mail_becomes_one_code_that_the_operator_vouches_for() -> None:
    business = make_shop()
    know_key()
    given = send(business)
    assert given.receipt_class is ReceiptClass.SELLER
    voucher = Voucher.objects.get()
    assert bytes(voucher.hash) == codes.registered(given.code)
    batch = Batch.objects.get()
    attester = Attester.objects.get(public_id=batch.attester)
    assert (attester.kind, attester.receipt_class) == (AttesterKind.MAIL, ReceiptClass.SELLER)
    assert (batch.key.business, batch.codes) == (business, 1)
    assert Mark.objects.count() == 2
    assert Pepper.objects.get().epoch == epoch_on(NOW.date())


def test_the_same_mail_again_and_another_to_the_same_address_earn_no_second_code() -> None:
    business = make_shop()
    know_key()
    send(business)
    for again in (
        signed_order(),
        signed_order(to="CANARY.singer@mail.example", subject="Your second order", message_id="<2@shop.example>"),
        # What stands for the mail is the same, whoever it went to.
        signed_order(to="another@mail.example"),
    ):
        with pytest.raises(ProofUsed):
            send(business, again)
    assert (Voucher.objects.count(), Mark.objects.count(), Coverage.objects.get().count) == (1, 2, 1)
    other = signed_order(to="other@mail.example", message_id="<3@shop.example>")
    assert send(business, other).code
    # A mail of the quarter before is one of that quarter, also now.
    before = signed_order(date="Mon, 29 Dec 2025 10:00:00 +0000", message_id="<4@shop.example>")
    assert send(business, before).code
    with pytest.raises(ProofUsed):
        send(business, before)
    assert (Voucher.objects.count(), Pepper.objects.count()) == (3, 2)


def test_a_refused_mail_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    business = make_shop()
    know_key()
    caplog.set_level(logging.DEBUG)
    with pytest.raises(errors.MailNotEvidence) as refused:
        send(business, signed_order().replace(b"10042", b"10043"))
    assert refused.value.facts == {"rule": "bad-signature"}
    assert refused.value.__suppress_context__
    assert CANARY not in f"{refused.value!r}{refused.value.__cause__!r}{caplog.text}"
    assert (Voucher.objects.count(), Mark.objects.count(), Pepper.objects.count()) == (0, 0, 0)


def test_nothing_of_a_mail_is_in_any_table(caplog: pytest.LogCaptureFixture) -> None:
    business = make_shop()
    know_key()
    caplog.set_level(logging.DEBUG)
    send(business)
    with pytest.raises(ProofUsed):
        send(business)
    for word in (CANARY, "mail.example", "10042"):
        assert tables_with(word) == []
    assert CANARY not in caplog.text
    MailDomain.objects.create(domain=CANARY)
    assert tables_with(CANARY) == ["evidence_mail_domain"], "the search finds what is there"


def test_a_code_that_the_shop_signed_along_is_answered_and_counted_once() -> None:
    business = make_shop()
    know_key()
    code = codes.make()
    raw = signed_order(headers=(*SIGNED, "review-receipt"), more=f"Review-Receipt: {codes.show(code)}\r\n")
    assert [send(business, raw).code for _ in range(3)] == [code] * 3
    assert Voucher.objects.count() == 0
    row = Coverage.objects.get()
    assert (row.via, row.had_voucher, row.count) == (Via.MAIL, True, 1)


def test_a_provider_of_the_rulebook_vouches_independently(monkeypatch: pytest.MonkeyPatch) -> None:
    business = make_shop()
    know_key("pay.example")
    entry = PaymentMail("pay.example", "service@pay.example", "Receipt for your payment to {shop}", "the tests")
    monkeypatch.setattr(numbers, "PAYMENT_MAILS", (entry,))
    (name,) = actions.shop_of(business).names
    raw = signed_order(
        domain="pay.example", sender="service@pay.example", subject=f"Receipt for your payment to {name}"
    )
    assert send(business, raw).receipt_class is ReceiptClass.INDEPENDENT
    assert Attester.objects.get().receipt_class == ReceiptClass.INDEPENDENT
    with pytest.raises(ProofUsed):
        send(business, raw)
    assert numbers.PAYMENT_MAILS[0].source


def test_the_rulebook_names_no_provider_that_nobody_has_seen() -> None:
    assert all(mail.source and mail.subject.count("{shop}") == 1 for mail in numbers.PAYMENT_MAILS)


def test_a_business_that_left_or_has_no_domain_gets_no_mails() -> None:
    business = make_shop()
    know_key()
    businesses.lose_domain(business=business, domain="shop.example", now=NOW)
    with pytest.raises(errors.NoMailDomain):
        send(business)
    businesses.prove_domain(business=business, domain="shop.example", method=Method.DNS, now=NOW)
    assert send(business)
    leavings.leave(business=business, now=NOW)
    with pytest.raises(WrongBusinessState):
        send(business, signed_order(to="x@mail.example", message_id=None))


# Keys


def test_a_key_seen_today_for_the_first_time_is_noted_and_taken_on_another_day(outside: Internet) -> None:
    business = make_shop()
    outside.names.put(NAME, "TXT", quoted(record()))
    for _ in range(2):
        with pytest.raises(errors.MailKeyNew) as new:
            send(business)
        assert new.value.facts == {"again_on": "2026-03-03"}
    row = MailKey.objects.get()
    assert (row.domain, row.selector, row.record) == ("shop.example", "s1", record())
    assert send(business, now=NOW + DAY).code
    assert (MailKey.objects.get().first_seen, MailKey.objects.get().last_seen) == (NOW.date(), NOW.date() + DAY)


def test_a_known_key_is_not_asked_for_and_counts_for_a_month_after_it_went(outside: Internet) -> None:
    business = make_shop()
    know_key(last=30)
    outside.names.broken.add(NAME)
    assert send(business).code
    MailKey.objects.update(last_seen=NOW.date() - 31 * DAY)
    with pytest.raises(CouldNotLook):
        send(business)
    outside.names.broken.remove(NAME)
    outside.names.put(NAME, "TXT", quoted(record()))
    other = signed_order(to="other@mail.example", message_id="<2@shop.example>")
    assert send(business, other).code, "it is there again, and was seen before"


def test_a_key_that_signed_nothing_is_not_noted_however_often_somebody_names_it(outside: Internet) -> None:
    business = make_shop()
    outside.names.put(NAME, "TXT", quoted(record(1024)))
    with pytest.raises(errors.MailNotEvidence) as refused:
        send(business)
    assert refused.value.facts == {"rule": "bad-signature"}
    outside.names.remove(NAME)
    with pytest.raises(errors.MailNotEvidence) as refused:
        send(business)
    assert refused.value.facts == {"rule": "no-key"}
    assert MailKey.objects.count() == 0


def test_another_key_under_the_same_selector_has_two_days_of_its_own(outside: Internet) -> None:
    business = make_shop()
    know_key(text=record(1024))
    outside.names.put(NAME, "TXT", quoted(record()))
    with pytest.raises(errors.MailKeyNew):
        send(business)
    assert MailKey.objects.count() == 2


def test_the_worker_looks_up_usual_selectors_and_those_that_mails_named(outside: Internet) -> None:
    make_shop("shop.example")
    for name in (NAME, "google._domainkey.shop.example", "odd._domainkey.mail.shop.example"):
        outside.names.put(name, "TXT", quoted(record()))
    MailKey.objects.create(
        domain="mail.shop.example", selector="odd", record=record(), first_seen=NOW.date(), last_seen=NOW.date()
    )
    tomorrow = NOW.date() + DAY
    assert keys.look_due(today=tomorrow) == 1
    assert keys.look_due(today=tomorrow) == 0
    seen = set(MailKey.objects.values_list("selector", "domain", "first_seen", "last_seen"))
    assert seen == {
        ("s1", "shop.example", tomorrow, tomorrow),
        ("google", "shop.example", tomorrow, tomorrow),
        ("odd", "mail.shop.example", NOW.date(), tomorrow),
    }
    outside.names.put(NAME, "TXT", '"v=DKIM1; p="')
    outside.names.broken.add("google._domainkey.shop.example")
    assert keys.look_due(today=tomorrow + DAY) == 1
    assert set(MailKey.objects.values_list("selector", flat=True)) == {"google", "odd"}, "a revoked key is gone at once"


def test_a_domain_that_was_lost_is_looked_up_no_more(outside: Internet) -> None:
    business = make_shop("shop.example")
    keys.look_due(today=NOW.date())
    assert list(MailDomain.objects.values_list("domain", flat=True)) == ["shop.example"]
    businesses.lose_domain(business=business, domain="shop.example", now=NOW)
    assert keys.look_due(today=NOW.date() + DAY) == 0
    assert MailDomain.objects.count() == 0
    assert outside.names


def test_no_domain_fills_the_ledger(outside: Internet) -> None:
    make_shop("shop.example")
    MailKey.objects.bulk_create(
        MailKey(domain="shop.example", selector=f"x{n}", record="v", first_seen=NOW.date(), last_seen=NOW.date())
        for n in range(50)
    )
    outside.names.put(NAME, "TXT", quoted(record()))
    keys.look_due(today=NOW.date())
    assert MailKey.objects.count() == 50
    assert keys.forget_gone(today=NOW.date() + 30 * DAY) == 0
    assert keys.forget_gone(today=NOW.date() + 31 * DAY) == 50


# Retention and rights


def test_a_pepper_is_destroyed_when_no_mail_of_its_quarter_is_taken_any_more() -> None:
    business = make_shop()
    know_key()
    send(business)
    epoch = Pepper.objects.get().epoch
    last = last_day_of_pepper(epoch)
    assert last == NOW.date().replace(month=4, day=1) + timedelta(days=121)
    assert upkeep.destroy_peppers(today=last) == 0
    assert upkeep.destroy_peppers(today=last + DAY) == 1


def test_a_shop_sees_bands_as_of_the_last_night() -> None:
    business = make_shop()
    for _ in range(7):
        actions.count(business=business, via=Via.MAIL, had_voucher=False, now=NOW)
    assert queries.coverage(business) == [], "nothing appears in the moment in which a buyer comes"
    assert upkeep.show_coverage() == 1
    (line,) = queries.coverage(business)
    assert (line.via, line.had_voucher, line.band, line.epoch) == (Via.MAIL, False, "5-19", epoch_on(NOW.date()))
    assert upkeep.show_coverage() == 0


def test_the_roles_that_do_it_have_the_rights_it_takes(outside: Internet, as_role: AsRole) -> None:
    business = make_shop()
    outside.names.put(NAME, "TXT", quoted(record()))
    with as_role("web"), pytest.raises(errors.MailKeyNew):
        send(business)
    with as_role("worker"):
        keys.look_due(today=NOW.date() + DAY)
    with as_role("web"):
        assert send(business, now=NOW + DAY).code
    with as_role("worker"):
        assert upkeep.show_coverage() == 1
        assert upkeep.destroy_peppers(today=NOW.date() + 300 * DAY) == 1
        assert keys.forget_gone(today=NOW.date() + 300 * DAY) == 1


@pytest.mark.parametrize("role", ["lookup", "ratings", "issuer", "worker"])
def test_no_other_role_reads_a_pepper(as_role: AsRole, role: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), as_role(role):
        list(Pepper.objects.values_list("pepper"))
