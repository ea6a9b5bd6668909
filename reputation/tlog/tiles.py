"""Tiles and entry bundles: where they lie and what is in them. Source: c2sp.org/tlog-tiles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reputation.tlog.trees import HASH_BYTES

WIDTH = 256
LARGEST_ENTRY = 65_535
LARGEST_BUNDLE = WIDTH * (2 + LARGEST_ENTRY)
LARGEST_LEVEL = 63
LARGEST_SIZE = 2**63 - 1
LARGEST_INDEX = LARGEST_SIZE // WIDTH
_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)((?:/x\d{3}){0,5}/\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


class TileError(ValueError):
    """Bytes or a path that are not what the specification allows."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The place of a tile. `level` None: a bundle of entries. `width` WIDTH: a full one."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        return self.width == WIDTH

    @property
    def whole(self) -> "Tile":
        """The full one at this place."""
        return Tile(self.level, self.index)

    @property
    def path(self) -> str:
        """The path below the log's address."""
        level = "entries" if self.level is None else str(self.level)
        return f"tile/{level}/{index_path(self.index)}" + ("" if self.is_full else f".p/{self.width}")

    @property
    def partials(self) -> str:
        """The folder that holds its partial versions."""
        return f"{self.whole.path}.p"


def index_path(index: int) -> str:
    """The number of a tile as path: 1234067 is x001/x234/067."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))


def parse_path(path: str) -> Tile:
    """The tile a path names.

    Raises:
        TileError: it names none, or not in the one way of writing it.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise TileError("this is no path of a tile")
    level = None if match[1] == "entries" else int(match[1])
    tile = Tile(level, int(match[2].replace("/x", "").replace("/", "")), int(match[3] or WIDTH))
    if tile.path != path or (level or 0) > LARGEST_LEVEL or tile.index > LARGEST_INDEX:
        raise TileError("this is no path of a tile")
    if match[3] and tile.width >= WIDTH:
        raise TileError("a partial tile is narrower than a full one")
    return tile


def width_at(level: int | None, size: int) -> tuple[int, int]:
    """How many full tiles a level has in a tree of this size, and how wide its partial one is (0: there is none)."""
    return divmod(size >> 8 * (level or 0), WIDTH)


def levels(size: int) -> range:
    """The levels a tree of this size has tiles on."""
    return range((max(size.bit_length(), 1) + 7) // 8 if size else 0)


def new_tiles(before: int, size: int) -> Iterator[Tile]:
    """Tiles and bundles that a tree of `size` has and one of `before` had not, bundles and low levels first."""
    for level in (None, *levels(size)):
        full, width = width_at(level, size)
        old_full, old_width = width_at(level, before)
        for index in range(old_full, full):
            yield Tile(level, index)
        if width and (full, width) != (old_full, old_width):
            yield Tile(level, full, width)


def encode(hashes: Sequence[bytes]) -> bytes:
    """The bytes of a tile."""
    return b"".join(hashes)


def decode(raw: bytes, width: int) -> list[bytes]:
    """The hashes of a tile.

    Raises:
        TileError: there are not exactly `width` of them.
    """
    if len(raw) != width * HASH_BYTES:
        raise TileError(f"a tile of width {width} has {width * HASH_BYTES} bytes")
    return [raw[place : place + HASH_BYTES] for place in range(0, len(raw), HASH_BYTES)]


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle: each entry behind its length.

    Raises:
        TileError: an entry is longer than a length can say.
    """
    parts = []
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise TileError(f"an entry has at most {LARGEST_ENTRY} bytes")
        parts += [len(entry).to_bytes(2), entry]
    return b"".join(parts)


def decode_bundle(raw: bytes, width: int) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        TileError: there are not exactly `width` of them, or bytes are left over.
    """
    entries, place = [], 0
    while place < len(raw):
        end = place + 2 + int.from_bytes(raw[place : place + 2])
        if place + 2 > len(raw) or end > len(raw):
            raise TileError("a bundle ends within an entry")
        entries.append(raw[place + 2 : end])
        place = end
    if len(entries) != width:
        raise TileError(f"the bundle holds {len(entries)} entries, not {width}")
    return entries


def cut(raw: bytes, tile: Tile) -> bytes:
    """The bytes of a partial tile or bundle out of the full one that took its place: its beginning.

    Raises:
        TileError: these are not the bytes of a full one.
    """
    if tile.level is None:
        return encode_bundle(decode_bundle(raw, WIDTH)[: tile.width])
    return encode(decode(raw, WIDTH)[: tile.width])
