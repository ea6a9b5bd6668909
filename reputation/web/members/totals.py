"""/members/b/{id}/receipts/totals: the key of a business as its own attester, and the totals that it can sign.

The private half of the key never comes here: a script of the page can make one and sign with it on the device.
"""

import base64
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.members.rules import Act
from reputation.receipts import business_acts, public_keys, queries
from reputation.receipts.rules import Moment
from reputation.receipts.totals import Due
from reputation.web.members import asking
from reputation.web.members import receipt_words as words
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import fresh, signed_in


class Key(asking.Form):
    """A public key, as it is pasted."""

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=public_keys.LONGEST,
        help_text=_("Of the kind Ed25519: the lines that openssl writes, or base64."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )


class Signature(asking.Form):
    """A signature over a total, and which it is."""

    key_id = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    moment = forms.ChoiceField(choices=[(one.value, one.value) for one in Moment], widget=forms.HiddenInput)
    signature = forms.RegexField(
        r"\A[A-Za-z0-9+/]{86}==\Z",
        label=_("Signature"),
        help_text=_("88 characters of base64."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponseBase:
    """Shows both; what is posted gives a key, or a signature."""
    return _show(request, business) if request.method != "POST" else _change(request, business)


@fresh
def _change(request: HttpRequest, business: UUID) -> HttpResponse:
    actor, do, now = actor_of(request, business, Act.MANAGE), request.POST.get("do"), clock.now()
    form: asking.Form
    if do == "key":
        form = Key(request.POST)
        if form.is_valid():
            with form.refusals():
                business_acts.change_key(actor=actor, **form.cleaned_data, now=now)
    elif do == "sign":
        form = Signature(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            with form.refusals():
                business_acts.sign(
                    actor=actor,
                    key_id=bytes.fromhex(given["key_id"]),
                    moment=Moment(given["moment"]),
                    signature=base64.b64decode(given["signature"]),
                    now=now,
                )
    else:
        raise BadRequest
    if form.errors:
        return _show(request, business, form)
    says = _("The key is taken. Keep its private half.") if do == "key" else _("The signature is right. Thank you.")
    return asking.done(request, says, "members-receipt-totals", business)


def _show(request: HttpRequest, business: UUID, form: asking.Form | None = None) -> HttpResponse:
    actor = actor_of(request, business)
    attester = queries.attester_of(business)
    key = None if attester is None else attester.public_key
    waiting = [_shown(one, form) for one in business_acts.due(business)]
    is_shown = any(row["form"] is form for row in waiting)
    context = {
        **about(request, actor, "receipts"),
        "public_key": "" if key is None else public_keys.show(key),
        "form": form if isinstance(form, Key) else Key(),
        "late": form if isinstance(form, Signature) and not is_shown else None,
        "totals": waiting,
    }
    return asking.show(request, "web/members/business/totals.html", context, form)


def _shown(due: Due, form: asking.Form | None) -> dict[str, Any]:
    """A total, with its own form: the one that was refused keeps what was typed."""
    names = {"key_id": due.key_id.hex(), "moment": str(due.moment)}
    is_this = isinstance(form, Signature) and all(form.data.get(name) == value for name, value in names.items())
    return {
        "total": due,
        "quarter": words.quarter(due.epoch),
        "moment": words.MOMENTS[due.moment],
        "registered": words.band(due.registered),
        "claimed": words.band(due.claimed),
        "contested": words.band(due.contested),
        "message": base64.b64encode(due.message).decode(),
        "form": form if is_this else Signature(initial=names, auto_id=f"id_{due.key_id.hex()[:8]}_{due.moment}_%s"),
    }
