"""/members/desk/measure/{id} and the pages that propose one: warnings, suspended rights, threats, and appeals."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries
from reputation.desk.rules import RULES, Kind
from reputation.disputes import conduct
from reputation.disputes.measure_rules import MeasureKind, Severity
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import duties_of, with_duty

ANSWERS = {"uphold": Kind.UPHOLD_MEASURE, "reverse": Kind.REVERSE_MEASURE}


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.PANEL, Duty.MODERATOR)
def page(request: HttpRequest, measure: UUID) -> HttpResponse:
    """Shows it; what is posted proposes how the panel answers the appeal, or to end a warning early."""
    today, duties = clock.now().date(), duties_of(request)
    found = conduct.measure(measure)
    is_panel = Duty.PANEL in duties
    proposing.require_sight(request, Kind.UPHOLD_MEASURE if is_panel else Kind.END_WARNING, measure, today)
    may_end = Duty.MODERATOR in duties and found.kind is MeasureKind.WARNING and found.stands(today)
    may_answer = is_panel and found.is_appeal_open
    kinds = (ANSWERS if may_answer else {}) | ({"end": Kind.END_WARNING} if may_end else {})
    do = request.POST.get("do", "")
    form = forms.Reasons(request.POST if do in kinds else None)
    if form.is_valid() and (answer := proposing.propose(request, form, kinds[do], measure)):
        return answer
    bar = proposing.bar_of(request, Kind.UPHOLD_MEASURE, measure) if may_answer else None
    context = {
        "section": "desk",
        "here": "queue",
        "found": found,
        "stands": found.stands(today),
        "name": businesses.legal_name(found.business),
        "proposals": queries.about([measure]),
        "kinds": words.KINDS,
        "states": words.STATES,
        "days": (found.decide_until - today).days if found.decide_until else None,
        "late": (today - found.decide_until).days if found.decide_until else None,
        "may_answer": may_answer and bar is None,
        "may_end": may_end,
        "bar": words.BARS[bar] if bar else None,
        "form": form,
    }
    return asking.show(request, "web/members/desk/measure.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def warn(request: HttpRequest, business: UUID) -> HttpResponse:
    """Proposes to warn a business."""
    today = clock.now().date()
    proposing.require_sight(request, Kind.WARN, business, today)
    version = businesses.profile(business).charter_version
    form = forms.Warning(version, request.POST if request.method == "POST" else None)
    if form.is_valid():
        carries = form.carries(form.cleaned_data["rule"], Severity(form.cleaned_data["severity"]))
        if answer := proposing.propose(request, form, Kind.WARN, business, carries):
            return answer
    return _ask(request, business, Kind.WARN, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def suspend(request: HttpRequest, business: UUID) -> HttpResponse:
    """Proposes to suspend the right of a business to challenge reviews, where the numbers allow it."""
    return _by_rule(request, Kind.SUSPEND_RIGHT, business, business)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def threat(request: HttpRequest, case: UUID) -> HttpResponse:
    """Proposes to note on a case that the business threatened the writer with the law."""
    return _by_rule(request, Kind.NOTE_THREAT, case, conduct.business_of(case))


def _by_rule(request: HttpRequest, kind: Kind, subject: UUID, business: UUID) -> HttpResponse:
    """A measure that is for breaking one rule only."""
    proposing.require_sight(request, kind, subject, clock.now().date())
    form = forms.Statement(request.POST if request.method == "POST" else None)
    if form.is_valid() and (answer := proposing.propose(request, form, kind, subject, form.carries(RULES[kind]))):
        return answer
    return _ask(request, business, kind, form)


def _ask(request: HttpRequest, business: UUID, kind: Kind, form: asking.Form) -> HttpResponse:
    context = {
        "section": "desk",
        "here": "businesses",
        "profile": businesses.profile(business),
        "title": words.KINDS[kind],
        "effect": words.EFFECTS[kind],
        "is_grave": True,
        "offer": conduct.offer(business, clock.now().date()) if kind is not Kind.NOTE_THREAT else None,
        "form": form,
    }
    return asking.show(request, "web/members/desk/propose.html", context, form)
