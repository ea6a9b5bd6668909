"""Which headers of a mail show a purchase, and each way in which they show none. Signed by others' software."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reputation.domains import signed_mails
from reputation.domains.signed_mails import Fault, NoProof
from reputation.evidence import mails
from reputation.evidence.mails import Shop, Told
from reputation.receipts import codes
from reputation.receipts.rules import ReceiptClass
from reputation.rulebook.evidence import PaymentMail
from tests.domains_made import NOW, record, signed
from tests.evidence_made import SHOP, SIGNED, head, order, signed_order

DATA = Path(__file__).parent.parent / "data"
CASES = json.loads((DATA / "order_mails.json").read_bytes())
RFC_8463 = json.loads((DATA / "rfc8463_mail.json").read_bytes())
CODE = "0123456789ABCDEFGHJK"
PAY = PaymentMail("pay.example", "service@pay.example", "Receipt for your payment to {shop}", "the tests")


def held(
    raw: bytes,
    *,
    shop: Shop = SHOP,
    providers: Sequence[PaymentMail] = (),
    texts: Sequence[str] | None = None,
    now: datetime = NOW,
) -> Told:
    """What a mail tells by the first of its signatures, which must hold."""
    told = mails.read(raw, shop=shop, providers=providers, now=now)[0]
    signed_mails.verify(told.signature, [text.encode() for text in ([record()] if texts is None else texts)])
    return told


def fault_of(raw: bytes, *, shop: Shop = SHOP, providers: Sequence[PaymentMail] = (), now: datetime = NOW) -> Fault:
    with pytest.raises(NoProof) as none:
        held(raw, shop=shop, providers=providers, now=now)
    return none.value.fault


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ("genuine", None),
        ("rsa1024", None),
        ("tampered_subject", Fault.BAD_SIGNATURE),
        ("l_appended", Fault.SIGNED_IN_PART),
        ("prepended_subject", Fault.HEADER_TWICE),
        ("prepended_from", Fault.HEADER_TWICE),
        ("esp_d", Fault.NOT_SIGNED),
        ("subject_unsigned_changed", Fault.SIGNED_IN_PART),
    ],
)
def test_what_stock_verifiers_let_through_is_refused(case: str, fault: Fault | None) -> None:
    shop, at = Shop(("Shop",), ("shop.example",)), datetime(2026, 11, 23, tzinfo=UTC)
    raw = CASES["cases"][case].encode()

    def told() -> Told:
        (found,) = mails.read(raw, shop=shop, providers=(), now=at)
        signed_mails.verify(found.signature, [CASES["zone"][found.signature.key_name].encode()])
        return found

    if fault is not None:
        with pytest.raises(NoProof) as none:
            told()
        assert none.value.fault is fault
        return
    found = told()
    assert (found.recipient, found.receipt_class, found.voucher) == ("alice@mail.example", ReceiptClass.SELLER, None)
    assert found.sent_at == datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_no_case_is_left_out() -> None:
    assert len(CASES["cases"]) == 8


def test_both_signatures_of_rfc_8463_hold_and_its_date_is_too_old() -> None:
    at = datetime(2018, 6, 11, tzinfo=UTC)
    raw = RFC_8463["message"].encode()
    headers, _ = signed_mails.parse(head(raw) + b"\r\n")
    found = [signed_mails.signature_of(header, headers, at) for header in signed_mails.signatures_of(headers)]
    assert [signature.is_rsa for signature in found] == [False, True]
    for signature in found:
        text = RFC_8463["dns_txt"][signature.key_name]
        signed_mails.verify(signature, [text.encode()])
        with pytest.raises(NoProof):
            signed_mails.verify(signature, [text.replace("p=M", "p=N").replace("p=1", "p=2").encode()])
    shop = Shop(("Football",), ("example.com",))
    with pytest.raises(NoProof) as none:
        mails.read(raw, shop=shop, providers=(), now=at)
    assert none.value.fault is Fault.TOO_OLD


@pytest.mark.parametrize("form", [b"relaxed", b"simple"])
def test_an_order_mail_of_the_shop_shows_a_purchase_of_its_class(form: bytes) -> None:
    found = held(head(signed(order(), headers=SIGNED, canonicalize=(form, form))))
    assert (found.receipt_class, found.recipient) == (ReceiptClass.SELLER, "canary.singer@mail.example")
    assert found.sent_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert len(found.order) == 32


def test_a_whole_mail_is_read_as_its_headers() -> None:
    whole = signed(order(), headers=SIGNED)
    assert held(whole) == held(head(whole)) == held(b"\r\n" + head(whole).replace(b"\r\n", b"\n"))


def test_a_recipient_is_told_apart_by_plus_and_dots_but_not_by_capitals() -> None:
    def recipient(to: str) -> str:
        return held(signed_order(to=to)).recipient

    assert recipient("Ada <Ada.L@Mail.Example>") == recipient("ada.l@mail.example") == "ada.l@mail.example"
    assert len({recipient(to) for to in ("ada@mail.example", "ada+x@mail.example", "a.da@mail.example")}) == 3


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.NOT_A_MESSAGE),
        (b"hello\r\n", Fault.NOT_A_MESSAGE),
        (b"x: " + b"y" * 65_536, Fault.TOO_LARGE),
        (head(order()), Fault.NOT_SIGNED),
        (signed_order(headers=("from", "to", "date")), Fault.SIGNED_IN_PART),
        (signed_order(headers=("from", "to", "subject")), Fault.SIGNED_IN_PART),
        (signed_order(headers=("from", "subject", "date")), Fault.SIGNED_IN_PART),
        (signed_order(domain="esp.example"), Fault.NOT_SIGNED),
        (signed_order(domain="example"), Fault.NOT_SIGNED),
        (signed_order(domain="othershop.example"), Fault.NOT_SIGNED),
        (signed_order(sender="x@evil.example"), Fault.OTHER_SENDER),
        (signed_order(sender="a@shop.example, b@shop.example"), Fault.OTHER_SENDER),
        (signed_order(to="a@mail.example, b@mail.example"), Fault.OTHER_RECEIVER),
        (signed_order(to="undisclosed-recipients:;"), Fault.OTHER_RECEIVER),
        (signed_order(to="staff@shop.example"), Fault.OTHER_RECEIVER),
        (signed_order(date="Sat, 01 Nov 2025 10:00:00 +0000"), Fault.TOO_OLD),
        (signed_order(date="Thu, 05 Mar 2026 10:00:00 +0000"), Fault.TOO_OLD),
        (signed_order(date="one day"), Fault.TOO_OLD),
        (head(signed(order(), algorithm="rsa-sha1")), Fault.WEAK_SIGNATURE),
        (head(signed(order(), length=True)), Fault.SIGNED_IN_PART),
        (signed_order(headers=(*SIGNED, "list-id"), more="List-ID: <news.shop.example>\r\n"), Fault.TO_A_LIST),
        (
            signed_order(headers=(*SIGNED, "list-unsubscribe"), more="List-Unsubscribe: <https://shop.example>\r\n"),
            Fault.TO_A_LIST,
        ),
        (signed_order().replace(b"10042 is", b"10043 is"), Fault.BAD_SIGNATURE),
        (signed_order().replace(b"s=s1", b"s=.."), Fault.BAD_SIGNATURE),
        (b"Message-ID: <another@shop.example>\r\n" + signed_order(), Fault.HEADER_TWICE),
    ],
)
def test_what_shows_no_purchase_is_refused_for_its_reason(raw: bytes, fault: Fault) -> None:
    assert fault_of(raw) is fault


@pytest.mark.parametrize(
    ("domain", "proved", "is_taken"),
    [
        ("shop.example", "shop.example", True),
        ("mail.shop.example", "shop.example", True),
        ("shop.example", "uk.shop.example", True),
        ("de.shop.example", "uk.shop.example", False),
        ("notshop.example", "shop.example", False),
        ("myshop.github.io", "myshop.github.io", True),
        ("github.io", "myshop.github.io", False),
        ("other.github.io", "myshop.github.io", False),
        ("co.uk", "shop.co.uk", False),
    ],
)
def test_a_signature_counts_when_its_domain_is_aligned(domain: str, proved: str, *, is_taken: bool) -> None:
    shop = Shop(("Shop",), (proved,))
    raw = signed_order(domain=domain, sender=f"orders@{domain}")
    if is_taken:
        assert held(raw, shop=shop)
    else:
        assert fault_of(raw, shop=shop) is Fault.NOT_SIGNED


@pytest.mark.parametrize("text", ["v=DKIM1; k=rsa; p=", record(head="v=DKIM1; k=rsa; t=y; "), record(512 * 3), "x"])
def test_a_key_that_was_revoked_is_of_a_test_or_another_is_refused(text: str) -> None:
    with pytest.raises(NoProof):
        held(signed_order(), texts=[text])


def test_an_age_of_120_days_is_the_last() -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert held(signed_order(), now=at + timedelta(days=120))
    assert fault_of(signed_order(), now=at + timedelta(days=120, seconds=1)) is Fault.TOO_OLD


def test_what_stands_for_a_mail_is_its_signed_id_date_and_subject() -> None:
    def stands(**given: Any) -> bytes:
        return held(signed_order(**given)).order

    assert stands() == stands(to="other@mail.example")
    others = (
        stands(message_id="<x@shop.example>"),
        stands(subject="x"),
        stands(date="Mon, 02 Mar 2026 10:00:01 +0000"),
    )
    assert len({stands(), *others}) == 4
    # An id that was not signed could be anybody's: it is not read.
    unsigned = SIGNED[:-1]
    assert held(signed_order(headers=unsigned, message_id="<a@b.example>")).order == (
        held(signed_order(headers=unsigned, message_id=None)).order
    )


def test_a_signed_code_of_the_shop_is_burnt_and_an_unsigned_one_is_nothing() -> None:
    shown = codes.show(CODE)
    names = (*SIGNED, "review-receipt")
    with_code = f"Review-Receipt: {shown}\r\n"
    assert held(signed_order(headers=names, more=with_code)).voucher == CODE
    assert held(signed_order(more=with_code)).voucher is None
    assert held(signed_order(headers=names, more="Review-Receipt: what?\r\n")).voucher is None
    added = with_code.encode() + signed_order(headers=(*SIGNED, "review-receipt", "review-receipt"))
    assert fault_of(added) is Fault.BAD_SIGNATURE
    twice = with_code.encode() + signed_order(headers=names, more=with_code)
    assert fault_of(twice) is Fault.HEADER_TWICE


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, None),
        ({"subject": "Receipt for your payment to KETTLE & MOSS LTD"}, None),
        ({"subject": "=?utf-8?q?Receipt_for_your_payment_to_Moss_Kettles?="}, None),
        ({"subject": "Receipt for your payment to Kettle"}, Fault.OTHER_SUBJECT),
        ({"subject": "Receipt for your payment to Kettle & Moss Ltd and others"}, Fault.OTHER_SUBJECT),
        ({"subject": "Receipt for your payment to "}, Fault.OTHER_SUBJECT),
        ({"subject": "You paid Kettle & Moss Ltd"}, Fault.OTHER_SUBJECT),
        ({"subject": "=?bad?q?x?="}, Fault.OTHER_SUBJECT),
        ({"sender": "noreply@pay.example"}, Fault.OTHER_SENDER),
        ({"domain": "mail.pay.example"}, Fault.NOT_SIGNED),
    ],
)
def test_a_providers_mail_counts_when_its_subject_names_the_shop(given: dict[str, str], fault: Fault | None) -> None:
    whole: dict[str, Any] = {
        "subject": "Receipt for your payment to Kettle & Moss Ltd",
        "sender": "Pay <service@pay.example>",
        "domain": "pay.example",
    } | given
    raw = signed_order(**whole)
    if fault is None:
        assert held(raw, providers=[PAY]).receipt_class is ReceiptClass.INDEPENDENT
        assert fault_of(raw) is Fault.NOT_SIGNED
    else:
        assert fault_of(raw, providers=[PAY]) is fault
