"""Every parser of the log's formats: no crash, no hang, and one way of writing for whatever is accepted."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reputation.log import entries
from reputation.log.entries import EntryError
from reputation.log.kinds import KINDS
from reputation.tlog import checkpoints, notes, proofs, receipts, tiles
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import NoteError, Signer, Verifier
from reputation.tlog.tiles import Tile, TileError
from reputation.tlog.trees import EMPTY_ROOT
from tests.log_bodies import bodies
from tests.property.mutations import as_text, mutated, near
from tests.unit.test_tlog_notes import cosigned

LOG = Signer("log.example/one", b"\x01" * 32)
HASHES = st.binary(min_size=32, max_size=32)
SIZES = st.integers(1, 2**63 - 1) | st.integers(1, 300)
FUZZ = settings(deadline=2000, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.sampled_from(["log.example/one", "ü.example", "a", "witness.example/w1"])


@dataclass(frozen=True)
class Parser:
    """What it accepts, how it reads, how the same is written again, and how it refuses."""

    valid: st.SearchStrategy[bytes]
    again: Callable[[bytes], bytes]
    refusal: type[Exception]


def tile_path(raw: bytes) -> bytes:
    found = tiles.parse_path(as_text(raw))
    assert found.width <= tiles.WIDTH
    return found.path.encode()


def tile(raw: bytes) -> bytes:
    return tiles.encode(tiles.decode(raw, max(1, len(raw) // 32)))


def bundle(raw: bytes) -> bytes:
    found = tiles.decode_bundle(raw, 3)
    assert len(found) == 3
    return tiles.encode_bundle(found)


def base64_text(raw: bytes) -> bytes:
    return base64.b64encode(notes.decode_base64(as_text(raw)))


def vkey(raw: bytes) -> bytes:
    return notes.parse_vkey(as_text(raw)).vkey.encode()


def note(raw: bytes) -> bytes:
    text, signatures = notes.split(raw)
    lines = [f"— {one.name} {base64.b64encode(one.key_id + one.raw).decode()}\n" for one in signatures]
    return f"{text}\n{''.join(lines)}".encode()


def checkpoint_text(raw: bytes) -> bytes:
    return checkpoints.parse(as_text(raw)).text.encode()


def receipt(raw: bytes) -> bytes:
    found = receipts.decode(raw)
    return receipts.encode(found.index, found.proof, found.note, found.extra)


def entry(raw: bytes) -> bytes:
    found = entries.decode(raw)
    return entries.encode(found.kind, found.body)


checkpoint_texts = st.builds(lambda size, root: Checkpoint(LOG.name, size, root).text, SIZES, HASHES)
signed = checkpoint_texts.map(LOG.sign)
cosigned_notes = st.builds(lambda text, at: LOG.sign(text) + cosigned(text, at)[0], checkpoint_texts, SIZES)
PARSERS = {
    "path": Parser(
        st.builds(Tile, st.none() | st.integers(0, 63), st.integers(0, tiles.LARGEST_INDEX), st.integers(1, 256)).map(
            lambda tile: tile.path.encode()
        ),
        tile_path,
        TileError,
    ),
    "tile": Parser(st.lists(HASHES, min_size=1, max_size=5).map(tiles.encode), tile, TileError),
    "bundle": Parser(
        st.lists(st.binary(max_size=300), min_size=3, max_size=3).map(tiles.encode_bundle), bundle, TileError
    ),
    "base64": Parser(st.binary(max_size=80).map(base64.b64encode), base64_text, NoteError),
    "key": Parser(
        st.builds(Verifier, NAMES, HASHES, st.sampled_from([notes.ED25519, notes.COSIGNATURE])).map(
            lambda key: key.vkey.encode()
        ),
        vkey,
        NoteError,
    ),
    "note": Parser((signed | cosigned_notes).map(str.encode), note, NoteError),
    "checkpoint": Parser(
        (checkpoint_texts | st.just(Checkpoint(LOG.name, 0, EMPTY_ROOT).text)).map(str.encode),
        checkpoint_text,
        NoteError,
    ),
    "receipt": Parser(
        st.builds(
            receipts.encode,
            st.integers(0, 2**62),
            st.lists(HASHES, max_size=3),
            signed,
            st.none() | st.binary(max_size=40),
        ),
        receipt,
        NoteError,
    ),
}


def assert_one_way(parser: Parser, raw: bytes, *, is_valid: bool) -> None:
    try:
        again = parser.again(raw)
    except parser.refusal:
        assert not is_valid
        return
    assert again == raw


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
@settings(FUZZ, max_examples=300)
def test_formats(name: str, data: st.DataObject) -> None:
    parser = PARSERS[name]
    assert_one_way(parser, data.draw(parser.valid), is_valid=True)
    assert_one_way(parser, data.draw(near(parser.valid)), is_valid=False)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(FUZZ, max_examples=20)
def test_entries(kind: str, data: st.DataObject) -> None:
    """Any body that the documentation of a kind allows can be written and read, and nothing reads in two ways."""
    body = data.draw(bodies(kind))
    raw = entries.encode(kind, body)
    found = entries.decode(raw)
    assert (found.kind, found.body) == (kind, body)
    parser = Parser(st.just(raw), entry, EntryError)
    for _ in range(3):
        assert_one_way(parser, data.draw(near(parser.valid)), is_valid=False)


@given(raw=cosigned_notes.map(str.encode), data=st.data())
@settings(FUZZ, max_examples=300)
def test_a_changed_checkpoint_is_refused_or_says_the_same(raw: bytes, data: st.DataObject) -> None:
    log = LOG.verifier()
    other = data.draw(mutated(st.just(raw)))
    true = checkpoints.open_checkpoint(raw, log)
    try:
        found = checkpoints.open_checkpoint(other, log)
    except NoteError:
        return
    assert found == true


@given(size=st.integers(1, 40), data=st.data())
def test_proofs_at_random_show_nothing(size: int, data: st.DataObject) -> None:
    proof = data.draw(st.lists(HASHES, max_size=8))
    index, second = data.draw(st.integers(-1, 41)), data.draw(st.integers(-1, 41))
    with pytest.raises(proofs.ProofError):
        proofs.verify_inclusion(b"\x01" * 32, index, size, proof, b"\x02" * 32)
    with pytest.raises(proofs.ProofError):
        proofs.verify_consistency(size, second, proof, b"\x01" * 32, b"\x02" * 32)


LONG = {
    "newlines": b"\n" * notes.LONGEST_NOTE,
    "signatures": b"a\n\n" + "— a AAAAAAAA\n".encode() * 60_000,
    "a long name": b"a\n\n" + "— ".encode() + b"a" * 900_000 + b" AAAAAAAA\n",
    "brackets": b"[" * entries.LARGEST,
    "digits": b"9" * entries.LARGEST,
    "a long code": b'{"authority_code":"' + b"a-" * 32_000 + b'","kind":"order"}',
    "a long domain": b'{"domain":"' + b"a." * 32_000 + b'","kind":"domain-lost","v":1}',
    "a long number": b'{"kind":"business-joined","numbers":[{"scheme":"x","value":"' + b"1 " * 32_000 + b'"}],"v":1}',
    "empty entries": b"\x00" * 2 * 30_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_input_is_answered_soon(name: str) -> None:
    raw = LONG[name]
    started = perf_counter()
    for parser in (*PARSERS.values(), Parser(st.nothing(), entry, EntryError)):
        assert_one_way(parser, raw, is_valid=False)
    assert perf_counter() - started < 5
