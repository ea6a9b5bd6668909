"""The ratings files: each must be the one that the log names, and the newest is compared line by line."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from reputation.audit import records
from reputation.audit.findings import Findings, Kind
from reputation.audit.overall import RatingsFile
from reputation.audit.source import LOG, Missing, Source
from reputation.audit.spool import POSITION_BYTES
from reputation.audit.stock import Stock
from reputation.ratings import rules

LARGEST_FILE = 1 << 36
LONGEST_LINE = 1 << 16


def fetch_all(source: Source, said: list[RatingsFile], stock: Stock, findings: Findings) -> RatingsFile | None:
    """See that each file is what its entry says; the lines of the newest go to `stock`. None: it cannot be compared."""
    for older in said[:-1]:
        _fetch(source, older, findings, stock=None)
    newest = said[-1] if said else None
    return newest if newest is not None and _fetch(source, newest, findings, stock) else None


def _fetch(source: Source, said: RatingsFile, findings: Findings, stock: Stock | None) -> bool:
    path, seen = f"{LOG}ratings/{said.log_size}", hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in source.stream(path, LARGEST_FILE):
            seen.update(piece)
            yield piece

    try:
        if stock is None:
            for _ in pieces():
                pass
            wrong = None
        else:
            wrong = _keep_lines(_lines(pieces()), said, stock)
    except Missing:
        findings.fault(Kind.RATINGS, f"ratings file of size {said.log_size} is missing (entry {said.position})")
        return False
    if seen.hexdigest() != said.sha256:
        findings.fault(
            Kind.RATINGS, f"ratings file of size {said.log_size} is not the one that entry {said.position} names"
        )
        source.forget(path)
        return False
    if wrong is not None:
        findings.fault(Kind.RATINGS, f"ratings file of size {said.log_size}: {wrong}")
    return True


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends; one that is too long comes in parts, which are then no lines we know."""
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        yield from whole
        if len(held) > LONGEST_LINE:
            yield held
            held = b""
    if held:
        yield held + b"\n"  # every line ends: one that does not is none of ours


def _keep_lines(lines: Iterator[bytes], said: RatingsFile, stock: Stock) -> str | None:
    """Put each line under its business; answers what is wrong with the file as a whole."""
    header, count, last, wrong = next(lines, b""), 0, -1, None
    for line in lines:
        business = _business(line)
        if business is None:
            wrong = wrong or "a line is no answer about a business"
            continue
        if business.int <= last:
            wrong = wrong or f"{business} is not in the order of ids"
        last, count = business.int, count + 1
        stock.add(records.LINES, business.bytes + records.NO_REVIEW + count.to_bytes(POSITION_BYTES) + line)
    due = {"edition": said.edition or rules.EDITION, "month": said.month, "log_size": said.log_size, "count": count}
    if header != rules.render(due):
        return "its header does not say what the log says about it"
    return wrong


def _business(line: bytes) -> UUID | None:
    try:
        return UUID(str(json.loads(line)["business"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
