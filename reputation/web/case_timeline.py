"""What happened in a case and what comes next, in the order of its page. Pure.

What happened is read off the log: whoever has it sees the same. What comes next follows from the last days of the case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reputation.core import months
from reputation.disputes.queries import CasePage, Statement
from reputation.disputes.rules import OVER, State
from reputation.log.queries import Row
from reputation.rulebook import cases as numbers

OF_DOMAINS = frozenset({"answered", "withdrawn"})
"""Steps that are told in other words where a case is about an address."""


class Event(NamedTuple):
    """Something that happened, or comes next. `kind` names its words; `until` is a last day, which is still in time."""

    kind: str
    on: date | None = None
    until: date | None = None
    detail: str = ""
    is_now: bool = False
    is_next: bool = False
    days_left: int = 0


class Told(NamedTuple):
    """A statement of reasons with where the log has it, and how its panel was found."""

    statement: Statement
    position: int | None
    is_by_lot: bool
    drawn_at: int | None


def events(case: CasePage, entries: Iterable[Row], today: date) -> list[Event]:
    """The timeline: what happened, oldest first, the last of it marked; then what comes next."""
    past = [event for row in entries for event in _past(case, row.kind, row.body)]
    if case.interim is not None and case.interim.ended_on is not None:
        past.append(Event("interim-ended", case.interim.ended_on))
        past.sort(key=lambda event: event.on or today)
    if past:
        past[-1] = past[-1]._replace(is_now=True)
    coming = [event._replace(is_next=True) for event in _coming(case, past) if event.until and event.until >= today]
    return [*past, *(event._replace(days_left=(event.until - today).days) for event in coming if event.until)]


def _past(case: CasePage, kind: str, body: Mapping[str, Any]) -> Iterator[Event]:
    if "date" not in body:
        return
    on, until = date.fromisoformat(body["date"]), body.get("until")
    last = date.fromisoformat(until) if until is not None else None
    match kind:
        case "challenge":
            what = "alert" if case.alert else "domain" if case.domain else body["side"]
            yield Event(f"filed-{what}", on, case.decide_until, body["ground"])
        case "case-step":
            step = body["step"]
            named = f"overdue-{body['deadline']}" if step == "overdue" else step
            is_other = case.domain is not None and step in OF_DOMAINS
            yield Event(f"{named}-domain" if is_other else named, on, last)
        case "decision" | "appeal-decision":
            yield Event(kind, on, None, body["outcome"])
        case "appeal":
            yield Event(f"appeal-{body['party']}", on, last)
        case "interim":
            yield Event(f"interim-{min(body['persons'], 2)}", on, last)
        case "case-conduct":
            yield Event(body["conduct"], on, last)
        case "case-conduct-ended":
            yield Event(kind, on)


def _coming(case: CasePage, past: Iterable[Event]) -> Iterator[Event]:
    """What comes next, as long as nothing else happens."""
    state = State(case.state)
    if state is State.FILED:
        yield Event("next-admitted", until=case.admit_until)
    if state in (State.FILED, State.NOTICED):
        yield Event("next-answer", until=case.answer_until)
    if case.domain is not None and not case.has_answer and state in (State.READY, State.DRAFTED):
        yield Event("next-answer-domain", until=case.answer_until)
    if state is State.ANSWERED:
        yield Event("next-reply", until=case.reply_until)
    if state in (State.FILED, State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED):
        yield Event("next-decision", until=case.decide_until)
    if state is State.DECIDED:
        yield Event("next-appeal", until=case.appeal_until)
    if state is State.APPEALED:
        yield Event(
            "next-panel",
            until=max((one.until for one in past if one.kind.startswith("appeal-") and one.until), default=None),
        )
    if state in OVER and case.ended_on is not None:
        yield Event("next-erased", until=months.later(case.ended_on, numbers.FILES_KEPT.value))


def told(statements: Sequence[Statement], entries: Iterable[Row]) -> list[Told]:
    """The statements, the newest first."""
    rows = {row.body["decision"]: row for row in entries if row.kind in ("decision", "appeal-decision")}
    found = []
    for statement in reversed(statements):
        row = rows.get(str(statement.public_id))
        drawn_at = None if row is None else row.body.get("drawn_at")
        found.append(Told(statement, None if row is None else row.position, drawn_at is not None, drawn_at))
    return found
