"""Signed messages: what is accepted, and each way in which one is no proof. Signed by software that is not ours."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.domains import mails, signed_mails
from reputation.domains.signed_mails import Fault, NoProof
from tests.domains_made import NOW, message, record, signed, signed_with

VALUE = "open-reference=" + "ab" * 32
DOMAINS = ("shop.example",)
# RFC 8463, appendix A.2 and A.3.
RFC_8463 = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
KEY_OF_1000_BITS = (
    "MIGbMA0GCSqGSIb3DQEBAQUAA4GJADCBhQJ+AKHu9tzaMzIDCMKc5hkcd6XcwMDqoCAluqBBPlAch4uPHMLjXwHtRaTdhbbnmyIrqZTHcZd6RfwfGaVA"
    "PXxZ+IR1W61c9INIrnR0DZ/LX+LpzOOFjWIACV0iAGaY1aAGOotM3pn9IZhpZp/UMqSmxioF+zkymFlTJu5DD9c5AgMBAAE="
)
RFC_8463_KEY = b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def proved(raw: bytes, *, domains: Sequence[str] = DOMAINS, texts: Sequence[str] | None = None) -> mails.Message:
    read = mails.read(raw, value=VALUE, domains=domains, now=NOW)
    asked: list[str] = []

    def key_of(name: str) -> list[bytes]:
        asked.append(name)
        return [text.encode() for text in ([record()] if texts is None else texts)]

    mails.verify(read, key_of)
    assert all(name.startswith("s1._domainkey.") for name in asked)
    return read


def fault_of(raw: bytes, *, domains: Sequence[str] = DOMAINS, texts: Sequence[str] | None = None) -> Fault:
    with pytest.raises(NoProof) as none:
        proved(raw, domains=domains, texts=texts)
    return none.value.fault


@pytest.mark.parametrize("headers", [b"relaxed", b"simple"])
@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
def test_a_message_signed_by_the_domain_is_a_proof(headers: bytes, body: bytes) -> None:
    plain = message(f"Here it is: {VALUE}", body="Some  words \r\n\r\n\r\n")
    found = proved(signed(plain, canonicalize=(headers, body)))
    assert found.sent_at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_a_message_with_plain_ends_of_lines_and_folded_headers_is_one_too() -> None:
    plain = message(f"A long subject that was folded\r\n {VALUE}")
    assert proved(signed(plain).replace(b"\r\n", b"\n"))


def test_the_registered_domain_above_may_sign() -> None:
    above = message(VALUE, sender="admin@shop.example", to="admin@shop.example")
    assert proved(signed(above), domains=("www2.shop.example", "shop.example"))
    assert fault_of(signed(above), domains=("www2.shop.example",)) is Fault.OTHER_SENDER


def test_ed25519_holds_as_the_standard_shows_it() -> None:
    headers, body = signed_mails.parse(RFC_8463)
    at = datetime(2018, 6, 11, tzinfo=UTC)
    (signature,) = mails._signatures(headers, body, frozenset({"football.example.com"}), at)
    assert signature.key_name == "brisbane._domainkey.football.example.com"
    signed_mails.verify(signature, [RFC_8463_KEY])
    with pytest.raises(NoProof):
        signed_mails.verify(signature, [RFC_8463_KEY.replace(b"11qY", b"11qZ")])
    headers, body = signed_mails.parse(RFC_8463.replace(b"dinner", b"supper"))
    (changed,) = mails._signatures(headers, body, frozenset({"football.example.com"}), at)
    with pytest.raises(NoProof) as none:
        signed_mails.verify(changed, [RFC_8463_KEY])
    assert none.value.fault is Fault.BAD_SIGNATURE


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.NOT_A_MESSAGE),
        (b" \r\n\r\n", Fault.NOT_A_MESSAGE),
        (b"\xff\xfe: x\r\n\r\n", Fault.NOT_A_MESSAGE),
        (b"x" * 262_145, Fault.TOO_LARGE),
        (b"From: a@b.example\r\n\r\n", Fault.HEADER_MISSING),
        (message(VALUE), Fault.NOT_SIGNED),
        (signed(message(VALUE)).replace(b"canary", b"parrot"), Fault.OTHER_BODY),
        (signed(message(VALUE)).replace(b"Us <", b"We <"), Fault.BAD_SIGNATURE),
        (signed(message(VALUE)).replace(b" v=1;", b" v=2;"), Fault.BAD_SIGNATURE),
        (signed(message(VALUE)).replace(b"s=s1;", b"s=..;"), Fault.BAD_SIGNATURE),
        (signed(message(VALUE), length=True), Fault.SIGNED_IN_PART),
        (signed(message(VALUE), headers=("from", "to", "date")), Fault.SIGNED_IN_PART),
        (signed(message(VALUE), headers=("from", "to", "subject")), Fault.SIGNED_IN_PART),
        (signed(message(VALUE), headers=("from", "subject", "date")), Fault.SIGNED_IN_PART),
        (signed(message(VALUE), algorithm="rsa-sha1"), Fault.WEAK_SIGNATURE),
        (signed(message(VALUE), domain="other.example"), Fault.NOT_SIGNED),
        (signed(message(VALUE), domain="mail.shop.example"), Fault.NOT_SIGNED),
        (signed(message(VALUE), domain="example"), Fault.NOT_SIGNED),
        (signed(message(VALUE, more="Subject: another\r\n")), Fault.HEADER_TWICE),
        (b"From: x@shop.example\r\n" + signed(message(VALUE)), Fault.HEADER_TWICE),
        (signed(message("open-reference=" + "cd" * 32)), Fault.OTHER_SUBJECT),
        (signed(message(VALUE + "0")), Fault.OTHER_SUBJECT),
        (signed(message(VALUE, sender="anna@shop.example")), Fault.OTHER_SENDER),
        (signed(message(VALUE, sender="postmaster@other.example")), Fault.OTHER_SENDER),
        (signed(message(VALUE, sender="postmaster@mail.shop.example")), Fault.OTHER_SENDER),
        (signed(message(VALUE, sender="postmaster@shop.example, a@b.example")), Fault.OTHER_SENDER),
        (signed(message(VALUE, sender='"postmaster@shop.example" <a@b.example>')), Fault.OTHER_SENDER),
        (signed(message(VALUE, sender="")), Fault.OTHER_SENDER),
        (signed(message(VALUE, to="somebody@other.example")), Fault.OTHER_RECEIVER),
        (signed(message(VALUE, to="a@shop.example, b@other.example")), Fault.OTHER_RECEIVER),
        (signed(message(VALUE, date="Fri, 30 Jan 2026 11:00:00 +0000")), Fault.TOO_OLD),
        (signed(message(VALUE, date="Wed, 04 Mar 2026 11:00:00 +0000")), Fault.TOO_OLD),
        (signed(message(VALUE, date="yesterday")), Fault.TOO_OLD),
        (signed(message(VALUE, body="x" * 999)), Fault.NOT_A_MESSAGE),
        (signed(message(VALUE, more="X: y\r\n" * 200)), Fault.NOT_A_MESSAGE),
    ],
)
def test_what_is_no_proof(raw: bytes, fault: Fault) -> None:
    assert fault_of(raw) is fault


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ([], Fault.NO_KEY),
        ([record(), record()], Fault.NO_KEY),
        (["hello"], Fault.NO_KEY),
        (["v=DKIM1; k=rsa"], Fault.NO_KEY),
        (["v=DKIM1; p=!!"], Fault.NO_KEY),
        (["v=DKIM1; p=AAAA"], Fault.NO_KEY),
        (["v=DKIM1; k=rsa; p="], Fault.REVOKED_KEY),
        ([record(head="v=DKIM1; t=y; ")], Fault.TEST_KEY),
        ([record(head="v=DKIM1; t=s:y; ")], Fault.TEST_KEY),
        ([record(head="v=DKIM2; ")], Fault.NO_KEY),
        ([record(head="k=ed25519; ")], Fault.NO_KEY),
        ([record(head="h=sha1; ")], Fault.NO_KEY),
        ([record(head="s=tlsrpt; ")], Fault.NO_KEY),
        ([record(1024)], Fault.BAD_SIGNATURE),
    ],
)
def test_a_key_that_does_not_fit_is_none(texts: list[str], fault: Fault) -> None:
    assert fault_of(signed(message(VALUE)), texts=texts) is fault


@pytest.mark.parametrize("head", ["", "v=DKIM1; ", "v=DKIM1; h=sha1:sha256; s=email; t=s; n=note; "])
def test_a_key_may_be_written_in_several_ways(head: str) -> None:
    assert proved(signed(message(VALUE)), texts=[record(head=head)])


def test_a_key_is_long_enough_from_1024_bits_on() -> None:
    assert proved(signed(message(VALUE), size=1024), texts=[record(1024)])
    assert fault_of(signed(message(VALUE), size=1024), texts=[f"v=DKIM1; p={KEY_OF_1000_BITS}"]) is Fault.WEAK_KEY


def test_one_good_signature_among_others_is_enough() -> None:
    raw = signed(signed(message(VALUE)), domain="other.example")
    assert proved(raw)
    bad = signed(message(VALUE)).replace(b"s=s1;", b"s=s2;").partition(b"From:")[0]
    read = mails.read(bad + signed(message(VALUE)), value=VALUE, domains=DOMAINS, now=NOW)
    mails.verify(read, lambda name: [record().encode()] if name.startswith("s1") else [])


NOW_S = int(NOW.timestamp())


@pytest.mark.parametrize(
    "tags", ["", f"x={NOW_S + 1};", f"t={NOW_S + 3600};", "q=dns/txt;", "i=anna@mail.shop.example;"]
)
def test_a_signature_may_have_these_tags(tags: str) -> None:
    assert proved(signed_with(message(VALUE), f" {tags}" if tags else ""))


@pytest.mark.parametrize(
    "tags",
    [
        *(f"x={NOW_S};", "x=never;", "x=;", f"t={NOW_S + 90_000};", "t=now;", "q=http;", "i=@other.example;"),
        *("i=@notshop.example;", "i=anna@shop.example.other.example;", "c=relaxed/relaxed;", "odd;", "=;"),
    ],
)
def test_a_good_signature_with_an_odd_tag_is_none(tags: str) -> None:
    assert fault_of(signed_with(message(VALUE), f" {tags}" if tags else "")) is Fault.BAD_SIGNATURE


def test_a_key_for_the_domain_alone_signs_for_no_part_of_it() -> None:
    raw = signed_with(message(VALUE), " i=anna@mail.shop.example;")
    assert fault_of(raw, texts=[record(head="t=s; ")]) is Fault.NO_KEY


def test_a_hostile_message_takes_no_time() -> None:
    lines = "\r\n".join([" " * 990 + "x"] * 250)
    began = time.monotonic()
    with pytest.raises(NoProof):
        proved(signed(message(VALUE, body=lines)).replace(b"bh=", b"bh=AA"))
    spaces = b"DKIM-Signature: v=1; d=shop.example; b" + (b" " * 990 + b"\r\n ") * 4 + b"=x\r\n"
    with pytest.raises(NoProof):
        proved(spaces + message(VALUE))
    assert time.monotonic() - began < 60


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_no_message_raises_anything_else(noise: bytes, place: int) -> None:
    raw = signed(message(VALUE))
    for tried in (noise, raw[: place % len(raw)] + noise + raw[place % len(raw) :]):
        try:
            proved(tried)
        except NoProof:
            continue


def test_the_day_is_the_message_s_own() -> None:
    raw = signed(message(VALUE))
    assert mails.read(raw, value=VALUE, domains=DOMAINS, now=NOW + timedelta(days=29)).sent_at < NOW
    with pytest.raises(NoProof):
        mails.read(raw, value=VALUE, domains=DOMAINS, now=NOW + timedelta(days=31))
