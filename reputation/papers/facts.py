"""What papers say that the code knows already, so that they cannot say something else. Pure.

Numbers come from the rulebook, and the tables of what is held, and for how long, from the classes of the columns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from reputation.core.privacy import CLASSES, FOREIGN, KINDS
from reputation.rulebook import admissions, cases, editions, members, rating, reviews
from reputation.rulebook.charter import TOMBSTONE, Charter
from reputation.rulebook.values import Value

VALUES: Mapping[str, Value] = {
    "window_months": rating.WINDOW,
    "text_months": reviews.TEXT_KEPT,
    "removed_text_months": reviews.RESTRICTED_TEXT_KEPT,
    "hold_shortest_weeks": reviews.HOLD_SHORTEST,
    "hold_longest_weeks": reviews.HOLD_LONGEST,
    "tombstone_months": TOMBSTONE,
    "answer_days": cases.ANSWER,
    "decision_days": cases.DECISION,
    "appeal_days": cases.APPEAL_WINDOW,
    "appeal_decision_days": cases.APPEAL_DECISION,
    "deciders": cases.DECIDERS,
    "right_suspended_days": cases.RIGHT_SUSPENDED_LONGEST,
    "measure_months": cases.MEASURE_LONGEST,
    "deeds_months": members.DEEDS_KEPT,
    "invitation_days": members.INVITATION_OPEN,
    "leave_notice_days": members.NOTICE_TO_LEAVE,
    "charter_notice_days": members.NOTICE_OF_CHARTER,
    "application_months": admissions.KEPT,
    "edition_notice_days": editions.ANNOUNCED,
}
Say = Callable[[str], str]
"""Puts a sentence of the code into the language of the paper."""
OPERATOR = ("name", "funder", "contact", "policy_version")


def texts(say: Say, *, service: str, operator: Mapping[str, str], charter: Charter) -> dict[str, str]:
    """What fills a gap within a line."""
    found = {name: str(value.value) for name, value in VALUES.items()}
    found |= {f"operator_{part}": operator[part] for part in OPERATOR}
    return found | {
        "service": service,
        "edition": str(editions.CURRENT.number),
        "charter_version": charter.version,
        "grounds": "; ".join(say(ground.title) for ground in cases.GROUNDS.values()),
    }


def lines(say: Say, *, charter: Charter) -> dict[str, str]:
    """What fills whole lines: the points of the charter, and rows of tables."""
    return {
        "charter_points": "\n".join(f"- {say(point)}" for point in charter.says),
        "rows_of_classes": _rows((name, f"{say(kind.holds)} {say(kind.kept)}") for name, kind in KINDS.items()),
        "rows_of_columns": _rows(_columns()),
    }


def _columns() -> Iterator[tuple[str, str]]:
    """Each table with its columns by class; of tables of the tools we use, the class alone."""
    for table, columns in CLASSES.items():
        by_kind: dict[str, list[str]] = {}
        for column, kind in columns.items():
            by_kind.setdefault(kind, []).append(column)
        yield table, "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())
    yield from FOREIGN.items()


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"| {one} | {other} |" for one, other in rows)
