"""The ratings files: each must be the one that the log names, and the newest is compared line by line."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from reputation.audit import records
from reputation.audit.findings import Findings, Kind
from reputation.audit.overall import RatingsFile
from reputation.audit.source import LOG, Missing, Source, Withheld
from reputation.audit.spool import POSITION_BYTES
from reputation.audit.stock import Stock
from reputation.ratings import rules

LONGEST_LINE = 1 << 13
"""No answer is longer, whatever its counts, and no header."""


def fetch_all(
    source: Source,
    said: list[RatingsFile],
    stock: Stock,
    findings: Findings,
    *,
    joined: int | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> RatingsFile | None:
    """See that each file is what its entry says; the lines of the newest go to `stock`. None: it cannot be compared.

    `joined`: how many businesses ever joined, which bounds what a file may hold; None: that is not known.

    Raises:
        Unreadable: the service no longer answers.
    """

    def pieces(one: RatingsFile) -> Iterator[bytes]:
        lines = 1 + (one.log_size if joined is None else joined)
        for piece in source.stream(_path(one), lines * LONGEST_LINE):
            progress(len(piece))
            yield piece

    for older in said[:-1]:
        _fetch(source, older, pieces(older), findings, stock=None)
    newest = said[-1] if said else None
    return newest if newest is not None and _fetch(source, newest, pieces(newest), findings, stock) else None


def _path(said: RatingsFile) -> str:
    return f"{LOG}ratings/{said.log_size}"


def _fetch(source: Source, said: RatingsFile, pieces: Iterable[bytes], findings: Findings, stock: Stock | None) -> bool:
    seen = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for piece in pieces:
            seen.update(piece)
            yield piece

    try:
        if stock is None:
            for _ in hashed():
                pass
            wrong = None
        else:
            wrong = _keep_lines(_lines(hashed()), said, stock)
    except Missing:
        findings.fault(Kind.RATINGS, f"ratings file of size {said.log_size} is missing (entry {said.position})")
        return False
    except Withheld as error:
        findings.fault(Kind.RATINGS, f"ratings file of size {said.log_size} (entry {said.position}): {error}")
        source.forget(_path(said))
        return False
    if seen.hexdigest() != said.sha256:
        findings.fault(
            Kind.RATINGS, f"ratings file of size {said.log_size} is not the one that entry {said.position} names"
        )
        source.forget(_path(said))
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
