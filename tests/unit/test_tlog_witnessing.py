"""Requests to witnesses and their answers: read and written alike, and every odd one refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.tlog import witnessing
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Cosigner, NoteError, Signer
from reputation.tlog.witnessing import Address, Request
from tests.unit.test_tlog_notes import cosigned
from tests.witness_server import wrong

LOG = Signer("log.example/one", b"\x01" * 32)
ONE, TWO = Cosigner("witness.example/w1", b"\x02" * 32), Cosigner("witness.example/w2", b"\x03" * 32)
TEXT = Checkpoint(LOG.name, 7, b"\x05" * 32).text
NOTE = LOG.sign(TEXT)
AT = 1_700_000_000
HASH = b"\x07" * 32
LINE = ONE.line(TEXT, AT)


def test_a_request_is_what_the_specification_shows() -> None:
    raw = Request(5, (HASH, HASH), NOTE).encode()
    line = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
    assert raw.decode() == f"old 5\n{line}\n{line}\n\n{NOTE}"
    assert Request(0, (), NOTE).encode().decode() == f"old 0\n\n{NOTE}"


@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_a_request_is_read_as_it_was_written(old: int, proof: list[bytes]) -> None:
    request = Request(old, tuple(proof), NOTE)
    assert witnessing.decode(request.encode()) == request


@pytest.mark.parametrize(
    "head",
    [
        "",
        "5\n",
        "old\n",
        "old 05\n",
        "old +5\n",
        "old  5\n",
        "old 5 \n",
        "old \u0665\n",
        f"old {2**63}\n",
        "Old 5\n",
        "old 5\r\n",
        "old 5\nAAAA\n",
        "old 5\n*\n",
        "old 5\n" + "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n" * 64,
    ],
)
def test_an_odd_request_is_refused(head: str) -> None:
    with pytest.raises(NoteError):
        witnessing.decode(f"{head}\n{NOTE}".encode())


def test_a_request_that_is_too_long_or_not_text_is_refused() -> None:
    for raw in (b"old 5\n\n\xff", b"old 5\n\n" + b"x" * 2_000_000, b"old 5\n"):
        with pytest.raises(NoteError):
            witnessing.decode(raw)


@pytest.mark.parametrize("kind", ["text/x.tlog.size", "Text/X.Tlog.Size", "text/x.tlog.size; charset=utf-8"])
def test_a_conflict_says_the_size(kind: str) -> None:
    assert witnessing.held_size(kind, b"20852014\n") == 20_852_014
    assert witnessing.held_size(kind, b"0\n") == 0


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text/plain", b"5\n"),
        ("", b"5\n"),
        ("text/x.tlog.sizes", b"5\n"),
        ("text/x.tlog.size", b"5"),
        ("text/x.tlog.size", b"5\n\n"),
        ("text/x.tlog.size", b"05\n"),
        ("text/x.tlog.size", b"-5\n"),
        ("text/x.tlog.size", b"5 \n"),
        ("text/x.tlog.size", b"\xd9\xa5\n"),
        ("text/x.tlog.size", b"9223372036854775808\n"),
        ("text/x.tlog.size", b"\n"),
        ("text/x.tlog.size", b""),
    ],
)
def test_an_odd_conflict_says_nothing(kind: str, raw: bytes) -> None:
    with pytest.raises(NoteError):
        witnessing.held_size(kind, raw)


def test_cosignatures_of_known_keys_are_taken_and_others_passed_over() -> None:
    lines = (TWO.line(TEXT, AT) + LINE + LOG.line(TEXT)).encode()
    (found,) = witnessing.cosignatures(TEXT, lines, [ONE.verifier()], latest=AT)
    assert (found.key, found.at, found.signature.line) == (ONE.verifier(), AT, LINE)
    both = witnessing.cosignatures(TEXT, lines, [ONE.verifier(), TWO.verifier()], latest=AT)
    assert {one.key for one in both} == {ONE.verifier(), TWO.verifier()}


MORE = f"{TEXT}more\n"
ODD = {
    "nothing": b"",
    "no newline": LINE[:-1].encode(),
    "nobody known": TWO.line(TEXT, AT).encode(),
    "wrong": wrong(LINE.encode()),
    "of another text": ONE.line(MORE, AT).encode(),
    "of a text that it brings along": f"more\n\n{ONE.line(MORE, AT)}".encode(),
    "of a longer text that it brings along": f"x\n\n{ONE.line(f'{TEXT}{chr(10)}x{chr(10)}', AT)}".encode(),
    "twice": (LINE * 2).encode(),
    "a second one wrong": LINE.encode() + wrong(LINE.encode()),
    "a page": b"<!doctype html>\n",
    "a line after": LINE.encode() + b"more\n",
    "a blank line after": LINE.encode() + b"\n",
    "not text": b"\xff\n",
    "too many": LINE.encode() + TWO.line(TEXT, AT).encode() * 100,
    "of the log's kind": Signer(ONE.name, ONE.seed).line(TEXT).encode(),
    "later than now": ONE.line(TEXT, AT + 1).encode(),
    "at no time": cosigned(TEXT, 0, ONE.seed, ONE.name)[0].encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_gives_no_cosignature(name: str) -> None:
    with pytest.raises(NoteError):
        witnessing.cosignatures(TEXT, ODD[name], [ONE.verifier()], latest=AT)


def test_a_witness_says_when_it_signs() -> None:
    for at in (0, -1, 2**63):
        with pytest.raises(NoteError):
            ONE.line(TEXT, at)
    with pytest.raises(NoteError):
        ONE.line("no newline", AT)
    assert b"\x02" * 8 not in repr(ONE).encode()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://w.example", Address(is_secure=True, host="w.example", port=443, path="/add-checkpoint")),
        ("https://w.example:8443/a/", Address(is_secure=True, host="w.example", port=8443, path="/a/add-checkpoint")),
        ("http://localhost:80/a", Address(is_secure=False, host="localhost", port=80, path="/a/add-checkpoint")),
        ("http://127.9.9.9", Address(is_secure=False, host="127.9.9.9", port=80, path="/add-checkpoint")),
        ("http://[::1]:81", Address(is_secure=False, host="::1", port=81, path="/add-checkpoint")),
    ],
)
def test_an_address_is_below_the_prefix(url: str, found: Address) -> None:
    assert witnessing.address(url) == found


@pytest.mark.parametrize(
    "url",
    [
        "",
        "w.example",
        "ftp://w.example",
        "http://w.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "https://",
        "https://w.example?x=1",
        "https://w.example#x",
        "https://me:secret@w.example",
        "https://w.example:99999",
        "https://w.example/a b",
        "https://w.example/\r\nX: 1",
        "https://w\u00e9.example",
    ],
)
def test_an_address_elsewhere_is_secure_and_plain(url: str) -> None:
    with pytest.raises(ValueError):
        witnessing.address(url)
