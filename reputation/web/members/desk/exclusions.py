"""/members/desk/exclusion/{id}: the exclusion of a business, and the appeal against it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries
from reputation.desk.rules import Kind
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import duties_of, with_duty

ANSWERS = {"uphold": Kind.UPHOLD, "reverse": Kind.REVERSE}


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.PANEL, Duty.OPERATOR)
def page(request: HttpRequest, exclusion: UUID) -> HttpResponse:
    """Shows it; what is posted proposes how the panel answers the appeal."""
    today = clock.now().date()
    found = queries.exclusion(exclusion)
    if Duty.PANEL in duties_of(request):
        proposing.require_sight(request, Kind.UPHOLD, exclusion, today)
    else:
        proposing.require_sight(request, Kind.TERMINATE, found.business, today)
    do = request.POST.get("do", "")
    form = forms.Reasons(request.POST if do in ANSWERS else None)
    if form.is_valid() and (answer := proposing.propose(request, form, ANSWERS[do], exclusion)):
        return answer
    bar = proposing.bar_of(request, Kind.UPHOLD, exclusion)
    context = {
        "section": "desk",
        "here": "queue",
        "found": found,
        "name": businesses.legal_name(found.business),
        "stage": words.STAGES[found.stage],
        "proposals": queries.about([exclusion]),
        "kinds": words.KINDS,
        "states": words.STATES,
        "days": (found.decide_until - today).days if found.decide_until else None,
        "late": (today - found.decide_until).days if found.decide_until else None,
        "bar": words.BARS[bar] if bar else None,
        "form": form,
    }
    return asking.show(request, "web/members/desk/exclusion.html", context, form)
