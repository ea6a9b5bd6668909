"""/r/proof: a file that shows a payment, for a moderator to look at; and the code with which to come back."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.evidence import payment_proofs
from reputation.evidence.actions import Voucher
from reputation.evidence.rules import Reason
from reputation.receipts.rules import ReceiptClass
from reputation.web import pages
from reputation.web.evidence import forms, mail, shops, uploads
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.terms import Words

# Why a payment proof was refused, and what to do.
REASONS: Mapping[Reason, tuple[Words, Words]] = {
    Reason.UNREADABLE: (_("It could not be read."), _("Send a sharper picture, or the file as the shop made it.")),
    Reason.NO_PAYMENT: (
        _("It does not show a payment."),
        _("An offer or a basket is not enough. A bank statement, a card receipt or a paid bill is."),
    ),
    Reason.OTHER_BUSINESS: (
        _("It shows a payment to somebody else."),
        _("Choose the business whose name stands on it. A shop may have another name than the business behind it."),
    ),
    Reason.TOO_OLD: (_("The purchase is too old."), _("It must lie within the last 120 days.")),
    Reason.ALTERED: (
        _("It looks as if what matters had been changed."),
        _("Black out what is private, and leave the name of the shop, the day and the word “paid” as they are."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for the business or a collecting code; what is posted goes on from there."""
    uploads.take_one_file(request)
    if "collect" in request.POST:
        return _collect(request)
    business = shops.chosen(request)
    if business is None:
        context = shops.search(request.POST["q"]) if request.POST.get("q") else {}
        context["collect"] = forms.Collect()
        return pages.unkept("web/evidence/proof_shop.html", context, path=request.path)
    is_sent = "had_voucher" in request.POST or bool(request.FILES)
    form = forms.Proof(request.POST if is_sent else None, request.FILES if is_sent else None, business=business)
    context = {"form": form, "name": businesses.legal_name(business), "business": business}
    if form.is_valid() and form.pay():
        with form.refusals():
            filed = payment_proofs.file(
                business=business,
                content=form.cleaned_data["file"].read(),
                had_voucher=form.got_one,
                now=clock.now(),
            )
            return pages.unkept("web/evidence/filed.html", {**context, "filed": filed}, path=request.path)
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/evidence/proof.html", context, path=request.path, status=status)


def _collect(request: HttpRequest) -> HttpResponse:
    """What became of a payment proof."""
    form = forms.Collect(request.POST)
    if form.is_valid():
        with form.refusals():
            found = payment_proofs.collect(text=form.cleaned_data["collect"], now=clock.now())
            if found.voucher is not None:
                return mail.given(request, found.business, Voucher(found.voucher, ReceiptClass.INDEPENDENT))
            context = {
                "found": found,
                "name": businesses.legal_name(found.business),
                "reason": None if found.reason is None else REASONS[found.reason],
            }
            return pages.unkept("web/evidence/collected.html", context, path=request.path)
    return pages.unkept("web/evidence/proof_shop.html", {"collect": form}, path=request.path, status=UNPROCESSABLE)
