"""/members/b/{id}/webhooks: what the business's own systems are told, whether it arrived, and sending it again."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members import webhooks
from reputation.members.rules import Act, Actor
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import fresh, fresh_on, signed_in
from reputation.web.terms import Words
from reputation.webhooks import queries
from reputation.webhooks.rules import LONGEST_URL, WANTABLE, DeliveryState, EndpointState, EventKind

KINDS: Mapping[EventKind, Words] = {
    EventKind.DOMAIN_PROVED: _("a web address was proved"),
    EventKind.DOMAIN_PROOF_FAILING: _("the proof of a web address is gone"),
    EventKind.DOMAIN_LOST: _("a web address was lost"),
    EventKind.CHARTER_ANNOUNCED: _("a new charter was announced"),
    EventKind.CHARTER_NOT_ACCEPTED: _("the charter was not accepted in time"),
    EventKind.LEAVING_NOTICED: _("notice to leave was given"),
    EventKind.LEAVING_CANCELLED: _("notice to leave was taken back"),
    EventKind.LEFT: _("the business left"),
    EventKind.RETURNED: _("the business came back"),
    EventKind.TERMINATION_ANNOUNCED: _("an exclusion was announced"),
    EventKind.TERMINATION_APPEAL_DECIDED: _("an appeal against an exclusion was decided"),
    EventKind.TERMINATED: _("the business was excluded"),
    EventKind.MEASURE_TAKEN: _("a measure about the business was taken"),
    EventKind.MEASURE_APPEAL_DECIDED: _("an appeal against a measure was decided"),
    EventKind.WARNING_ENDED: _("a warning about the business ended early"),
    EventKind.RATING_CHANGED: _("the figure changed (for the badge)"),
    EventKind.CASE_FILED: _("somebody challenged a review, or you an alert"),
    EventKind.CASE_CHANGED: _("a case went on"),
    EventKind.CASE_DECIDED: _("a case was decided"),
    EventKind.REVIEW_RESTRICTED: _("a review is not shown any more (for the badge)"),
    EventKind.REVIEW_RESTORED: _("a review is shown again (for the badge)"),
    EventKind.PING: _("a test"),
}
STATES: Mapping[EndpointState, Words] = {
    EndpointState.LIVE: _("is told"),
    EndpointState.PAUSED: _("paused by you"),
    EndpointState.STOPPED: _("stopped: nothing arrived for days"),
}
DELIVERIES: Mapping[DeliveryState, Words] = {
    DeliveryState.WAITING: _("on its way"),
    DeliveryState.DELIVERED: _("arrived"),
    DeliveryState.FAILED: _("did not arrive"),
}


class Endpoint(asking.Form):
    """An address, and what it is told."""

    url = forms.CharField(
        label=_("Address of your system"),
        max_length=LONGEST_URL,
        help_text=_("With https://. It has to be reachable from the internet."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("When is it told?"),
        choices=[(kind.value, KINDS[kind]) for kind in WANTABLE],
        initial=[EventKind.RATING_CHANGED.value],
        widget=forms.CheckboxSelectMultiple,
    )


class Since(asking.Form):
    """From which day on everything is sent again."""

    since = forms.DateField(label=_("Since which day?"), widget=forms.DateInput(attrs={"type": "date"}))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponseBase:
    """Lists the endpoints; what is posted adds one, whose secret is shown this once."""
    return _list(request, business) if request.method != "POST" else _add(request, business)


@fresh
def _add(request: HttpRequest, business: UUID) -> HttpResponse:
    actor = actor_of(request, business, Act.MANAGE)
    form, secret = Endpoint(request.POST), ""
    if form.is_valid():
        with form.refusals():
            secret = webhooks.add(actor=actor, now=clock.now(), **form.cleaned_data).secret
    return _list(request, business, None if secret else form, secret)


def _list(request: HttpRequest, business: UUID, form: Endpoint | None = None, secret: str = "") -> HttpResponse:
    actor = actor_of(request, business)
    context = {
        **about(request, actor, "webhooks"),
        "endpoints": [{"endpoint": row, "state": STATES[row.state]} for row in queries.endpoints(business)],
        "form": form or Endpoint(),
        "secret": secret,
    }
    return asking.show(request, "web/members/business/webhooks.html", context, form)


@require_http_methods(["GET", "HEAD"])
@signed_in
def one(request: HttpRequest, business: UUID, endpoint: UUID) -> HttpResponse:
    """An endpoint with what was sent there. What changes something is `change`."""
    return _one(request, business, endpoint)


def _one(
    request: HttpRequest,
    business: UUID,
    endpoint: UUID,
    form: asking.Form | None = None,
    secret: str = "",
) -> HttpResponse:
    actor = actor_of(request, business)
    found = queries.endpoint(business=business, public_id=endpoint)
    after = request.GET.get("after", "")
    sent = queries.deliveries(
        business=business, endpoint=endpoint, after=int(after) if after.isdecimal() and len(after) < 18 else None
    )
    initial = {"url": found.url, "kinds": [str(kind) for kind in found.kinds]}
    context = {
        **about(request, actor, "webhooks"),
        "endpoint": found,
        "state": STATES[found.state],
        "kinds": [KINDS[kind] for kind in found.kinds],
        "sent": [{"sent": row, "kind": KINDS[row.kind], "state": DELIVERIES[row.state]} for row in sent],
        "next": sent[-1].id if len(sent) == queries.PAGE else None,
        "form": form if isinstance(form, Endpoint) else Endpoint(initial=initial),
        "since": form if isinstance(form, Since) else Since(),
        "refused": form,
        "secret": secret,
    }
    return asking.show(request, "web/members/business/webhook.html", context, form)


# What a button does that needs no more than itself, and what is said once it is done.
PLAIN: Mapping[str, tuple[Callable[..., object], Words]] = {
    "pause": (webhooks.pause, _("Nothing is sent there until you say so.")),
    "resume": (webhooks.resume, _("It is told again, what waited included.")),
    "ping": (webhooks.ping, _("A test is on its way. Load the page again in a moment.")),
    "remove": (webhooks.remove, _("The webhook is removed.")),
}


@require_http_methods(["POST"])
@fresh_on("members-webhook")
def change(request: HttpRequest, business: UUID, endpoint: UUID) -> HttpResponse:
    """Changes, pauses, resumes, rolls the secret, removes, tests, sends again: what the button says."""
    actor, do = actor_of(request, business, Act.MANAGE), request.POST.get("do", "")
    form = {"change": Endpoint, "since": Since}.get(do, asking.Form)(request.POST)
    said: tuple[Words, str] = ("", "")
    if form.is_valid():
        with form.refusals():
            said = _do(actor, endpoint, do, form.cleaned_data, request.POST.get("delivery", ""))
    says, secret = said
    if form.errors or secret:
        return _one(request, business, endpoint, form, secret)
    if do == "remove":
        return asking.done(request, says, "members-webhooks", business)
    return asking.done(request, says, "members-webhook", business, endpoint)


def _do(actor: Actor, endpoint: UUID, do: str, given: Mapping[str, Any], delivery: str) -> tuple[Words, str]:
    """Do it; what to say, and a secret to show once."""
    now = clock.now()
    if do in PLAIN:
        act, says = PLAIN[do]
        act(actor=actor, endpoint=endpoint, now=now)
        return says, ""
    if do == "roll":
        return "", webhooks.roll(actor=actor, endpoint=endpoint, now=now)
    if do == "change":
        webhooks.change(actor=actor, endpoint=endpoint, now=now, **given)
        return _("It is changed."), ""
    if do == "since":
        since = datetime.combine(given["since"], time(), UTC)
        count = webhooks.replay_since(actor=actor, endpoint=endpoint, since=since, now=now)
        return ngettext("%(n)s event is sent again.", "%(n)s events are sent again.", count) % {"n": count}, ""
    webhooks.replay(actor=actor, endpoint=endpoint, delivery=asking.id_of(delivery), now=now)
    return _("It is sent again."), ""
