"""What may follow what in the log as a whole: who runs it, editions, the months of reviews, ratings files."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from reputation.audit.checks import ManifestNamed
from reputation.audit.findings import Fault, Kind
from reputation.audit.lots import Rosters
from reputation.audit.reports import ReportFile
from reputation.core import months
from reputation.log.entries import Entry
from reputation.reports.case_figures import Period
from reputation.rulebook import cases, editions


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """What an entry says about a published file of all ratings. `edition` is that in force in its month."""

    position: int
    sha256: str
    log_size: int
    month: str
    edition: int | None


@dataclass(slots=True)
class Overall:
    """Takes entries in the order of the log. `from_start`: nothing came before them that is not known."""

    from_start: bool = True
    acceptance_keys: list[bytes] = field(default_factory=list)
    ratings_files: list[RatingsFile] = field(default_factory=list)
    report_files: list[ReportFile] = field(default_factory=list)
    manifests: list[ManifestNamed] = field(default_factory=list)
    orders: list[tuple[int, Entry]] = field(default_factory=list)
    """Those of authorities, with their positions."""
    last_day: date = date.min
    """The latest day that an entry about no business names."""
    rosters: Rosters = field(default_factory=Rosters)
    _days: dict[str, date] = field(default_factory=dict)
    _editions: dict[int, int] = field(default_factory=dict)
    """The month from which each is in force."""
    _month: int = 0

    def feed(self, position: int, entry: Entry) -> Iterator[Fault]:
        """Take in an entry about no business; gives what is wrong with it."""
        said = f"entry {position} ({entry.kind})"
        day = _day(entry)
        if day is not None:
            yield from self._come(said, day)
        match entry.kind:
            case "operator":
                yield from self._in_order(said, entry.kind, day)
                if "acceptance_key" in entry.body:
                    self.acceptance_keys.append(base64.b64decode(entry.body["acceptance_key"]))
            case "edition":
                yield from self._in_order(said, entry.kind, day)
                yield from self._edition(said, entry)
            case "ratings-file":
                yield from self._ratings_file(said, position, entry)
            case "panel-roster":
                self.rosters.feed(position, entry)
            case "report-file":
                yield from self._report_file(said, position, entry)
            case "checks-manifest":
                yield from self._manifest(said, position, entry)
            case "order":
                self.orders.append((position, entry))

    def _come(self, said: str, day: date) -> Iterator[Fault]:
        if months.of(day) > _this_month():
            yield Fault(Kind.COURSE, f"{said}: its day {day} has not come yet")
        self.last_day = max(self.last_day, day)

    def review_month(self, position: int, month: int) -> Iterator[Fault]:
        """Take in the publication month of reviews from a position on: months never go back."""
        said = f"entry {position} (review)"
        if not self._month and not self._editions and self.from_start:
            yield Fault(Kind.COURSE, f"{said}: a review comes before any edition of the formula")
        if month < self._month:
            yield Fault(
                Kind.COURSE, f"{said}: its month is {months.show(month)}, after a review of {months.show(self._month)}"
            )
        elif month > _this_month():
            yield Fault(Kind.COURSE, f"{said}: its month {months.show(month)} has not come yet")
        self._month = max(self._month, month)

    def _in_order(self, said: str, kind: str, day: date | None) -> Iterator[Fault]:
        before = self._days.get(kind, date.min)
        if day is not None and day < before:
            yield Fault(Kind.COURSE, f"{said}: it is of {day}, and the one before it of {before}")
        self._days[kind] = max(before, day or before)

    def _edition(self, said: str, entry: Entry) -> Iterator[Fault]:
        """Editions are announced in their order, in time, by two persons; and must be those that recompute here."""
        number, effective = entry.body["edition"], months.parse(entry.body["effective"])
        own = editions.EDITIONS.get(number)
        if own is None:
            yield Fault(Kind.COURSE, f"{said}: edition {number} of the formula is not known here: use a newer audit")
        elif own.spec_sha256 != entry.body["spec_sha256"]:
            yield Fault(Kind.COURSE, f"{said}: edition {number} of the formula is another one than that known here")
        if entry.body["persons"] < cases.DECIDERS.value:
            yield Fault(Kind.COURSE, f"{said}: an edition is released by {cases.DECIDERS.value} persons at least")
        is_first = self.from_start and not self._editions
        expected = 1 if is_first else max(self._editions, default=number - 1) + 1
        if number != expected:
            yield Fault(Kind.COURSE, f"{said}: edition {number} comes where edition {expected} is due")
        in_time = date.fromisoformat(entry.body["announced"]) + timedelta(days=editions.ANNOUNCED.value)
        if not is_first and in_time > months.first_day(effective):
            yield Fault(
                Kind.COURSE, f"{said}: announced less than {editions.ANNOUNCED.value} days before it takes effect"
            )
        if effective <= max(self._editions.values(), default=0):
            yield Fault(Kind.COURSE, f"{said}: it takes effect no later than the edition before it")
        self._editions.setdefault(number, effective)

    def _ratings_file(self, said: str, position: int, entry: Entry) -> Iterator[Fault]:
        log_size, month = entry.body["log_size"], entry.body["month"]
        if log_size > position:
            yield Fault(Kind.COURSE, f"{said}: a ratings file cannot rest on entries after it")
            return
        if months.parse(month) > _this_month():
            yield Fault(Kind.COURSE, f"{said}: its month {month} has not come yet")
        in_force = [number for number, since in self._editions.items() if since <= months.parse(month)]
        if not in_force and self.from_start:
            yield Fault(Kind.COURSE, f"{said}: no edition of the formula is in force in {month}")
            return
        edition = max(in_force, default=None)
        self.ratings_files.append(RatingsFile(position, entry.body["sha256"], log_size, month, edition))

    def _report_file(self, said: str, position: int, entry: Entry) -> Iterator[Fault]:
        body = entry.body
        found = ReportFile(position, body["sha256"], body["log_size"], Period.parse(body["period"]))
        wrong = found.wrong(date.fromisoformat(body["date"]), self.report_files)
        if wrong is not None:
            yield Fault(Kind.COURSE, f"{said}: {wrong}")
        else:
            self.report_files.append(found)

    def _manifest(self, said: str, position: int, entry: Entry) -> Iterator[Fault]:
        body = entry.body
        found = ManifestNamed(position, body["sha256"], body["epoch"], date.fromisoformat(body["date"]))
        wrong = found.wrong(self.manifests)
        if wrong is not None:
            yield Fault(Kind.COURSE, f"{said}: {wrong}")
        else:
            self.manifests.append(found)


def _this_month() -> int:
    """By a day, a clock may be ahead of ours."""
    return months.of(datetime.now(UTC) + timedelta(days=1))


def _day(entry: Entry) -> date | None:
    said = entry.body.get("date", entry.body.get("announced"))
    return None if said is None else date.fromisoformat(said)
