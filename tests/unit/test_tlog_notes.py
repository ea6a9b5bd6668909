"""Signed notes, keys, checkpoints and cosignatures: what is accepted, and every way of being wrong."""

import base64
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reputation.tlog import checkpoints, notes
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import NoteError, Signer, Verifier
from reputation.tlog.trees import EMPTY_ROOT

# The example of c2sp.org/signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
LINE = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
TEXT = "This is an example message.\n"
KNOWN = notes.parse_vkey(VKEY)

LOG = Signer("log.example/one", b"\x01" * 32)
CHECKPOINT = Checkpoint(LOG.name, 7, b"\x05" * 32)


def cosigned(text: str, at: int, seed: bytes = b"\x02" * 32, name: str = "witness.example/w1") -> tuple[str, Verifier]:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    witness = Verifier(name, key.public_key().public_bytes_raw(), notes.COSIGNATURE)
    signature = key.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
    raw = witness.key_id + at.to_bytes(8) + signature
    return f"— {name} {base64.b64encode(raw).decode()}\n", witness


def test_the_example_of_the_specification() -> None:
    opened = notes.open_note(f"{TEXT}\n{LINE}".encode(), [KNOWN])
    assert opened.text == TEXT
    assert opened.signers == {KNOWN: None}
    assert KNOWN.vkey == VKEY


def test_signing_is_repeatable_and_verifies() -> None:
    note = LOG.sign(TEXT)
    assert note == LOG.sign(TEXT)
    assert notes.open_note(note.encode(), [LOG.verifier()]).text == TEXT
    assert notes.parse_vkey(LOG.verifier().vkey) == LOG.verifier()
    assert b"\x01" * 8 not in repr(LOG).encode()


def test_text_may_hold_blank_lines() -> None:
    text = "one\n\ntwo\n"
    assert notes.open_note(LOG.sign(text).encode(), [LOG.verifier()]).text == text


def test_unknown_signatures_are_passed_over() -> None:
    stranger = Signer("stranger.example", b"\x09" * 32).line(TEXT)
    same_name = Signer("example.com/foo", b"\x09" * 32).line(TEXT)
    note = f"{TEXT}\n{stranger}{same_name}{LINE}{stranger}"
    assert notes.open_note(note.encode(), [KNOWN]).signers == {KNOWN: None}


BROKEN: dict[str, Callable[[str], str]] = {
    "nobody known": lambda _: Signer("stranger.example", b"\x09" * 32).sign(TEXT),
    "no signature": lambda _: TEXT,
    "no blank line": lambda note: note.replace("\n\n", "\n"),
    "text changed": lambda note: note.replace("example message", "Example message"),
    "signed twice": lambda note: note + LINE,
    "no final newline": lambda note: note[:-1],
    "something after": lambda note: note + "more\n",
    "blank line after": lambda note: note + "\n",
    "hyphen for dash": lambda note: note.replace("— ", "- "),
    "no space": lambda note: note.replace("— ", "—"),
    "two spaces": lambda note: note.replace("foo Uw", "foo  Uw"),
    "plus in a name": lambda note: note + "— a+b AAAAAAA=\n",
    "no name": lambda note: note + "—  AAAAAAA=\n",
    "base64 broken": lambda note: note.replace("aQM=", "aQM"),
    "base64 not canonical": lambda note: note.replace("aQM=", "aQN="),
    "base64 with blanks": lambda note: note.replace("aQM=", "aQ M="),
    "signature too short": lambda note: note + "— other.example AAAA\n",
    "carriage return": lambda note: note.replace("\n", "\r\n"),
    "control character": lambda note: note.replace("example message", "example\tmessage"),
    "too many": lambda note: note + "— other.example AAAAAAA=\n" * 100,
    "too long": lambda note: "x" * 1_000_000 + note,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_note_is_refused(name: str) -> None:
    note = f"{TEXT}\n{LINE}"
    broken = BROKEN[name](note)
    assert broken != note
    with pytest.raises(NoteError):
        notes.open_note(broken.encode(), [KNOWN])


def test_a_note_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(NoteError):
        notes.open_note(f"{TEXT}\n{LINE}".encode().replace(b"\n\n", b"\xff\n\n"), [KNOWN])


@pytest.mark.parametrize("text", ["tab\there\n", "return\r\n", "nul\x00\n", "escape\x1b\n"])
def test_control_characters_are_refused_even_when_signed(text: str) -> None:
    raw = LOG.verifier().key_id + Ed25519PrivateKey.from_private_bytes(LOG.seed).sign(text.encode())
    note = f"{text}\n— {LOG.name} {base64.b64encode(raw).decode()}\n"
    with pytest.raises(NoteError, match="control"):
        notes.open_note(note.encode(), [LOG.verifier()])


def test_one_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    other = Signer("other.example", b"\x03" * 32)
    wrong = other.line("another text\n")
    with pytest.raises(NoteError):
        notes.open_note(f"{TEXT}\n{LINE}{wrong}".encode(), [KNOWN, other.verifier()])
    assert notes.open_note(f"{TEXT}\n{LINE}{other.line(TEXT)}".encode(), [KNOWN, other.verifier()])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "exa mple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv",
        "example.com/\udc80+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_a_broken_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        notes.parse_vkey(text)


def test_a_key_with_plus_in_its_base64_is_split_at_the_first_two() -> None:
    for seed in range(256):
        vkey = Signer("log.example", bytes([seed]) * 32).verifier().vkey
        if "+" in vkey.split("+", 2)[2]:
            assert notes.parse_vkey(vkey).vkey == vkey
            return
    pytest.fail("no key has a plus in its base64")


@pytest.mark.parametrize("text", ["no newline", "tab\there\n"])
def test_what_could_not_be_read_again_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        LOG.sign(text)


def test_checkpoint() -> None:
    note = checkpoints.sign(CHECKPOINT, LOG)
    assert note.startswith("log.example/one\n7\nBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=\n\n— log.example/one ")
    assert checkpoints.open_checkpoint(note.encode(), LOG.verifier()) == CHECKPOINT
    empty = Checkpoint(LOG.name, 0, EMPTY_ROOT)
    assert checkpoints.parse(empty.text) == empty


ROOT = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"log.example\n07\n{ROOT}\n",
        f"log.example\n+7\n{ROOT}\n",
        f"log.example\n-7\n{ROOT}\n",
        f"log.example\n7 \n{ROOT}\n",
        f"log.example\n٧\n{ROOT}\n",
        f"log.example\n9223372036854775808\n{ROOT}\n",
        f"log.example\n7\n{ROOT}",
        f"log.example\n7\n{ROOT}\nextension\n",
        f"log.example\n7\n{ROOT}\n\n",
        f"\n7\n{ROOT}\n",
        f"log example\n7\n{ROOT}\n",
        f"log+example\n7\n{ROOT}\n",
        "log.example\n7\nBQUF\n",
        f"log.example\n7\n{ROOT[:-2]}V=\n",
        f"log.example\n0\n{ROOT}\n",
        f"log.example\n1\n{base64.b64encode(EMPTY_ROOT).decode()}\n",
        f"log.example\n{ROOT}\n7\n",
    ],
)
def test_a_broken_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoints.parse(text)


def test_a_checkpoint_needs_the_signature_of_its_own_log() -> None:
    line, witness = cosigned(CHECKPOINT.text, 1_700_000_000)
    with pytest.raises(NoteError, match="the log itself"):
        checkpoints.open_checkpoint(f"{CHECKPOINT.text}\n{line}".encode(), LOG.verifier(), [witness])
    other = Signer("log.example/two", b"\x01" * 32)
    with pytest.raises(NoteError, match="another log"):
        checkpoints.open_checkpoint(other.sign(CHECKPOINT.text).encode(), other.verifier())
    with pytest.raises(NoteError):
        checkpoints.sign(CHECKPOINT, other)


def test_cosignatures() -> None:
    line, witness = cosigned(CHECKPOINT.text, 1_700_000_000)
    note = checkpoints.sign(CHECKPOINT, LOG) + line
    assert notes.parse_vkey(witness.vkey) == witness
    opened = notes.open_note(note.encode(), [LOG.verifier(), witness])
    assert opened.signers == {LOG.verifier(): None, witness: 1_700_000_000}
    assert checkpoints.open_checkpoint(note.encode(), LOG.verifier(), [witness]) == CHECKPOINT
    assert checkpoints.open_checkpoint(note.encode(), LOG.verifier()) == CHECKPOINT


def test_a_cosignature_says_its_time() -> None:
    line, witness = cosigned(CHECKPOINT.text, 1_700_000_000)
    raw = bytearray(base64.b64decode(line.split(" ")[2]))
    raw[11] ^= 1
    moved = f"— {witness.name} {base64.b64encode(raw).decode()}\n"
    with pytest.raises(NoteError):
        notes.open_note(f"{CHECKPOINT.text}\n{moved}".encode(), [witness])
    late, witness = cosigned(CHECKPOINT.text, 2**63)
    with pytest.raises(NoteError):
        notes.open_note(f"{CHECKPOINT.text}\n{late}".encode(), [witness])


def test_a_plain_signature_is_no_cosignature() -> None:
    witness = Verifier(LOG.name, LOG.verifier().public, notes.COSIGNATURE)
    assert witness.key_id != LOG.verifier().key_id
    with pytest.raises(NoteError):
        notes.open_note(LOG.sign(CHECKPOINT.text).encode(), [witness])
