"""What the page asks while somebody writes: passages of a text, the work that a review costs, a day to note."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from reputation.accounts import attempts
from reputation.businesses.errors import NoSuchBusiness
from reputation.core import clock
from reputation.reviews import sending
from reputation.rulebook import reviews as numbers
from reputation.web import pages
from reputation.web.members import asking
from reputation.web.writing import choices, endings, forms, words

JSON = "application/json"


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """POST /write/look: the passages of a text as the page shows them, how many, and whether it could be read.

    Nothing is kept. It takes JSON alone, which no page of another site can send.
    """
    try:
        given = json.loads(request.body) if request.content_type == JSON else None
    except (ValueError, RecursionError, RequestDataTooBig):
        given = None
    if not isinstance(given, dict):
        return _answer({}, 400)
    text, language, kept = given.get("text"), given.get("language"), given.get("kept")
    if not isinstance(text, str) or not isinstance(language, str) or not isinstance(kept, list):
        return _answer({}, 422)
    if len(text) > numbers.TEXT_LIMIT.value or language not in words.LANGUAGES or not _is_whole(text):
        return _answer({}, 422)
    try:
        business = asking.id_of(str(given.get("business")))
        findings = sending.look_over(business=business, language=language, text=text)
    except NoSuchBusiness:
        return _answer({}, 404)
    shown = choices.asked(text, language, findings, [one for one in kept if isinstance(one, str)])
    part = render_to_string("web/writing/passages.html", shown)
    return _answer({"count": len(shown["passages"]), "is_read": findings.trouble is None, "part": part})


@require_POST
def work(request: HttpRequest) -> HttpResponse:
    """POST /write/work: a piece of work for one review without a receipt."""
    del request
    return _answer(attempts.work(forms.WORK, now=clock.now()))


@require_safe
def reminder(request: HttpRequest) -> HttpResponse:
    """GET /write/reminder: a day for the calendar, the same for everybody who asks on one day."""
    del request
    headers = {"Content-Disposition": 'attachment; filename="mailbox.ics"', "Cache-Control": pages.NO_STORE}
    return HttpResponse(endings.calendar(clock.now()), "text/calendar; charset=utf-8", headers=headers)


def _answer(said: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": pages.NO_STORE})


def _is_whole(text: str) -> bool:
    """Whether a text can be written down: JSON can hold half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
