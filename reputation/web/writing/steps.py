"""POST /write: four steps. Each answer carries those before it, and only the last one is taken in.

Nothing is stored before: the back button and a second window are harmless, and the same sent twice is taken in once.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.evidence.errors import FileMissing, FileTooLarge
from reputation.reviews import codenames, errors, rules, sending
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import Outcome
from reputation.reviews.sending import Accepted, Draft, HeldNow
from reputation.screening.findings import Verdict
from reputation.web import pages
from reputation.web.errors import BUSY, RETRY_AFTER_S, UNAVAILABLE, Words
from reputation.web.errors import page as error_page
from reputation.web.evidence import uploads
from reputation.web.members import asking
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.writing import choices, endings, forms, passages, start, subjects, words
from reputation.web.writing.choices import Choices
from reputation.web.writing.subjects import Subject

TOO_LONG: tuple[Words, Words] = (
    _("This is more than a review, or than a ticket."),
    _(
        "A review has 4,000 characters at most, and the file of a ticket a few lines. Go back: what you typed still "
        "stands there. Nothing was kept."
    ),
)
OK = 200
# Who made the codename: this service, or the browser.
HERE, THERE = "here", "there"


class Step(IntEnum):
    """The steps in their order."""

    HOW = 0
    TOLD = 1
    PREVIEW = 2
    CODENAME = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A review as far as it is written: what was typed, and what the steps made of it."""

    subject: Subject
    typed: dict[str, str]
    how: forms.How
    told: Choices

    @property
    def draft(self) -> Draft:
        """The review as it is sent."""
        said = self.how.cleaned_data
        outcome = Outcome(said["outcome"])
        return Draft(said["stars"], outcome, self.told.language, self.told.text, self.how.no_receipt_given)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for a ticket; what is posted begins with one, or goes on from there."""
    if request.method != "POST":
        return start.show(request, {})
    try:
        typed = _typed(request)
    except (RequestDataTooBig, FileMissing, FileTooLarge):
        return error_page(request, TOO_LONG, 413, "body-too-large")
    if "q" in typed or not (typed.get("ticket") or typed.get("business")):
        return start.show(request, typed)
    try:
        return _go(request, typed)
    except DomainError as error:
        return start.show(request, typed, error)
    except (OperationalError, InterfaceError):
        return _again(request, typed)


@require_http_methods(["GET", "HEAD"])
def without_receipt(request: HttpRequest, business: UUID) -> HttpResponse:
    """GET /write/<business>: the first step of a review without a receipt."""
    subject = subjects.without_receipt(business, now=clock.now())
    typed = {"business": str(business)}
    return _show(request, Step.HOW, subject, typed, forms.How(has_receipt=False))


def _typed(request: HttpRequest) -> dict[str, str]:
    """All that was posted; a ticket that came as a file is one that was typed.

    Raises:
        RequestDataTooBig, FileMissing, FileTooLarge
    """
    if request.content_type == "multipart/form-data":
        uploads.take_one_file(request, largest=uploads.AROUND)
    typed = {name: str(request.POST[name]) for name in request.POST}
    if file := request.FILES.get("file"):
        typed["ticket"] = file.read().decode("utf-8", "replace")
    return typed


def _subject(typed: Mapping[str, str], now: datetime) -> Subject:
    if typed.get("ticket"):
        return subjects.with_ticket(typed["ticket"], now=now)
    return subjects.without_receipt(asking.id_of(typed.get("business", "")), now=now)


def _go(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    """Look through all that was written, up to the step it was sent from; show what is wrong, or the next step."""
    subject = _subject(typed, clock.now())
    if "step" not in typed:
        return _show(request, Step.HOW, subject, typed, _how(subject, initial=typed))
    sent = Step(int(typed["step"])) if typed["step"] in {"0", "1", "2", "3"} else Step.HOW
    if "back" in typed:
        return _back(request, Step(max(sent - 1, Step.HOW)), subject, typed)
    how = forms.How(typed, has_receipt=subject.has_receipt)
    if not how.is_valid():
        return _show(request, Step.HOW, subject, typed, how)
    if sent is Step.HOW:
        return _back(request, Step.TOLD, subject, typed)
    told = forms.Told(typed)
    if not told.is_valid():
        return _show(request, Step.TOLD, subject, typed, told)
    written = _written(subject, typed, how, told)
    if not written.told.is_settled:
        return _ask(request, written, status=UNPROCESSABLE)
    if sent is Step.TOLD:
        return _preview(request, written)
    if sent is Step.PREVIEW:
        return _codename(request, written)
    return _send(request, written)


def _written(subject: Subject, typed: dict[str, str], how: forms.How, told: forms.Told) -> Written:
    """The review with the writer's choices in it."""
    language, text = told.cleaned_data["language"], told.cleaned_data["text"]
    found = choices.made(typed, text, business=subject.business, language=language)
    kept = passages.as_field(found.kept) if found.kept else ""
    return Written(subject, {**typed, "text": found.text, "kept": kept}, how, found)


def _how(subject: Subject, initial: Mapping[str, str]) -> forms.How:
    return forms.How(initial=dict(initial), has_receipt=subject.has_receipt)


def _back(request: HttpRequest, step: Step, subject: Subject, typed: dict[str, str]) -> HttpResponse:
    """A step as it was left, or as it is for the first time."""
    if step is Step.HOW:
        return _show(request, step, subject, typed, _how(subject, initial=typed))
    told = forms.Told(initial={name: typed[name] for name in ("language", "text") if typed.get(name)})
    how, again = forms.How(typed, has_receipt=subject.has_receipt), forms.Told(typed)
    if not (typed.get("text") and how.is_valid() and again.is_valid()):
        return _show(request, Step.TOLD, subject, typed, told)
    written = _written(subject, typed, how, again)
    return _preview(request, written) if step is Step.PREVIEW and written.told.is_settled else _ask(request, written)


def _ask(request: HttpRequest, written: Written, status: int = OK) -> HttpResponse:
    """The text with its passages, and what can be done about each."""
    found = written.told
    form = forms.Told(initial={"language": found.language, "text": found.text})
    shown = choices.asked(found.text, found.language, found.findings, found.kept)
    return _show(request, Step.TOLD, written.subject, written.typed, form, status=status, **shown)


def _preview(request: HttpRequest, written: Written, error: DomainError | None = None) -> HttpResponse:
    """The review as it will be published, who could have written it, and what happens next."""
    draft = written.draft
    first, last = words.publication_days(clock.now().date())
    review = PublicReview(
        public_id=UUID(int=0),
        business=written.subject.business,
        month=0,  # not known yet: the page says so in its place
        stars=draft.stars,
        outcome=draft.outcome,
        receipt_class=written.subject.receipt_class,
        receipt_annulled=False,
        no_receipt_given=draft.no_receipt_given,
        language=draft.language,
        state=rules.State.PUBLISHED,
        spans=rules.spans(draft.text, []),
        masked_on=None,
        marks=(),
        reply=None,
        tombstone=None,
    )
    context: dict[str, Any] = {
        "review": review,
        "is_read_first": written.told.findings.verdict is Verdict.MODERATOR,
        "trouble": written.told.findings.trouble,
        "first": first,
        "last": last,
    }
    status = OK
    if error is not None:
        status = error.status
        context["wrong"], context["advice"] = start.said(error)
    return _show(request, Step.PREVIEW, written.subject, _named(written.typed), None, status=status, **context)


def _named(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, with a codename. Browsers put one of their own in its place before it is shown.

    Those that cannot are shown this one. It comes with the step before, so that to load the page again shows the same.
    """
    try:
        codename = " ".join(codenames.parse(typed.get("codename", "")))
    except codenames.CodenameError:
        return {**typed, "codename": codenames.make(), "made": HERE}
    return {**typed, "codename": codename, "made": typed["made"] if typed.get("made") == THERE else HERE}


def _codename(request: HttpRequest, written: Written) -> HttpResponse:
    """The codename, and two of its words that are asked."""
    typed = _named(written.typed)
    form = forms.Codename.new(typed["codename"], has_receipt=written.subject.has_receipt)
    return _show_codename(request, written.subject, typed, form)


def _show_codename(
    request: HttpRequest, subject: Subject, typed: dict[str, str], form: forms.Codename, *, status: int = OK
) -> HttpResponse:
    codename = str(form["codename"].value() or "")
    text = endings.codename_file(codename, subject.name)
    context: dict[str, Any] = {
        "words": codename.split(),
        "file": f"data:text/plain;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}",
        "is_made_here": typed.get("made") != THERE,
    }
    return _show(request, Step.CODENAME, subject, typed, form, status=status, **context)


def _send(request: HttpRequest, written: Written) -> HttpResponse:
    """Send it. Whatever is refused, the page shows it with all that was typed."""
    form = forms.Codename(written.typed, has_receipt=written.subject.has_receipt)
    if not form.is_valid() or not form.pay():
        return _show_codename(request, written.subject, written.typed, form)
    subject = written.subject
    try:
        found: Accepted | HeldNow = sending.send(
            draft=written.draft,
            codename=form.cleaned_data["codename"],
            insists=bool(written.told.kept),
            token=subject.token,
            business=None if subject.has_receipt else subject.business,
            now=clock.now(),
        )
    except errors.PassagesFound as error:
        return _ask(
            request, replace(written, told=replace(written.told, findings=error.findings)), status=UNPROCESSABLE
        )
    except errors.CodenameUsed as error:
        fresh = {**written.typed, "codename": "", "made": ""}
        return _preview(request, replace(written, typed=fresh), error)
    except (errors.ReviewsBusy, errors.ReviewsNotTaken) as error:
        form.add_error(None, " ".join(map(str, start.said(error))))
        return _show_codename(request, subject, written.typed, form, status=error.status)
    return endings.show(request, subject, found)


def _again(request: HttpRequest, typed: dict[str, str]) -> HttpResponse:
    """The database is away: nothing is wrong with what was written, and the same can be sent once more."""
    wrong, advice = BUSY
    context = {"typed": list(typed.items()), "text": typed.get("text", ""), "wrong": wrong, "advice": advice}
    answer = pages.unkept("web/writing/again.html", context, path=request.path, status=UNAVAILABLE)
    answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def _show(
    request: HttpRequest,
    step: Step,
    subject: Subject,
    typed: Mapping[str, str],
    form: asking.Form | None,
    *,
    status: int = OK,
    **more: Any,
) -> HttpResponse:
    """A step with its form; all that is not asked in it is carried."""
    asked_here = set(form.fields) if form is not None else set()
    about = [(name, typed[name]) for name in ("ticket", "business") if typed.get(name)]
    context = {
        "section": "voucher",
        "step": int(step),
        "steps": words.STEPS,
        "subject": subject,
        "form": form,
        "carried": about + [(name, value) for name, value in start.carried(typed) if name not in asked_here],
        "outcomes": words.OUTCOMES,
        **more,
    }
    is_wrong = form is not None and form.is_bound and bool(form.errors)
    template = f"web/writing/{step.name.lower()}.html"
    return pages.unkept(
        template, context, path=request.path, status=UNPROCESSABLE if is_wrong and status == OK else status
    )
