"""Every parser of the log's formats: no crash, no hang, and one way of writing for whatever is accepted."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.log import codes, entries
from reputation.log.entries import EntryError
from reputation.log.kinds import KINDS
from reputation.receipts import rules as tokens
from reputation.tlog import checkpoints, notes, policies, proofs, receipts, tiles, witnessing
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Cosigner, NoteError, Signer, Verifier
from reputation.tlog.tiles import Tile, TileError
from reputation.tlog.trees import EMPTY_ROOT
from reputation.tlog.witnessing import Request
from tests.log_bodies import bodies
from tests.property.mutations import as_text, mutated, near

LOG = Signer("log.example/one", b"\x01" * 32)
WITNESS = Cosigner("witness.example/w1", b"\x02" * 32)
HASHES = st.binary(min_size=32, max_size=32)
SIZES = st.integers(1, 2**63 - 1) | st.integers(1, 300)
# A key that signs receipts, around its modulus: RFC 9578, section 6.5.
KEY_HEAD = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648"
    "016503040202a2030201300382010f003082010a0282010100"
)
KEY_TAIL = bytes.fromhex("0203010001")
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


def request(raw: bytes) -> bytes:
    return witnessing.decode(raw).encode()


def acceptance(raw: bytes) -> bytes:
    return tokens.parse_acceptance(as_text(raw)).text.encode()


def entry(raw: bytes) -> bytes:
    found = entries.decode(raw)
    return entries.encode(found.kind, found.body)


checkpoint_texts = st.builds(lambda size, root: Checkpoint(LOG.name, size, root).text, SIZES, HASHES)
signed = checkpoint_texts.map(LOG.sign)
cosigned_notes = st.builds(lambda text, at: LOG.sign(text) + WITNESS.line(text, at), checkpoint_texts, SIZES)
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
    "request": Parser(
        st.builds(Request, st.integers(0, 2**62), st.lists(HASHES, max_size=3), signed).map(Request.encode),
        request,
        NoteError,
    ),
    "acceptance": Parser(
        st.builds(
            tokens.Acceptance,
            NAMES,
            st.uuids(version=4).map(str),
            st.sampled_from(codes.CLASSES),
            st.none() | HASHES.map(bytes.hex),
            HASHES.map(bytes.hex),
            st.dates(date(2000, 1, 1), date(2199, 12, 31)),
        ).map(lambda promise: promise.text.encode()),
        acceptance,
        tokens.ReceiptError,
    ),
}
KEYS = st.builds(Verifier, st.sampled_from(["a.example", "ü.example/w"]), HASHES, st.just(notes.COSIGNATURE))


@st.composite
def policy_files(draw: st.DrawFn) -> bytes:
    """Witnesses, groups of them and of groups before, and a quorum."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique_by=lambda key: key.public))
    names = [f"w{number}" for number in range(len(keys))]
    lines = [f"witness {name} {key.vkey}" for name, key in zip(names, keys, strict=True)]
    free = list(names)
    for number in range(draw(st.integers(0, 2))):
        members = draw(st.lists(st.sampled_from(free), min_size=1, unique=True)) if free else []
        if members:
            lines.append(f"group g{number} {draw(st.sampled_from(['any', 'all', '1']))} {' '.join(members)}")
            names.append(f"g{number}")
            free = [name for name in (*free, f"g{number}") if name not in members]
    lines.append(f"quorum {draw(st.sampled_from([*names, 'none']))}")
    return "".join(f"{line}\n" for line in lines).encode()


def assert_one_way(parser: Parser, raw: bytes, *, is_valid: bool) -> None:
    try:
        again = parser.again(raw)
    except parser.refusal:
        assert not is_valid
        return
    assert again == raw


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
@settings(max_examples=300)
def test_formats(name: str, data: st.DataObject) -> None:
    parser = PARSERS[name]
    assert_one_way(parser, data.draw(parser.valid), is_valid=True)
    assert_one_way(parser, data.draw(near(parser.valid)), is_valid=False)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=20)
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
@settings(max_examples=300)
def test_a_changed_checkpoint_is_refused_or_says_the_same(raw: bytes, data: st.DataObject) -> None:
    log = LOG.verifier()
    other = data.draw(mutated(st.just(raw)))
    true = checkpoints.open_checkpoint(raw, log)
    try:
        found = checkpoints.open_checkpoint(other, log)
    except NoteError:
        return
    assert found == true


@given(raw=policy_files(), data=st.data())
@settings(max_examples=300)
def test_policies(raw: bytes, data: st.DataObject) -> None:
    """A policy may be written in several ways; whatever is read means the same once it is written by us."""
    assert policies.decode(raw).quorum in raw.decode()
    try:
        found = policies.decode(data.draw(near(st.just(raw))))
    except policies.PolicyError:
        return
    again = found.encode()
    assert policies.decode(again) == found
    assert policies.decode(again).encode() == again
    assert not found.is_met([]) or found.quorum == policies.NONE


@given(modulus=st.binary(min_size=256, max_size=256), rest=st.binary(min_size=320, max_size=320), data=st.data())
@settings(max_examples=100)
def test_no_bytes_are_a_token(modulus: bytes, rest: bytes, data: st.DataObject) -> None:
    """Whatever key somebody logs, and whatever they call a token of it, it is refused and breaks nothing."""
    written = KEY_HEAD + bytes([modulus[0] | 0x80]) + modulus[1:] + KEY_TAIL
    try:
        key = tokens.IssuerKey.parse(data.draw(st.just(written) | mutated(st.just(written))))
    except tokens.ReceiptError:
        return
    token = tokens.TOKEN_TYPE + rest[:64] + key.key_id + rest[64:]
    for raw in (token, data.draw(near(st.just(token)))):
        with pytest.raises(tokens.ReceiptError):
            key.verify(raw)


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
    assert perf_counter() - started < 60
