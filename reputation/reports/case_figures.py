"""What the public log says about cases in half a year: the figures of the transparency report. Pure.

Whoever has the log computes the same: the service from its rows, the audit from what is published. Entries are fed in
the order of the log, at least those of each business and each review; what happened lies in the half-year of its day.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from reputation.log import codes
from reputation.log.entries import Entry
from reputation.reports.small_cells import SMALLEST, many, parts, shown
from reputation.rulebook.cases import EU

VERSION = 1
ABOUT_REVIEWS = ("review", "review-changed")
STAYED = ("rejected", "inadmissible")
CHANGED = ("removed", "masked")
SUSPENDED, EXEMPT = "suspended", "exempt"
ADMITTED = "admitted"
SUBJECTS = ("review", "alert", "domain")
STARS = {1: "1-2", 2: "1-2", 3: "3", 4: "4-5", 5: "4-5"}
SIZES = ((1, "1-19"), (20, "20-99"), (100, "100-499"), (500, "500-"))
"""The least published reviews of a business in each band."""
ROWS: Mapping[str, tuple[str, ...]] = {
    "ground": codes.GROUNDS,
    "side": codes.SIDES,
    "stars": tuple(dict.fromkeys(STARS.values())),
    "size": tuple(band for _, band in SIZES),
}
"""The tables of cases, and their rows."""
COLUMNS = ("filed", "stayed", "changed")
APPEAL_COLUMNS = ("upheld", "reversed")
WAYS = ("lot", "assigned")
ALONE = ("urgent", "interim", "withdrawn", "settled", "restored", "warning", "right-suspended", "legal-threat")
LIMITS = ("admissibility", "answer", "decision", "appeal-decision", "reversal")
MONTHS = 6


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-year, written 2026H2."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> "Period":
        return cls(day.year, 1 if day.month <= MONTHS else 2)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read one that the log's schema allows."""
        return cls(int(text[:4]), int(text[-1]))

    def __str__(self) -> str:
        return f"{self.year:04d}H{self.half}"

    @property
    def first_day(self) -> date:
        return date(self.year, 1 + MONTHS * (self.half - 1), 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def before(self) -> "Period":
        """The half-year before."""
        return Period(self.year, 1) if self.half == 2 else Period(self.year - 1, 2)

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first_day <= day <= self.last_day


@dataclass(slots=True)
class _Case:
    """A case as far as it has come."""

    business: UUID
    filed_on: date
    ground: str
    side: str
    stars: int | None
    """Of the review when it was challenged; None for a case about an alert or an address."""
    subject: str
    """What it is about, as entries name it."""
    noticed_on: date | None = None
    outcome: str | None = None
    appealed_on: date | None = None
    paused_on: date | None = None
    paused: int = 0
    interim: tuple[date, date] | None = None
    """First and last day of an interim measure."""
    hidden_since: date | None = None


@dataclass(slots=True)
class Tally:
    """What was counted; tallies of different businesses add up. `days`: how often something took so many days."""

    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    days: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, other: "Tally") -> None:
        """Take in another one's."""
        self.counts += other.counts
        for name, counted in other.days.items():
            self.days[name] += counted

    def row(self, table: str, row: str, *columns: str) -> tuple[int, ...]:
        """A row of a table."""
        return tuple(self.counts[table, row, column] for column in columns)


def size_of(published: int) -> str:
    """The band of a business with so many published reviews."""
    return next((band for least, band in reversed(SIZES) if published >= least), SIZES[0][1])


def working_days(first: date, last: date) -> int:
    """How many days on which people work came after `first`, up to `last`."""
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() not in EU.weekend and (day.month, day.day) not in EU.holidays for day in span)


class Fold:
    """Takes entries in and counts what happened in a half-year. What has no case it could belong to counts nowhere."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self._tally = Tally()
        self._by_business: Counter[tuple[UUID, str]] = Counter()
        self._stars: dict[UUID, int] = {}
        self._cases: dict[str, _Case] = {}
        self._decisions: dict[str, tuple[_Case, date]] = {}

    def feed(self, entry: Entry) -> None:
        """Take an entry in; others than those about cases and what tells the stars of reviews change nothing."""
        if entry.kind in ABOUT_REVIEWS and entry.review is not None and entry.stars is not None:
            self._stars[entry.review] = entry.stars
        elif entry.kind in STEPS:
            STEPS[entry.kind](self, entry)

    def tally(self, published: Mapping[UUID, int]) -> Tally:
        """What was counted. `published`: how many reviews of each business there are, for those with a case."""
        whole = Tally()
        whole.add(self._tally)
        for (business, column), number in self._by_business.items():
            whole.counts["size", size_of(published.get(business, 0)), column] += number
        return whole

    def _count(self, day: date, *keys: str) -> None:
        self._tally.counts[keys] += self.period.has(day)

    def _took(self, what: str, day: date, days: int) -> None:
        if self.period.has(day):
            self._tally.days[what][max(days, 0)] += 1

    def _by_all(self, day: date, case: _Case, column: str) -> None:
        """Count in every table. Alerts and addresses stand apart: a row of theirs would be the same in two tables."""
        if case.stars is None:
            self._count(day, case.subject, "", column)
            return
        self._count(day, "total", "", column)
        self._count(day, "ground", case.ground, column)
        self._count(day, "side", case.side, column)
        self._count(day, "stars", STARS[case.stars], column)
        self._by_business[case.business, column] += self.period.has(day)

    def challenged(self, entry: Entry) -> None:
        """A case begins."""
        body, day = entry.body, _day(entry)
        if body["case"] in self._cases or entry.business is None:
            return
        stars = None if entry.review is None else self._stars.get(entry.review)
        if stars is None and entry.review is not None:
            return
        subject = next(one for one in SUBJECTS if one in body)
        case = self._cases[body["case"]] = _Case(entry.business, day, body["ground"], body["side"], stars, subject)
        self._by_all(day, case, "filed")
        if body["is_urgent"]:
            self._count(day, "alone", "urgent")

    def went_on(self, entry: Entry) -> None:
        """A step between challenge and decision."""
        case, step, day = self._cases.get(entry.body["case"]), entry.body["step"], _day(entry)
        if case is None:
            return
        if step == "noticed" and case.noticed_on is None:
            case.noticed_on = day
            self._took("admissibility", day, working_days(case.filed_on, day))
        elif step == "answered" and case.noticed_on is not None:
            self._took("answer", day, (day - case.noticed_on).days)
        elif step == "paused":
            case.paused_on = day
        elif step == "resumed" and case.paused_on is not None:
            case.paused += (day - case.paused_on).days
            case.paused_on = None
        elif step == "overdue":
            self._count(day, "overdue", entry.body["deadline"])
        elif step in ("withdrawn", "settled"):
            self._count(day, "alone", step)

    def decided(self, entry: Entry) -> None:
        """A case is decided, or decided again."""
        case = self._cases.get(entry.body["case"])
        if case is not None:
            self._decided(case, entry)

    def _decided(self, case: _Case, entry: Entry) -> None:
        """The first decision of a case counts, and the first after a panel let it begin; later ones replace it."""
        outcome, day = entry.body["outcome"], _day(entry)
        if case.outcome in (None, ADMITTED) and outcome in (*STAYED, *CHANGED, SUSPENDED, EXEMPT):
            self._by_all(day, case, "stayed" if outcome in STAYED else "changed")
            if case.stars is not None:
                self._count(day, "outcome", outcome)
            self._took("decision", day, (day - case.filed_on).days - case.paused)
            if outcome == "inadmissible":
                self._took("admissibility", day, working_days(case.filed_on, day))
        case.outcome = outcome
        self._decisions[entry.body["decision"]] = (case, day)
        if entry.body["automation"]:
            self._count(day, "automated")

    def appealed(self, entry: Entry) -> None:
        """The first of both sides begins an appeal."""
        case = self._cases.get(entry.body["case"])
        if case is not None and case.appealed_on is None:
            case.appealed_on = _day(entry)

    def finally_decided(self, entry: Entry) -> None:
        """A panel decides: about a decision, or for the first time where none came in time."""
        case, day = self._cases.get(entry.body["case"]), _day(entry)
        if case is None or case.appealed_on is None:
            return
        self._took("appeal-decision", day, (day - case.appealed_on).days)
        self._count(day, "panel", "lot" if "drawn_at" in entry.body else "assigned")
        if case.outcome not in (None, ADMITTED):
            column = "upheld" if entry.body["outcome"] == "rejected" else "reversed"
            self._count(day, "total" if case.stars is not None else case.subject, "", column)
            if case.stars is not None:
                self._count(day, "appeal", case.ground, column)
        case.appealed_on = None
        self._decided(case, entry)

    def measured(self, entry: Entry) -> None:
        """An interim measure is taken or prolonged."""
        case, day = self._cases.get(str(entry.body["case"])), _day(entry)
        if case is None or entry.review is None:
            return
        if case.interim is None:
            self._count(day, "alone", "interim")
        case.interim = (day if case.interim is None else case.interim[0], date.fromisoformat(entry.body["until"]))

    def restricted(self, entry: Entry) -> None:
        """A review is not shown. From which day on: its entry names a month only, the measure or decision a day."""
        if "interim" in entry.body:
            case = self._cases.get(entry.body["interim"])
            if case is not None and case.interim is not None:
                case.hidden_since = case.interim[0]
        elif entry.body["decision"] in self._decisions:
            case, day = self._decisions[entry.body["decision"]]
            case.hidden_since = case.hidden_since or day

    def restored(self, entry: Entry) -> None:
        """A review is shown again: since the decision that says so, or by the last day of an interim measure."""
        if "interim" in entry.body:
            case = self._cases.get(entry.body["interim"])
            if case is not None and case.interim is not None:
                self._shown_again(case, case.interim[1])
        elif entry.body["decision"] in self._decisions:
            case, day = self._decisions[entry.body["decision"]]
            self._count(day, "alone", "restored")
            self._shown_again(case, day)

    def _shown_again(self, case: _Case, day: date) -> None:
        if case.hidden_since is not None:
            self._took("hidden", day, (day - case.hidden_since).days)
            case.hidden_since = None

    def conducted(self, entry: Entry) -> None:
        """How a side behaves."""
        self._count(_day(entry), "alone", entry.body["conduct"])

    def sanctioned(self, entry: Entry) -> None:
        """A measure about a business."""
        self._count(_day(entry), "alone", entry.kind)

    def ordered(self, entry: Entry) -> None:
        """An authority ordered something."""
        self._count(_day(entry), "order", entry.body["authority_code"])


STEPS: Mapping[str, Callable[[Fold, Entry], None]] = {
    "challenge": Fold.challenged,
    "case-step": Fold.went_on,
    "case-conduct": Fold.conducted,
    "decision": Fold.decided,
    "appeal": Fold.appealed,
    "appeal-decision": Fold.finally_decided,
    "interim": Fold.measured,
    "review-restricted": Fold.restricted,
    "review-restored": Fold.restored,
    "warning": Fold.sanctioned,
    "right-suspended": Fold.sanctioned,
    "order": Fold.ordered,
}


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry.body["date"])


def document(period: Period, log_size: int, tally: Tally) -> dict[str, Any]:
    """The report: every figure under its name, None where it is too small to be told."""
    counts = tally.counts
    totals = _totals(tally.row("total", "", *COLUMNS, *APPEAL_COLUMNS))

    def table(name: str, rows: Iterable[str], *columns: str) -> dict[str, dict[str, int | None]]:
        told = shown({row: tally.row(name, row, *columns) for row in rows}, tuple(totals[one] for one in columns))
        return {row: dict(zip(columns, cells, strict=True)) for row, cells in told.items()}

    def split(name: str, rows: Iterable[str], total: int | None) -> dict[str, int | None]:
        return parts({row: counts[name, row] for row in rows}, total)

    panels = many(sum(counts["panel", way] for way in WAYS))
    domains = tally.row("domain", "", *COLUMNS, *APPEAL_COLUMNS)
    return {
        "version": VERSION,
        "period": str(period),
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "log_size": log_size,
        "smallest": SMALLEST,
        "totals": totals,
        **{f"by_{name}": table(name, rows, *COLUMNS) for name, rows in ROWS.items()},
        "outcomes": split("outcome", STAYED, totals["stayed"]) | split("outcome", CHANGED, totals["changed"]),
        "appeals_by_ground": table("appeal", codes.GROUNDS, *APPEAL_COLUMNS),
        "panels": split("panel", WAYS, panels),
        "alerts": _totals(tally.row("alert", "", *COLUMNS, *APPEAL_COLUMNS)),
        # A report from before anybody contested a warning stays as it was published.
        **({"domains": _totals(domains)} if any(domains) else {}),
        "times": {name: _time(tally.days[name]) | {"overdue": counts["overdue", name]} for name in LIMITS},
        "hidden_days": _time(tally.days["hidden"]),
        "counts": {name: many(counts["alone", name]) for name in ALONE},
        "automated": counts["automated",],
        "orders": {key[1]: number for key, number in sorted(counts.items()) if key[0] == "order" and number},
    }


def _totals(row: tuple[int, ...]) -> dict[str, int | None]:
    """Counts of `COLUMNS` and `APPEAL_COLUMNS`, with what they add up to."""
    filed, stayed, changed, upheld, reversed_ = row
    decided, appeals = many(stayed + changed), many(upheld + reversed_)
    ended = parts({"stayed": stayed, "changed": changed}, decided)
    appealed = parts({"upheld": upheld, "reversed": reversed_}, appeals)
    return {"filed": many(filed), "decided": decided, **ended, "appeals": appeals, **appealed}


def _time(counted: Counter[int]) -> dict[str, int | None]:
    """How long half of them took at most, and the longest."""
    total = counted.total()
    if many(total) is None:
        return {"median": None, "worst": None}
    passed, median = 0, 0
    for median in sorted(counted):
        passed += counted[median]
        if 2 * passed >= total:
            break
    return {"median": median, "worst": max(counted)}


def render(report: Mapping[str, Any]) -> bytes:
    """The report as the file that is published: canonical JSON and a line's end."""
    return json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
