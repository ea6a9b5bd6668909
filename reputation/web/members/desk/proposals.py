"""/members/desk/proposal/{id}: what is proposed and why; somebody else confirms or declines it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import actions, queries, queues, rules
from reputation.desk.rules import OF_APPLICATIONS, OF_ATTESTERS, OF_MEASURES, Kind, State
from reputation.disputes.measure_rules import quoted
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.desk.queue import entry_of
from reputation.web.members.guards import duties_of, user_of, with_duty

OF_BUSINESSES = frozenset({Kind.TERMINATE, Kind.NUMBERS, Kind.ANNUL_KEY, Kind.WARN, Kind.SUSPEND_RIGHT})
DONE = {
    "confirm": _("Confirmed, and done."),
    "decline": _("Declined."),
    "withdraw": _("Taken back."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(*Duty)
def page(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Shows it; what is posted confirms it, declines it, or takes one's own back."""
    now, user = clock.now(), user_of(request)
    found = queries.proposal(proposal)
    proposing.require_sight(request, found.kind, found.subject, now.date())
    do = request.POST.get("do", "")
    form = forms.Decision(request.POST if do in DONE else None)
    if form.is_valid():
        said = form.cleaned_data["words"]
        with form.refusals():
            if do == "withdraw":
                actions.withdraw(user=user, proposal=proposal, now=now)
            elif do == "decline":
                actions.decline(user=user, proposal=proposal, words=said, now=now)
            else:
                actions.confirm(user=user, proposal=proposal, words=said, now=now)
        if not form.errors:
            return asking.done(request, DONE[do], "desk-proposal", proposal)
    bar = queries.barred(
        user=user, kind=found.kind, subject=found.subject, today=now.date(), proposed_by=found.proposed_by
    )
    context = {
        "section": "desk",
        "here": "queue" if found.state is State.OPEN else "done",
        "found": found,
        "is_annulment": found.kind is Kind.ANNUL_KEY,
        "title": words.KINDS[found.kind],
        "effect": words.EFFECTS[found.kind],
        "state": words.STATES[found.state],
        "name": queues.name_of(found),
        "about": _about(found),
        "person": _person(found),
        "rule": _rule(found),
        "duty": words.DUTIES[found.particulars.duty] if found.particulars.duty else None,
        "proposed_by": _who(request, found.kind, found.proposed_by),
        "decided_by": _who(request, found.kind, found.decided_by),
        "is_open": found.state is State.OPEN and now < found.until,
        "is_own": found.proposed_by == user,
        "days": (found.until.date() - now.date()).days,
        "bar": words.BARS[bar] if bar else None,
        "entry": entry_of(found),
        "form": form,
    }
    return asking.show(request, "web/members/desk/proposal.html", context, form)


def _about(found: queries.Shown) -> str:
    """The name of the address where more stands about what is proposed; empty where there is none."""
    if found.kind in OF_APPLICATIONS:
        return "desk-application"
    if found.kind in (Kind.UPHOLD, Kind.REVERSE):
        return "desk-exclusion"
    if found.kind in OF_MEASURES:
        return "desk-measure"
    if found.kind is Kind.NOTE_THREAT:
        return "case"
    if found.kind in OF_ATTESTERS:
        return "desk-attester" if queues.name_of(found) else ""
    return "desk-business" if found.kind in OF_BUSINESSES else ""


def _rule(found: queries.Shown) -> str:
    """The rule that a business is to have broken, as the statement of reasons would quote it."""
    if not found.particulars.rule or found.subject is None:
        return ""
    profile = businesses.profile(queries.business_of(found.kind, found.subject))
    return quoted(found.particulars.rule, profile.charter_version) or found.particulars.rule


def _person(found: queries.Shown) -> str:
    """The address of whoever a duty is about: operators know each other by address."""
    if found.subject is None or found.kind not in (Kind.GIVE_DUTY, Kind.END_DUTY):
        return ""
    person = accounts.by_public_id(found.subject)
    return person.email or "" if person else ""


def _who(request: HttpRequest, kind: Kind, user: int | None) -> dict[str, object] | None:
    """The duty somebody acted in, and to colleagues of that duty the address."""
    if user is None:
        return None
    theirs = accounts.duties(user) & rules.duties_for(kind, is_appeal=True)
    shared = theirs & duties_of(request)
    return {
        "duties": [words.DUTIES[duty] for duty in Duty if duty in theirs],
        "address": accounts.address(user) if shared else "",
    }
