"""The model: only the pinned files, in time, for several threads at once; and what is said when it does not work."""

import shutil
import threading
from hashlib import sha256
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path

import pytest

from reputation.screening import names
from reputation.screening.names import OVERLAP, WINDOW, NamesFailed, Reader, windows

SHIPPED = Path(str(names.FOLDER))


def copied(folder: Path) -> Path:
    for name in names.PINNED:
        shutil.copy(SHIPPED / name, folder / name)
    return folder


def reason_of(reader: Reader) -> str:
    with pytest.raises(NamesFailed) as caught:
        reader.read("Our waiter was Thomas Miller.")
    return caught.value.reason


def test_it_knows_a_name_from_other_words() -> None:
    text = "Our waiter was Thomas Miller."
    person = {text[piece.start : piece.end]: piece.person for piece in names.READER.read(text)}
    assert min(person["Thomas"], person["Miller"]) > 0.9
    assert max(share for words, share in person.items() if words not in ("Thomas", "Miller")) < 0.1


@pytest.mark.parametrize("name", sorted(names.PINNED))
def test_a_missing_or_another_file_is_never_loaded(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    assert Reader(folder).status() == names.WORKS
    raw = (folder / name).read_bytes()
    (folder / name).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    reader = Reader(folder)
    assert reason_of(reader) == "another-file"
    assert reader.status() == names.Status(works=False, reason="another-file")
    (folder / name).unlink()
    assert reason_of(Reader(folder)) == "missing"
    assert reader.status().reason == "another-file", "what went wrong is remembered until the process starts anew"


def test_files_that_are_pinned_and_broken_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied(tmp_path)
    (folder / names.MODEL).write_bytes(b"no model")
    monkeypatch.setitem(names.PINNED, names.MODEL, sha256(b"no model").hexdigest())
    assert reason_of(Reader(folder)) == "not-loadable"


def test_what_takes_too_long_is_stopped_and_told_until_a_text_is_read_again() -> None:
    reader = Reader(names.FOLDER, limit_s=0.0)
    reader.status()
    with pytest.raises(NamesFailed, match="too-slow"):
        reader.read("Thomas " * 2000)
    assert reader.status() == names.Status(works=False, reason="too-slow")
    reader._limit_s = names.TIME_LIMIT_S
    reader.read("Thomas")
    assert reader.status() == names.WORKS


def test_a_name_is_found_wherever_it_stands_in_a_long_text() -> None:
    filler = "The food was good and the room was clean. "
    for before in (0, 40, 60, 110):
        text = filler * before + "Our waiter was Thomas Miller. " + filler * 20
        best = max(names.READER.read(text), key=lambda piece: piece.person)
        assert text[best.start : best.end] in ("Thomas", "Miller")
        assert best.person > 0.5


@pytest.mark.parametrize("count", [0, 1, WINDOW, WINDOW + 1, 2 * WINDOW - OVERLAP, 2 * WINDOW, 5000])
def test_windows_cover_everything_and_overlap(count: int) -> None:
    found = list(windows(count))
    assert {place for start, end in found for place in range(start, end)} == set(range(count))
    assert all(end - start <= WINDOW for start, end in found)
    assert all(before[1] - after[0] == OVERLAP for before, after in pairwise(found))


def test_it_is_loaded_once_for_all_threads() -> None:
    class Counted:
        """The folder, and how often a file was asked for."""

        def __init__(self) -> None:
            self.asked = 0

        def __truediv__(self, name: str) -> Traversable:
            self.asked += 1
            return names.FOLDER / name

    folder = Counted()
    reader = Reader(folder)  # type: ignore[arg-type]
    threads = [threading.Thread(target=reader.read, args=("Thomas",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert folder.asked == len(names.PINNED)


def test_the_notice_tells_the_sums_that_are_pinned() -> None:
    notice = (SHIPPED / "NOTICE").read_text(encoding="utf-8")
    assert all(f"{digest}  {name}" in notice for name, digest in names.PINNED.items())
    assert "CC BY 4.0" in notice
