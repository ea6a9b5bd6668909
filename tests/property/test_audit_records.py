"""The expression for reviews and the decoder accept the same bytes and answer the same."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reputation.audit import records
from reputation.log.codes import CLASSES, OUTCOMES
from reputation.log.entries import EntryError, decode, encode

HEX = "0123456789abcdef"
IDS = st.uuids(version=4).map(str)
HASHES = st.text(HEX, min_size=64, max_size=64)
REVIEWS = st.fixed_dictionaries(
    {
        "business": IDS,
        "review": IDS,
        "month": st.dates().map(lambda day: f"{2000 + day.year % 200}-{day.month:02d}"),
        "stars": st.integers(1, 5),
        "outcome": st.sampled_from(OUTCOMES),
        "class": st.sampled_from(CLASSES),
        "commitment": HASHES,
    },
    optional={"key_id": HASHES, "no_receipt_given": st.booleans()},
)


def matched(raw: bytes, position: int) -> bytes | None:
    found = records.match_review(raw)
    return None if found is None else records.matched(found, position)


def decoded(raw: bytes, position: int) -> bytes | None:
    try:
        entry = decode(raw)
    except EntryError:
        return None
    return records.of_review(entry, position) if entry.kind == "review" else None


@given(REVIEWS, st.integers(0, 2**40))
def test_every_review_is_matched_as_it_is_decoded(body: dict[str, Any], position: int) -> None:
    try:
        raw = encode("review", body)
    except EntryError:
        raw = json.dumps({**body, "kind": "review", "v": 1}, sort_keys=True, separators=(",", ":")).encode()
        assert decoded(raw, position) is None
    assert matched(raw, position) == decoded(raw, position)


@given(REVIEWS, st.data())
def test_whatever_is_changed_in_a_review_both_still_agree(body: dict[str, Any], data: st.DataObject) -> None:
    raw = bytearray(json.dumps({**body, "kind": "review", "v": 1}, sort_keys=True, separators=(",", ":")).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(("change", "insert", "drop"))):
            case "change":
                raw[place] = data.draw(st.integers(0, 255))
            case "insert":
                raw.insert(place, data.draw(st.sampled_from(b' 0123456789abcdefA"{}:,\\\n')))
            case _:
                del raw[place]
    assert matched(bytes(raw), 7) == decoded(bytes(raw), 7)


@given(REVIEWS, st.integers(0, 2**40))
def test_a_record_gives_back_the_columns(body: dict[str, Any], position: int) -> None:
    try:
        entry = decode(encode("review", body))
    except EntryError:
        return
    place, found = records.to_review(records.of_review(entry, position))
    assert place == position
    for name in ("kind", "business", "review", "month", "stars", "outcome", "receipt_class"):
        assert getattr(found, name) == getattr(entry, name)
    assert found.no_receipt_given == bool(entry.no_receipt_given)
    assert found.key_id == (None if entry.key_id == records.NO_KEY else entry.key_id)
