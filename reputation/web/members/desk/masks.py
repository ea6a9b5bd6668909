"""/members/desk/words/{id}: words of a review that somebody asked to mask, and whether they stay masked."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import masks, passages, queues
from reputation.desk.passages import Place
from reputation.reviews.masks import Asked
from reputation.web.members import asking
from reputation.web.members.guards import user_of, with_duty

STAYS, LIFT = "stays", "lift"


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def page(request: HttpRequest, mask: UUID) -> HttpResponse:
    """Shows the words and the text; what is posted decides."""
    now, user = clock.now(), user_of(request)
    found = masks.one(user=user, mask=mask, now=now)
    do = request.POST.get("do", "")
    if do in (STAYS, LIFT):
        masks.decide(user=user, mask=mask, stays=do == STAYS, now=now)
        says = _("The words stay masked.") if do == STAYS else _("The words are shown again.")
        return asking.done(request, says, "desk")
    profile = businesses.profile(found.business)
    line = queues.words(found, profile.legal_name)
    hours = line.hours_left(now) or 0
    context = {
        "section": "desk",
        "here": "queue",
        "found": found,
        "parts": list(_parts(found)),
        "name": profile.legal_name,
        "names": profile.trading_names,
        "domains": [domain.domain for domain in profile.domains],
        "hours": hours,
        "late": -hours,
        "used": line.used(now),
    }
    return render(request, "web/members/desk/mask.html", context)


def _parts(found: Asked) -> Iterator[dict[str, Any]]:
    """The text in pieces: the words in question, or those that stand in their place, are the marked ones."""
    asked = [Place(one.start, one.start + one.length) for one in found.places]
    at = 0
    for start, end in asked or passages.places(found.text, found.words):
        yield {"text": found.text[at:start]}
        yield {"text": found.text[start:end], "is_asked": True}
        at = end
    yield {"text": found.text[at:]}
