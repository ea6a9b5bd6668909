"""/review/<id>/challenge and /case: challenging a review for anybody, and coming back by codename.

No answer leads on to another address, none is kept by a browser, and nothing of a codename or a text is logged.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from reputation.accounts import attempts
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import deadlines, filers, filing, rooms, showing
from reputation.disputes.errors import AlreadyOpen, NoSuchFiler, RoomClosed
from reputation.disputes.rules import Party, Side
from reputation.proofs.cleaning import Clean
from reputation.reviews import codenames, queries
from reputation.reviews.errors import BadCodename, CodenameUsed
from reputation.rulebook import reviews as numbers
from reputation.web import pacing, pages
from reputation.web.contest import rooms as shown
from reputation.web.contest import steps, words
from reputation.web.contest.steps import Claimed, Face, Step
from reputation.web.evidence import uploads
from reputation.web.mailbox import codename_help
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.terms import Words
from reputation.web.writing import forms as writing

ATTEMPT = "case"
"""As what filing a case, and opening one, is counted where attempts are paid for: the same for everybody."""
BASE = "web/contest/base.html"
HERE, THERE = "here", "there"


class Codename(pacing.Paced):
    """The codename that opens a case."""

    codename = forms.CharField(
        label=_("The codename of your case"),
        max_length=codenames.LONGEST,
        help_text=_("Eight words. Capitals, blanks, hyphens and line ends do not matter."),
        error_messages={"max_length": _("This is much more than a codename: it has 8 words.")},
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "mono",
                "dir": "ltr",
                "translate": "no",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attempt=ATTEMPT, **kwargs)


@require_POST
def work(request: HttpRequest) -> HttpResponse:
    """POST /case/work: what filing a case, or opening one, costs a browser, before it does."""
    del request
    return JsonResponse(attempts.work(ATTEMPT, now=clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def challenge(request: HttpRequest, review: UUID) -> HttpResponse:
    """The steps of a challenge by somebody who has no account."""
    found = queries.one(review)
    face = Face(
        review=found,
        name=businesses.legal_name(found.business),
        address=reverse("review-challenge", args=[review]),
        back=reverse("review", args=[review]),
        base=BASE,
        steps=words.STEPS_WITH_CODENAME,
        show=lambda template, context, status: pages.unkept(
            template, _with_codename(context), path=request.path, status=status
        ),
        finish=_finish,
        asks_email=True,
    )
    return steps.page(request, face)


def _with_codename(context: dict[str, Any]) -> dict[str, Any]:
    """A codename for browsers that cannot make one; it comes with the step before, and is not kept."""
    return {**context, "codename": codenames.make()} if context["step"] == Step.PREVIEW else context


def _finish(request: HttpRequest, face: Face, claimed: Claimed, sent: Step) -> HttpResponse:
    """Ask for two words of the codename; then file."""
    del request
    typed = named(claimed.typed)
    if sent is not Step.CODENAME:
        form = writing.Codename.new(typed["codename"], has_receipt=False, attempt=ATTEMPT)
        return _codename(face, typed, form)
    form = writing.Codename(typed, has_receipt=False, attempt=ATTEMPT)
    if not form.is_valid() or not form.pay():
        return _codename(face, typed, form)
    codename, now = form.cleaned_data["codename"], clock.now()
    try:
        filing.file_challenge(
            review=face.review.public_id,
            ground=claimed.ground,
            quote=claimed.quote,
            said=claimed.drafted.text,
            law=claimed.law,
            side=Side.PUBLIC,
            language=get_language() or settings.LANGUAGE_CODE,
            codename=codename,
            email=claimed.email,
            insists=True,
            now=now,
        )
    except (CodenameUsed, AlreadyOpen) as error:
        if _is_filed(codename, face.review.public_id):
            return _filed(face, codename)
        if isinstance(error, AlreadyOpen):
            raise
        fresh = {**claimed.typed, "codename": "", "made": ""}
        return steps.preview(face, replace(claimed, typed=fresh), error=error)
    return _filed(face, codename)


def _is_filed(codename: str, review: UUID) -> bool:
    """Whether this very challenge was filed already: the same sent twice is filed once."""
    now = clock.now()
    try:
        case = filers.inside(handle=filers.open_room(codename=codename, now=now), now=now)
    except NoSuchFiler:
        return False
    found = rooms.room(case, now=now).review
    return found is not None and found.public_id == review


def _filed(face: Face, codename: str) -> HttpResponse:
    now = clock.now()
    handle = filers.open_room(codename=codename, now=now)
    context = {
        "name": face.name,
        "handle": handle,
        "case": filers.inside(handle=handle, now=now),
        "days": deadlines.limits_of(now.date()),
    }
    return pages.unkept("web/contest/filed.html", context, path=face.address)


def named(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, with a codename: the one the browser made, or the one that came along for those that cannot."""
    try:
        codename = " ".join(codenames.parse(typed.get("codename", "")))
    except codenames.CodenameError:
        return {**typed, "codename": codenames.make(), "made": HERE}
    return {**typed, "codename": codename, "made": typed["made"] if typed.get("made") == THERE else HERE}


def _codename(face: Face, typed: dict[str, str], form: writing.Codename) -> HttpResponse:
    return steps.show(face, Step.CODENAME, typed, form, **codename_of(typed, form))


def codename_of(typed: Mapping[str, str], form: writing.Codename) -> dict[str, Any]:
    """What the page with a codename shows: its words, a file to save, and who made it."""
    codename = str(form["codename"].value() or "")
    lines = [f"{number}  {word}" for number, word in enumerate(codename.split(), start=1)]
    head = gettext("%(service)s: codename of a case") % {"service": settings.SERVICE_NAME}
    text = "\n".join([head, "", *lines, "", f"{settings.SERVICE_URL}{reverse('case-room')}", ""])
    return {
        "codename_words": codename.split(),
        "file": f"data:text/plain;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}",
        "is_made_here": typed.get("made") != THERE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest) -> HttpResponse:
    """GET /case asks for the codename; what is posted opens the case, and does what is done there."""
    if request.content_type == "multipart/form-data":
        uploads.take_one_file(request)
    if "handle" not in request.POST:
        return _door(request)
    try:
        return shown.page(_visit(request, request.POST["handle"]))
    except RoomClosed:
        return _closed(request)


def _door(request: HttpRequest) -> HttpResponse:
    """The form for the codename."""
    form = Codename(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.pay():
        with form.refusals():
            try:
                handle = filers.open_room(codename=form.cleaned_data["codename"], now=clock.now())
                return shown.show(_visit(request, handle))
            except BadCodename as error:
                form.add_error("codename", codename_help.says(form.cleaned_data["codename"], str(error.facts["rule"])))
    status = UNPROCESSABLE if form.errors else 200
    return pages.unkept("web/contest/door.html", {"form": form}, path=request.path, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    """The form for the codename once more, beside what was typed meanwhile."""
    context = {
        "form": Codename(),
        "is_closed": True,
        "minutes": numbers.MAILBOX_OPEN.value,
        "text": request.POST.get("text", ""),
    }
    return pages.unkept("web/contest/door.html", context, path=request.path, status=RoomClosed.status)


def _visit(request: HttpRequest, handle: str) -> shown.Visit:
    """An open room.

    Raises:
        RoomClosed
    """
    now = clock.now()
    case = filers.inside(handle=handle, now=now)
    found = rooms.room(case, now=now)

    def act(what: Any, **given: Any) -> Any:
        return what(case=case, now=now, **given)

    def keep(clean: Clean) -> Any:
        return showing.keep(case=case, party=Party.CHALLENGER, clean=clean, now=now)

    def done(says: Words) -> HttpResponse:
        try:
            return shown.show(_visit(request, handle), done=says)
        except RoomClosed:
            context = {"done": says, "case": case}
            return pages.unkept("web/contest/over.html", context, path=request.path)

    address = reverse("case-room")
    face = shown.Face(
        base=BASE,
        address=address,
        proof_address=address,
        calendar_address=f"{settings.SERVICE_URL}{address}",
        show=lambda template, context, status: pages.unkept(
            template, {**context, "may_act": True}, path=request.path, status=status
        ),
        act=act,
        keep=keep,
        done=done,
        hidden={"handle": handle},
    )
    return shown.Visit(request, found, businesses.legal_name(found.business), face, now)
