"""How a rating came about, step by step, for the explanation: every number that enters the figures. Pure."""

from collections.abc import Mapping

from reputation.core import months as calendar
from reputation.ratings import formula
from reputation.ratings.counts import CLASSES, NOTHING, Cells, Counts
from reputation.ratings.formula import QUANTITIES, Quantity, Sums
from reputation.ratings.rules import NOBODY, rate


def _row(months: Mapping[int, Counts], month: int, age: int) -> dict[str, object]:
    counts = months.get(month - age, NOTHING)
    weights = formula.weigh(counts)
    return {
        "month": calendar.show(month - age),
        "age": age,
        "weight": formula.WINDOW - age,
        "counts": {
            "stars": {kind.value: list(row) for kind, row in zip(CLASSES, counts.stars, strict=True)},
            "outcomes": {kind.value: list(row) for kind, row in zip(CLASSES, counts.outcomes, strict=True)},
            "no_receipt_given": counts.no_receipt_given,
            "no_receipt_lost": counts.no_receipt_lost,
        },
        "n": {kind.value: sum(row) for kind, row in zip(CLASSES, counts.stars, strict=True)},
        "i": list(weights.independent),
        "r": list(weights.rest),
    }


def _part(quantity: Quantity, sums: Cells) -> dict[str, int]:
    a, s1, s2 = formula.moments(quantity, sums)
    mean, half = formula.mean_and_half(quantity, sums)
    return {"a": a, "s1": s1, "s2": s2, "mean": mean, "half": half}


def _work(sums: Sums) -> dict[str, object]:
    capped = formula.cap(sums)
    return {
        "si": list(sums.independent),
        "sr": list(sums.rest),
        "figure": list(capped.figure),
        "careful": list(capped.careful),
        "shown": [
            {
                "quantity": quantity.name,
                "figure": _part(quantity, capped.figure),
                "careful": _part(quantity, capped.careful),
                **formula.show(quantity, capped)._asdict(),
            }
            for quantity in QUANTITIES
        ],
    }


def explain(months: Mapping[int, Counts], month: int, suspended: frozenset[str] = NOBODY) -> dict[str, object]:
    """The rows of the 24 months, newest first, the sums, and each shown quantity with what it was computed from.

    The eight sums are five stars, then well, unsolved, lost. `recent` is the same over three months, while an alert
    makes it count; it is None otherwise.
    """
    found = rate(months, month, suspended)
    return {
        "month": calendar.show(month),
        "unit": formula.UNIT,
        "prior": list(formula.PRIOR),
        "limits": {"figure": formula.CAP_FIGURE, "careful": formula.CAP_CAREFUL},
        "rows": [_row(months, month, age) for age in range(formula.WINDOW)],
        "window": _work(formula.add_up(months, month)),
        "recent": None if found.recent is None else _work(formula.add_up_recent(months, month)),
    }
