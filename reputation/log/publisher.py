"""Publishing the public log: words, bundles, tiles, then the checkpoint; and the repair that comes with every start."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reputation.log import errors, manifests, models, queries, side_publisher, signatures, witnesses
from reputation.log.files import CHECKPOINT, KEY, POLICY, Folder
from reputation.log.queries import Checkpoint
from reputation.tlog import checkpoints, notes, policies, tiles

log = logging.getLogger("reputation.log")

FILES_AT_ONCE = 256


def _signers() -> list[notes.Signer]:
    """The log's present key, and its former one while that is set."""
    if settings.LOG_KEY is None:
        raise errors.KeyMissing
    seeds = (settings.LOG_KEY, settings.LOG_KEY_BEFORE)
    return [notes.Signer(settings.LOG_ORIGIN, seed) for seed in seeds if seed is not None]


def _folder() -> Folder:
    return Folder(Path(settings.PUBLIC_ROOT) / "log")


def publish(*, now: datetime) -> Checkpoint | None:
    """Publish what is numbered: words, bundles and tiles, then the checkpoint, then its rows. None: nothing is new.

    Whatever was interrupted is done again with the same bytes. Witnesses are asked before the checkpoint is shown; what
    comes from them too late is put under it later, when nothing else is to be done. Words that are only written again
    come last, some with each call; and the manifest of the private check that the log names by then.

    Raises:
        LogStopped: nothing may be published; the message says why.
        ClockBehind: what is published is later than `now`.
    """
    signers, keys = _signers(), signatures.log_keys()
    with _folder().held() as folder:
        queries.require_clock(now)
        tree, before = _compared(folder, keys)
        if before is not None:
            _record(folder, keys, before, now)
        if before is not None and before.size == tree.size:
            published = None
            _complete(folder, signers, before, tree, now)
        else:
            covered = before.size if before else 0
            side_publisher.publish(folder, signers[0], covered=covered)
            published = _advance(folder, signers, tree, covered, now)
        side_publisher.go_on(folder, signers[0])
        manifests.show(signers)
        return published


def _advance(
    folder: Folder, signers: Sequence[notes.Signer], tree: queries.Tree, before: int, now: datetime
) -> Checkpoint:
    _put(folder, tree, tiles.new_tiles(before, tree.size))
    checkpoint = checkpoints.Checkpoint(tree.origin, tree.size, tree.root)
    note = checkpoints.sign(checkpoint, *signers)
    cosigned = witnesses.cosigned(checkpoint, note, tree, settings.LOG_WITNESSES.witnesses, now=now)
    _show(folder, signatures.assembled(note, (one.signature for one in cosigned)))
    _put_key(folder)
    _drop_partials(folder, before)
    return _record(folder, signatures.log_keys(), checkpoint, now)


def _complete(
    folder: Folder,
    signers: Sequence[notes.Signer],
    checkpoint: checkpoints.Checkpoint,
    tree: queries.Tree,
    now: datetime,
) -> None:
    """Put under the newest checkpoint what is missing: witnesses that were late, and the log's key when it was changed.

    The checkpoint is then shown as the database has it, so that a file which lost lines gets them back.
    """
    note = queries.checkpoint(checkpoint.size).note
    own = [signer.signature(checkpoint.text) for signer in reversed(signers)]
    come = [signature for signature in own if signature.line not in note]
    there = {(line.name, line.key_id) for line in notes.split(note.encode())[1]}
    absent = [one for one in settings.LOG_WITNESSES.witnesses if (one.key.name, one.key.key_id) not in there]
    request = checkpoints.sign(checkpoint, *signers)
    come += [one.signature for one in witnesses.cosigned(checkpoint, request, tree, absent, now=now)]
    whole = signatures.assembled(note, come)
    if folder.checkpoint() != whole.encode():
        _show(folder, whole)
        _record(folder, signatures.log_keys(), checkpoint, now)


def _show(folder: Folder, note: str) -> None:
    """The step after which readers see a checkpoint."""
    folder.put_checkpoint(note.encode())


def _put_key(folder: Folder) -> None:
    """The present key, and the policy by which its checkpoints may be verified; witnesses' addresses stay with us.

    After a checkpoint that carries the key: who takes it from here can verify what is shown.
    """
    key = signatures.log_keys()[0]
    named = tuple(replace(witness, url=None) for witness in settings.LOG_WITNESSES.witnesses)
    policy = replace(settings.LOG_WITNESSES, logs=(policies.Log(key),), witnesses=named)
    folder.put_beside(KEY, f"{key.vkey}\n".encode())
    folder.put_beside(POLICY, policy.encode())


def _put(folder: Folder, tree: queries.Tree, wanted: Iterator[tiles.Tile]) -> None:
    while group := list(islice(wanted, FILES_AT_ONCE)):
        folder.put((tile.path, tree.raw(tile)) for tile in group)


def _compared(folder: Folder, keys: Sequence[notes.Verifier]) -> tuple[queries.Tree, checkpoints.Checkpoint | None]:
    """The tree, and the checkpoint the folder shows once it is seen to be of this very log; None when it shows none.

    What is published is read before the tree: a second publisher, on a folder of its own, may go on in between. The
    row of the last checkpoint is compared as well: a lost folder must not hide that the database was changed.
    """
    row, raw = queries.latest_checkpoint(), folder.checkpoint()
    tree = queries.tree()
    if tree.origin != settings.LOG_ORIGIN:
        raise errors.OriginChanged(f"LOG_ORIGIN is {settings.LOG_ORIGIN}, but this log was started as {tree.origin}.")
    if row is not None:
        _compare(checkpoints.Checkpoint(tree.origin, row.size, row.root), tree)
    if raw is None:
        if row is not None:
            log.warning("log-checkpoint-missing", extra={"size": row.size})
        return tree, None
    try:
        found, _ = checkpoints.open_signed(raw, keys)
    except notes.NoteError as error:
        raise errors.PublishedDiffers(
            f"The published checkpoint is not one of this log and key: {error}. Nothing is published until that is "
            "cleared up: is PUBLIC_ROOT the folder of another log, or LOG_KEY another key? If you changed the key on "
            "purpose, set LOG_KEY_BEFORE to the former one for one publication at least."
        ) from error
    _compare(found, tree)
    return tree, found


def _compare(found: checkpoints.Checkpoint, tree: queries.Tree) -> None:
    if found.size > tree.size:
        raise errors.PublishedAhead(
            f"The published checkpoint covers {found.size} entries, the database holds {tree.size}. An old backup was "
            "restored, it seems. Publishing now would tell two histories, so nothing is published. Run "
            "`manage.py replay`: it brings the missing entries back from what is published."
        )
    if tree.root_at(found.size) != found.root:
        raise errors.PublishedDiffers(
            f"The published checkpoint of size {found.size} has another root than the same entries in the database. "
            "Nothing is published: one of both was changed."
        )


def _record(
    folder: Folder, keys: Sequence[notes.Verifier], checkpoint: checkpoints.Checkpoint, now: datetime
) -> Checkpoint:
    """Write the rows of the checkpoint that is shown, as far as they are not there: what readers saw is kept.

    Raises:
        FileNotFoundError: the folder was lost meanwhile.
    """
    text, lines = notes.split((folder.root / CHECKPOINT).read_bytes())
    known = [*keys, *(witness.key for witness in settings.LOG_WITNESSES.witnesses)]
    shown = signatures.verified(text, lines, known, now=now)
    note = f"{text}\n" + "".join(line.signature.line for line in shown if line.of_log)
    row = models.Checkpoint(size=checkpoint.size, root=checkpoint.root, note=note, published_at=now)
    with transaction.atomic():
        models.Checkpoint.objects.bulk_create([row], ignore_conflicts=True)
        kept = queries.checkpoint(checkpoint.size)
        signatures.keep(checkpoint.size, [line for line in shown if line.signature.line not in kept.note])
    return queries.checkpoint(checkpoint.size)


def _drop_partials(folder: Folder, size: int) -> None:
    """Remove partial tiles that became full by the checkpoint of `size`: one checkpoint later than could be."""
    row = models.Checkpoint.objects.filter(size__lt=size).order_by("-size").values_list("size", flat=True).first()
    for level in (None, *tiles.levels(row or 0)):
        full, width = tiles.width_at(level, row or 0)
        if width and tiles.width_at(level, size)[0] > full:
            folder.drop(tiles.Tile(level, full).partials)


def repair(*, now: datetime) -> None:
    """What every start does: see that the folder is of this log, write again what was lost, publish what is new.

    Witnesses are asked first: they remember what a lost folder and an old backup of the database have forgotten. After
    a change of the key its line comes under the checkpoint, then the key is shown, then words are signed with it.

    Raises:
        LogStopped, ClockBehind: as `publish`.
    """
    signers, keys = _signers(), signatures.log_keys()
    with _folder().held() as folder:
        queries.require_clock(now)
        folder.sweep()
        tree, before = _compared(folder, keys)
        size = before.size if before else 0
        _confirm(signers, tree, size, now)
        _put(folder, tree, (tile for tile in tiles.new_tiles(0, size) if not folder.has(tile.path)))
        if before is not None:
            _record(folder, keys, before, now)
            _complete(folder, signers, before, tree, now)
            _put_key(folder)
        side_publisher.repair(folder, keys[0])
    publish(now=now)


def _confirm(signers: Sequence[notes.Signer], tree: queries.Tree, size: int, now: datetime) -> None:
    """Ask all witnesses about the checkpoint published last, or the empty tree: whether one knows more, or another.

    What they sign is kept, if it was published: so nobody is asked for it again.
    """
    # A second publisher, on a folder of its own, may be ahead of our look at the tree.
    rows = models.Checkpoint.objects.filter(size__lte=tree.size).order_by("-size").values_list("size", flat=True)
    recorded = rows.first() or 0
    last = max(size, recorded)
    checkpoint = checkpoints.Checkpoint(tree.origin, last, tree.root_at(last))
    note = checkpoints.sign(checkpoint, *signers)
    wanted = settings.LOG_WITNESSES.witnesses
    come = [one.signature for one in witnesses.confirm(checkpoint, note, tree, wanted, now=now)]
    if last == recorded > 0:
        known = [witness.key for witness in wanted]
        signatures.keep(last, signatures.verified(checkpoint.text, come, known, now=now))
