"""/members/desk/attesters and below: who asks to vouch, who vouches, and the keys of receipts of a business."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import queries
from reputation.desk.rules import Kind, Particulars
from reputation.receipts import public_keys, rules
from reputation.receipts import queries as receipts
from reputation.receipts.errors import NoSuchAttester
from reputation.receipts.rules import INDEPENDENT, AttesterState, KeyState
from reputation.web import terms
from reputation.web.members import asking
from reputation.web.members.desk import forms, proposing, words
from reputation.web.members.guards import with_duty

TOTALS_SHOWN = 50
ASKS = {
    AttesterState.APPLIED: {"admit": Kind.ADMIT_ATTESTER, "refuse": Kind.REFUSE_ATTESTER},
    AttesterState.ADMITTED: {"end": Kind.END_ATTESTER},
}


@require_safe
@with_duty(Duty.OPERATOR)
def index(request: HttpRequest) -> HttpResponse:
    """Who waits, and who vouches."""
    context = {
        "section": "desk",
        "here": "attesters",
        "applied": receipts.applied(),
        "admitted": receipts.admitted(),
        "kinds": terms.ATTESTERS,
        "states": words.ATTESTERS,
    }
    return render(request, "web/members/desk/attesters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.OPERATOR)
def page(request: HttpRequest, attester: UUID) -> HttpResponse:
    """One of those who apply; what is posted proposes to admit, refuse or end it."""
    found = receipts.attester(attester)
    if found.kind not in INDEPENDENT:
        raise NoSuchAttester
    asks = ASKS.get(found.state, {})
    do = request.POST.get("do", "")
    form = forms.Reasons(request.POST if do in asks else None)
    if form.is_valid() and (answer := proposing.propose(request, form, asks[do], attester)):
        return answer
    said = receipts.said_lately([attester], most=TOTALS_SHOWN)
    context = {
        "section": "desk",
        "here": "attesters",
        "found": found,
        "contact": receipts.contact(attester),
        "key": public_keys.show(found.public_key) if found.public_key else "",
        "kind": terms.ATTESTERS[found.kind],
        "state": words.ATTESTERS[found.state],
        "asks": asks,
        "proposals": queries.about([attester]),
        "kinds": words.KINDS,
        "states": words.STATES,
        "totals": said,
        "names": businesses.briefs({one.business for one in said}),
        "form": form,
    }
    return asking.show(request, "web/members/desk/attester.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.OPERATOR)
def keys(request: HttpRequest, business: UUID) -> HttpResponse:
    """The keys of receipts of a business; what is posted proposes to annul one."""
    profile = businesses.profile(business)
    proposing.require_sight(request, Kind.ANNUL_KEY, business, clock.now().date())
    found = [key for key in receipts.keys_of(business) if key.state is not KeyState.ANNULLED]
    choices = [(key.key_id.hex(), _described(key)) for key in found]
    form = forms.Annulment(choices, request.POST if request.method == "POST" else None)
    if form.is_valid():
        carries = Particulars(sha256=form.cleaned_data["key"], ground=form.cleaned_data["ground"])
        if answer := proposing.propose(request, form, Kind.ANNUL_KEY, business, carries):
            return answer
    context = {
        "section": "desk",
        "here": "businesses",
        "profile": profile,
        "has_keys": bool(found),
        "effect": words.EFFECTS[Kind.ANNUL_KEY],
        "form": form,
    }
    return asking.show(request, "web/members/desk/keys.html", context, form)


def _described(key: receipts.KeyFacts) -> str:
    """A key as somebody chooses it: class, quarter, how it stands, and the beginning of its id."""
    return _("%(class)s, %(epoch)s, %(state)s, claimed %(claimed)s (%(id)s…)") % {
        "class": terms.CLASS_NAMES[key.receipt_class],
        "epoch": rules.show_epoch(key.epoch),
        "state": words.KEYS[key.state],
        "claimed": key.claimed,
        "id": key.key_id.hex()[:12],
    }
