"""The public log as clients look into it: they trust the key that they are given, and nothing else."""

import base64
from collections.abc import Callable

from reputation.clients.asking import Service, parsed
from reputation.log.entries import Entry, EntryError, decode
from reputation.tlog import receipts
from reputation.tlog.notes import NoteError, Verifier, parse_vkey
from reputation.tlog.proofs import ProofError
from reputation.tlog.trees import leaf_hash

Tell = Callable[[str], object]


class NotInLog(Exception):
    """The log does not show what it should. The message is for people, or empty."""


def key(service: Service, vkey: str, tell: Tell) -> Verifier:
    """The key that verifies the log: the one given, or else the one that the service names.

    Raises:
        NotInLog: it is none.
    """
    if not vkey:
        vkey = str(parsed(service.get("/api/v1/log")).get("key", ""))
        tell(f"The log's key is the one that the service names: {plain(vkey)}")
        tell("Compare it with one from elsewhere, and give that with --key.")
    try:
        return parse_vkey(vkey)
    except NoteError as error:
        raise NotInLog("The log's key is none.") from error


def entry(service: Service, position: object, log: Verifier) -> Entry:
    """The entry at a position, once it is proved to be in the signed log.

    Raises:
        NotInLog: there is none, or no proof.
    """
    if type(position) is not int or position < 0:
        raise NotInLog
    raw = service.get(f"/entry/{position}/bytes")
    receipt = service.get(f"/api/v1/log/entries/{position}/receipt")
    try:
        receipts.verify(receipt, leaf_hash(raw), log)
        return decode(raw)
    except (NoteError, ProofError, EntryError) as error:
        raise NotInLog from error


def acceptance_keys(service: Service, log: Verifier) -> list[bytes]:
    """The keys of acceptances that the log names, the newest first.

    Raises:
        NotInLog: it names none.
    """
    positions = parsed(service.get("/api/v1/log")).get("operator_entries")
    found = [entry(service, position, log) for position in reversed(positions if isinstance(positions, list) else [])]
    keys = [
        base64.b64decode(str(one.body["acceptance_key"]))
        for one in found
        if one.kind == "operator" and "acceptance_key" in one.body
    ]
    if not keys:
        raise NotInLog("The log names no key that signs acceptances.")
    return keys


def plain(text: str) -> str:
    """What came from elsewhere, for a terminal: one line, without signs that cannot be seen."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:200]
