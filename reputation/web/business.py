"""GET /b/<id>/<slug>: what buyers say of a business, how sure that is, where it comes from and who says it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.businesses import errors as business_errors
from reputation.businesses import queries as businesses
from reputation.businesses.queries import Profile
from reputation.businesses.rules import EventKind, State, gone_on
from reputation.core import clock
from reputation.desk import queries as desk
from reputation.desk.queries import Exclusion
from reputation.disputes import conduct
from reputation.disputes import queries as disputes
from reputation.disputes.measure_rules import MeasureKind
from reputation.log import queries as log
from reputation.ratings import errors as rating_errors
from reputation.ratings import queries as ratings
from reputation.ratings import words
from reputation.ratings.queries import Version
from reputation.receipts import queries as receipts
from reputation.reviews import queries as reviews
from reputation.rulebook import charter
from reputation.web import answers, charts, errors, pages

FIRST_REVIEWS = 6
MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A business whose page is asked for by its right address, and the day it is asked on."""

    profile: Profile
    today: date

    @property
    def tombstone_until(self) -> date | None:
        """The first day on which nothing stands here any more after it left."""
        left_on = self.profile.left_on
        return None if left_on is None else gone_on(left_on, self.profile.excluded_until)

    @property
    def has_gone(self) -> bool:
        until = self.tombstone_until
        return until is not None and self.today >= until


class Elsewhere(Exception):
    """The page of this business has another address."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def version_of(business: UUID) -> Version:
    """The version of a business's pages, in one statement.

    Raises:
        NoSuchBusiness: nothing was ever said about this id.
    """
    found = ratings.version(business)
    if found.position is None and found.month is None:
        raise business_errors.NoSuchBusiness
    return found


def named(business: UUID, slug: str) -> Named:
    """The business, when the address is the right one.

    Raises:
        NoSuchBusiness: there is none.
        Elsewhere: its name is written differently in its address.
    """
    profile = businesses.profile(business)
    if slug != profile.slug:
        raise Elsewhere(profile.slug)
    return Named(profile, clock.now().date())


def told_of(business: UUID) -> answers.Told | None:
    """What pages say of its rating; None until the follower has met it."""
    body = ratings.answer(business)
    return None if body is None else answers.tell(json.loads(body))


@require_safe
def unnamed(request: HttpRequest, business: UUID) -> HttpResponseBase:
    """GET /b/<id>: to the page with the name in its address."""
    del request
    return HttpResponsePermanentRedirect(reverse("business", args=[business, businesses.profile(business).slug]))


@require_safe
def page(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The page of a business, or the note that it left."""
    version = version_of(business)
    today = clock.now().date()

    def render() -> str:
        found = named(business, slug)
        if found.has_gone:
            raise errors.Gone
        template = "web/business/left.html" if found.profile.state is State.LEFT else "web/business/page.html"
        return pages.to_text(template, context_of(found, version), path=request.path)

    try:
        return pages.kept(request, ("business", business, slug, version, today), render)
    except Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("business", args=[business, turn.slug]))


def context_of(found: Named, version: Version) -> dict[str, Any]:
    """Everything the page of a business shows."""
    profile = found.profile
    told = told_of(profile.public_id)
    history = _history(profile.public_id)
    withdrawn = reviews.counts_withdrawn(profile.public_id)
    summary = disputes.summary(profile.public_id)
    measures = conduct.standing(profile.public_id, found.today)
    return {
        "section": "check",
        "profile": profile,
        "told": told,
        "suspensions": disputes.suspensions(profile.public_id) if told and told.suspended else [],
        "chart": charts.chart(history, with_raw=_has_turned(told)) if _has_reviews(history) else None,
        "months": [_month(row) for row in reversed(history)],
        "last_figure": _last_figure(history, profile.left_on),
        "successor": _successor(profile),
        "reviews": reviews.public(business=profile.public_id, limit=FIRST_REVIEWS),
        "states": reviews.counts_by_state(profile.public_id),
        "withdrawn": [(stars, withdrawn[stars]) for stars in range(5, 0, -1) if withdrawn[stars]],
        "summary": summary,
        "counts": conduct.counts(profile.public_id, found.today),
        "cases": summary.cases.items[:MOST_CASES],
        "charter": charter.VERSIONS.get(profile.charter_version),
        "tombstone_until": found.tombstone_until,
        "exclusion": _exclusion(profile),
        "measures": measures,
        "warnings": [one for one in measures if one.kind is MeasureKind.WARNING],
        "annulled": receipts.annulled(profile.public_id),
        "position": version.position,
        "joined_at": log.joining(profile.public_id),
        "log_size": told.answer["log_size"] if told else None,
        "origin": settings.LOG_ORIGIN,
        "linked": linked_data(profile),
    }


def _successor(profile: Profile) -> businesses.Brief | None:
    """The business that goes on in the place of one that left, if it said so."""
    return None if profile.successor is None else businesses.briefs([profile.successor]).get(profile.successor)


def _exclusion(profile: Profile) -> Exclusion | None:
    """The exclusion by which a business left, with its reasons; None when it left by itself."""
    if profile.left_on is None or not any(line.kind is EventKind.TERMINATED for line in profile.history):
        return None
    rows = desk.exclusions(profile.public_id)
    return next((row for row in rows if row.has_begun and row.effective_on <= profile.left_on <= row.until), None)


def _history(business: UUID) -> list[dict[str, Any]]:
    try:
        return ratings.history(business)
    except rating_errors.NoRating:
        return []


def _has_reviews(history: list[dict[str, Any]]) -> bool:
    return any(row["receipted"] or row["none"] or row["well"] for row in history)


def _has_turned(told: answers.Told | None) -> bool:
    """Whether an alert moves the figure: then the months' own shares show when things turned."""
    return told is not None and told.figure is not None and not told.figure.adds_up


def _month(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "well": words.ranged(row["well"]) if row["well"] else None}


def _last_figure(history: list[dict[str, Any]], left_on: date | None) -> dict[str, Any] | None:
    """The figure as it last stood, at the latest in the month in which the business left."""
    if left_on is None:
        return None
    until = f"{left_on.year:04d}-{left_on.month:02d}"
    shown = [row for row in history if row["well"] and row["month"] <= until]
    return _month(shown[-1]) if shown else None


def linked_data(profile: Profile) -> dict[str, Any]:
    """What machines may read: who this is. No rating, for schema.org has no place for a range."""
    leis = [value for scheme, value in profile.numbers if scheme == "lei"]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": profile.legal_name,
        "legalName": profile.legal_name,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in profile.numbers
        ],
        "address": {"@type": "PostalAddress", "addressCountry": profile.country, "addressLocality": profile.place},
        "sameAs": [f"https://{proved.domain}/" for proved in profile.domains],
    }
    if profile.trading_names:
        found["alternateName"] = list(profile.trading_names)
    if leis:
        found["leiCode"] = leis[0]
    return found
