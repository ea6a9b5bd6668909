"""How a page goes out: rendered once, kept in this process while nothing it shows has changed, known by its hash.

A kept page is told apart by what it shows: the business, the language and the version of its figures and entries, which
one statement tells. Whatever changes in public appends an entry, so a page can be behind by a second at most.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from reputation.ratings import rules as rating_rules
from reputation.web import terms

HTML = "text/html; charset=utf-8"
SHORT = "public, max-age=60"
NO_STORE = "no-store"
LASTING = "public, max-age=604800, immutable"
ROOM = 48 * 1024 * 1024
SMALLEST_TO_PACK = 1024
# Where people sign in; nothing outside it knows who somebody is.
MEMBERS = "/members"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as bytes, plain and packed, with the tag that changes when it does."""

    plain: bytes
    packed: bytes
    tag: str
    kind: str

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


def rendered(text: str, kind: str = HTML) -> Rendered:
    """Pack a page once, for everybody who will ask for it."""
    plain = text.encode()
    packed = gzip.compress(plain, 6, mtime=0) if len(plain) >= SMALLEST_TO_PACK else b""
    return Rendered(plain, packed, sha256(plain).hexdigest()[:24], kind)


class Store:
    """The pages used last, up to a number of bytes. Safe for threads."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._pages: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Rendered | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Hashable, page: Rendered) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._used += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._used > self._room and len(self._pages) > 1:
                _, dropped = self._pages.popitem(last=False)
                self._used -= dropped.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._used = 0


STORE = Store()


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the reader unpacks gzip."""
    wishes = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    return any(wish.partition(";")[0] == "gzip" and not wish.endswith((";q=0", ";q=0.0")) for wish in wishes)


def send(request: HttpRequest, page: Rendered, caching: str = SHORT) -> HttpResponse:
    """A public page, packed for those who can unpack; 304 for those who have it."""
    is_packed = bool(page.packed) and accepts_gzip(request)
    tag = f'"{page.tag}{"-gzip" if is_packed else ""}"'
    headers = {"Cache-Control": caching, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("If-None-Match", "").split(", "):
        return HttpResponse(status=304, headers=headers)
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(page.packed if is_packed else page.plain, page.kind, headers=headers)


def kept(request: HttpRequest, key: Hashable, render: Callable[[], str], kind: str = HTML) -> HttpResponse:
    """The page of this key, rendered when nobody asked for it before."""
    whole = (translation.get_language(), kind, key)
    page = STORE.get(whole)
    if page is None:
        page = rendered(render(), kind)
        STORE.put(whole, page)
    return send(request, page)


def unkept(template: str, context: Mapping[str, Any], *, path: str, status: int = 200) -> HttpResponse:
    """A page for one reader alone: nobody on the way, and not the browser either, keeps it."""
    text = to_text(template, context, path=path)
    return HttpResponse(text, HTML, status, headers={"Cache-Control": NO_STORE})


def to_text(template: str, context: Mapping[str, Any], *, path: str) -> str:
    """Render a page with what stands on every page."""
    return render_to_string(template, {**site(path), **context})


def site(path: str) -> dict[str, Any]:
    """What stands on every page: whose service this is, who pays, which rules apply, in which language (P12)."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "service": settings.SERVICE_NAME,
        "operator": settings.OPERATOR,
        "edition": rating_rules.EDITION,
        "is_demo": settings.IS_DEMO,
        "language": language,
        "languages": [
            {"code": code, "name": name, "path": in_language(path, code)}
            for code, name in settings.LANGUAGES
            if code != language
        ],
        "path": path,
        "promises": terms.PROMISES,
        "home": reverse("home"),
    }


def plain_path(path: str) -> str:
    """A path that may be shown again in links: of ours alone, never one that leads to another host."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def is_for_members(path: str) -> bool:
    """Whether a path lies where people sign in."""
    return path.startswith(f"{MEMBERS}/")


def language_of(path: str) -> str:
    """The language a path names: /de/… and /members/de/… German, without a name English."""
    plain = path.removeprefix(MEMBERS) if is_for_members(path) else path
    return translation.get_language_from_path(plain) or settings.LANGUAGE_CODE


def in_language(path: str, language: str) -> str:
    """The address of the same page in another language: the path alone carries the language."""
    if is_for_members(path):
        return MEMBERS + in_language(path.removeprefix(MEMBERS), language)
    for code, _ in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (path == f"/{code}" or path.startswith(f"/{code}/")):
            path = path[len(code) + 1 :] or "/"
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
