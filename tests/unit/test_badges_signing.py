"""The signature of a badge: it holds, and a change of any byte, another key or another note is found."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reputation.badges import __main__ as command
from reputation.badges import signing, svg
from reputation.badges.rules import Subject
from reputation.tlog.notes import Cosigner, Signer, Verifier
from tests.badges_made import BUSINESS, SIGNER, make_subject

KEY = SIGNER.verifier()
OTHER = Signer(SIGNER.name, bytes(32))


def signed(subject: Subject | None = None, signer: Signer = SIGNER) -> bytes:
    found = subject or make_subject(alerts=("surge",))
    picture = svg.drawn(found)
    return signing.joined(picture, signing.sign(found, picture, signer)).encode()


def holds(raw: bytes, key: Verifier = KEY) -> bool:
    try:
        signing.verified(signing.opened(raw), key)
    except (signing.Unreadable, signing.OtherKey, signing.Changed):
        return False
    return True


def test_it_holds_and_says_what_the_badge_is_about() -> None:
    badge = signing.opened(signed())
    found = signing.verified(badge, KEY)
    assert (found.business, found.month, found.log_size) == (BUSINESS, "2026-11", 1234)
    assert (found.edition, found.language, found.day.isoformat()) == (1, "en", "2026-11-25")
    assert badge.title == "Kettle & Moss Ltd – Open Reference: about 93 of 100 ended well"
    assert badge.picture == svg.drawn(make_subject(alerts=("surge",)))


def test_the_same_badge_is_signed_with_the_same_bytes() -> None:
    assert signed() == signed()


def test_a_change_of_any_byte_is_found() -> None:
    raw = signed()
    for place in range(len(raw)):
        assert not holds(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]), place
    for place in range(0, len(raw), 7):
        assert not holds(raw[:place] + raw[place + 1 :]), place
        assert not holds(raw[:place] + b" " + raw[place:]), place


def test_another_key_is_told_from_a_change() -> None:
    with pytest.raises(signing.OtherKey):
        signing.verified(signing.opened(signed()), OTHER.verifier())
    with pytest.raises(signing.OtherKey):
        signing.verified(signing.opened(signed()), replace(KEY, name="other.example/log/badge"))


def test_the_note_of_one_badge_does_not_sign_another() -> None:
    one, other = signing.opened(signed()), make_subject(name="Quillon Cycles Ltd")
    forged = signing.joined(svg.drawn(other), one.note).encode()
    with pytest.raises(signing.Changed, match="picture"):
        signing.verified(signing.opened(forged), KEY)


def test_a_note_with_more_in_it_is_none() -> None:
    badge = signing.opened(signed())
    text, signature = badge.note.rsplit("\n\n", 1)
    second = OTHER.line(f"{text}\n")
    for note in (
        f"{text}\n\n{signature}{second}",
        f"{text}\n\n{signature}{signature}",
        SIGNER.sign(f"{text}\nmore words\n"),
        SIGNER.sign(f"{text}\n".replace("log-size 1234", "log-size 01234")),
        SIGNER.sign("open-reference badge v2\n"),
        "no note at all",
    ):
        with pytest.raises(signing.Changed):
            signing.verified(signing.opened(signing.joined(badge.picture, note).encode()), KEY)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"<svg/>",
        svg.drawn(make_subject()).encode(),
        signed() + b" " * signing.LARGEST,
        signed().replace(signing.OPENS.encode(), b'<metadata id="badge-signature"><script/>'),
        signed().replace(b"</svg>", signing.OPENS.encode() + signing.CLOSES.encode() + b"</svg>"),
    ],
)
def test_what_is_no_badge_is_refused(raw: bytes) -> None:
    with pytest.raises(signing.Unreadable):
        signing.opened(raw)


def run(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody without Django's settings runs it."""
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "reputation.badges", str(path), *more],
        cwd=Path(__file__).resolve().parents[2],
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_what_it_says_and_that_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "badge.svg"
    file.write_bytes(signed())
    done = run(file, "--key", KEY.vkey)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("about 93 of 100", "8 of 31", f"Business {BUSINESS}", "month 2026-11", "drawn on 2026-11-25"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("raw", "status", "says"),
    [
        (signed(), 0, "holds"),
        (signed(signer=OTHER), 10, "another key"),
        (signed().replace(b"about 93", b"about 98"), 11, "NOT VERIFIED, do not believe it"),
        (b"<svg/>", 2, "no badge"),
        (None, 2, "cannot be read"),
    ],
)
def test_the_command_ends_with_a_status_that_means_something(
    raw: bytes | None, status: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "badge.svg"
    if raw is not None:
        file.write_bytes(raw)
    assert command.main([str(file), "--key", KEY.vkey]) == status
    told = capsys.readouterr()
    assert says in (told.err if status else told.out)
    assert ("holds." in told.out) is (status == 0)


def test_the_command_lets_no_file_write_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "badge.svg"
    file.write_bytes(signed().replace(b"about 93", b"\x1b[2Jabout"))
    assert command.main([str(file), "--key", KEY.vkey]) == 11
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("key", ["nonsense", Cosigner("witness.example/w", bytes(32)).verifier().vkey])
def test_the_command_refuses_what_is_no_badge_key(key: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([str(tmp_path), "--key", key])
    assert ended.value.code == 2
