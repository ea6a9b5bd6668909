"""GET /: what this is, in ten seconds, with the box to type into and a real answer where there is one to show."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.ratings import queries as ratings
from reputation.ratings import rules as rating_rules
from reputation.simulation import queries as simulation
from reputation.web import answers, pages, terms

TRIES = 6
LOOKED_AT = 12
# The crowd below the box: how strongly each of 24 figures is drawn. One more, in colour, is the reader.
FRIEZE = (90, 70, 90, 50, 90, 90, 35, 90, 80, 90, 60, 90, 90, 45, 90, 90, 75, 90, 30, 90, 90, 60, 90, 85)
DIFFERENCES: tuple[tuple[terms.Words, terms.Words, terms.Words], ...] = (
    (_("Who is rated?"), _("Businesses that joined"), _("Any business, asked or not")),
    (
        _("Who can review?"),
        _("Buyers with a receipt; others are shown apart"),
        _("Mostly anybody with an account"),
    ),
    (
        _("What if the business objects?"),
        _("The review stays up until two people have decided, with reasons"),
        _("Often hidden at once"),
    ),
    (_("Can you check the sum?"), _("Yes, to the last digit"), _("No")),
    (_("What do you pay with?"), _("Nothing, and not with your data"), _("Often with your data or attention")),
)
# What the examples of the demonstration show.
SHOWS: dict[str, terms.Words] = {
    "independent": _("many independent receipts"),
    "own-receipts": _("only the shop’s own receipts"),
    "seasonal": _("a seasonal trade"),
    "growing": _("grows fast: a notice with an innocent cause"),
    "too-few": _("too few reviews for a figure"),
    "own-praise": _("praise that only the shop vouches for"),
    "smeared": _("a wave of bad reviews without a receipt"),
    "surge": _("people report losing money lately"),
    "money-lost": _("more than one in twenty lost money"),
    "worse": _("worse than before"),
    "no-receipt-given": _("lost money and given no receipt"),
    "alert-suspended": _("a suspended notice"),
    "left": _("left"),
    "returned": _("left and came back"),
    "cases": _("challenged, removed, restored"),
    "other-script": _("a name in another script"),
    "not-participating": _("does not take part"),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The home page."""
    listed = [row for row in ratings.listing(after=None, limit=LOOKED_AT) if row.order < rating_rules.LAST_PLACE]
    key = ("home", tuple((row.business, row.body) for row in listed[:1]))

    def render() -> str:
        context = {
            "section": "check",
            "sample": _sample(listed),
            "tries": _tries() if settings.IS_DEMO else [],
            "frieze": [{"x": 28 * place, "opacity": f"0.{strength}"} for place, strength in enumerate(FRIEZE)],
            "differences": DIFFERENCES,
        }
        return pages.to_text("web/home.html", context, path=request.path)

    return pages.kept(request, key, render)


def _sample(listed: list[ratings.Listed]) -> dict[str, Any] | None:
    """A real answer: of the first of the list that has a figure."""
    for row in listed:
        told = answers.tell(json.loads(row.body))
        brief = businesses.briefs([row.business]).get(row.business)
        if told.figure is not None and told.figure.adds_up and brief is not None:
            return {"id": row.business, "slug": brief.slug, "name": brief.legal_name, "told": told}
    return None


def _tries() -> list[dict[str, object]]:
    """Some of the tour's stops, the most different first; each says what it shows."""
    tour = simulation.tour()
    seen: set[str] = set()
    found: list[dict[str, object]] = []
    for stop in tour:
        if stop.shows[0] not in seen and (stop.domain or len(found) < TRIES):
            seen.add(stop.shows[0])
            found.append({"q": stop.domain or stop.name, "why": SHOWS.get(stop.shows[0], "")})
    return found[: TRIES - 1] + found[-1:] if len(found) > TRIES else found
