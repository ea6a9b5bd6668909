"""Cases as entries of the log, without a database: each step says what it says in the log, on its day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from reputation.core.ids import Seeded
from reputation.log.entries import Entry, decode, encode
from reputation.reports.case_figures import Fold, Period, document
from tests.log_entries import COMMITMENT

HALF = Period(2026, 1)
START = date(2026, 1, 5)
"""A Monday."""
BY = [{"role": "moderator", "persons": 1}, {"role": "second-moderator", "persons": 1}]
PANEL = [{"role": "panel", "persons": 3}]


class CaseLog:
    """Entries in their order. Days are counted from the start of a case. `month`: of what is done to reviews."""

    month = "2026-01"

    def __init__(self, seed: int = 1) -> None:
        self.entries: list[Entry] = []
        self.ids = Seeded(seed)
        self._reviews = count()

    def uuid(self) -> str:
        return str(self.ids.uuid())

    def append(self, kind: str, **body: Any) -> None:
        self.entries.append(decode(encode(kind, body)))

    def review(self, business: str, stars: int = 1) -> str:
        review = self.uuid()
        said = {"stars": stars, "outcome": "as-agreed", "class": "none", "commitment": COMMITMENT}
        self.append("review", business=business, review=review, month="2025-12", **said)
        return review

    def published(self) -> dict[UUID, int]:
        """How many reviews each business has."""
        found: dict[UUID, int] = {}
        for entry in self.entries:
            if entry.kind == "review" and entry.business is not None:
                found[entry.business] = found.get(entry.business, 0) + 1
        return found

    def told(self, period: Period = HALF) -> dict[str, Any]:
        """The report about all of it."""
        fold = Fold(period)
        for entry in self.entries:
            fold.feed(entry)
        return document(period, len(self.entries), fold.tally(self.published()))


class Course:
    """A case about a review, about an alert, or about an address that looks like one of the business."""

    def __init__(
        self,
        log: CaseLog,
        business: str,
        *,
        stars: int | None = 1,
        ground: str = "off-topic",
        start: date = START,
        domain: str = "",
    ) -> None:
        self.log = log
        self.start = start
        self.about = {"case": log.uuid(), "business": business}
        if domain:
            self.about |= {"domain": domain}
            self.ground = "no-imitation"
        else:
            self.about |= {"alert": "surge"} if stars is None else {"review": log.review(business, stars)}
            self.ground = "innocent-cause" if stars is None else ground

    def _say(self, kind: str, day: int, **body: Any) -> None:
        self.log.append(kind, **self.about, date=str(self.start + timedelta(days=day)), **body)

    def challenge(self, day: int = 0, side: str = "business", *, is_urgent: bool = False) -> "Course":
        said = {"ground": self.ground, "rule_version": "1", "side": side, "is_urgent": is_urgent}
        self._say("challenge", day, **said)
        return self

    def step(self, step: str, day: int, **more: Any) -> "Course":
        if step in ("noticed", "answered", "extended", "resumed", "reopened"):
            more |= {"until": str(self.start + timedelta(days=day + 14))}
        self._say("case-step", day, step=step, **more)
        return self

    def decide(self, outcome: str, day: int, kind: str = "decision", **more: Any) -> str:
        decision = self.log.uuid()
        more |= {"until": str(self.start + timedelta(days=day + 300))} if outcome in ("removed", "masked") else {}
        said: dict[str, Any] = {"ground": self.ground, "rule_version": "1", "statement": COMMITMENT}
        figures = {"month": f"{self.start + timedelta(days=day):%Y-%m}", "log_size": 0, "published": False}
        said |= {"decision": decision, "outcome": outcome, "automation": False, "before": figures, "after": figures}
        self._say(kind, day, **said, decided_by=BY if kind == "decision" else PANEL, **more)
        return decision

    def appeal(self, day: int, party: str = "writer") -> "Course":
        self._say("appeal", day, party=party, until=str(self.start + timedelta(days=day + 30)))
        return self

    def panel(self, outcome: str, day: int, **more: Any) -> str:
        return self.decide(outcome, day, "appeal-decision", **more)

    def interim(self, day: int, until: int) -> "Course":
        said = {"ground": self.ground, "persons": 1, "until": str(self.start + timedelta(days=until))}
        self._say("interim", day, **said)
        return self

    def mark(self, kind: str, **why: str) -> "Course":
        """What is done to the review: by a decision, or by the interim measure of this case."""
        about = {name: self.about[name] for name in ("business", "review")}
        self.log.append(kind, **about, month=self.log.month, **(why or {"interim": self.about["case"]}))
        return self


def hidden_cells(told: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The places of a report where nothing is told."""
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from hidden_cells(value, (*path, name))
        elif value is None:
            yield (*path, name)
