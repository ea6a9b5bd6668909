"""/members/b/{id}/members: colleagues and their roles; who may change them, and going oneself."""

from uuid import UUID

from django import forms as django_forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import actions, queries
from reputation.members.rules import Act, Actor, Role
from reputation.web.members import asking, words
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import fresh_on, signed_in

ROLE_CHOICES = [(role.value, words.ROLES[role]) for role in Role]


class Invite(asking.Form):
    """Somebody to invite."""

    email = django_forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=django_forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = django_forms.ChoiceField(
        label=_("As what?"), choices=ROLE_CHOICES, initial=Role.AGENT.value, widget=django_forms.RadioSelect
    )
    language = django_forms.ChoiceField(
        label=_("In which language do we write?"), choices=settings.LANGUAGES, widget=django_forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Lists them. What changes something asks first who is there, see `change`."""
    actor = actor_of(request, business)
    return _show(request, business, _invite(actor))


def _invite(actor: Actor) -> Invite | None:
    initial = {"role": Role.AGENT.value, "language": get_language()}
    return Invite(initial=initial) if actor.may(Act.OWN) else None


def _show(
    request: HttpRequest, business: UUID, form: Invite | None, refused: asking.Form | None = None
) -> HttpResponse:
    actor = actor_of(request, business)
    context = {
        **about(request, actor, "members"),
        "people": [
            {"person": person, "role": words.ROLES[person.role], "is_me": person.email == request.user.get_username()}
            for person in queries.people(business)
        ],
        "invited": [
            {"invitation": row, "role": words.ROLES[row.role]}
            for row in (queries.invited(business, clock.now()) if actor.may(Act.OWN) else [])
        ],
        "roles": [(role, words.ROLES[role], words.ROLES_SAY[role]) for role in Role],
        "form": form,
        "refused": refused,
    }
    return asking.show(request, "web/members/business/members.html", context, form, refused)


@require_http_methods(["POST"])
@fresh_on("members-people")
def change(request: HttpRequest, business: UUID) -> HttpResponse:
    """Invites, takes an invitation back, changes a role, ends a membership: what the button says."""
    now = clock.now()
    actor = actor_of(request, business)
    do = request.POST.get("do", "")
    if do == "invite":
        form = Invite(request.POST)
        if form.is_valid():
            with form.refusals():
                given = form.cleaned_data
                actions.invite(
                    actor=actor,
                    email=given["email"],
                    role=Role(given["role"]),
                    language=given["language"],
                    now=now,
                )
            if not form.errors:
                return asking.done(request, _("The invitation is on its way."), "members-people", business)
        return _show(request, business, form)
    plain = asking.Form({})
    plain.is_valid()
    subject = asking.id_of(request.POST.get("member", ""))
    with plain.refusals():
        if do == "withdraw":
            actions.withdraw_invitation(actor=actor, invitation=subject, now=now)
        elif do == "remove":
            actions.remove(actor=actor, member=subject, now=now)
        elif do in set(Role):
            actions.change_role(actor=actor, member=subject, role=Role(do), now=now)
        else:
            raise BadRequest
    if plain.errors:
        return _show(request, business, _invite(actor), plain)
    if not any(row.business == business for row in queries.belongings(actor.user or 0)):
        return asking.done(request, _("You no longer belong to the business."), "members-home")
    return asking.done(request, _("Done."), "members-people", business)
