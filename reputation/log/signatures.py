"""The lines under published checkpoints: whose keys verify them, how they are kept, how rows become a note again."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Max

from reputation.log import errors, models
from reputation.tlog.notes import SIGNATURE_BYTES, NoteError, Signature, Signer, Verifier, split

CLOCKS_APART = timedelta(minutes=5)
"""A witness may be so far ahead of our clock; what is dated later is not taken."""


def log_keys() -> list[Verifier]:
    """The log's present key, and its former one while that is set.

    Raises:
        KeyMissing: this process was told no public key.
    """
    if settings.LOG_PUBLIC_KEY is None:
        raise errors.KeyMissing
    keys = [Verifier(settings.LOG_ORIGIN, settings.LOG_PUBLIC_KEY)]
    if settings.LOG_KEY_BEFORE is not None:
        keys.append(Signer(settings.LOG_ORIGIN, settings.LOG_KEY_BEFORE).verifier())
    return keys


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was verified. `at`: when it was signed, as its witness says, or now."""

    signature: Signature
    at: datetime

    @property
    def of_log(self) -> bool:
        return _is_of_log(self.signature)


def _is_of_log(signature: Signature) -> bool:
    """A log signs the text alone; a witness puts its time before the signature."""
    return len(signature.raw) == SIGNATURE_BYTES


def verified(text: str, lines: Iterable[Signature], keys: Iterable[Verifier], *, now: datetime) -> list[Line]:
    """The lines under a text that a known key signed; all others are passed over, and wrong ones too."""
    known = {(key.name, key.key_id): key for key in keys}
    latest = int((now + CLOCKS_APART).timestamp())
    found = []
    for line in lines:
        with suppress(NoteError, KeyError):
            at = known[line.name, line.key_id].check(text.encode(), line.raw)
            if at is None:
                found.append(Line(line, now))
            elif 0 < at <= latest:
                found.append(Line(line, datetime.fromtimestamp(at, UTC)))
    return found


def assembled(note: str, more: Iterable[Signature]) -> str:
    """The note with further lines under it, always in one order.

    First the log's keys, what came later foremost, so that the present key leads; then witnesses by name and key id.
    """
    come = list(more)
    if not come:
        return note
    text, signatures = split(note.encode())
    lines = [signature.line for signature in (*reversed(come), *signatures) if _is_of_log(signature)]
    theirs = [signature for signature in (*signatures, *come) if not _is_of_log(signature)]
    lines += [signature.line for signature in sorted(theirs, key=lambda one: (one.name, one.key_id))]
    return f"{text}\n" + "".join(lines)


def stored(sizes: Collection[int]) -> dict[int, list[Signature]]:
    """What came under each of these checkpoints beside its note, in the order it came."""
    found: dict[int, list[Signature]] = {size: [] for size in sizes}
    rows = models.Cosignature.objects.filter(checkpoint__in=sizes).order_by("id")
    for size, name, key_id, raw in rows.values_list("checkpoint", "name", "key_id", "signature"):
        found[size].append(Signature(name, bytes(key_id), bytes(raw)))
    return found


def keep(size: int, lines: Iterable[Line]) -> None:
    """Write down what came under a checkpoint; what is there already stays as it is."""
    rows = [
        models.Cosignature(
            checkpoint_id=size,
            name=line.signature.name,
            key_id=line.signature.key_id,
            signature=line.signature.raw,
            signed_at=line.at,
        )
        for line in lines
    ]
    models.Cosignature.objects.bulk_create(rows, ignore_conflicts=True)


def cosigned_size(key: Verifier) -> int:
    """The largest size that a key cosigned, as far as we know; zero when it never did."""
    rows = models.Cosignature.objects.filter(name=key.name, key_id=key.key_id)
    return rows.aggregate(size=Max("checkpoint"))["size"] or 0
