"""Tiles and bundles: paths, widths and bytes, with the examples of the specification."""

import pytest

from reputation.tlog import tiles
from reputation.tlog.edges import Edge, edge_at
from reputation.tlog.tiles import Tile, TileError
from tests import naive_tree

LEAVES = [naive_tree.leaf(b"%d" % n) for n in range(66_000)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(63, 7, 1), "tile/63/007.p/1"),
        (Tile(0, tiles.LARGEST_INDEX), "tile/0/x036/x028/x797/x018/x963/967"),
        (Tile(None, 1_234_067, 255), "tile/entries/x001/x234/067.p/255"),
    ],
)
def test_paths(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/999",
        "tile/0/000.p",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/entry/000",
        "tile/0/٠٠٠",
        "tile/0/../000",
        "tile/0/x036/x028/x797/x018/x963/968",
        "tile/0/x001" + "/x000" * 2000 + "/000",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(TileError):
        tiles.parse_path(path)


def test_a_tree_of_70000_as_the_specification_counts_it() -> None:
    found = [tile for tile in tiles.new_tiles(0, 70_000) if tile.level is not None]
    assert [(t.index, t.width) for t in found if not t.is_full] == [(273, 112), (1, 17), (0, 1)]
    assert [sum(t.is_full and t.level == level for t in found) for level in range(3)] == [273, 1, 0]


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert list(tiles.new_tiles(255, 256)) == [Tile(None, 0), Tile(0, 0), Tile(1, 0, 1)]


def test_no_empty_tiles() -> None:
    assert list(tiles.new_tiles(0, 0)) == []
    assert list(tiles.new_tiles(70_000, 70_000)) == []
    for size in (1, 255, 256, 257, 65_535, 65_536, 65_537):
        assert all(tile.width > 0 for tile in tiles.new_tiles(0, size))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000])
def test_edge_gives_the_tiles_of_the_definition(size: int) -> None:
    edge = Edge()
    full: dict[Tile, bytes] = {}
    for start in range(0, size, 1000):
        full |= dict(edge.append(LEAVES[start : min(start + 1000, size)]))
    assert edge.root() == naive_tree.root(LEAVES[:size])
    wanted = [tile for tile in tiles.new_tiles(0, size) if tile.level is not None]
    for tile in wanted:
        own = full.pop(tile) if tile.is_full else edge.tiles()[tile.level or 0]
        if tile.level or tile.index in (0, size // 256 - 1, size // 256):
            assert own == tiles.encode(naive_tree.tile(LEAVES[:size], tile.level or 0, tile.index, tile.width))
    assert not full
    assert Edge.of(size, edge.tiles()) == edge


def test_an_older_edge_comes_out_of_newer_tiles() -> None:
    edge = Edge()
    full: dict[Tile, bytes] = {}
    for start in range(0, 1_400, 100):
        full |= dict(edge.append(LEAVES[start : start + 100]))

    def read(tile: Tile) -> list[bytes]:
        raw = full.get(Tile(tile.level, tile.index)) or edge.tiles()[tile.level or 0]
        return tiles.decode(raw[: 32 * tile.width], tile.width)

    for size in (0, 1, 255, 256, 700, 1_279, 1_280, 1_399, 1_400):
        assert edge_at(size, read).root() == naive_tree.root(LEAVES[:size])


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    edge = Edge()
    edge.append(LEAVES[:300])
    for broken in ([], edge.tiles()[:1], [*edge.tiles(), b""], [edge.tiles()[0][:-1], edge.tiles()[1]]):
        with pytest.raises(TileError):
            Edge.of(300, broken)


def test_bundles() -> None:
    entries = [b"", b"a", b"x" * 65_535]
    raw = tiles.encode_bundle(entries)
    assert raw[:5] == b"\x00\x00\x00\x01a"
    assert tiles.decode_bundle(raw, 3) == entries
    for broken in (raw[:-1], raw + b"\x00", raw + b"\x00\x00"):
        with pytest.raises(TileError):
            tiles.decode_bundle(broken, 3)
    with pytest.raises(TileError):
        tiles.decode_bundle(raw, 2)
    with pytest.raises(TileError):
        tiles.encode_bundle([b"x" * 65_536])


@pytest.mark.parametrize("raw", [b"", b"x" * 31, b"x" * 33, b"x" * 64])
def test_a_tile_of_another_size_is_refused(raw: bytes) -> None:
    with pytest.raises(TileError):
        tiles.decode(raw, 1)


def test_a_partial_one_is_the_beginning_of_the_full_one() -> None:
    entries = [b"%d" % number for number in range(tiles.WIDTH)]
    bundle, hashes = tiles.encode_bundle(entries), tiles.encode(LEAVES[: tiles.WIDTH])
    assert tiles.cut(bundle, Tile(None, 0, 3)) == tiles.encode_bundle(entries[:3])
    assert tiles.cut(hashes, Tile(0, 0, 3)) == tiles.encode(LEAVES[:3])
    assert len(tiles.encode_bundle([b"x" * tiles.LARGEST_ENTRY] * tiles.WIDTH)) == tiles.LARGEST_BUNDLE
    for raw, tile in ((bundle[:-1], Tile(None, 0, 3)), (hashes[:-1], Tile(0, 0, 3))):
        with pytest.raises(TileError):
            tiles.cut(raw, tile)
