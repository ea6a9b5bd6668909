"""GET /checkpoints: every state of the log that was signed and published, and which one stood at the end of a day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.core import clock
from reputation.log import errors, queries
from reputation.web import pages

AT_ONCE = 20


def day_of(text: str) -> date:
    """The day that is written like 2026-08-31.

    Raises:
        UnknownDay: it is none, or still to come.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise errors.UnknownDay from error
    if day.isoformat() != text or day > clock.now().date():
        raise errors.UnknownDay
    return day


def _size_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise errors.UnknownLogSize
    return int(text)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The published checkpoints, newest first, from the last one of a day on when a day is given."""
    on, after = request.GET.get("on") or None, request.GET.get("after") or None
    day = day_of(on) if on else None
    below = _size_of(after) if after else None
    newest = queries.latest_checkpoint()

    def render() -> str:
        found = queries.checkpoints(on=day, below=below, limit=AT_ONCE + 1)
        context = {
            "section": "log",
            "day": day,
            "is_first": below is None,
            "checkpoints": found[:AT_ONCE],
            "next": found[AT_ONCE - 1].size if len(found) > AT_ONCE else None,
        }
        return pages.to_text("web/checkpoints/page.html", context, path=request.path)

    return pages.kept(request, ("checkpoints", on, below, newest.note if newest else ""), render)
