"""What the log says about the service itself, beside what settings and code say: who runs it, by which editions."""

import base64
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import rfc8785
from django.conf import settings

from reputation.log import entries, errors, models
from reputation.rulebook.editions import EDITIONS


class Said(StrEnum):
    """How what the log says of its operator stands to the settings."""

    NOTHING = "nothing"
    """There is no such entry yet, its salt was lost with a database, or no key of acceptances was ever named."""
    LOGGED = "logged"
    CHANGED = "changed"
    """The settings say something else, and nobody confirmed it."""
    CONFIRMED = "confirmed"
    """The settings say something else, persons confirmed it, and the next start will log it."""


@dataclass(frozen=True, slots=True)
class Operator:
    """The particulars as the settings have them, the commitment in the last entry, and what persons confirm.

    `sha256`: over the particulars and the key that signs acceptances, which stands in the entry beside the commitment.
    """

    state: Said
    particulars: bytes
    sha256: str
    commitment: str


def operator() -> Operator:
    """Who runs the service, by the settings, and whether the log says so.

    Raises:
        NotStarted
    """
    head = models.Head.objects.only("operator", "operator_salt", "acceptance_key").first()
    if head is None:
        raise errors.NotStarted
    particulars, public = rfc8785.dumps(settings.OPERATOR), settings.ACCEPTANCE_PUBLIC_KEY or b""
    digest = sha256(particulars + public).hexdigest()
    named, salt = bytes(head.acceptance_key), bytes(head.operator_salt)
    is_same = bool(head.operator) and head.operator == entries.commitment("operator", salt, particulars)
    if not head.operator or (is_same and public and not named):
        state = Said.NOTHING
    elif is_same and public in (named, b""):
        state = Said.LOGGED
    elif models.OperatorChange.objects.filter(sha256=digest).exists():
        state = Said.CONFIRMED
    else:
        state = Said.CHANGED
    return Operator(state, particulars, digest, head.operator)


def operator_entries() -> list[int]:
    """The positions of the entries about who runs the service, in order."""
    return _positions("operator")


def _positions(kind: str) -> list[int]:
    rows = models.Entry.objects.filter(kind=kind, business=None).order_by("position")
    return list(rows.values_list("position", flat=True))


def edition_entries() -> list[int]:
    """The positions of the entries that announced editions, in order."""
    return _positions("edition")


def announced_edition() -> int:
    """The edition of the formula that the log named last, 0 if it names none yet."""
    last = models.Entry.objects.filter(kind="edition", business=None).order_by("position").last()
    return 0 if last is None else int(entries.decode(bytes(last.raw)).body["edition"])


def next_edition() -> int | None:
    """The edition that this release knows and the log does not name yet; one comes after the other."""
    return min((edition for edition in EDITIONS if edition > announced_edition()), default=None)


def acceptance_keys() -> list[bytes]:
    """The keys of acceptances that the log names, in order. What each signed can be checked for good."""
    rows = models.Entry.objects.filter(kind="operator", business=None).order_by("position")
    bodies = [entries.decode(bytes(raw)).body for raw in rows.values_list("raw", flat=True)]
    return [base64.b64decode(str(body["acceptance_key"])) for body in bodies if "acceptance_key" in body]
