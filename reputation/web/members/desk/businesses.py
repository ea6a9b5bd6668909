"""/members/desk/businesses and below: finding a business, and what is public or was decided about it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from reputation.accounts.rules import Duty
from reputation.admissions import queries as admissions
from reputation.businesses import queries as businesses
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.desk import errors, queries
from reputation.desk.rules import Bar, Kind, Particulars
from reputation.disputes import conduct
from reputation.lookup import queries as lookup
from reputation.lookup.rules import Refused
from reputation.web import terms
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import duties_of, user_of, with_duty


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(*Duty)
def search(request: HttpRequest) -> HttpResponse:
    """The search that everybody has: it finds businesses and never a person. What was asked is in no address."""
    form = forms.Search(request.POST if request.method == "POST" else None)
    matches = None
    if form.is_valid():
        try:
            answer = lookup.check(form.cleaned_data["q"], today=clock.now().date())
            matches = [match for match in answer.matches if match.public_id is not None]
        except Refused as refusal:
            form.add_error("q", str(terms.REFUSALS.get(refusal.code, refusal.code)))
    context = {"section": "desk", "here": "businesses", "form": form, "matches": matches}
    return asking.show(request, "web/members/desk/businesses.html", context, form)


@require_safe
@with_duty(*Duty)
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """A business: what everybody can see of it, and what is for whoever looks to see of what was decided."""
    today = clock.now().date()
    profile = businesses.profile(business)
    _require_no_tie(request, business)
    applications = admissions.of_business(business)
    exclusions = queries.exclusions(business)
    measures = conduct.measures(business)
    subjects = [business, *(row.public_id for row in applications), *(row.public_id for row in exclusions)]
    subjects += [row.public_id for row in measures]
    duties = duties_of(request)
    user = user_of(request)
    context = {
        "section": "desk",
        "here": "businesses",
        "profile": profile,
        "is_participant": profile.state is State.PARTICIPANT,
        "applications": applications if Duty.MODERATOR in duties else [],
        "application_states": words.APPLICATIONS,
        "exclusions": exclusions,
        "measures": measures,
        "offer": conduct.offer(business, today) if Duty.MODERATOR in duties else None,
        "stages": words.STAGES,
        "proposals": [
            row
            for row in queries.about(subjects)
            if queries.sees(user=user, kind=row.kind, subject=row.subject, today=today)
        ],
        "kinds": words.KINDS,
        "states": words.STATES,
        "may_exclude": Duty.OPERATOR in duties,
        "may_correct": Duty.MODERATOR in duties,
    }
    return asking.show(request, "web/members/desk/business.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.OPERATOR)
def exclude(request: HttpRequest, business: UUID) -> HttpResponse:
    """Proposes to exclude it."""
    _require_no_tie(request, business)
    form = forms.Exclusion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        carries = Particulars(ground=form.cleaned_data["ground"], until=form.cleaned_data["until"])
        if answer := proposing.propose(request, form, Kind.TERMINATE, business, carries):
            return answer
    return _ask(request, business, Kind.TERMINATE, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def numbers(request: HttpRequest, business: UUID) -> HttpResponse:
    """Proposes other registry numbers."""
    _require_no_tie(request, business)
    form = forms.Numbers(request.POST if request.method == "POST" else None)
    if form.is_valid():
        carries = Particulars(numbers=form.cleaned_data["numbers"])
        if answer := proposing.propose(request, form, Kind.NUMBERS, business, carries):
            return answer
    form.initial["numbers"] = "\n".join(f"{kind} {value}" for kind, value in businesses.profile(business).numbers)
    return _ask(request, business, Kind.NUMBERS, form)


def _ask(request: HttpRequest, business: UUID, kind: Kind, form: asking.Form) -> HttpResponse:
    context = {
        "section": "desk",
        "here": "businesses",
        "profile": businesses.profile(business),
        "title": words.KINDS[kind],
        "effect": words.EFFECTS[kind],
        "is_grave": kind is Kind.TERMINATE,
        "form": form,
    }
    return asking.show(request, "web/members/desk/propose.html", context, form)


def _require_no_tie(request: HttpRequest, business: UUID) -> None:
    """Nobody looks from here at a business they belong or belonged to, whatever their duty.

    Raises:
        NotForYou
    """
    if queries.is_tied(user_of(request), Kind.NUMBERS, business, clock.now().date()):
        raise errors.NotForYou(reason=str(Bar.TIE))
