"""/members/desk/letters: mails and webhooks that never arrived, as counts. No address, no text, no name."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reputation.accounts.rules import Duty
from reputation.desk import letters
from reputation.desk.letters import Way
from reputation.notices.rules import Why
from reputation.web.members.guards import with_duty
from reputation.web.terms import Words

WAYS: Mapping[Way, Words] = {Way.MAIL: _("Mail"), Way.WEBHOOK: _("Webhook")}
# A webhook that was given up has a status, or one of the codes of docs/webhooks.md.
WHYS: Mapping[str, Words] = {
    Why.REFUSED: _("the other server refused it for good"),
    Why.NOT_NOW: _("the other server put it off for three days"),
    Why.SERVER: _("our mail server failed for three days"),
    Why.DIED: _("whatever sent it was interrupted"),
}


@require_safe
@with_duty(Duty.OPERATOR)
def page(request: HttpRequest) -> HttpResponse:
    """What was given up in the last 30 days."""
    lost = letters.lost()
    context = {
        "section": "desk",
        "here": "letters",
        "lost": [{"one": one, "way": WAYS[one.way], "why": WHYS.get(one.why, one.why)} for one in lost],
        "total": sum(one.count for one in lost),
    }
    return render(request, "web/members/desk/letters.html", context)
