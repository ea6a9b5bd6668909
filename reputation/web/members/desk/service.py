"""/members/desk/editions, /operator and /duties: what two operators decide about the service itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts import errors as account_errors
from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import queries
from reputation.desk.rules import Kind, Particulars
from reputation.log import about
from reputation.log import actions as log_actions
from reputation.log import queries as log
from reputation.rulebook.editions import EDITIONS
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import fresh, with_duty

CHANGES = {"give": Kind.GIVE_DUTY, "end": Kind.END_DUTY}


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.OPERATOR)
def editions(request: HttpRequest) -> HttpResponse:
    """The editions the log names, and the next one that this release knows."""
    coming = about.next_edition()
    form = forms.Reasons(request.POST if request.method == "POST" else None)
    if coming is not None and form.is_valid():
        carries = Particulars(edition=coming)
        if answer := proposing.propose(request, form, Kind.EDITION, particulars=carries):
            return answer
    named = [(position, log.entry(position).body) for position in about.edition_entries()]
    context = {
        "section": "desk",
        "here": "editions",
        "named": named,
        "coming": coming,
        "specification": EDITIONS[coming] if coming else None,
        "effective": log_actions.effective_month(clock.now()),
        "waiting": _waiting(Kind.EDITION),
        "form": form,
    }
    return asking.show(request, "web/members/desk/editions.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.OPERATOR)
def operator(request: HttpRequest) -> HttpResponse:
    """What the log says of who runs the service, what the settings say, and what the next start would say."""
    found = about.operator()
    form = forms.Reasons(request.POST if request.method == "POST" else None)
    is_changed = found.state is about.Said.CHANGED
    if is_changed and form.is_valid():
        carries = Particulars(sha256=found.sha256)
        if answer := proposing.propose(request, form, Kind.OPERATOR, particulars=carries):
            return answer
    context = {
        "section": "desk",
        "here": "operator",
        "found": found,
        "said": words.SAID[found.state],
        "named": [(position, log.entry(position).body) for position in about.operator_entries()],
        "particulars": [(words.PARTICULARS[name], settings.OPERATOR[name]) for name in words.PARTICULARS],
        "is_changed": is_changed,
        "is_logged": found.state is about.Said.LOGGED,
        "today": clock.now().date(),
        "waiting": _waiting(Kind.OPERATOR),
        "form": form,
    }
    return asking.show(request, "web/members/desk/operator.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
@with_duty(Duty.OPERATOR)
def duties(request: HttpRequest) -> HttpResponse:
    """Who has which duty; what is posted proposes to give one or to end one."""
    do = request.POST.get("do", "")
    form = forms.DutyOf(request.POST if do in CHANGES else None)
    if form.is_valid():
        person = accounts.by_email(form.cleaned_data["email"])
        if person is None:
            with form.refusals():
                raise account_errors.NoSuchAccount
        else:
            carries = Particulars(duty=Duty(form.cleaned_data["duty"]))
            if answer := proposing.propose(request, form, CHANGES[do], person.public_id, carries):
                return answer
    given = accounts.given_duties()
    context = {
        "section": "desk",
        "here": "duties",
        "given": [(words.DUTIES[duty], [row for row in given if row.duty is duty]) for duty in Duty],
        "waiting": _waiting(Kind.GIVE_DUTY, Kind.END_DUTY),
        "kinds": words.KINDS,
        "form": form,
        "nobody": _("Nobody"),
    }
    return asking.show(request, "web/members/desk/duties.html", context, form)


def _waiting(*kinds: Kind) -> list[queries.Shown]:
    return [shown for shown in queries.open_proposals(clock.now()) if shown.kind in kinds]
