"""Publishing the public log: bundles and tiles, then the checkpoint; and the repair that comes with every start."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

from reputation.log import errors, models, queries
from reputation.log.files import Folder
from reputation.log.queries import Checkpoint
from reputation.tlog import checkpoints, notes, tiles

FILES_AT_ONCE = 256


def _signer() -> notes.Signer:
    if settings.LOG_KEY is None:
        raise errors.KeyMissing
    return notes.Signer(settings.LOG_ORIGIN, settings.LOG_KEY)


def _folder() -> Folder:
    return Folder(Path(settings.PUBLIC_ROOT) / "log")


def publish(*, now: datetime) -> Checkpoint | None:
    """Publish what is numbered: bundles and tiles, then the checkpoint, then its row. None: nothing is new.

    Whatever was interrupted is done again with the same bytes.

    Raises:
        LogStopped: nothing may be published; the message says why.
    """
    signer = _signer()
    with _folder().held() as folder:
        tree = queries.tree()
        if tree.origin != signer.name:
            raise errors.OriginChanged(f"LOG_ORIGIN is {signer.name}, but this log was started as {tree.origin}.")
        before = _published(folder, signer.verifier(), tree)
        if before is not None:
            _record(folder, before, now)
            if before.size == tree.size:
                return None
        return _advance(folder, signer, tree, before.size if before else 0, now)


def _advance(folder: Folder, signer: notes.Signer, tree: queries.Tree, before: int, now: datetime) -> Checkpoint:
    _put(folder, tree, tiles.new_tiles(before, tree.size))
    checkpoint = checkpoints.Checkpoint(tree.origin, tree.size, tree.root)
    folder.put_checkpoint(checkpoints.sign(checkpoint, signer).encode())
    _drop_partials(folder, before)
    return _record(folder, checkpoint, now)


def _put(folder: Folder, tree: queries.Tree, wanted: Iterator[tiles.Tile]) -> None:
    while group := list(islice(wanted, FILES_AT_ONCE)):
        folder.put((tile.path, tree.raw(tile)) for tile in group)


def _published(folder: Folder, log: notes.Verifier, tree: queries.Tree) -> checkpoints.Checkpoint | None:
    """The checkpoint the folder shows, once it is seen to be of this very log; None when the folder shows none.

    The row of the last checkpoint is compared as well: a lost folder must not hide that the database was changed.
    """
    row = queries.latest_checkpoint()
    if row is not None:
        _compare(checkpoints.Checkpoint(tree.origin, row.size, row.root), tree)
    raw = folder.checkpoint()
    if raw is None:
        return None
    try:
        found = checkpoints.open_checkpoint(raw, log)
    except notes.NoteError as error:
        raise errors.PublishedDiffers(
            f"The published checkpoint is not one of this log and key: {error}. Nothing is published until that is "
            "cleared up: is PUBLIC_ROOT the folder of another log, or LOG_KEY another key?"
        ) from error
    _compare(found, tree)
    return found


def _compare(found: checkpoints.Checkpoint, tree: queries.Tree) -> None:
    if found.size > tree.size:
        raise errors.PublishedAhead(
            f"The published checkpoint covers {found.size} entries, the database holds {tree.size}. An old backup was "
            "restored, it seems. Publishing now would tell two histories, so nothing is published. Bring back the "
            "missing entries first: the published folder has them."
        )
    if tree.root_at(found.size) != found.root:
        raise errors.PublishedDiffers(
            f"The published checkpoint of size {found.size} has another root than the same entries in the database. "
            "Nothing is published: one of both was changed."
        )


def _record(folder: Folder, checkpoint: checkpoints.Checkpoint, now: datetime) -> Checkpoint:
    """Write the row of a checkpoint that is published, unless it is there."""
    note = (folder.checkpoint() or b"").decode()
    models.Checkpoint.objects.bulk_create(
        [models.Checkpoint(size=checkpoint.size, root=checkpoint.root, note=note, published_at=now)],
        ignore_conflicts=True,
    )
    return Checkpoint(checkpoint.size, checkpoint.root, note, now)


def _drop_partials(folder: Folder, size: int) -> None:
    """Remove partial tiles that became full by the checkpoint of `size`: one checkpoint later than could be."""
    row = models.Checkpoint.objects.filter(size__lt=size).order_by("-size").values_list("size", flat=True).first()
    for level in (None, *tiles.levels(row or 0)):
        full, width = tiles.width_at(level, row or 0)
        if width and tiles.width_at(level, size)[0] > full:
            folder.drop(tiles.Tile(level, full).partials)


def repair(*, now: datetime) -> None:
    """What every start does: see that the folder is of this log, write again what was lost, publish what is new.

    Raises:
        LogStopped: as `publish`.
    """
    signer = _signer()
    with _folder().held() as folder:
        folder.sweep()
        tree = queries.tree()
        before = _published(folder, signer.verifier(), tree)
        size = before.size if before else 0
        _put(folder, tree, (tile for tile in tiles.new_tiles(0, size) if not folder.has(tile.path)))
    publish(now=now)
