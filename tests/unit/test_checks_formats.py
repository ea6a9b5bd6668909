"""The files of the private check: what is written is read again, and whatever was tampered with is refused."""

import io
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.checks import formats
from reputation.checks.formats import FormatError, Manifest
from reputation.tlog import checkpoints
from reputation.tlog.notes import NoteError, Signer

LOG = Signer("log.example/one", b"\x01" * 32)
OTHER = Signer("log.example/one", b"\x02" * 32)
ELSEWHERE = Signer("log.example/two", b"\x01" * 32)
RECORDS: list[dict[str, Any]] = [
    {"w": "kettle.example", "n": "Kessel „Süd“ GmbH", "r": {"well": 93}},
    {"w": "b.example", "r": None},
]
HASH = "ab" * 32
MANIFEST = Manifest(
    origin=LOG.name,
    epoch=7,
    on=date(2026, 11, 26),
    bits=8,
    records=2,
    participants=2,
    length=512,
    sites=1_000_000,
    ranges=HASH,
    suffixes="01" * 32,
    skeletons="02" * 32,
    snapshot="03" * 32,
)
VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)


def packed(records: Sequence[Mapping[str, Any]]) -> bytes:
    return formats.pack(map(formats.canonical, records))


def container(payload: bytes) -> bytes:
    """A container of bytes that need not be records."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw = packer.compress(payload) + packer.flush()
    return b"ORC1" + len(raw).to_bytes(4) + raw


@pytest.mark.parametrize(
    ("participants", "bits"),
    [(0, 8), (10_000, 8), (10_001, 10), (100_000, 10), (100_001, 12), (1_000_000, 12), (1_000_001, 16), (10**8, 16)],
)
def test_a_range_stays_small_however_many_take_part(participants: int, bits: int) -> None:
    assert formats.bits_for(participants) == bits


@pytest.mark.parametrize(
    ("key", "bits", "name"),
    [
        ("b2c44ee7", 8, "b2"),
        ("b2c44ee7", 10, "b2c"),
        ("b2f44ee7", 10, "b2c"),
        ("b2344ee7", 10, "b20"),
        ("b2c44ee7", 12, "b2c"),
        ("b2c44ee7", 16, "b2c4"),
        ("00044ee7", 12, "000"),
    ],
)
def test_a_range_is_named_by_the_first_bits_of_the_key(key: str, bits: int, name: str) -> None:
    assert formats.prefix_of(bytes.fromhex(key), bits) == name
    assert formats.is_file(f"7/{name}")


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_names_of_ranges_are_in_the_order_of_their_places(bits: int) -> None:
    names = [formats.prefix(place, bits) for place in range(1 << bits)]

    assert names == sorted(set(names))
    assert all(formats.is_file(f"7/{name}") for name in names)


@pytest.mark.parametrize("text", ["", "b", "B2", "g2", "b2/", "٣٣", "b2\n", "b2c44", "../b2"])
def test_what_is_written_otherwise_names_no_file(text: str) -> None:
    assert not formats.is_file(f"7/{text}")


@given(st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), max_size=5), st.integers(0, 600))
def test_records_come_out_of_a_range_as_they_went_in(records: Sequence[Mapping[str, Any]], more: int) -> None:
    raw = packed(records)

    assert formats.unpack(formats.fill(raw, len(raw) + more)) == records


def test_records_come_out_of_a_snapshot_range_by_range() -> None:
    raw = packed(RECORDS) + packed([]) + packed(RECORDS[:1])

    assert list(formats.read_all(io.BytesIO(raw))) == [RECORDS, [], RECORDS[:1]]


@pytest.mark.parametrize(("length", "whole"), [(12, 256), (256, 256), (257, 512)])
def test_ranges_are_as_long_as_the_longest_rounded_up(length: int, whole: int) -> None:
    assert formats.padded(length) == whole


BOMB = container(b"[" + b" " * (formats.LARGEST_UNPACKED + 1) + b"]")
GOOD = packed(RECORDS)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "ORC1"),
        (b"ORC2" + GOOD[4:], "ORC1"),
        (GOOD[:7], "ORC1"),
        (GOOD[:-1], "ends before"),
        (b"ORC1" + (2**32 - 1).to_bytes(4) + GOOD[8:], "ends before"),
        (GOOD + b"\0\0x", "follows"),
        (GOOD + GOOD, "follows"),
        (GOOD[:8] + b"\xff" + GOOD[9:], "unpacked"),
        (b"ORC1" + (len(GOOD) - 9).to_bytes(4) + GOOD[8:-1], "unpacked whole"),
        (b"ORC1" + (len(GOOD) - 7).to_bytes(4) + GOOD[8:] + b"x", "unpacked whole"),
        (BOMB, "unpacked whole"),
        (container(b"{}"), "no list"),
        (container(b"[1]"), "no list"),
        (container(b"[{}"), "not JSON"),
        (container(b"[" * 100_000), "not JSON"),
        (container(b"\xff"), "not JSON"),
    ],
    ids=range(16),
)
def test_a_range_that_is_not_whole_is_refused(raw: bytes, says: str) -> None:
    assert formats.unpack(GOOD) == RECORDS

    with pytest.raises(FormatError, match=says):
        formats.unpack(raw)


@pytest.mark.parametrize("raw", [GOOD + b"O", GOOD + GOOD[:-1], GOOD + bytes(8)])
def test_a_snapshot_that_is_not_whole_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError):
        list(formats.read_all(io.BytesIO(raw)))


FILTERED = replace(MANIFEST, snapshot=None, filter="04" * 32, answers="05" * 32)


@pytest.mark.parametrize("manifest", [MANIFEST, FILTERED])
def test_a_manifest_is_read_once_a_key_of_the_log_has_signed_it(manifest: Manifest) -> None:
    raw = manifest.sign([OTHER, LOG])

    assert formats.open_manifest(raw, [LOG.verifier()]) == manifest
    assert formats.open_manifest(raw, [OTHER.verifier()]) == manifest
    assert raw.decode().split("\n")[:2] == ["log.example/one/check", "7"]


def test_a_manifest_cannot_pass_for_a_checkpoint() -> None:
    with pytest.raises(NoteError):
        checkpoints.open_checkpoint(MANIFEST.sign([LOG]), LOG.verifier())


def line(change: Callable[[dict[str, object]], object]) -> bytes:
    """The manifest with another third line, signed by the log."""
    lines = MANIFEST.text.split("\n")
    said = json.loads(lines[2])
    change(said)
    return signed(f"{lines[0]}\n{lines[1]}\n{formats.canonical(said).decode()}\n")


def signed(text: str) -> bytes:
    return LOG.sign(text).encode()


TEXT = MANIFEST.text


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (MANIFEST.sign([OTHER]), "not signed by this log"),
        (MANIFEST.sign([LOG]).replace(b'"epoch', b'"Epoch').replace(b"\n7\n", b"\n8\n"), "not signed by this log"),
        (replace(MANIFEST, origin=ELSEWHERE.name).sign([ELSEWHERE]), "not signed by this log"),
        (replace(MANIFEST, origin=ELSEWHERE.name).sign([LOG]), "another log"),
        (signed(TEXT.replace("/check", "")), "no manifest"),
        (signed(f"{TEXT}more\n"), "no manifest"),
        (signed(TEXT.replace("\n7\n", "\n07\n")), "no epoch"),
        (signed(TEXT.replace("\n7\n", "\n0\n")), "no epoch"),
        (signed(TEXT.replace(',"', ', "')), "canonical"),
        (signed(TEXT.replace("2026-11-26", "20261126")), "canonical"),
        (signed(TEXT.replace("2026-11-26", "2026-11-31")), "cannot be read"),
        (signed(TEXT.replace('"bits":8', '"bits":8,"bits":8')), "canonical"),
        (signed("log.example/one/check\n7\nnull\n"), "does not say"),
        (signed("log.example/one/check\n7\n{\n"), "cannot be read"),
        (line(lambda said: said.pop("records")), "does not say"),
        (line(lambda said: said.update(more=1)), "does not say"),
        (line(lambda said: said.update(filter=HASH)), "does not say"),
        (line(lambda said: said.pop("snapshot")), "does not say"),
        (line(lambda said: said.update(tables=[])), "tables"),
        (line(lambda said: said.update(tables={"suffixes": HASH})), "tables"),
        (line(lambda said: said.update(ranges="AB" * 32)), "hash"),
        (line(lambda said: said.update(snapshot=None)), "hash"),
        (line(lambda said: said.update(tables={"suffixes": HASH, "skeletons": 1})), "hash"),
        (line(lambda said: said.update(bits=7)), "bits"),
        (line(lambda said: said.update(bits=24)), "bits"),
        (line(lambda said: said.update(bits=True)), "bits"),
        (line(lambda said: said.update(records=-1)), "records"),
        (line(lambda said: said.update(participants="2")), "participants"),
        (line(lambda said: said.update(length=2**40)), "length"),
        (line(lambda said: said.update(sites=0)), "sites"),
        (line(lambda said: said.update(date=5)), "cannot be read"),
        (b"x" * (formats.LARGEST_MANIFEST + 1), "too long"),
    ],
    ids=range(32),
)
def test_another_manifest_is_refused(raw: bytes, says: str) -> None:
    formats.open_manifest(MANIFEST.sign([LOG]), [LOG.verifier()])

    with pytest.raises(FormatError, match=says):
        formats.open_manifest(raw, [LOG.verifier()])


class Published:
    """A list of 256 ranges of which place 7 holds the records."""

    def __init__(self) -> None:
        self.range = formats.fill(packed(RECORDS), 512)
        empty = formats.fill(packed([]), 512)
        hashes = [sha256(self.range if place == 7 else empty).digest() for place in range(256)]
        self.list = b"".join(hashes)
        self.manifest = replace(MANIFEST, ranges=sha256(self.list).hexdigest())


def test_a_range_is_opened_by_the_list_that_the_manifest_names() -> None:
    one = Published()

    hashes = formats.hashes_of(one.list, one.manifest)

    assert formats.open_range(one.range, 7, hashes, one.manifest) == RECORDS


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (8, lambda raw: raw, "not the one"),
        (7, lambda raw: raw[:-1], "one length"),
        (7, lambda raw: raw + b"\0", "one length"),
        (7, lambda raw: raw[:-1] + b"\1", "not the one"),
        (7, lambda raw: raw[:8] + bytes(504), "not the one"),
    ],
)
def test_another_range_is_refused(place: int, change: Callable[[bytes], bytes], says: str) -> None:
    one = Published()
    hashes = formats.hashes_of(one.list, one.manifest)

    with pytest.raises(FormatError, match=says):
        formats.open_range(change(one.range), place, hashes, one.manifest)


def test_another_list_of_ranges_is_refused() -> None:
    one = Published()

    with pytest.raises(FormatError, match="not the one"):
        formats.hashes_of(one.list[32:] + one.list[:32], one.manifest)
    short = one.list[:-32]
    with pytest.raises(FormatError, match="not whole"):
        formats.hashes_of(short, replace(one.manifest, ranges=sha256(short).hexdigest()))
