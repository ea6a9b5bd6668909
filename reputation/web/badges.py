"""GET /b/<id>/<slug>/badge and badge.svg: the picture that a shop serves itself, and what a badge said and says now."""

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from reputation.badges import queries as badges
from reputation.badges import snippets, svg
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.disputes import conduct
from reputation.ratings import queries as ratings
from reputation.web import answers, business, errors, number, pages

PICTURE = "image/svg+xml"


@require_safe
def picture(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The signed picture, for the shop's server to fetch. Browsers show it on no page of another site."""
    return _picture(request, business, slug)


def _picture(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    day = clock.now().date()

    def render() -> str:
        business.named(public_id, slug)
        warnings = conduct.warned_until(public_id, day)
        return badges.badge(business=public_id, language=_language(), day=day, warnings=warnings).svg

    try:
        answer = pages.kept(request, ("badge-picture", public_id, slug, version, day), render, PICTURE)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("badge-picture", args=[public_id, turn.slug]))
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@require_safe
def page(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """What the badge with a month and a size of the log said, what is so now, and how a shop serves its badge."""
    return _page(request, business, slug)


def _page(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    at, size = number.asked_point(request)
    day = clock.now().date()

    def render() -> str:
        found = business.named(public_id, slug)
        if found.has_gone:
            raise errors.Gone
        told = business.told_of(public_id)
        warnings = conduct.warnings([public_id], day)[public_id]
        context: dict[str, Any] = {
            "section": "check",
            "profile": found.profile,
            "told": told,
            "warnings": warnings,
            "has_left": found.profile.state is State.LEFT,
            "width": svg.WIDTH,
            "height": svg.HEIGHT,
        }
        if at is not None or size is not None:
            then = answers.tell(ratings.past_answer(business=public_id, month=at, log_size=size))
            context |= {"then": then, "is_same": told is not None and is_same(then, told)}
            context["is_old"] = told is not None and then.answer["month"] != told.answer["month"]
        if told is not None and found.profile.state is State.PARTICIPANT and settings.BADGE_KEY is not None:
            until = tuple(one.until for one in warnings)
            badge = badges.badge(business=public_id, language=_language(), day=day, warnings=until)
            context |= {"badge": badge, "script": snippets.script(badge.linked_data), "key": badges.verifier_key()}
            context["links"] = {
                "picture": f"{settings.SERVICE_URL}{reverse('badge-picture', args=[public_id, slug])}",
                "api": f"{settings.SERVICE_URL}{reverse('api-badge', args=[public_id])}?language={_language()}",
            }
        return pages.to_text("web/badges/page.html", context, path=request.path)

    key: Hashable = ("badge", public_id, slug, at, size, version, day)
    try:
        return pages.kept(request, key, render)
    except business.Elsewhere as turn:
        asked = f"?{request.GET.urlencode()}" if request.GET else ""  # a badge keeps its link when a name changes
        return HttpResponsePermanentRedirect(reverse("badge", args=[public_id, turn.slug]) + asked)


def is_same(then: answers.Told, now: answers.Told) -> bool:
    """Whether a badge of then would show what one of now shows."""
    return (then.figure and then.figure.well, then.standing, then.answer["status"]) == (
        now.figure and now.figure.well,
        now.standing,
        now.answer["status"],
    )


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
