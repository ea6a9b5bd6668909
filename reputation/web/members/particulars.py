"""/members/b/{id}/particulars: names, where we write to, and a change of ownership."""

from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import actions, queries
from reputation.members.rules import Act
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import fresh_on, signed_in


class Names(asking.Form):
    """What the business is called."""

    legal_name = django_forms.CharField(label=_("Legal name"), max_length=300)
    trading_names = django_forms.CharField(
        label=_("Other names it trades under"),
        required=False,
        max_length=3_000,
        help_text=_("One a line. Buyers find it by these as well."),
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )


class Contact(asking.Form):
    """Where we write to it."""

    email = django_forms.EmailField(
        label=_("Where we write to the business"),
        max_length=254,
        help_text=_("Not public. The address before is told of the change."),
    )
    language = django_forms.ChoiceField(
        label=_("In which language?"), choices=settings.LANGUAGES, widget=django_forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Shows them; what is posted changes names or contact."""
    actor = actor_of(request, business, Act.MANAGE if request.method == "POST" else Act.READ)
    do = request.POST.get("do", "")
    if request.method == "POST" and do not in ("names", "contact"):
        raise BadRequest
    context = about(request, actor, "particulars")
    profile, reach = context["profile"], queries.contact(business)
    names = Names(
        request.POST if do == "names" else None,
        initial={"legal_name": profile.legal_name, "trading_names": "\n".join(profile.trading_names)},  # type: ignore[attr-defined]
    )
    contact = Contact(
        request.POST if do == "contact" else None,
        initial={} if reach is None else {"email": reach.email, "language": reach.language},
    )
    if names.is_valid():
        with names.refusals():
            given = names.cleaned_data
            actions.change_names(
                actor=actor,
                legal_name=given["legal_name"],
                trading_names=asking.lines(given["trading_names"]),
                now=clock.now(),
            )
        if not names.errors:
            return asking.done(request, _("The names are changed."), "members-particulars", business)
    if contact.is_valid():
        with contact.refusals():
            actions.change_contact(actor=actor, now=clock.now(), **contact.cleaned_data)
        if not contact.errors:
            return asking.done(request, _("From now on we write there."), "members-particulars", business)
    context |= {"names": names, "contact": contact}
    return asking.show(request, "web/members/business/particulars.html", context, names, contact)


@require_http_methods(["POST"])
@fresh_on("members-particulars")
def ownership(request: HttpRequest, business: UUID) -> HttpResponse:
    """Marks that the business was sold."""
    actions.change_owner(actor=actor_of(request, business, Act.OWN), now=clock.now())
    return asking.done(
        request, _("The change of ownership is marked, with today’s date."), "members-particulars", business
    )
