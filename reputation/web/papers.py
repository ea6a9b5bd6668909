"""GET /about/papers…: what whoever runs this service owes in writing, with what is still to be filled in marked."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from reputation.core import clock
from reputation.papers import blanks, queries
from reputation.web import errors, pages

TEXT = "text/plain; charset=utf-8"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _paper(name: str, on: date) -> queries.Paper:
    if name not in blanks.PAPERS:
        raise errors.NoSuchPage
    return queries.paper(name, _language(), on=on)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """GET /about/papers"""
    today = clock.now().date()

    def render() -> str:
        context = {"papers": queries.papers(_language(), on=today), "section": "about"}
        return pages.to_text("web/papers/index.html", context, path=request.path)

    return pages.kept(request, ("papers", today), render)


@require_safe
def page(request: HttpRequest, paper: str) -> HttpResponse:
    """GET /about/papers/<paper>"""
    today = clock.now().date()

    def render() -> str:
        context = {"paper": _paper(paper, today), "section": "about"}
        return pages.to_text("web/papers/page.html", context, path=request.path)

    return pages.kept(request, ("paper", paper, today), render)


@require_safe
def text(request: HttpRequest, paper: str) -> HttpResponse:
    """GET /about/papers/<paper>/text: the bytes that its SHA-256 is of."""
    today = clock.now().date()
    return pages.kept(request, ("paper-text", paper, today), lambda: _paper(paper, today).raw, TEXT)
