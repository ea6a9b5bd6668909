"""GET /r: a code becomes a ticket, in the buyer's browser. GET /r/help: when a code does not work, or there is none."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.log import errors, queries
from reputation.rulebook import receipts as numbers
from reputation.web import pages


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page of a code. The code itself comes behind # in a link, or is typed: it never gets here."""

    def render() -> str:
        try:
            key = queries.verifier_key()
        except errors.KeyMissing:
            key = ""
        context = {"section": "voucher", "data": {"issuer": settings.ISSUER_NAME, "vkey": key}}
        return pages.to_text("web/vouchers/page.html", context, path=request.path)

    return pages.kept(request, ("voucher",), render)


@require_safe
def trouble(request: HttpRequest) -> HttpResponse:
    """What to do about a code that was used already, and about none at all."""

    def render() -> str:
        context = {"section": "voucher", "issued_after": numbers.ISSUED_AFTER.value}
        return pages.to_text("web/vouchers/help.html", context, path=request.path)

    return pages.kept(request, ("voucher-help",), render)
