"""The transparency reports: each must be the one that the log names, and every figure in them must follow from it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from reputation.audit.findings import Fault, Findings, Kind
from reputation.audit.source import LOG, Missing, Source, Withheld
from reputation.audit.spool import POSITION_BYTES
from reputation.log.codes import ABOUT_CASES
from reputation.log.entries import Entry
from reputation.reports.case_figures import Fold, Period, Tally, document, render

LARGEST = 1 << 16
LIVE = f"{LOG}reports/live"
LATEST = timedelta(days=2)
"""The live report is written each hour; what is older than this must be in it."""


class ReportFile(NamedTuple):
    """What an entry says about the report of a half-year."""

    position: int
    sha256: str
    log_size: int
    period: Period

    def wrong(self, day: date, known: Iterable["ReportFile"]) -> str | None:
        """What is wrong with the entry of a day after others, or None."""
        if any(one.period == self.period for one in known):
            return f"a report about {self.period} was published before"
        if self.log_size > self.position:
            return "a report cannot rest on entries after it"
        return f"{self.period} is not over yet" if day <= self.period.last_day else None


class Report(NamedTuple):
    """A published report."""

    name: str
    cut: "Cut"
    raw: bytes


class Cut(NamedTuple):
    """From what a report follows: the first `log_size` entries, which must hold all of its days up to `whole_until`."""

    period: Period
    log_size: int
    whole_until: date

    def leaves_out(self, position: int, entry: Entry) -> bool:
        """Whether an entry should have been counted, and comes too late for the report."""
        if position < self.log_size or entry.kind not in ABOUT_CASES or "date" not in entry.body:
            return False
        return self.period.first_day <= date.fromisoformat(entry.body["date"]) <= self.whole_until


def fetch_all(source: Source, said: Iterable[ReportFile], size: int, findings: Findings) -> list[Report]:
    """The reports that can be compared: those that the log names, and the live one if there is any.

    Raises:
        Unreadable: the service no longer answers.
    """
    found = [report for report in (_named(source, one, findings) for one in said) if report is not None]
    live = _live(source, size, findings)
    return found if live is None else [*found, live]


def _named(source: Source, said: ReportFile, findings: Findings) -> Report | None:
    path = f"{LOG}reports/{said.period}"
    try:
        raw = source.read(path, LARGEST)
    except Withheld as error:
        findings.fault(Kind.REPORT, f"the report about {said.period} (entry {said.position}): {error}")
        source.forget(path)
        return None
    if hashlib.sha256(raw).hexdigest() != said.sha256:
        findings.fault(Kind.REPORT, f"the report about {said.period} is not the one that entry {said.position} names")
        source.forget(path)
        return None
    return Report(f"the report about {said.period}", Cut(said.period, said.log_size, said.period.last_day), raw)


def _live(source: Source, size: int, findings: Findings) -> Report | None:
    """The live report; it may rest on entries after the audited checkpoint, and is then passed over."""
    try:
        raw = source.read(LIVE, LARGEST)
    except Missing:
        return None
    except Withheld as error:
        findings.fault(Kind.REPORT, f"the live report: {error}")
        return None
    said = _read(raw)
    log_size, period = said.get("log_size"), said.get("period")
    today = datetime.now(UTC).date()
    known = {str(Period.of(day)): Period.of(day) for day in (today, today - timedelta(days=1))}
    if type(log_size) is not int or not isinstance(period, str) or (period not in known and source.is_service):
        findings.fault(Kind.REPORT, "the live report does not say from what it follows, or is not of this half-year")
        return None
    if log_size > size:
        findings.note("live report", "passed over: it rests on entries after the audited checkpoint")
        return None
    if period not in known:
        return None
    return Report(
        "the live report", Cut(known[period], log_size, today - LATEST if source.is_service else date.min), raw
    )


def _read(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


@dataclass(slots=True)
class Counting:
    """What a business comes to for each report: its entries are fed in their order, review after review."""

    cuts: Sequence[Cut]
    _folds: list[Fold] = field(init=False)
    _published: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._folds = [Fold(cut.period) for cut in self.cuts]
        self._published = [0] * len(self.cuts)

    def feed(self, position: int, entry: Entry) -> Iterator[Fault]:
        """Take in an entry; gives what is wrong with reports that do not. Orders are counted once for all."""
        if entry.kind == "order":
            return
        for fold, cut in zip(self._folds, self.cuts, strict=True):
            if position < cut.log_size:
                fold.feed(entry)
            yield from left_out(cut, position, entry)

    def publish(self, positions: Sequence[bytes]) -> None:
        """Take in the positions of reviews."""
        for place, cut in enumerate(self.cuts):
            self._published[place] += sum(map(cut.log_size.to_bytes(POSITION_BYTES).__gt__, positions))

    def tallies(self, business: UUID) -> list[Tally]:
        """What was counted, for each report."""
        return [fold.tally({business: published}) for fold, published in zip(self._folds, self._published, strict=True)]


def left_out(cut: Cut, position: int, entry: Entry) -> Iterator[Fault]:
    """An entry that a report should have counted and did not."""
    if cut.leaves_out(position, entry):
        yield Fault(Kind.REPORT, f"the report about {cut.period} leaves out entry {position} ({entry.kind})")


def added(first: list[Tally], second: list[Tally]) -> list[Tally]:
    """What two parts of the log come to, for each report."""
    if not first or not second:
        return first or second
    for tally, other in zip(first, second, strict=True):
        tally.add(other)
    return first


def compare(
    reports: Sequence[Report], tallies: list[Tally], orders: Sequence[tuple[int, Entry]], findings: Findings
) -> None:
    """Compare every figure. `tallies`: one for each report."""
    for report, counted in zip(reports, tallies or [Tally() for _ in reports], strict=True):
        cut, fold = report.cut, Fold(report.cut.period)
        for position, entry in orders:
            if position < cut.log_size:
                fold.feed(entry)
            findings.take(list(left_out(cut, position, entry)))
        counted.add(fold.tally({}))
        own = render(document(cut.period, cut.log_size, counted))
        if report.raw != own:
            findings.fault(Kind.REPORT, f"{report.name}: {_wrong(_read(report.raw), _read(own))}")
    if reports:
        findings.note("reports", f"{len(reports)} recomputed: {', '.join(str(one.cut.period) for one in reports)}")


def _wrong(shown: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """Which figures do not follow from the log."""
    published, ours = dict(_figures(shown)), dict(_figures(own))
    names = sorted(name for name in published.keys() | ours.keys() if published.get(name, "") != ours.get(name, ""))
    if not names:
        return "it is not written in the one way"
    more = f" and {len(names) - 1} more do" if names[1:] else " does"
    return f"its figure {names[0]}{more} not follow from the log"


def _figures(said: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _figures(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", json.dumps(value)
