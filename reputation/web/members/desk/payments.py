"""/members/desk/payment/{id}: a file that is to show a payment, and what a moderator makes of it."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import payments
from reputation.evidence import queries
from reputation.evidence.errors import NoSuchPaymentProof
from reputation.evidence.rules import Media, Reason, State, media_of
from reputation.web.members import asking
from reputation.web.members.guards import user_of, with_duty
from reputation.web.terms import Words

REASONS: Mapping[Reason, Words] = {
    Reason.UNREADABLE: _("It cannot be read"),
    Reason.NO_PAYMENT: _("It shows no payment"),
    Reason.OTHER_BUSINESS: _("It shows a payment to somebody else"),
    Reason.TOO_OLD: _("The purchase is older than 120 days"),
    Reason.ALTERED: _("What matters was changed"),
}
STATES: Mapping[State, Words] = {
    State.APPROVED: _("Approved"),
    State.REFUSED: _("Refused"),
    State.UNDECIDED: _("Nobody looked in time"),
}
NAMES: Mapping[Media, str] = {
    Media.PDF: "payment.pdf",
    Media.PNG: "payment.png",
    Media.JPEG: "payment.jpg",
    Media.WEBP: "payment.webp",
}
# Whatever is in the file: a document of its own that may load nothing, run nothing and reach nothing.
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Refusal(asking.Form):
    """Why a payment proof is not enough."""

    reason = forms.ChoiceField(
        label=_("Reason"), help_text=_("The buyer reads it, with what to do."), choices=(), widget=forms.RadioSelect
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = list(REASONS.items())


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def page(request: HttpRequest, proof: UUID) -> HttpResponse:
    """Shows it; what is posted decides."""
    now = clock.now()
    found = payments.one(user=user_of(request), proof=proof, today=now.date())
    if found.state is not State.WAITING:
        raise NoSuchPaymentProof
    do = request.POST.get("do", "")
    refuse = Refusal(request.POST if do == "refuse" else None)
    if do == "approve":
        payments.decide(user=user_of(request), proof=proof, reason=None, now=now)
        return asking.done(request, _("Approved, and the file is deleted."), "desk")
    if refuse.is_valid():
        reason = Reason(refuse.cleaned_data["reason"])
        payments.decide(user=user_of(request), proof=proof, reason=reason, now=now)
        return asking.done(request, _("Refused, and the file is deleted."), "desk")
    days = (found.decide_until - now.date()).days
    profile = businesses.profile(found.business)
    context = {
        "section": "desk",
        "here": "queue",
        "found": found,
        "name": profile.legal_name,
        "names": profile.trading_names,
        "domains": [domain.domain for domain in profile.domains],
        "is_picture": found.media is not Media.PDF,
        "days": days,
        "late": -days,
        "refuse": refuse,
    }
    return asking.show(request, "web/members/desk/payment.html", context, refuse)


@require_safe
@with_duty(Duty.MODERATOR)
def file(request: HttpRequest, proof: UUID) -> HttpResponse:
    """The file itself: a picture to look at, or a document to save. What it is was read from it, now once more."""
    payments.one(user=user_of(request), proof=proof, today=clock.now().date())
    media, content = queries.content(proof)
    if media_of(content) is not media:
        raise NoSuchPaymentProof
    shown = "attachment" if media is Media.PDF else "inline"
    headers = {
        "Content-Disposition": f'{shown}; filename="{NAMES[media]}"',
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, str(media), headers=headers)
