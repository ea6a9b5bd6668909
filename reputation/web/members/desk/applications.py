"""/members/desk/application/{id}: what somebody applied with, what is in doubt, and what two people make of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.admissions import queries as admissions
from reputation.admissions.rules import OPEN
from reputation.businesses import legal_forms
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries
from reputation.desk.rules import Kind, Particulars
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import with_duty


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR, Duty.PANEL)
def page(request: HttpRequest, application: UUID) -> HttpResponse:
    """Shows it; what is posted proposes to admit or to refuse."""
    today = clock.now().date()
    found = admissions.in_queue(application)
    proposing.require_sight(request, Kind.ADMIT, application, today)
    do = request.POST.get("do", "")
    admit = forms.Reasons(request.POST if do == "admit" else None, prefix="admit")
    refuse = forms.Refusal(request.POST if do == "refuse" else None, prefix="refuse")
    if admit.is_valid() and (answer := proposing.propose(request, admit, Kind.ADMIT, application)):
        return answer
    if refuse.is_valid():
        carries = Particulars(is_natural_person=refuse.cleaned_data["is_natural_person"])
        if answer := proposing.propose(request, refuse, Kind.REFUSE, application, carries):
            return answer
    judged = admissions.look(found.country, found.legal_form, found.numbers) if found.numbers else None
    bar = proposing.bar_of(request, Kind.ADMIT, application)
    context = {
        "section": "desk",
        "here": "queue",
        "found": found,
        "state": words.APPLICATIONS[found.state],
        "doubts": [words.DOUBTS.get(doubt, doubt) for doubt in found.doubts],
        "entity": judged.entity if judged else None,
        "nearest": _forms(found.country, judged.forms) if judged else [],
        "known": businesses.by_number(found.numbers) if found.numbers else [],
        "proposals": queries.about([application]),
        "kinds": words.KINDS,
        "states": words.STATES,
        "is_open": found.state in OPEN,
        "days": (found.decide_until - today).days,
        "late": (today - found.decide_until).days,
        "bar": words.BARS[bar] if bar else None,
        "admit": admit,
        "refuse": refuse,
    }
    return asking.show(request, "web/members/desk/application.html", context, admit, refuse)


def _forms(country: str, codes: tuple[str, ...]) -> list[legal_forms.Form]:
    """The legal forms of these codes."""
    return [form for code in codes for _, form in legal_forms.search(country, code, 1)]
