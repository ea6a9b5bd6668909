"""Entries: every kind has one way of being written, and nothing undeclared gets in."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import rfc8785

from reputation.core import months
from reputation.log import describe, entries, fields
from reputation.log.entries import EntryError
from reputation.log.kinds import KINDS
from tests.log_entries import EXAMPLES, SIGNATURE, review

ODD: list[Any] = [
    None,
    "",
    " ",
    True,
    -1,
    0,
    6,
    2**53,
    1.5,
    [],
    {},
    [[]],
    "x" * 70_000,
    "Ms Smith was rude to me",
    "Müller",
    "2026-13",
    "2026-11-31",
    "1999-12",
    "0A" * 32,
    "A" * 64,
    "1f2e3d4c-1111-1222-8333-444455556666",
    "1F2E3D4C-1111-4222-8333-444455556666",
    "{1f2e3d4c-1111-4222-8333-444455556666}",
    "shop",
    "-shop.example",
    "Shop.example",
    "2026Q5",
    "de",
    "٣",
    "off-topic\n",
    float("nan"),
]


def test_there_is_an_example_of_every_kind() -> None:
    assert EXAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_encoded_is_decoded_and_only_that(kind: str) -> None:
    raw = entries.encode(kind, EXAMPLES[kind])
    entry = entries.decode(raw)
    assert (entry.kind, entry.body) == (kind, EXAMPLES[kind])
    assert raw == rfc8785.dumps({"kind": kind, "v": 1, **EXAMPLES[kind]})
    assert raw.isascii()
    document = json.loads(raw)
    for other in (
        raw + b" ",
        raw.replace(b'"v":1', b'"v":1.0'),
        raw.replace(b'"v":1', b'"v":2'),
        raw.replace(b'"v":1', b'"v":true'),
        raw.replace(b'"v":1', b'"v":1,"v":1'),
        json.dumps(document).encode(),
        raw.replace(b'"kind"', b'"kin\\u0064"'),
        b"\xef\xbb\xbf" + raw,
        raw[:-1],
    ):
        with pytest.raises(EntryError):
            entries.decode(other)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_or_unknown_field_is_refused(kind: str) -> None:
    for name in KINDS[kind].wanted:
        with pytest.raises(EntryError, match=f"{name} is missing"):
            entries.encode(kind, {key: value for key, value in EXAMPLES[kind].items() if key != name})
    for name in ("name", "text", "v", "kind", "Month", "note"):
        with pytest.raises(EntryError):
            entries.encode(kind, EXAMPLES[kind] | {name: "1"})


@pytest.mark.parametrize("kind", KINDS)
def test_odd_values_are_refused_in_every_field(kind: str) -> None:
    for name, allowed in {**KINDS[kind].wanted, **KINDS[kind].optional}.items():
        for value in ODD:
            if allowed.check(value):
                continue
            with pytest.raises(EntryError) as refused:
                entries.encode(kind, EXAMPLES[kind] | {name: value})
            if isinstance(value, str) and len(value) > 10:
                assert value not in str(refused.value)


@pytest.mark.parametrize(
    "words", ["Ms Smith was rude to me", "Smith", "Müller", "j.smith@shop.example", "+44 20 7946 0000"]
)
def test_no_field_takes_names_or_sentences(words: str) -> None:
    for kind, schema in KINDS.items():
        for name, allowed in {**schema.wanted, **schema.optional}.items():
            assert not allowed.check(words), f"{kind}.{name}"
    assert not fields.NUMBER.check({"scheme": "lei", "value": words})


def test_unknown_kinds_are_refused() -> None:
    for kind in ("", "Review", "review ", "vote"):
        with pytest.raises(EntryError):
            entries.encode(kind, review())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"review"',
        b"1",
        b'{"kind":1,"v":1}',
        b'{"kind":"review"}',
        b'{"kind":"vote","v":1}',
        b"\xff",
        b"[" * 60_000,
        b'{"kind":"review","v":NaN}',
        b"x" * 65_536,
    ],
)
def test_what_is_no_entry_is_refused(raw: bytes) -> None:
    with pytest.raises(EntryError):
        entries.decode(raw)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("review", {"no_receipt_given": True}),
        ("review", {"class": "none"}),
        ("business-changed", {"names": "ab" * 32}),
        ("business-changed", {"change": "names"}),
        ("review-restricted", {"decision": "1f2e3d4c-1111-4222-8333-444455556666"}),
        ("edition", {"effective": "2026-10"}),
        ("receipt-key-annulled", {"persons": 1}),
        ("alert-suspended", {"persons": 1}),
        ("business-joined", {"numbers": []}),
        ("business-joined", {"numbers": [{"scheme": "lei", "value": "SMITH"}]}),
        ("business-joined", {"numbers": [{"scheme": "lei", "value": "12 34 56", "name": "x"}]}),
        ("business-joined", {"numbers": [{"scheme": "lei", "value": "1234"}] * 2}),
        ("receipts-spent", {"tokens": list(reversed(EXAMPLES["receipts-spent"]["tokens"]))}),
        ("receipts-spent", {"tokens": EXAMPLES["receipts-spent"]["tokens"][:1] * 2}),
        ("receipt-totals", {"totals": [{"attester": "x", "registered": "3", "claimed": "0", "contested": "0"}]}),
        ("operator", {"acceptance_key": SIGNATURE}),
        ("operator", {"acceptance_key": EXAMPLES["operator"]["acceptance_key"].rstrip("=")}),
    ],
)
def test_rules_between_fields(kind: str, change: dict[str, Any]) -> None:
    entries.encode(kind, EXAMPLES[kind])
    with pytest.raises(EntryError):
        entries.encode(kind, EXAMPLES[kind] | change)


def test_no_receipt_given_goes_with_class_none() -> None:
    entry = entries.decode(entries.encode("review", review(no_receipt_given=True, **{"class": "none"})))
    assert entry.no_receipt_given is True
    assert entry.key_id is None


def test_columns_of_a_review() -> None:
    entry = entries.decode(entries.encode("review", EXAMPLES["review"]))
    body = EXAMPLES["review"]
    assert entry.business == UUID(body["business"])
    assert entry.review == UUID(body["review"])
    assert entry.month == months.parse("2026-11")
    assert (entry.stars, entry.outcome, entry.receipt_class) == (5, "as-agreed", "seller")
    assert entry.key_id == bytes.fromhex(body["key_id"])
    assert entry.no_receipt_given is None


def test_figures_of_a_decision_are_no_figures_of_a_review() -> None:
    entry = entries.decode(entries.encode("decision", EXAMPLES["decision"]))
    assert (entry.stars, entry.outcome, entry.month) == (None, None, None)


def test_the_longest_entry_fits_and_a_longer_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = entries.encode("receipts-spent", EXAMPLES["receipts-spent"])
    assert 60_000 < len(longest) <= entries.LARGEST
    monkeypatch.setattr(entries, "LARGEST", len(longest) - 1)
    with pytest.raises(EntryError, match="longer"):
        entries.encode("receipts-spent", EXAMPLES["receipts-spent"])


def test_commitment() -> None:
    found = entries.commitment("review", bytes(32), b"text")
    assert found == "33d6b14b46d210cbaa87caca117362edd444b8df9e83814b4caa72efbe802ede"
    others = [
        entries.commitment("reply", bytes(32), b"text"),
        entries.commitment("review", b"\x01" * 32, b"text"),
        entries.commitment("review", bytes(32), b"texts"),
    ]
    assert len({found, *others}) == 4
    with pytest.raises(EntryError):
        entries.commitment("review", bytes(31), b"text")


def test_the_documentation_is_the_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "entries.md"
    assert page.read_text(encoding="utf-8") == describe.page(), (
        "run: python -m reputation.log.describe > docs/entries.md"
    )
