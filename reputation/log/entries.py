"""Entries of the public log: encoding, decoding and commitments. Free of Django; the audit uses it too."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rfc8785

from reputation.core import months
from reputation.log.kinds import KINDS, VERSION

LARGEST = 65_535
SALT_BYTES = 32


class EntryError(ValueError):
    """An entry that the schema does not allow. The message names the field, never its value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with the columns that are kept beside its bytes, so that a fold need not parse them.

    `month` counts months (core.months); `receipt_class` is the field `class`.
    """

    kind: str
    body: Mapping[str, Any]
    business: UUID | None = None
    review: UUID | None = None
    month: int | None = None
    stars: int | None = None
    outcome: str | None = None
    receipt_class: str | None = None
    key_id: bytes | None = None
    no_receipt_given: bool | None = None


def _check(kind: str, body: Mapping[str, object]) -> None:
    schema = KINDS.get(kind)
    if schema is None:
        raise EntryError("there is no such kind of entry")
    missing = [name for name in schema.wanted if name not in body]
    if missing:
        raise EntryError(f"{kind}: {missing[0]} is missing")
    for name, value in body.items():
        wanted = schema.wanted.get(name) or schema.optional.get(name)
        if wanted is None:
            raise EntryError(f"{kind}: there is a field it does not have")
        if not wanted.check(value):
            raise EntryError(f"{kind}: {name} is not a {wanted.says}")
    for rule in schema.rules:
        wrong = rule(body)
        if wrong is not None:
            raise EntryError(f"{kind}: {wrong}")


def encode(kind: str, body: Mapping[str, object]) -> bytes:
    """The bytes of an entry: its fields, its kind and the version of the schema, by RFC 8785.

    Raises:
        EntryError: the kind or a field is unknown, missing or ill-formed, or the entry is too long.
    """
    _check(kind, body)
    raw = rfc8785.dumps({**body, "kind": kind, "v": VERSION})  # type: ignore[dict-item]
    if len(raw) > LARGEST:
        raise EntryError(f"{kind}: the entry is longer than {LARGEST} bytes")
    return raw


def _no_number(_: str) -> None:
    raise EntryError("only whole numbers are allowed")


def _canonical(document: Mapping[str, object]) -> bytes:
    """RFC 8785 for what a schema allows: ASCII text, whole numbers and booleans. A test holds it equal to `encode`."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decode(raw: bytes) -> Entry:
    """The entry that these bytes are, and only if they are exactly what `encode` writes.

    Raises:
        EntryError: they are not.
    """
    if len(raw) > LARGEST:
        raise EntryError(f"the entry is longer than {LARGEST} bytes")
    try:
        document = json.loads(raw, parse_float=_no_number, parse_constant=_no_number)
    except EntryError:
        raise
    except (ValueError, RecursionError) as error:
        raise EntryError("the entry is not JSON") from error
    if not isinstance(document, dict) or not isinstance(document.get("kind"), str):
        raise EntryError("the entry is no object with a kind")
    if type(document.get("v")) is not int or document["v"] != VERSION:
        raise EntryError("the entry has an unknown version")
    kind = document["kind"]
    body = {name: value for name, value in document.items() if name not in ("kind", "v")}
    _check(kind, body)
    if _canonical(document) != raw:
        raise EntryError(f"{kind}: the bytes are not in canonical form")
    return columns(kind, body)


def columns(kind: str, body: Mapping[str, Any]) -> Entry:
    """A checked entry with its columns. `outcome` and `stars` are those of a review, not of a decision."""
    figures = "stars" in body
    return Entry(
        kind=kind,
        body=body,
        business=UUID(body["business"]) if "business" in body else None,
        review=UUID(body["review"]) if "review" in body else None,
        month=months.parse(body["month"]) if "month" in body else None,
        stars=body["stars"] if figures else None,
        outcome=body["outcome"] if figures else None,
        receipt_class=body.get("class"),
        key_id=bytes.fromhex(body["key_id"]) if "key_id" in body else None,
        no_receipt_given=body.get("no_receipt_given"),
    )


def commitment(kind: str, salt: bytes, data: bytes) -> str:
    """The commitment to data that are not in the log: SHA-256("reputation/" + kind + "/v1" + salt + data), in hex.

    Raises:
        EntryError: the salt is not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise EntryError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(f"reputation/{kind}/v{VERSION}".encode() + salt + data).hexdigest()
