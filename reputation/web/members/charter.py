"""/members/b/{id}/charter: what the business promised, who accepted it, and a new version to accept."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import charters, queries
from reputation.members.rules import Act
from reputation.rulebook import charter as rulebook
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in
from reputation.web.members.join_forms import add_questions, answers_of


class Accept(asking.Form):
    """By whom, in which office, and the questions of the charter."""

    accepted_by = django_forms.CharField(
        label=_("Your name"), max_length=120, widget=django_forms.TextInput(attrs={"autocomplete": "name"})
    )
    office = django_forms.CharField(
        label=_("Your office"),
        max_length=120,
        help_text=_("Such as director, or head of sales: what lets you accept it for the business."),
        widget=django_forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def __init__(self, data: object = None, *, charter: rulebook.Charter) -> None:
        super().__init__(data)
        add_questions(self, charter)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Shows the charter; what is posted accepts the version that is open."""
    actor = actor_of(request, business, Act.OWN if request.method == "POST" else Act.READ)
    today = clock.now().date()
    context = about(request, actor, "charter")
    offered = rulebook.announced(today) or rulebook.in_force(today)
    is_due = context["profile"].charter_version != offered.version  # type: ignore[attr-defined]
    form = Accept(request.POST if request.method == "POST" else None, charter=offered) if is_due else None
    if form is not None and form.is_valid():
        with form.refusals():
            charters.accept(
                actor=actor,
                version=offered.version,
                name=form.cleaned_data["accepted_by"],
                office=form.cleaned_data["office"],
                answers=answers_of(form),
                now=clock.now(),
            )
        if not form.errors:
            return asking.done(request, _("The charter is accepted."), "members-charter", business)
    context |= {
        "form": form,
        "offered": offered,
        "mine": rulebook.VERSIONS.get(context["profile"].charter_version),  # type: ignore[attr-defined]
        "acceptances": queries.acceptances(business),
    }
    return asking.show(request, "web/members/business/charter.html", context, form)
