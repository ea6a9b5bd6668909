"""An issuer's directory: where to ask for tokens, and with which keys. Pure. Source: RFC 9578 section 4."""

import json
import re
from dataclasses import dataclass
from typing import Any

from reputation.receipts.rules import TOKEN_TYPE, IssuerKey, ReceiptError, encode_key
from reputation.receipts.tokens import from_base64, to_base64

PATH = "/.well-known/private-token-issuer-directory"
MEDIA_TYPE = "application/private-token-issuer-directory"
LONGEST_DIRECTORY = 100_000
LATEST_TIME = 2**53 - 1
_TYPE = int.from_bytes(TOKEN_TYPE)
# What an address is written in; which one is meant, the reader of the directory sees.
_ADDRESS = re.compile(r"[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]{1,2000}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key that issues. `not_before`: the second since 1970 from which on it does; None when it does already."""

    key: IssuerKey
    not_before: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """Where requests go, absolute or relative to the directory's own address, and the keys, preferred ones first."""

    request_uri: str
    keys: tuple[ListedKey, ...]

    def encode(self) -> bytes:
        """The directory as JSON."""
        keys = [
            {"token-type": _TYPE, "token-key": to_base64(encode_key(listed.key.key.public_numbers().n))}
            | ({} if listed.not_before is None else {"not-before": listed.not_before})
            for listed in self.keys
        ]
        return json.dumps({"issuer-request-uri": self.request_uri, "token-keys": keys}).encode()


def parse(raw: bytes) -> Directory:
    """The directory that these bytes are. Members and token types that we do not know are passed over.

    Raises:
        ReceiptError: they are none, or hold what is no address, key or time.
    """
    if len(raw) > LONGEST_DIRECTORY:
        raise ReceiptError(f"an issuer's directory has {LONGEST_DIRECTORY} bytes at most")
    try:
        said = json.loads(raw, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"the issuer's directory is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise ReceiptError("the issuer's directory is no JSON object")
    address, keys = said.get("issuer-request-uri"), said.get("token-keys")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise ReceiptError("the issuer's directory has no address in issuer-request-uri")
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise ReceiptError("the issuer's directory has no list of objects in token-keys")
    if not all(_is_number(key.get("token-type"), 0xFFFF) for key in keys):
        raise ReceiptError("a key of the issuer's directory has no token-type")
    return Directory(address, tuple(_listed(key) for key in keys if key["token-type"] == _TYPE))


def _listed(said: dict[str, Any]) -> ListedKey:
    """A key as the directory lists it."""
    encoded, not_before = said.get("token-key"), said.get("not-before")
    if not isinstance(encoded, str):
        raise ReceiptError("a key of the issuer's directory has no token-key")
    if "not-before" in said and not _is_number(not_before, LATEST_TIME):
        raise ReceiptError("a key of the issuer's directory has a not-before that is no time in seconds")
    return ListedKey(IssuerKey.parse(from_base64(encoded)), not_before)


def _is_number(value: object, most: int) -> bool:
    """Whether it is a whole number from 0 to `most`; True and False are none."""
    return type(value) is int and 0 <= value <= most


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object, each there once: readers would not agree on which of two counts."""
    found = dict(members)
    if len(found) != len(members):
        raise ValueError("a member is there twice")
    return found
