"""/write: with which ticket, or about which business without one. What was written before goes along."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from reputation.core.errors import DomainError
from reputation.web import pages
from reputation.web.errors import WORDS, Words
from reputation.web.evidence import shops

# What one step hands on to the next, as it was typed.
CARRIED = (
    "given_code",
    "outcome",
    "stars",
    "own",
    "over",
    "language",
    "text",
    "kept",
    "codename",
    "made",
)


def carried(typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was written so far, to be handed on."""
    return [(name, typed[name]) for name in CARRIED if typed.get(name)]


def show(request: HttpRequest, typed: Mapping[str, str], error: DomainError | None = None) -> HttpResponse:
    """The page where it begins; after a refusal it says why, and what was written goes along."""
    context: dict[str, Any] = {
        "section": "voucher",
        "carried": carried(typed),
        "text": typed.get("text", ""),
        "typed": typed.get("ticket", ""),
    }
    status = 200
    if error is not None:
        status = error.status
        context["wrong"], context["advice"] = said(error)
    if typed.get("q"):
        context |= shops.search(typed["q"])
    return pages.unkept("web/writing/start.html", context, path=request.path, status=status)


def said(error: DomainError) -> tuple[Words, Words]:
    """What a refusal means, and what to do."""
    return WORDS.get(error.code, (error.title, ""))
