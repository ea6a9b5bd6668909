"""/r/claim: a review ticket for a code, for browsers without JavaScript.

Here the server does what a browser does otherwise: it makes the token, hides it, has it signed and takes it out of the
answer. So it sees the code and the token together for a moment, and that it forgets both is a promise, no mathematics;
the page says so. This page is answered by the issuer's own process, which knows no reviews.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core.errors import DomainError
from reputation.issuing import claims, queries
from reputation.issuing.errors import KeyEnded, KeyNotReady
from reputation.log import side_files
from reputation.log.side_files import Place
from reputation.log.signatures import log_keys
from reputation.receipts import codes, tickets, tokens
from reputation.receipts.challenge import challenge
from reputation.receipts.codes import CodeError
from reputation.receipts.rules import IssuerKey
from reputation.receipts.tickets import Ticket
from reputation.tlog.notes import NoteError
from reputation.web import errors, pages
from reputation.web.terms import Words

UNPROCESSABLE = 422
# How long to wait for a key that is being made and logged.
KEY_WAIT_S = 60
# More than any code with its blanks and dashes; what is longer is not shown again either.
LONGEST_CODE = 100
MISTYPED: Mapping[str, tuple[Words, Words]] = {
    "code-sign": (
        _("There is a sign in the code that no code has."),
        _("A code has digits and letters. Compare it with your receipt or mail, sign by sign."),
    ),
    "code-short": (_("Some of the code is missing."), _("It has 21 characters, in five groups. Dashes do not matter.")),
    "code-long": (_("This is more than a code."), _("It has 21 characters, in five groups. Leave out all else.")),
    "code-check": (
        _("A character of the code is wrong."),
        _("Compare it with your receipt or mail, sign by sign. Nothing was used up."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for the code, POST answers with the ticket, which is shown this once."""
    if request.method != "POST":
        return _form(request, "")
    try:
        typed = request.POST.get("code", "")
    except RequestDataTooBig:
        return errors.page(request, errors.TOO_LARGE, 413, "body-too-large")
    try:
        code = codes.parse(typed)
    except CodeError as error:
        return _form(request, typed, MISTYPED[error.code], UNPROCESSABLE, error.code)
    try:
        ticket = _ticket(code)
    except DomainError as error:
        words = errors.WORDS.get(error.code, (error.title, ""))
        answer = _form(request, typed, words, error.status, error.code)
        if isinstance(error, KeyNotReady):
            answer.headers["Retry-After"] = str(KEY_WAIT_S)
        return answer
    text = ticket.encode()
    context = {
        "ticket": ticket,
        "text": text,
        "data": f"data:text/plain;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}",
    }
    return pages.unkept("web/claim/ticket.html", context, path=request.path)


def _form(
    request: HttpRequest, typed: str, wrong: tuple[Words, Words] | None = None, status: int = 200, code: str = ""
) -> HttpResponse:
    """The form, with what was typed and what is wrong with it."""
    context: dict[str, Any] = {"typed": typed[:LONGEST_CODE], "code": code, "help": help_path()}
    if wrong is not None:
        context["wrong"], context["advice"] = wrong
    return pages.unkept("web/claim/form.html", context, path=request.path, status=status)


def help_path() -> str:
    """Where buyers read what to do about a code that does not work."""
    return pages.in_language("/r/help", get_language() or settings.LANGUAGE_CODE)


def _ticket(code: str) -> Ticket:
    """Claim a code on behalf of whoever typed it, with a token that is made here and nowhere kept.

    Raises:
        UnknownVoucher, KeyNotReady, KeyEnded, VoucherClaimed: as `issuing.claims` says.
    """
    looked = claims.look(code)
    keys = queries.issuing_of(looked.business, looked.receipt_class)
    key = next((key for key in keys if key.key_id == looked.key_id), None)
    if key is None:
        raise KeyEnded
    asked = tokens.ask(IssuerKey.parse(key.public_key), challenge(settings.ISSUER_NAME).encode())
    token = asked.finish(claims.claim(code, asked.request))
    return Ticket(
        settings.SERVICE_URL,
        looked.business,
        _name_of(looked.business),
        looked.receipt_class,
        looked.epoch,
        tickets.good_until(key.last_epoch),
        token,
    )


def _name_of(business: UUID) -> str:
    """The name that the public log has beside it, or none: the issuer sees no table but its own."""
    place = Place(side_files.NAMES, business)
    try:
        raw = (Path(settings.PUBLIC_ROOT) / "log" / place.path).read_bytes()
        name = side_files.open_side_file(raw, place, log_keys()).document.get("legal_name", "")
    except (OSError, NoteError):
        return ""
    return name if isinstance(name, str) else ""
