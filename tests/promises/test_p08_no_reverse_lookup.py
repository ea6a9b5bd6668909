"""P8: no query is about a person. What is a person's is refused before anything else happens, and kept nowhere."""

import logging
import string
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from reputation.lookup import queries, rules
from reputation.lookup.errors import TITLES
from reputation.lookup.rules import DomainQuery, NameQuery, NumberQuery, Refused, parse

PHONES = [
    "+44 7911 123456",
    "+447911123456",
    "0044 7911 123456",
    "07911 123456",
    "(020) 7946 0958",
    "020 7946 0958",
    "+49 171 1234567",
    "0171/1234567",
    "030 - 123456",
    "+1 (415) 555-2671",
    "415-555-2671",
    "(415) 555-2671",
    "+33 6 12 34 56 78",
    "06 12 34 56 78",
    "+86 138 0013 8000",
    "tel:+442079460958",
    "Tel. 030 1234567",
    "WhatsApp: +49 171 1234567",
    "＋44 ７９１１ １２３４５６",
]
MAILS = [
    "jo@example.com",
    "jo.bloggs+shop@mail.example.co.uk",
    "mailto:jo@example.com",
    "<jo@example.com>",
    "jo＠example.com",
    "write to jo@example.com",
    "jö@bücher.example",
]
PERSONAL = [
    "123-45-6789",
    "AB 12 34 56 C",
    "12345678Z",
    "X1234567L",
    "RSSMRA85T10A562S",
    "900101-1234",
    "19900101-1234",
    "131052-308T",
    "756.9217.0769.85",
    "736028/5163",
    "111.444.777-35",
    "85073003328",
]
HANDLES = ["@jo", "@jo_bloggs", "＠jo"]


@pytest.mark.parametrize("q", PHONES)
def test_a_telephone_number_is_refused(q: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(q)
    assert refused.value.code == "phone-number"


@pytest.mark.parametrize("q", MAILS)
def test_an_e_mail_address_is_refused(q: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(q)
    assert refused.value.code == "e-mail-address"


@pytest.mark.parametrize("q", PERSONAL)
def test_a_personal_number_is_refused(q: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(q)
    assert refused.value.code == "personal-number"


@pytest.mark.parametrize("q", HANDLES)
def test_a_handle_is_refused(q: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(q)
    assert refused.value.code == "handle"


@pytest.mark.parametrize(
    ("q", "kind"),
    [
        ("Kettle & Moss", NameQuery),
        ("3M", NameQuery),
        ("7-Eleven", NameQuery),
        ("1&1 AG", NameQuery),
        ("O'Neill's", NameQuery),
        ("Amazon.com Inc", NameQuery),
        ("B.V. Something", NameQuery),
        ("booking.com", DomainQuery),
        ("http://user:pw@shop.example/x?y=1", DomainQuery),
        ("münchen-shop.example", DomainQuery),
        ("5493000IBP32UQZ0KL24", NumberQuery),
        ("00000117", NumberQuery),
        ("DE136695976", NumberQuery),
        ("HRB 12345 Hamburg", NumberQuery),
        ("00743110157", NumberQuery),
        ("556012-5790", NumberQuery),
    ],
)
def test_what_is_a_business_s_is_not_refused(q: str, kind: type[object]) -> None:
    assert isinstance(parse(q), kind)


@pytest.mark.django_db
@pytest.mark.parametrize("q", [PHONES[0], MAILS[0], PERSONAL[0], HANDLES[0]])
def test_what_is_refused_is_refused_unread_and_kept_nowhere(q: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked, pytest.raises(Refused) as refused:
        queries.check(q, today=date(2026, 11, 1))
    assert asked.captured_queries == []
    assert caplog.records == []
    assert q not in str(refused.value)


@given(st.text(max_size=250))
@example("\ud800")
@example("." * 100)
@example("[::1]")
@example("http://")
@example("xn--")
@example("//////")
@example("0" * 200)
def test_any_text_is_understood_or_refused_with_a_known_code(q: str) -> None:
    try:
        found: object = parse(q)
    except Refused as refused:
        found = refused.code
    assert isinstance(found, (NameQuery, DomainQuery, NumberQuery)) or found in TITLES
    if isinstance(found, NameQuery):
        assert rules.clean(found.name) == found.name


@given(st.integers(1, 999), st.text(string.digits, min_size=7, max_size=11))
def test_whatever_begins_with_a_plus_and_digits_is_never_looked_up(country: int, number: str) -> None:
    with pytest.raises(Refused):
        parse(f"+{country} {number}")
