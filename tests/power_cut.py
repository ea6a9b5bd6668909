"""A model of what a disk keeps when the power goes: contents since the last sync are lost, names perhaps.

A killed process loses nothing that it wrote, because the system still holds it. So a power cut cannot be tried out by
killing; it is computed here, as the standards for fsync allow it at its worst, and the folder replaced by what is left.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union

Node = Union["File", "Directory"]
Choice = Callable[[Node | None, Node | None], Node | None]


@dataclass(eq=False)
class File:
    """A file, with the contents that are on the disk."""

    kept: bytes = b""


@dataclass(eq=False)
class Directory:
    """A folder: the names in it, and those of them that are on the disk."""

    names: dict[str, Node] = field(default_factory=dict)
    kept: dict[str, Node] = field(default_factory=dict)


def _names_lost(kept: Node | None, _now: Node | None) -> Node | None:
    return kept


def _names_kept(_kept: Node | None, now: Node | None) -> Node | None:
    return now


CUTS: dict[str, Callable[[int], Choice]] = {
    "power cut, all names lost": lambda _: _names_lost,
    "power cut, all names kept": lambda _: _names_kept,
    "power cut, some names kept": lambda seed: _some_kept(random.Random(seed)),
}


def _some_kept(dice: random.Random) -> Choice:
    return lambda kept, now: dice.choice((kept, now))


class Disk:
    """Follows what happens below a folder. All that is there at first is on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.top = self._read(root)

    def _read(self, folder: Path) -> Directory:
        names: dict[str, Node] = {
            path.name: self._read(path) if path.is_dir() else File(path.read_bytes()) for path in folder.iterdir()
        }
        return Directory(names, dict(names))

    def _folder(self, path: Path) -> Directory:
        found: Node = self.top
        for name in path.relative_to(self.root).parts:
            assert isinstance(found, Directory)
            found = found.names[name]
        assert isinstance(found, Directory)
        return found

    def opened(self, path: Path) -> None:
        """A file was created or emptied; that it is empty may be on the disk at any time."""
        found = self._folder(path.parent).names.setdefault(path.name, File())
        assert isinstance(found, File)
        found.kept = b""

    def made(self, path: Path) -> None:
        """A folder was created."""
        self._folder(path.parent).names[path.name] = Directory()

    def renamed(self, path: Path, target: Path) -> None:
        """A file has another name now, in place of what had it."""
        self._folder(target.parent).names[target.name] = self._folder(path.parent).names.pop(path.name)

    def removed(self, path: Path) -> None:
        """A file or empty folder has gone."""
        del self._folder(path.parent).names[path.name]

    def synced(self, path: Path) -> None:
        """The contents of a file, or the names in a folder, are on the disk."""
        if path == self.root or path.is_dir():
            folder = self._folder(path)
            folder.kept = dict(folder.names)
            return
        file = self._folder(path.parent).names[path.name]
        assert isinstance(file, File)
        file.kept = path.read_bytes()

    def leave(self, target: Path, choice: Choice = _names_lost) -> None:
        """Write what is left after a power cut into a folder, in place of what is in it."""
        shutil.rmtree(target, ignore_errors=True)
        self._write(target, self.top, choice)

    def _write(self, target: Path, folder: Directory, choice: Choice) -> None:
        target.mkdir()
        for name in sorted({*folder.names, *folder.kept}):
            left = choice(folder.kept.get(name), folder.names.get(name))
            if isinstance(left, Directory):
                self._write(target / name, left, choice)
            elif left is not None:
                (target / name).write_bytes(left.kept)
