"""The right edge of a tree: what is needed to append to it, and no more. O(log n) space and work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reputation.tlog.tiles import WIDTH, Tile, TileError, decode, levels, width_at
from reputation.tlog.trees import EMPTY_ROOT, root_of

TileReader = Callable[[Tile], Sequence[bytes]]


@dataclass(slots=True)
class Edge:
    """The tree's size and, per level, the hashes of its partial tile."""

    size: int = 0
    rows: list[list[bytes]] = field(default_factory=list)

    @classmethod
    def of(cls, size: int, tiles: Sequence[bytes]) -> "Edge":
        """The edge that `tiles` stored.

        Raises:
            TileError: it does not fit the size.
        """
        widths = [width_at(level, size)[1] for level in levels(size)]
        if len(tiles) > len(widths):
            raise TileError("the edge has more levels than the tree")
        padded = [*tiles, *[b""] * (len(widths) - len(tiles))]
        return cls(size, [decode(raw, width) for raw, width in zip(padded, widths, strict=True)])

    def tiles(self) -> list[bytes]:
        """The partial tiles, lowest level first; an empty one where a level has none."""
        return [b"".join(row) for row in self.rows]

    def append(self, leaves: Sequence[bytes]) -> list[tuple[Tile, bytes]]:
        """Put leaf hashes at the end; answers the tiles that became full, with their bytes."""
        full = self._put(list(leaves), 0)
        self.size += len(leaves)
        return full

    def append_tile(self, raw: bytes, root: bytes) -> list[tuple[Tile, bytes]]:
        """Put the leaf hashes of a whole tile at the end of whole tiles, when their root is known already.

        Raises:
            TileError: the tree does not end with a whole tile.
        """
        if self.size % WIDTH:
            raise TileError("a whole tile goes behind whole tiles only")
        full = [(Tile(0, self.size // WIDTH), raw), *self._put([root], 1)]
        self.size += WIDTH
        return full

    def _put(self, coming: list[bytes], level: int) -> list[tuple[Tile, bytes]]:
        """Put hashes at the end of a level, and what they fill on the levels above it."""
        full: list[tuple[Tile, bytes]] = []
        while coming:
            while level >= len(self.rows):
                self.rows.append([])
            row = self.rows[level] + coming
            first = (self.size >> 8 * level) // WIDTH
            coming = []
            for place in range(0, len(row) - WIDTH + 1, WIDTH):
                hashes = row[place : place + WIDTH]
                full.append((Tile(level, first + place // WIDTH), b"".join(hashes)))
                coming.append(root_of(hashes))
            self.rows[level] = row[len(coming) * WIDTH :]
            level += 1
        return full

    def copy(self) -> "Edge":
        """Another edge of the same tree, which can grow on its own."""
        return Edge(self.size, [list(row) for row in self.rows])

    def root(self) -> bytes:
        """The root of the tree: each level's partial tile, the smaller subtrees below joining at its end."""
        below: list[bytes] = []
        for row in self.rows:
            joined = row + below
            below = [root_of(joined)] if joined else []
        return below[0] if below else EMPTY_ROOT


def edge_at(size: int, read: TileReader) -> Edge:
    """The edge of the tree as it was at a size, from its tiles."""
    rows = []
    for level in levels(size):
        full, width = width_at(level, size)
        rows.append(list(read(Tile(level, full, width))) if width else [])
    return Edge(size, rows)
