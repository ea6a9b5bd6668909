"""/members/b/{id}/leaving: notice to leave, taking it back, coming back, and pointing to the business that goes on."""

from uuid import UUID

from django import forms as django_forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.businesses import queries as businesses
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.members import leavings, queries
from reputation.members.rules import Act, Role
from reputation.rulebook import charter as rulebook
from reputation.rulebook.charter import TOMBSTONE
from reputation.rulebook.members import NOTICE_TO_LEAVE
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.charter import Accept
from reputation.web.members.guards import fresh_on, signed_in, user_of
from reputation.web.members.join_forms import answers_of


class Successor(asking.Form):
    """Another business of the same owner."""

    successor = django_forms.ChoiceField(label=_("Which business goes on?"))


@require_http_methods(["GET", "HEAD"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Says what leaving means, or what came of it. What changes something asks first who is there, see `change`."""
    return _show(request, business)


def _show(request: HttpRequest, business: UUID, form: asking.Form | None = None) -> HttpResponse:
    actor = actor_of(request, business)
    context = about(request, actor, "leaving")
    profile = context["profile"]
    has_left = profile.state is State.LEFT  # type: ignore[attr-defined]
    may = actor.may(Act.OWN)
    back = form if isinstance(form, Accept) else None
    points = form if isinstance(form, Successor) else None
    if has_left and may:
        back = back or Accept(charter=rulebook.in_force(clock.now().date()))
        points = points or _successors(request, business)
    context |= {
        "notice": queries.leaving(business),
        "has_left": has_left,
        "days": NOTICE_TO_LEAVE.value,
        "months": TOMBSTONE.value,
        "back": back,
        "points": points,
        "refused": form,
    }
    return asking.show(request, "web/members/business/leaving.html", context, form)


def _successors(request: HttpRequest, business: UUID, data: object = None) -> Successor | None:
    mine = [row.business for row in queries.belongings(user_of(request)) if row.role is Role.OWNER]
    briefs = businesses.briefs(mine)
    others = [
        (str(brief.public_id), brief.legal_name)
        for brief in briefs.values()
        if brief.public_id != business and brief.state is State.PARTICIPANT
    ]
    if not others:
        return None
    form = Successor(data)
    form.fields["successor"].choices = others  # type: ignore[attr-defined]
    return form


@require_http_methods(["POST"])
@fresh_on("members-leaving")
def change(request: HttpRequest, business: UUID) -> HttpResponse:
    """Gives notice, takes it back, comes back, or names a successor: what the button says."""
    actor, now = actor_of(request, business, Act.OWN), clock.now()
    do = request.POST.get("do", "")
    form: asking.Form | None = asking.Form({})
    if do == "back":
        form = Accept(request.POST, charter=rulebook.in_force(now.date()))
    elif do == "successor":
        form = _successors(request, business, request.POST)
    if form is None or not form.is_valid():
        return _show(request, business, form)
    with form.refusals():
        if do == "notice":
            leavings.give_notice(actor=actor, now=now)
        elif do == "take-back":
            leavings.take_back(actor=actor, now=now)
        elif do == "back":
            given = form.cleaned_data
            leavings.come_back(
                actor=actor, name=given["accepted_by"], office=given["office"], answers=answers_of(form), now=now
            )
        elif do == "successor":
            other = actor_of(request, UUID(form.cleaned_data["successor"]), Act.OWN)
            leavings.name_successor(actor=actor, successor=other, now=now)
        else:
            raise BadRequest
    if form.errors:
        return _show(request, business, form)
    return asking.done(request, _("Done."), "members-leaving", business)
