"""/members/b/{id}/domains: naming a web address, proving it in one of three ways, giving it up."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.businesses.rules import Method
from reputation.core import clock
from reputation.domains import actions, queries
from reputation.domains.rules import LIVE, Look, Sight, State
from reputation.members.rules import Act
from reputation.outbound.failures import Reason
from reputation.web.members import asking
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in
from reputation.web.terms import Words

LONGEST_MAIL = 256 * 1024
STATES: Mapping[State, Words] = {
    State.WAITING: _("not proved yet"),
    State.PROVED: _("proved"),
    State.FAILING: _("the proof is gone"),
    State.LOST: _("lost"),
    State.GIVEN_UP: _("given up"),
}
METHODS: Mapping[Method, Words] = {
    Method.DNS: _("by an entry in the settings of the domain"),
    Method.FILE: _("by a file"),
    Method.MAIL: _("by a signed mail"),
}
# Why a look found no proof, by the code of the fault.
FAULTS: Mapping[str, Words] = {
    Reason.BAD_URL: _("The address cannot be asked."),
    Reason.NO_SUCH_HOST: _("There is no such name."),
    Reason.RESOLVER_FAILED: _("The name servers of the domain did not answer."),
    Reason.ADDRESS_NOT_PUBLIC: _("The name leads to an address that is not public."),
    Reason.REFUSED: _("The server takes no connections."),
    Reason.UNREACHABLE: _("The server cannot be reached."),
    Reason.TIMED_OUT: _("It took too long."),
    Reason.TOO_LARGE: _("There is more there than a proof has."),
    Reason.BAD_CERTIFICATE: _("The certificate of the server is not valid."),
    Reason.NO_TLS: _("The server does not speak https."),
    Reason.REDIRECTED: _("The server sends us elsewhere."),
    Reason.NOT_HTTP: _("What answers is no web server."),
    Reason.CUT_SHORT: _("The answer broke off."),
    "not-there": _("The proof is not there."),
    "server-failed": _("The server says that something is wrong with it."),
}


class Claim(asking.Form):
    """A web address to prove."""

    domain = forms.CharField(
        label=_("Web address"),
        max_length=253,
        help_text=_("Such as kettle.example. Not a page of a market place: its owner controls that."),
        widget=forms.TextInput(attrs={"autocomplete": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )


class Mail(asking.Form):
    """A message with its headers, as the mail program saves it."""

    message = forms.CharField(
        label=_("The whole message"),
        max_length=LONGEST_MAIL,
        strip=False,
        help_text=_(
            "In the mail program: “show source” or “save as”, then paste all of it here. We read it and keep nothing."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Lists them; what is posted names one."""
    actor = actor_of(request, business, Act.MANAGE if request.method == "POST" else Act.READ)
    form = Claim(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with form.refusals():
            claim = actions.claim(actor=actor, domain=form.cleaned_data["domain"], now=clock.now())
        if not form.errors:
            return asking.done(request, _("Now show that you control it."), "members-domain", business, claim)
    claims = queries.claims(business)
    context = {
        **about(request, actor, "domains"),
        "form": form,
        "claims": [{"claim": row, "state": STATES[row.state], "is_live": row.state in LIVE} for row in claims],
    }
    return asking.show(request, "web/members/business/domains.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, business: UUID, claim: UUID) -> HttpResponse:
    """Shows what to publish; what is posted looks for it, reads a mail, or gives the address up."""
    actor = actor_of(request, business, Act.MANAGE if request.method == "POST" else Act.READ)
    do, now = request.POST.get("do", ""), clock.now()
    if request.method == "POST" and do not in ("look", "mail", "give-up"):
        raise BadRequest
    if do == "give-up":
        actions.give_up(actor=actor, claim=claim, now=now)
        return asking.done(request, _("The web address is given up."), "members-domains", business)
    mail = Mail(request.POST if do == "mail" else None)
    looked = asking.Form({})
    looked.is_valid()
    look: Look | None = None
    if do == "look":
        with looked.refusals():
            look = actions.check_now(actor=actor, claim=claim, now=now)
    if mail.is_valid():
        with mail.refusals():
            message = mail.cleaned_data["message"].encode("utf-8", "surrogateescape")
            actions.prove_by_mail(actor=actor, claim=claim, message=message, now=now)
    if (look is not None and look.method is not None) or (mail.is_bound and not mail.errors):
        return asking.done(request, _("The proof is there. Thank you."), "members-domain", business, claim)
    found = queries.one(business, claim)
    context = {
        **about(request, actor, "domains"),
        "claim": found,
        "state": STATES[found.state],
        "method": "" if found.method is None else METHODS[found.method],
        "is_live": found.state in LIVE,
        "mail": mail,
        "looked": looked,
        "faults": [] if look is None else [(METHODS[how], FAULTS[code]) for how, code in look.faults.items()],
        "could_not_look": look is not None and look.sight(found.method) is Sight.UNSEEN,
    }
    return asking.show(request, "web/members/business/domain.html", context, mail, looked)
