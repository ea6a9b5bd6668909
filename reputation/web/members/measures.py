"""/members/b/{id}/measures: what was decided about a business, as its members read it, and how to appeal."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.core import clock
from reputation.disputes import conduct, errors, measures
from reputation.members.rules import Act, Actor
from reputation.reports import tables
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.desk import forms
from reputation.web.members.guards import signed_in


@require_safe
@signed_in
def index(request: HttpRequest, business: UUID) -> HttpResponse:
    """Every measure about the business, newest first."""
    actor = actor_of(request, business)
    today = clock.now().date()
    context = {
        **about(request, actor, "measures"),
        "rows": [(found, found.stands(today)) for found in conduct.measures(business)],
        "open": conduct.open_now(business),
        "limit": conduct.open_limit(business),
        "suspended_until": conduct.suspended_until(business, today),
    }
    return render(request, "web/members/business/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID, measure: UUID) -> HttpResponse:
    """Shows it to every member; what an owner posts appeals."""
    now = clock.now()
    actor = actor_of(request, business)
    found = _of(actor, measure)
    may_be_appealed = found.may_be_appealed(now.date())
    form = None
    if actor.may(Act.OWN) and may_be_appealed:
        form = forms.MeasureAppeal(request.POST if request.method == "POST" else None)
        if form.is_valid():
            with form.refusals():
                measures.appeal(actor=actor, measure=measure, said=form.cleaned_data["said"], now=now)
            if not form.errors:
                return asking.done(request, _("The panel will look at it."), "members-measure", business, measure)
    context = {
        **about(request, actor, "measures"),
        "found": found,
        "stands": found.stands(now.date()),
        "may_be_appealed": may_be_appealed,
        "form": form,
    }
    return asking.show(request, "web/members/business/measure.html", context, form)


@require_safe
@signed_in
def statement(request: HttpRequest, business: UUID, measure: UUID) -> HttpResponse:
    """The statement of reasons as a file, with the appeal and its answer."""
    found = _of(actor_of(request, business), measure)
    raw = tables.lines({name: tables.plain(value) for name, value in asdict(found).items() if name != "proposal"})
    name = f'attachment; filename="open-reference-measure-{measure}.json"'
    return HttpResponse(raw, content_type="application/json", headers={"Content-Disposition": name})


def _of(actor: Actor, measure: UUID) -> conduct.Found:
    """A measure, if it is about the business of whoever asks.

    Raises:
        NoSuchMeasure
    """
    found = conduct.measure(measure)
    if found.business != actor.business:
        raise errors.NoSuchMeasure
    return found
