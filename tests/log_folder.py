"""A log in a temporary folder: growing it, and seeing that the folder alone proves every entry."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from reputation.log import actions, files, models, publisher, queries
from reputation.tlog import checkpoints, notes, tiles
from tests import log_entries, naive_tree

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 9, 31, tzinfo=UTC)


def wait(count: int, seed: int = 0) -> None:
    with transaction.atomic():
        for body in log_entries.reviews(count, seed=seed):
            actions.append(kind="review", body=body)


def grow(count: int, seed: int = 0) -> queries.Checkpoint:
    """So many more entries, numbered and published."""
    wait(count, seed)
    while actions.sequence(limit=300):
        pass
    published = publisher.publish(now=NOW)
    assert published is not None
    return published


def raws() -> list[bytes]:
    return [bytes(raw) for raw in models.Entry.objects.order_by("position").values_list("raw", flat=True)]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != files.LOCK
    }


def shown_size(folder: Path) -> int:
    """How many entries the published checkpoint covers."""
    return int((folder / "checkpoint").read_text(encoding="utf-8").split("\n")[1])


def assert_published(folder: Path, *, size: int | None = None) -> None:
    """The folder alone proves every entry up to its checkpoint, or up to an earlier one of this size."""
    if size is None:
        log = notes.parse_vkey(queries.verifier_key())
        shown = checkpoints.open_checkpoint((folder / "checkpoint").read_bytes(), log)
        leaves = [naive_tree.leaf(raw) for raw in raws()[: shown.size]]
        assert shown.root == naive_tree.root(leaves)
        size = shown.size
    entries = raws()[:size]
    leaves = [naive_tree.leaf(raw) for raw in entries]
    for tile in tiles.new_tiles(0, size):
        raw = (folder / tile.path).read_bytes()
        if tile.level is None:
            first = tile.index * 256
            assert tiles.decode_bundle(raw, tile.width) == entries[first : first + tile.width]
        else:
            assert raw == tiles.encode(naive_tree.tile(leaves, tile.level, tile.index, tile.width))
