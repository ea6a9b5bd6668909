"""Manifests of the private check: which the log names, and showing the newest of them, signed.

Only the process that publishes the log holds its key. So whoever makes the files writes the text of their manifest
beside them and lets an entry name its SHA-256; once a published checkpoint covers the entry, the text is signed and
shown. Whoever sees a manifest finds it in the log.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from reputation.core import folders
from reputation.log import codes, models
from reputation.log import entries as schema
from reputation.log.files import Folder
from reputation.tlog.notes import Signer

log = logging.getLogger("reputation.log")

KIND = "checks-manifest"
MANIFEST = "manifest"
TEXT = "text"
"""The name of the unsigned text in the folder of its epoch."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry says. `is_published`: whether a checkpoint covers it, so that anybody can see it."""

    epoch: int
    sha256: str
    is_published: bool


def folder() -> Path:
    """Where the files of the private check lie, beside the log: a folder for each epoch, and the manifest."""
    return Path(settings.PUBLIC_ROOT) / "check" / "v1"


def newest() -> Named | None:
    """The manifest that was named last, also by an entry that still waits for its position; None before the first.

    Whoever appends such an entry is alone with it, so of those that wait the last is the newest.
    """
    raw = models.Waiting.objects.filter(kind=KIND).order_by("-id").values_list("raw", flat=True).first()
    return _newest_placed() if raw is None else _named(bytes(raw), is_published=False)


def _newest_placed() -> Named | None:
    placed = models.Entry.objects.filter(kind=KIND, business=None).order_by("-position")
    found = placed.values_list("position", "raw").first()
    if found is None:
        return None
    size = models.Checkpoint.objects.aggregate(most=Max("size"))["most"] or 0
    return _named(bytes(found[1]), is_published=found[0] < size)


def _named(raw: bytes, *, is_published: bool) -> Named:
    body = schema.decode(raw).body
    return Named(body["epoch"], body["sha256"], is_published)


def show(signers: Sequence[Signer]) -> None:
    """Show the manifest that the published log names last, signed by each of the log's keys.

    Nothing happens when it is shown already. A text that is not the one that was named, or is no manifest of this log,
    is never signed.
    """
    named = _newest_placed()
    if named is None or not named.is_published:
        return
    where = Folder(folder())
    raw = where.read(f"{named.epoch}/{TEXT}")
    head = f"{settings.LOG_ORIGIN}{codes.MANIFEST_HEAD}\n{named.epoch}\n".encode()
    if raw is None or sha256(raw).hexdigest() != named.sha256 or not raw.startswith(head):
        log.warning("checks-manifest-lost", extra={"count": named.epoch})
        return
    text = raw.decode()
    folders.make(where.root)
    where.put_beside(MANIFEST, (f"{text}\n" + "".join(signer.line(text) for signer in signers)).encode())
