"""/members/application/{id}: where it stands, what was decided and why, and how to have it looked at again."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.admissions import actions, queries
from reputation.admissions.rules import OPEN, State
from reputation.businesses import numbers
from reputation.core import clock
from reputation.rulebook.admissions import EXPLANATION_LIMIT
from reputation.web.members import asking, words
from reputation.web.members.guards import signed_in, user_of
from reputation.web.members.join_forms import kinds_of


class Appeal(asking.Form):
    """Why the refusal is wrong, and the number again where it was not kept."""

    said = django_forms.CharField(
        label=_("Why the decision is wrong"),
        max_length=EXPLANATION_LIMIT.value,
        widget=django_forms.Textarea(attrs={"rows": 8}),
        help_text=_("Two people who had no part in the first decision read this."),
    )
    kind = django_forms.ChoiceField(label=_("Kind of number"), required=False)
    number = django_forms.CharField(label=_("Number"), required=False, max_length=numbers.LONGEST_TYPED)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, application: UUID) -> HttpResponse:
    """Shows it; what is posted takes it back or appeals."""
    user = user_of(request)
    found = queries.one(user=user, public_id=application)
    now = clock.now()
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw(user=user, application=application, now=now)
        return asking.done(request, _("The application was taken back."), "members-application", application)
    may_appeal = found.state is State.REFUSED and found.appeal_until is not None and now.date() <= found.appeal_until
    form = None
    if may_appeal:
        form = Appeal(request.POST if "appeal" in request.POST else None)
        form.fields["kind"].choices = kinds_of(found.country)  # type: ignore[attr-defined]
        if found.numbers:
            del form.fields["kind"], form.fields["number"]
        if form.is_valid():
            kind, number = form.cleaned_data.get("kind", ""), form.cleaned_data.get("number", "")
            with form.refusals():
                actions.appeal(
                    user=user,
                    application=application,
                    said=form.cleaned_data["said"],
                    given=[(kind, number)] if kind and number else [],
                    now=now,
                )
            if not form.errors:
                return asking.done(request, _("Others will look at it again."), "members-application", application)
    context = {
        "section": "businesses",
        "found": found,
        "is_open": found.state in OPEN,
        "state": words.STATES[found.state],
        "doubts": [words.REASONS.get(code, code) for code in found.doubts],
        "form": form,
    }
    return asking.show(request, "web/members/application.html", context, form)
