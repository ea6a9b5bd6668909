"""Review tickets: written in one way, read whatever an editor or a mail did to their lines, refused by name."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from reputation.receipts import challenge, rules, tickets
from reputation.receipts.rules import ReceiptClass, ReceiptError
from reputation.receipts.tickets import Ticket
from reputation.receipts.tokens import authenticator_input, to_base64

TOKEN = rules.TOKEN_TYPE + bytes(range(96)) + bytes(256)
TICKET = Ticket(
    "https://reference.example",
    UUID("0c9d3b3e-3f0a-4a57-9d55-6a0f9c1f0b11"),
    "Kettle & Moss Ltd",
    ReceiptClass.SELLER,
    rules.parse_epoch("2026Q4"),
    date(2027, 6, 30),
    TOKEN,
)
TEXT = f"""\
Open Reference review ticket v1
service: https://reference.example
business: 0c9d3b3e-3f0a-4a57-9d55-6a0f9c1f0b11 Kettle & Moss Ltd
class: seller
epoch: 2026Q4
redeem until: 2027-06-30

token: {to_base64(TOKEN)}
"""


def test_a_ticket_is_written_like_this_and_read_back() -> None:
    assert TICKET.encode() == TEXT
    assert tickets.parse(TEXT) == TICKET
    assert TICKET.file_name == "review-ticket-kettle-moss-ltd.txt"
    assert to_base64(TOKEN) not in repr(TICKET)


def test_a_business_whose_name_nobody_found_has_none() -> None:
    nameless = replace(TICKET, name="")
    assert "business: 0c9d3b3e-3f0a-4a57-9d55-6a0f9c1f0b11\n" in nameless.encode()
    assert tickets.parse(nameless.encode()) == nameless
    assert nameless.file_name == "review-ticket-business.txt"


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        f"\ufeff{TEXT}",
        TEXT.replace("\n\n", "\n"),
        "\n\n" + TEXT.replace("\n", "  \n\n"),
        TEXT.replace("\n", "\n  "),
        TEXT.rstrip("\n"),
    ],
)
def test_ends_of_lines_and_blanks_do_not_matter(text: str) -> None:
    assert tickets.parse(text) == TICKET


@pytest.mark.parametrize(
    "name", ["two\nlines", "a\u2028b", "tab\tbed", "x" * 400, " ends ", "épée — 龍", "a: b\r\ntoken: c"]
)
def test_a_name_stays_one_line(name: str) -> None:
    written = replace(TICKET, name=name).encode()
    assert len(written.splitlines()) == 8
    found = tickets.parse(written)
    assert replace(found, name="") == replace(TICKET, name="")
    assert len(found.name) <= tickets.LONGEST_NAME


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1\n", "v2\n"),
        ("class: seller\n", ""),
        ("class: seller\n", "class: seller\nclass: seller\n"),
        ("class: seller", "class: none"),
        ("epoch: 2026Q4", "epoch: 2026Q5"),
        ("2027-06-30", "2027-06-31"),
        ("2027-06-30", "20270630"),
        ("https://", "javascript://"),
        ("0c9d3b3e", "0C9D3B3E"),
        ("0c9d3b3e-", ""),
        ("Kettle", "Ket\x00tle"),
        ("Kettle", "K" * 400),
        ("token: AAI", "token: AAE"),
        ("token: ", "token: !"),
        ("token: ", "token:x "),
        ("\n\ntoken", f"\n{' ' * 4000}\ntoken"),
    ],
)
def test_anything_else_is_no_ticket(old: str, new: str) -> None:
    changed = TEXT.replace(old, new)
    assert changed != TEXT
    with pytest.raises(ReceiptError):
        tickets.parse(changed)


@pytest.mark.parametrize("text", ["", "\n", "token: x", TEXT.rpartition("token")[0]])
def test_a_part_of_one_is_none(text: str) -> None:
    with pytest.raises(ReceiptError):
        tickets.parse(text)


@pytest.mark.parametrize(("epoch", "day"), [("2026Q4", date(2027, 6, 30)), ("2027Q1", date(2027, 9, 30))])
def test_a_token_is_good_for_two_more_quarters_at_least(epoch: str, day: date) -> None:
    assert tickets.good_until(rules.parse_epoch(epoch)) == day
    end = rules.redeemed_until(rules.parse_epoch(epoch), date(2026, 1, 1))
    assert tickets.good_until(rules.parse_epoch(epoch)).month == end % 12 + 1


def test_all_tokens_are_made_for_one_challenge() -> None:
    made = challenge.challenge("reference.example")
    assert made.encode() == b"\x00\x02\x00\x11reference.example\x00\x00\x11reference.example"
    assert authenticator_input(bytes(32), made.encode(), bytes(32))[34:66] == challenge.digest("reference.example")
