"""The course of a case as bars on a scale of days, all from the rulebook. Pure."""

from typing import NamedTuple

from reputation.rulebook import cases
from reputation.web.figures import length


class Span(NamedTuple):
    """A step on the scale, in per cent: a solid part, and a pale one for time that is given on request or at most."""

    name: str
    start: str
    solid: str
    pale_start: str
    pale: str


def course() -> tuple[Span, ...]:
    """From filing to the longest time for a decision, if everybody takes all of theirs."""
    scale = cases.DECISION.value
    looked = cases.ADMISSIBILITY.value
    answered = looked + cases.ANSWER.value
    extended = answered + cases.EXTENSION.value
    replied = extended + cases.REJOINDER.value
    aimed = replied + cases.DECISION_AIM.value
    return (
        _span("look", 0, looked, looked, scale),
        _span("answer", looked, answered, extended, scale),
        _span("reply", extended, replied, replied, scale),
        _span("decide", replied, aimed, scale, scale),
    )


def appeal() -> tuple[Span, ...]:
    """From a decision to the longest time for an appeal's."""
    scale = cases.APPEAL_WINDOW.value + cases.APPEAL_DECISION.value
    closes = cases.APPEAL_WINDOW.value
    return (
        _span("window", 0, closes, closes, scale),
        _span("panel", closes, closes + cases.APPEAL_AIM.value, scale, scale),
    )


def _span(name: str, start: int, solid: int, pale: int, scale: int) -> Span:
    def share(days: int) -> str:
        return f"{length(100 * days / scale)}%"

    return Span(name, share(start), share(solid - start), share(solid), share(pale - solid))
