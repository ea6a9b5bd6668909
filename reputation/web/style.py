"""GET /style/, in development only: every part in every state, from invented data."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.core import months
from reputation.ratings import words
from reputation.reviews.queries import PublicMark, PublicReply, PublicReview, PublicTombstone
from reputation.reviews.rules import Figures, Span
from reputation.web import answers, charts, icons, pages

MONTH = months.parse("2026-11")
CASE = UUID(int=1)
SWATCHES = ("petrol", "tint", "marigold", "marigold-soft", "well", "unsolved", "lost", "deep")


def _span(mean: int, low: int, high: int) -> dict[str, int]:
    return {"mean": mean, "low": low, "high": high}


def _answer(well: int, low: int, high: int, **changes: Any) -> dict[str, Any]:
    """An answer of the shape the ratings give, around one figure."""
    bad = 1000 - well
    counts = {"well": 40, "unsolved": 3, "lost": 1}
    none = {"well": 2, "unsolved": 0, "lost": 1}
    return {
        "business": str(UUID(int=2)),
        "edition": 1,
        "month": "2026-11",
        "log_size": 48_213,
        "status": "participant",
        "published": True,
        "too_few": None,
        "figure": {
            "stars": _span(430, 390, 470),
            "well": _span(well, low, high),
            "unsolved": _span(bad - bad // 3, 0, bad + 80),
            "lost": _span(bad // 3, 0, bad // 3 + 60),
            "harm": _span(bad // 2, 0, bad),
        },
        "recent": None,
        "basis": "few-independent",
        "counts": {"independent": 12, "seller": 49, "none": 3, "no_receipt_given": 1},
        "outcomes": {"independent": counts, "seller": counts, "none": none},
        "recent_outcomes": {"independent": counts, "seller": counts, "none": none},
        "stars": {"independent": [1, 0, 2, 3, 6], "seller": [2, 3, 4, 10, 30], "none": [1, 0, 0, 1, 1]},
        "alerts": [],
        "order": 120,
        **changes,
    }


def _alert(code: str, *, suspended: bool = False) -> dict[str, Any]:
    before = {"bad": 1, "all": 58} if code in answers.MOVES_FIGURE else None
    return {"alert": code, "recent": {"bad": 7, "all": 33}, "before": before, "suspended": suspended}


def _history(means: list[int | None]) -> list[dict[str, Any]]:
    return [
        {
            "month": months.show(MONTH - len(means) + 1 + place),
            "published": mean is not None,
            "well": None if mean is None else _span(mean, max(0, mean - 90), min(1000, mean + 70)),
            "stars": None,
            "receipted": (place * 7) % 5,
            "none": place % 3 == 0,
            "outcomes": {"well": (place * 7) % 5, "unsolved": 0, "lost": 0},
        }
        for place, mean in enumerate(means)
    ]


def _review(number: int, outcome: str, stars: int, kind: str, **changes: Any) -> PublicReview:
    fields: dict[str, Any] = {
        "public_id": UUID(int=100 + number),
        "business": UUID(int=2),
        "month": MONTH - number,
        "stars": stars,
        "outcome": outcome,
        "receipt_class": kind,
        "receipt_annulled": False,
        "no_receipt_given": None,
        "language": "en",
        "state": "published",
        "spans": (Span("Good kettle, fair price. "), Span("the driver", is_masked=True), Span(" left it in the rain.")),
        "masked_on": date(2026, 10, 2),
        "marks": (),
        "reply": None,
        "tombstone": None,
    }
    return PublicReview(**{**fields, **changes})


def _reviews() -> list[PublicReview]:
    figures = Figures(month=MONTH, log_size=48_000, published=True, well=921, stars=430)
    stone = PublicTombstone("no-genuine-experience", "1", date(2026, 7, 2), figures, figures, CASE)
    return [
        _review(0, "as-agreed", 5, "independent"),
        _review(1, "problem-unsolved", 2, "seller", marks=(PublicMark("challenged", date(2026, 11, 20), CASE),)),
        _review(2, "problem-solved", 4, "none", no_receipt_given=True, reply=PublicReply("We are sorry.", MONTH)),
        _review(3, "charged-wrongly", 1, "seller", marks=(PublicMark("restored", date(2026, 10, 14), CASE),)),
        _review(4, "never-delivered", 1, "none", state="erased", spans=(), masked_on=None),
        _review(5, "as-agreed", 5, "seller", state="restricted", spans=(), tombstone=stone),
        _review(6, "as-agreed", 5, "seller", state="withdrawn", spans=()),
        _review(7, "as-agreed", 5, "seller", receipt_annulled=True),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every part."""
    few = {"receipted": 3, "needed": 5, "months": 2, "months_needed": 2, "weight": 210, "weight_needed": 300}
    recent = {"independent": {"well": 10, "unsolved": 2, "lost": 4}, "seller": {"well": 14, "unsolved": 0, "lost": 3}}
    notice = _answer(
        710,
        510,
        960,
        recent={},
        recent_outcomes=recent,
        alerts=[_alert("surge"), _alert("worse"), _alert("money-lost"), _alert("no-receipt-given", suspended=True)],
    )
    told = [answers.tell(_answer(*figure)) for figure in ((980, 940, 1000), (931, 842, 1000), (850, 660, 980))]
    context = {
        "section": "",
        "figures": [(f"f{place}", found) for place, found in enumerate([*told, answers.tell(notice)], 1)],
        "few": answers.tell(_answer(0, 0, 0, figure=None, published=False, too_few=few)),
        "calm": answers.tell(_answer(900, 800, 980, alerts=[_alert("surge", suspended=True)])),
        "sures": list(words.Sure),
        "charts": [
            charts.chart(_history(list(means)))
            for means in (
                [930] * 24,
                [*[930] * 21, 900, 850, 700],
                [*[None] * 20, 800, 820, 830, 840],
                [*range(700, 932, 21)] * 2,
                [*[None] * 5, *[900] * 8, *[None] * 4, *[880] * 7],
            )
        ],
        "reviews": _reviews(),
        "icons": list(icons.ICONS),
        "swatches": SWATCHES,
    }
    return pages.unkept("web/style/page.html", context, path=request.path)
