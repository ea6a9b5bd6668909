"""/members/b/{id}/receipts: vouchers for buyers, made here and shown this once.

Nothing keeps the codes. The page that shows them carries them in a form; what is posted from it comes back as a sheet,
a table or a picture. To load that page again makes no others: it is the same batch.
"""

from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.issuing import vouchers
from reputation.issuing.vouchers import Made
from reputation.members.rules import Act
from reputation.receipts import codes
from reputation.receipts.codes import CodeError
from reputation.web.members import asking, voucher_sheets
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in
from reputation.web.members.voucher_sheets import Voucher

MOST = 1_000
"""Vouchers that a page makes at once."""
PER_PAGE = 10
"""Vouchers on a printed page: two beside each other, five below."""


class Wish(asking.Form):
    """How many vouchers, and in which language buyers read them."""

    count = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST,
        initial=PER_PAGE,
        help_text=_("One for each order. Up to 1,000 at once; by the API, up to 10,000."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language for your buyers"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    batch = forms.UUIDField(widget=forms.HiddenInput)


class Posted(forms.Form):
    """Codes that a page of ours carried, with all that is said beside them."""

    codes = forms.CharField(max_length=30 * MOST)
    good_until = forms.DateField(input_formats=["%Y-%m-%d"])
    language = forms.ChoiceField(choices=settings.LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """What vouchers are; what is posted makes some, which are in the answer and nowhere else."""
    actor = actor_of(request, business, Act.ANSWER if request.method == "POST" else Act.READ)
    form = Wish(
        request.POST if request.method == "POST" else None, initial={"language": get_language(), "batch": uuid4()}
    )
    made: Made | None = None
    if form.is_valid():
        given = form.cleaned_data
        with form.refusals():
            made = vouchers.make(actor=actor, batch=given["batch"], count=given["count"], now=clock.now())
    context = {**about(request, actor, "receipts"), "form": form}
    if made is None:
        return asking.show(request, "web/members/business/receipts.html", context, form)
    language = form.cleaned_data["language"]
    found = [voucher_sheets.of(code, language) for code in made.codes]
    context |= {
        "vouchers": found,
        "one": found[0] if len(found) == 1 else None,
        "good_until": made.good_until,
        "to": language,
        "address": vouchers.address(language),
    }
    return render(request, "web/members/business/vouchers.html", context)


@require_http_methods(["POST"])
@signed_in
def codes_again(request: HttpRequest, business: UUID) -> HttpResponse:
    """The codes that a page of ours carried, as what the button says: a sheet to print, a table, a picture."""
    actor = actor_of(request, business, Act.ANSWER)
    form = Posted(request.POST)
    if not form.is_valid():
        raise BadRequest
    language, good_until = form.cleaned_data["language"], form.cleaned_data["good_until"]
    found = [voucher_sheets.of(code, language) for code in _canonical(form.cleaned_data["codes"])]
    match request.POST.get("do"):
        case "sheet":
            return _sheet(request, about(request, actor, "receipts"), found, good_until, language)
        case "csv":
            return _file(voucher_sheets.table(found, good_until), "text/csv; charset=utf-8", "vouchers.csv")
        case "svg" if len(found) == 1:
            return _file(voucher_sheets.svg(found[0]), "image/svg+xml", "voucher.svg")
        case "png" if len(found) == 1:
            return _file(voucher_sheets.png(found[0]), "image/png", "voucher.png")
    raise BadRequest


def _canonical(text: str) -> list[str]:
    """The codes of a text, one a line.

    Raises:
        BadRequest: a line is none.
    """
    try:
        return [codes.parse(line) for line in asking.lines(text)]
    except CodeError as error:
        raise BadRequest from error


def _file(raw: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(raw, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sheet(
    request: HttpRequest, said: dict[str, object], found: list[Voucher], good_until: date, language: str
) -> HttpResponse:
    """The sheet, in the language of those who get it."""
    context = {**said, "vouchers": found, "good_until": good_until, "to": language}
    with translation.override(language):
        context["address"] = vouchers.address(language)
        return render(request, "web/members/business/voucher_sheet.html", context)
