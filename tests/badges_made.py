"""Subjects of badges without a database: an answer as the ratings store it, with and without a figure and notices."""

from datetime import date
from typing import Any
from uuid import UUID

from reputation.badges.rules import Subject
from reputation.tlog.notes import Signer

BUSINESS = UUID("3f6c1e52-8a0d-4c44-9f0e-2b7d5a10c9e1")
SIGNER = Signer("reference.example/log/badge", bytes(range(32)))


def span(mean: int, low: int, high: int) -> dict[str, int]:
    return {"mean": mean, "low": low, "high": high}


def make_answer(*alerts: str, published: bool = True, suspended: bool = False, **changes: Any) -> dict[str, Any]:
    figure = {
        "well": span(930, 841, 1000),
        "unsolved": span(30, 0, 60),
        "lost": span(40, 0, 110),
        "stars": span(441, 402, 480),
        "harm": span(55, 0, 120),
    }
    found = {
        "business": str(BUSINESS),
        "edition": 1,
        "month": "2026-11",
        "log_size": 1234,
        "status": "participant",
        "published": published,
        "figure": figure if published else None,
        "recent": None,
        "counts": {"independent": 12, "seller": 49, "none": 3},
        "alerts": [
            {"alert": alert, "recent": {"bad": 8, "all": 31}, "before": None, "suspended": suspended}
            for alert in alerts
        ],
    }
    return found | changes


def make_subject(name: str = "Kettle & Moss Ltd", language: str = "en", **answer: Any) -> Subject:
    alerts = answer.pop("alerts", ())
    return Subject(
        service="Open Reference",
        operator={"name": "A Foundation", "funder": "its members", "policy_version": "1"},
        business=BUSINESS,
        name=name,
        page=f"https://reference.example/b/{BUSINESS}/kettle-moss-ltd",
        language=language,
        day=date(2026, 11, 25),
        answer=make_answer(*alerts, **answer),
    )
