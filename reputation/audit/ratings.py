"""Recomputes every rating from the entries, and compares what the service publishes and shows."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID

from reputation.audit.course import Course, CourseError
from reputation.audit.findings import Findings
from reputation.audit.reading import LOG, RatingsFile
from reputation.audit.source import Missing, Source, Unreadable
from reputation.audit.spool import Spool
from reputation.core import months
from reputation.log.entries import decode
from reputation.ratings import rules

LARGEST_FILE = 1 << 36
LARGEST_ANSWER = 1 << 16
PAGES = 100
FOLLOWER_PATIENCE_S = 3.0


class RatingsCheck:
    """Goes through the businesses in the order of their ids, as a ratings file does."""

    def __init__(self, findings: Findings, published: "PublishedFile | None") -> None:
        self.findings = findings
        self.published = published
        self.businesses = 0
        self.compared = 0
        self.sample = Sample(PAGES)

    def run(self, spool: Spool, progress: Callable[[int], object] = lambda _: None) -> None:
        """Fold every part, compare it with the file, and keep some businesses for the comparison with pages."""
        for part in range(spool.parts):
            progress(self._part(spool.entries(part)))
        if self.published is not None:
            for business, _ in self.published.rest():
                self.findings.fault(f"ratings file: {business} is in it, and has not joined at that size of the log")

    def _part(self, entries: Iterator[tuple[int, bytes]]) -> int:
        fold, course, taken, compared = rules.Fold(), Course(), 0, self.published is None
        for position, raw in entries:
            if not compared and self.published is not None and position >= self.published.log_size:
                self._compare(fold)
                compared = True
            entry = decode(raw)
            for step in (course.feed, fold.feed):
                try:
                    step(position, entry)
                except (CourseError, rules.FoldError) as error:
                    self.findings.fault(f"entry {position}: {error}")
            taken += 1
        if not compared:
            self._compare(fold)
        self.businesses += len(fold.businesses)
        for business, state in fold.businesses.items():
            self.sample.offer(business, state)
        return taken

    def _compare(self, fold: rules.Fold) -> None:
        file = self.published
        assert file is not None  # noqa: S101 - both callers asked; tells mypy
        for business in sorted(fold.businesses, key=lambda b: b.int):
            own = rules.render(rules.answer(business, fold.businesses[business], file.month))
            said = file.line_of(business)
            self.compared += 1
            if said is None:
                self.findings.fault(f"ratings file: {business} is missing")
            elif said != own:
                self.findings.fault(f"ratings file: the rating of {business} does not follow from the log")


class Sample:
    """So many of a stream, each with the same chance."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seen = 0
        self.kept: list[tuple[UUID, rules.Business]] = []

    def offer(self, business: UUID, state: rules.Business) -> None:
        self.seen += 1
        place = random.SystemRandom().randrange(self.seen)
        if len(self.kept) < self.size:
            self.kept.append((business, state))
        elif place < self.size:
            self.kept[place] = (business, state)


class PublishedFile:
    """A ratings file: a header line, then one line for each business in the order of ids."""

    def __init__(self, file: IO[bytes], said: RatingsFile, findings: Findings) -> None:
        file.seek(0)
        self._file = file
        self._findings = findings
        self.log_size = said.log_size
        self.month = months.parse(said.month)
        header = self._load(file.readline())
        if header is None or (header.get("log_size"), header.get("month")) != (said.log_size, said.month):
            findings.fault("ratings file: its header does not say what the log says about it")
        self._next = self._line()

    def _load(self, line: bytes) -> dict[str, Any] | None:
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            return None
        return document if isinstance(document, dict) else None

    def _line(self) -> tuple[UUID, bytes] | None:
        while line := self._file.readline():
            document = self._load(line)
            try:
                return UUID(str((document or {})["business"])), line.rstrip(b"\n")
            except (KeyError, ValueError):
                self._findings.fault("ratings file: a line is no answer about a business")
        return None

    def line_of(self, business: UUID) -> bytes | None:
        """The line of a business; asked for in ascending order. Lines before it belong to nobody we know."""
        while self._next is not None and self._next[0].int < business.int:
            self._findings.fault(f"ratings file: {self._next[0]} is in it, and has not joined at that size of the log")
            self._next = self._line()
        if self._next is None or self._next[0] != business:
            return None
        found = self._next[1]
        self._next = self._line()
        return found

    def rest(self) -> Iterator[tuple[UUID, bytes]]:
        """Lines nobody asked for."""
        while self._next is not None:
            yield self._next
            self._next = self._line()


def fetch(source: Source, said: RatingsFile, findings: Findings, into: IO[bytes] | None = None) -> bool:
    """Whether a published ratings file is the one whose hash is in the log; its bytes go to `into`."""
    seen = hashlib.sha256()
    try:
        for piece in source.stream(f"{LOG}ratings/{said.log_size}", LARGEST_FILE):
            seen.update(piece)
            if into is not None:
                into.write(piece)
    except Missing:
        findings.fault(f"ratings file of size {said.log_size} is missing (entry {said.position})")
        return False
    if seen.hexdigest() != said.sha256:
        findings.fault(f"ratings file of size {said.log_size} is not the one that entry {said.position} names")
        return False
    return True


def _shown(source: Source, business: UUID) -> dict[str, Any]:
    raw = source.read(f"/api/v1/businesses/{business}/rating", LARGEST_ANSWER)
    try:
        found = json.loads(raw)["rating"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(f"the answer about {business} is no rating") from error
    return found if isinstance(found, dict) else {}


def _is_now(month: object) -> bool:
    """A rating is of this month; within a day of its turn the neighbour will do."""
    now = datetime.now(UTC)
    this = months.of(now)
    allowed = {months.show(this)}
    if now.day == 1:
        allowed.add(months.show(this - 1))
    return month in allowed


def compare_pages(source: Source, sample: Sample, size: int, findings: Findings) -> int:
    """Compare what the service shows about some businesses now; answers how many could be compared.

    An answer that rests on entries after the audited checkpoint is passed over, and one that the service has not
    brought up to date yet is asked for once more.
    """
    compared = 0
    for business, state in sample.kept:
        try:
            shown = _shown(source, business)
            if isinstance(shown.get("log_size"), int) and shown["log_size"] < state.log_size:
                time.sleep(FOLLOWER_PATIENCE_S)
                shown = _shown(source, business)
        except Unreadable as error:
            findings.fault(str(error))
            continue
        if isinstance(shown.get("log_size"), int) and shown["log_size"] > size:
            continue
        compared += 1
        if not _is_now(shown.get("month")):
            findings.fault(f"the rating shown for {business} is not of this month")
        elif shown != rules.answer(business, state, months.parse(str(shown["month"]))):
            findings.fault(f"the rating shown for {business} does not follow from the log")
    return compared
