"""/members/b/{id}/termination: the exclusion of a business, as its members read it, and how to appeal."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries, terminations
from reputation.members import queries as members
from reputation.members.rules import Act
from reputation.web.members import asking
from reputation.web.members.desk import forms, words
from reputation.web.members.guards import signed_in, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Shows it to every member; what an owner posts appeals."""
    now = clock.now()
    actor = members.actor(user=user_of(request), business=business, act=Act.READ)
    found = next(iter(queries.exclusions(business)), None)
    form = None
    if found is not None and actor.may(Act.OWN) and found.may_be_appealed(now.date()):
        form = forms.Appeal(request.POST if request.method == "POST" else None)
        if form.is_valid():
            with form.refusals():
                said = form.cleaned_data["said"]
                terminations.appeal(actor=actor, termination=found.public_id, said=said, now=now)
            if not form.errors:
                return asking.done(request, _("The panel will look at it."), "members-termination", business)
    context = {
        "section": "businesses",
        "profile": businesses.profile(business),
        "business": business,
        "found": found,
        "stage": words.STAGES[found.stage] if found else None,
        "may_be_appealed": found is not None and found.may_be_appealed(now.date()),
        "form": form,
    }
    return asking.show(request, "web/members/termination.html", context, form)
