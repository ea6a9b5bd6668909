"""/r/mail: an order mail instead of a voucher. The browser takes the signed headers out; the rest stays there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.domains.signed_mails import Fault
from reputation.evidence import actions
from reputation.evidence.errors import MailNotEvidence
from reputation.receipts import codes
from reputation.rulebook import evidence as numbers
from reputation.web import pages
from reputation.web.evidence import forms, shops
from reputation.web.evidence.words import FAULTS
from reputation.web.members.asking import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for the business; what is posted searches one, chooses it, or sends the headers of a mail."""
    business = shops.chosen(request)
    if business is None:
        context = shops.search(request.POST["q"]) if request.POST.get("q") else {}
        return pages.unkept("web/evidence/mail_shop.html", context, path=request.path)
    form = forms.Mail(request.POST if "headers" in request.POST else None, business=business)
    if form.is_valid() and form.pay() and (voucher := _taken(form, business)):
        return given(request, business, voucher)
    context = {
        "form": form,
        "name": businesses.legal_name(business),
        "business": business,
        "domains": [*_domains(business), *sorted({mail.domain for mail in numbers.PAYMENT_MAILS})],
    }
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/evidence/mail.html", context, path=request.path, status=status)


def _taken(form: forms.Mail, business: UUID) -> actions.Voucher | None:
    """The code for the mail of a form; None when it was refused, and the form says why."""
    with form.refusals():
        try:
            return actions.take_mail(
                business=business,
                headers=form.cleaned_data["headers"].encode(),  # its lines end as those of a mail
                had_voucher=form.got_one,
                now=clock.now(),
            )
        except MailNotEvidence as error:
            form.add_error("headers", str(FAULTS[Fault(str(error.facts["rule"]))]))
    return None


def given(request: HttpRequest, business: UUID, voucher: actions.Voucher) -> HttpResponse:
    """The page that hands a new code on: in the fragment, which no server is told."""
    shown = codes.show(voucher.code)
    context = {
        "title": _("Your voucher code"),
        "code": shown,
        "link": f"{reverse('voucher')}#{shown}",
        "name": businesses.legal_name(business),
        "receipt_class": voucher.receipt_class,
    }
    return pages.unkept("web/evidence/voucher.html", context, path=request.path)


def _domains(business: UUID) -> list[str]:
    return [domain.domain for domain in businesses.profile(business).domains]
