"""How many challenges a business may have open, what follows unfounded ones, and what a measure is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reputation.core import months
from reputation.disputes.reasons import is_unfilled
from reputation.rulebook import cases, charter, conduct, desk


class MeasureKind(StrEnum):
    """What is done about a business."""

    WARNING = "warning"
    """Shown with its ground until its last day. It moves no figure."""
    RIGHT_SUSPENDED = "right-suspended"
    """It cannot challenge reviews for some days, but on urgent grounds."""
    LEGAL_THREAT = "legal-threat"
    """It threatened the writer of a review with the law: shown on the case."""


class Severity(StrEnum):
    """How grave what a warning is about is."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


class Verdict(StrEnum):
    """What an appeal against a measure or an exclusion led to."""

    UPHELD = "upheld"
    REVERSED = "reversed"


class End(StrEnum):
    """Why a measure is over before its last day."""

    CURED = "cured"
    """The business showed that what the warning was about is put right."""
    REVERSED = "reversed"
    """The panel found on appeal that it was wrong."""


# Two kinds are about one rule only.
UNFOUNDED, PRESSURE = "unfounded-challenges", "pressure-on-reviewers"


def open_limit(published: int) -> int:
    """How many challenges a business with so many published reviews may have open."""
    return max(conduct.OPEN_LEAST.value, published * conduct.OPEN_SHARE.value // 100)


@dataclass(frozen=True, slots=True)
class Ended:
    """A challenge of a business about which was decided: when it was filed, when decided last, and how that sees it."""

    filed_on: date
    decided_on: date
    is_unfounded: bool


FORGOTTEN = "[forgotten a year after it was decided]"
"""Stands for what a business said in an appeal, once its time is over. The guard of measures knows it as well."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A measure on the ground of unfounded challenges that was not reversed."""

    kind: MeasureKind
    told_on: date


@dataclass(frozen=True, slots=True)
class Offer:
    """What two persons may now decide about unfounded challenges. Nothing happens by itself.

    `days` for how many the right would be suspended; None: a warning comes first. `until`: the last day on which the
    numbers allow it. `decided` of the business's challenges in the time that counts, `unfounded` of them manifestly so.
    """

    days: int | None
    unfounded: int
    decided: int
    until: date


def ladder(history: Iterable[Rung], today: date) -> int | None:
    """For how many days a right is suspended next, after what was done before; None: first comes a warning."""
    since = months.later(today, -conduct.LADDER_REMEMBERS.value)
    known = [rung.kind for rung in history if rung.told_on >= since]
    if not known:
        return None
    before = known.count(MeasureKind.RIGHT_SUSPENDED)
    return conduct.RIGHT_SUSPENDED[min(before, len(conduct.RIGHT_SUSPENDED) - 1)].value


def offer(ended: Iterable[Ended], history: Iterable[Rung], today: date) -> Offer | None:
    """What may be decided about a business after its unfounded challenges, None when there is nothing.

    Only what was filed after the last step counts towards the next one: a warning can be heeded.
    """
    steps = list(history)
    heeding = max((rung.told_on for rung in steps), default=date.min)
    within = timedelta(days=conduct.UNFOUNDED_WITHIN.value)
    counted = [one for one in ended if one.filed_on > heeding and today - within <= one.decided_on <= today]
    unfounded = sorted((one.decided_on for one in counted if one.is_unfounded), reverse=True)
    enough = conduct.UNFOUNDED.value
    if len(unfounded) < enough or 100 * len(unfounded) < conduct.UNFOUNDED_SHARE.value * len(counted):
        return None
    return Offer(ladder(steps, today), len(unfounded), len(counted), unfounded[enough - 1] + within)


def until(kind: MeasureKind, severity: Severity | None, days: int | None, told_on: date) -> date:
    """The last day of a measure. It is over on the day after."""
    match kind:
        case MeasureKind.WARNING:
            assert severity is not None  # noqa: S101 - the database holds it
            return months.later(told_on, conduct.WARNINGS[severity].value)
        case MeasureKind.RIGHT_SUSPENDED:
            assert days is not None  # noqa: S101 - a warning comes first
            return told_on + timedelta(days=days)
        case MeasureKind.LEGAL_THREAT:
            return months.later(told_on, conduct.THREAT_SHOWN.value)


@dataclass(frozen=True, slots=True)
class Statement:
    """Why a measure was taken: the code of the rule, the facts one by one, why they break it, and all that in short.

    Source: Regulation (EU) 2019/1150 (P2B), Art. 4(5): the specific facts, and the grounds of the terms.
    """

    rule: str
    facts: tuple[str, ...]
    reasoning: str
    summary: str


def is_explained(text: str) -> bool:
    """Whether reasons are long enough to say something, and short enough to be read."""
    return desk.EXPLANATION_SHORTEST.value <= len(text.strip()) <= desk.EXPLANATION_LIMIT.value


def is_reasoned(said: Statement) -> bool:
    """Whether a statement names facts, argues, and says it in short; none of it too long, and no template unfilled."""
    return not any(map(is_unfilled, (*said.facts, said.reasoning, said.summary))) and (
        1 <= len(said.facts) <= conduct.FACTS_MOST.value
        and all(fact.strip() for fact in said.facts)
        and sum(map(len, said.facts)) <= cases.FACT_LIMIT.value
        and is_explained(said.reasoning)
        and 1 <= len(said.summary.strip()) <= cases.SUMMARY_LIMIT.value
    )


def ground_of(rule: str) -> str:
    """The ground of a measure for breaking a rule: one of its own, or that it is in the charter."""
    return rule if rule in conduct.RULES else conduct.CHARTER_BREACH


def charter_rules(version: str) -> list[str]:
    """The codes of the rules of a version of the charter."""
    found = charter.VERSIONS.get(version)
    return [rule.code for rule in found.rules] if found else []


def quoted(rule: str, charter_version: str) -> str | None:
    """A rule as a statement quotes it, with its version. None when there is none of this code."""
    if rule in conduct.RULES:
        found = conduct.RULES[rule]
        return f"{found.text} ({found.code}, {found.version})"
    accepted = charter.VERSIONS.get(charter_version)
    points = accepted.rules if accepted else ()
    return next(
        (f"{point.says} (charter {charter_version}, {point.code})" for point in points if point.code == rule), None
    )


def appeal_until(told_on: date) -> date:
    """The last day on which a measure can be appealed. Source: DSA Art. 20(1)."""
    return told_on + timedelta(days=desk.APPEAL_WINDOW.value)


def decide_until(appealed_on: date) -> date:
    """The last day on which an appeal against a measure or an exclusion is to be decided."""
    return appealed_on + timedelta(days=desk.APPEAL_DECIDED_WITHIN.value)
