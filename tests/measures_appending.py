"""What each action about measures appends, and a run of each: a part of tests/architecture/test_actions_append.py."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType
from uuid import UUID

from reputation.accounts.rules import Duty
from reputation.desk.rules import Kind
from reputation.disputes import measures
from reputation.members.rules import Actor
from tests.desk_made import decide, two
from tests.measures_made import (
    WARNING,
    appeal,
    file,
    make_unfounded,
    make_warning,
    note_threat,
    reverse,
    suspend,
    warn_for_unfounded,
)
from tests.reviews_made import LATER, make_business, make_review

ROOMS: dict[str, ModuleType] = {"disputes.measures": measures}
APPENDS: dict[str, tuple[str, ...] | str] = {
    "disputes.measures.warn": ("warning",),
    "disputes.measures.suspend_right": ("right-suspended",),
    "disputes.measures.note_threat": ("case-conduct",),
    "disputes.measures.end_warning": ("warning-ended",),
    "disputes.measures.appeal": "a measure goes on while it is appealed",
    "disputes.measures.decide_appeal": ("warning-ended",),
    "disputes.measures.forget_appeals": "what was said was never in the log",
}


def warned_and_unfounded() -> UUID:
    """A business whose right can be suspended."""
    business = make_business()
    make_unfounded(business, 3)
    warn_for_unfounded(business)
    make_unfounded(business, 3, now=LATER + timedelta(days=1))
    return business


def warn(business: UUID) -> None:
    decide(Kind.WARN, business, two(Duty.MODERATOR), particulars=WARNING, now=LATER)


def appealed() -> UUID:
    """A warning of which the business appealed."""
    owner, made = make_warning(now=LATER)
    appeal(owner, made, now=LATER)
    return made


def reversed_long_ago() -> datetime:
    """The day after which an appeal that was decided is forgotten."""
    reverse(appealed(), now=LATER)
    return LATER + timedelta(days=400)


def appeal_it(made: tuple[Actor, UUID]) -> None:
    appeal(*made, now=LATER)


def end_it(made: tuple[Actor, UUID]) -> None:
    decide(Kind.END_WARNING, made[1], two(Duty.MODERATOR), now=LATER)


RUNS: dict[str, tuple[Callable[[], object], Callable[..., object]]] = {
    "disputes.measures.warn": (make_business, warn),
    "disputes.measures.suspend_right": (warned_and_unfounded, lambda b: suspend(b, now=LATER + timedelta(days=1))),
    "disputes.measures.note_threat": (lambda: file(make_review()), note_threat),
    "disputes.measures.end_warning": (lambda: make_warning(now=LATER), end_it),
    "disputes.measures.appeal": (lambda: make_warning(now=LATER), appeal_it),
    "disputes.measures.decide_appeal": (appealed, lambda made: reverse(made, now=LATER)),
    "disputes.measures.forget_appeals": (reversed_long_ago, lambda now: measures.forget_appeals(now=now)),
}
