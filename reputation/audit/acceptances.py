"""Proving an omission: a review that the service accepted must be in the log by the day it named."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from reputation.audit.findings import Findings, Kind
from reputation.audit.reading import Log
from reputation.audit.source import Unreadable
from reputation.core import months
from reputation.log.entries import Entry
from reputation.receipts import rules
from reputation.tlog.notes import NoteError, split


def wanted(paths: Sequence[Path]) -> dict[Path, bytes]:
    """The acceptances' bytes; no signature is verified before the log has named its acceptance keys.

    Raises:
        Unreadable: one cannot be read.
    """
    try:
        return {path: path.read_bytes() for path in paths}
    except OSError as error:
        raise Unreadable(f"An acceptance cannot be read: {error.strerror}.") from error


def commitments(notes: dict[Path, bytes], origins: Collection[str]) -> frozenset[bytes]:
    """What to look for in the log. `origins`: those of the logs that may be audited.

    Raises:
        Unreadable: a file is no acceptance, or one of another log.
    """
    found = set()
    for path, raw in notes.items():
        try:
            acceptance = rules.parse_acceptance(split(raw)[0])
        except (NoteError, rules.ReceiptError) as error:
            raise Unreadable(f"{path.name} is no acceptance: {error}.") from error
        if acceptance.origin not in origins:
            raise Unreadable(f"{path.name} is an acceptance of another log: {acceptance.origin}.")
        found.add(acceptance.commitment.encode())
    return frozenset(found)


def check(notes: dict[Path, bytes], log: Log, origin: str, today: date, findings: Findings) -> None:
    """See that each acceptance is met. `today`: the day up to which the log was read.

    Raises:
        Unreadable: some are of another log, or not signed by a key that this log named; the others were checked.
    """
    unusable = []
    for path, raw in notes.items():
        try:
            acceptance = rules.open_acceptance(raw, log.overall.acceptance_keys)
        except rules.ReceiptError as error:
            unusable.append(f"{path.name}: {error}.")
            continue
        if acceptance.origin == origin:
            _check(path.name, acceptance, log.accepted, today, findings)
        else:
            unusable.append(f"{path.name} is an acceptance of another log: {acceptance.origin}.")
    if unusable:
        raise Unreadable(" ".join(unusable))


def _check(
    name: str, acceptance: rules.Acceptance, accepted: list[tuple[int, Entry]], today: date, findings: Findings
) -> None:
    day, said = acceptance.publish_by, f"acceptance {name}: commitment {acceptance.commitment}"
    met = [(position, entry) for position, entry in accepted if _meets(acceptance, entry)]
    if met:
        position, entry = met[0]
        month = entry.month or 0
        if month <= months.of(day):
            how = entry.kind if entry.kind == "review" else f"{entry.kind}: {entry.body['reason']}"
            findings.note(f"acceptance {name}", f"met by entry {position} ({how})")
        else:
            late = f"entry {position} came in {months.show(month)}, and {day} was promised"
            findings.fault(Kind.OMISSION, f"{said}: {late}")
    elif any(entry.body["commitment"] == acceptance.commitment for _, entry in accepted):
        findings.fault(Kind.OMISSION, f"{said}: it is in the log with another business, class or key only")
    elif today > day:
        findings.fault(Kind.OMISSION, f"{said}: it was promised by {day}, and is not in the log")
    else:
        findings.note(f"acceptance {name}", f"not due yet: promised by {day}, and the log was read up to {today}")


def _meets(acceptance: rules.Acceptance, entry: Entry) -> bool:
    if entry.kind == "review":
        return acceptance.meets(entry.body)
    return bool(entry.body["commitment"] == acceptance.commitment)
