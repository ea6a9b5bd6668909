"""A copy of the published log that stands alone: it can be audited, served and handed on without this service."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from reputation.log import queries
from reputation.log.files import CHECKPOINT, KEY, POLICY, Folder
from reputation.tlog import checkpoints, notes, tiles
from reputation.tlog.tiles import Tile

LOG = "log"
GROWING = ("ratings", "reports", "side")
README = """\
This folder holds a copy of the public log {origin} as it stood at {size} entries.
It needs no service, no database and no network.

Check all of it, with the program that comes with the source code of Open Reference:

    python -m reputation.audit THIS-FOLDER --key VKEY

VKEY is the log's public key. Take it from somebody you trust, not from here: a key that
comes with what it is to verify proves nothing. Compare it with the file log/key.

What lies below log/side are words: names, texts, reasons. They can be masked or erased later; before you hand this copy
on or serve it, take those files anew and remove the ones that have gone.

Serve it with any web server: the files below log/ are those of c2sp.org/tlog-tiles.
"""


class ExportRefused(Exception):
    """The copy cannot be made like this; `code` never changes its meaning, the message says what to do."""

    def __init__(self, code: str, advice: str) -> None:
        super().__init__(f"{code}: {advice}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Exported:
    """What a copy holds: the log's first `size` entries, in so many files."""

    origin: str
    size: int
    files: int


def export(target: Path, *, progress: Callable[[int, int], object] = lambda *_: None) -> Exported:
    """Copy the published log into an empty folder, as it stands at one checkpoint while the service goes on.

    The checkpoint is read first and written last: an interrupted copy is none. `progress` is told how many of how many
    entries' files are copied.

    Raises:
        ExportRefused: export-not-empty, nothing-published, published-missing, published-unreadable.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportRefused("export-not-empty", f"{target} is not an empty folder. Name one that is, or a new one.")
    source = Folder(Path(settings.PUBLIC_ROOT) / LOG)
    note = source.checkpoint()
    if note is None:
        raise ExportRefused("nothing-published", "Nothing is published so far. Start the service first.")
    try:
        shown = checkpoints.open_checkpoint(note, notes.parse_vkey(queries.verifier_key()))
    except notes.NoteError as error:
        raise ExportRefused("published-unreadable", f"The published checkpoint is not of this log: {error}.") from error
    copied = 0
    for tile in tiles.new_tiles(0, shown.size):
        _write(target / LOG / tile.path, _read(source, tile))
        copied += 1
        if tile.level is None:
            progress(min(tile.index * tiles.WIDTH + tile.width, shown.size), shown.size)
    for path in _grown(source):
        _copy(source.root / path, target / LOG / path)
        copied += 1
    _write(target / LOG / KEY, f"{queries.verifier_key()}\n".encode())
    _write(target / "README.txt", README.format(origin=shown.origin, size=shown.size).encode())
    _write(target / LOG / CHECKPOINT, note)
    return Exported(shown.origin, shown.size, copied + 3)


def _read(source: Folder, tile: Tile) -> bytes:
    """The bytes of a tile or bundle; of a partial one that has gone meanwhile, the beginning of the full one."""
    raw = source.read(tile.path)
    if raw is not None:
        return raw
    full = None if tile.is_full else source.read(tile.whole.path)
    if full is None:
        raise ExportRefused(
            "published-missing",
            f"{tile.path} is missing from the published folder. Start the service, which writes it again, and then "
            "export into an empty folder once more.",
        )
    try:
        return tiles.cut(full, tile)
    except tiles.TileError as error:
        raise ExportRefused("published-unreadable", f"{tile.whole.path} is damaged: {error}.") from error


def _grown(source: Folder) -> Iterator[Path]:
    """What lies beside tiles, key and checkpoint, by its path in the folder; half-written files are none."""
    if source.has(POLICY):
        yield Path(POLICY)
    for name in GROWING:
        for path in sorted((source.root / name).rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(".new"):
                yield path.relative_to(source.root)


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
