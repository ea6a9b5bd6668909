"""Challenging a review in steps. Each answer carries those before it, and only the last one files anything.

Nothing is kept before: the back button and a second window are harmless. What is shared by the pages of businesses and
those for anybody is here; where they differ is a `Face`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from django.http import HttpRequest, HttpResponse

from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.disputes import deadlines
from reputation.disputes.errors import BadClaim, Inadmissible
from reputation.disputes.rules import Ground
from reputation.reviews.errors import PassagesFound
from reputation.reviews.queries import PublicReview
from reputation.rulebook import cases as numbers
from reputation.web.contest import forms, words
from reputation.web.errors import WORDS
from reputation.web.members import asking
from reputation.web.members.asking import UNPROCESSABLE
from reputation.web.terms import Words
from reputation.web.writing import choices
from reputation.web.writing.choices import Choices

OK = 200
# What one step hands on to the next, as it was typed.
CARRIED = ("ground", "sentence", "quote", "law", "text", "kept", "good_faith", "email", "codename", "made")


class Step(IntEnum):
    """The steps in their order; the last one is for those who come back by codename."""

    GROUND = 0
    WORDS = 1
    SAID = 2
    PREVIEW = 3
    CODENAME = 4


@dataclass(frozen=True, slots=True)
class Claimed:
    """A challenge as far as it is written."""

    typed: dict[str, str]
    ground: Ground
    quote: str
    law: str
    drafted: Choices
    email: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """Where the steps are shown, and what becomes of them.

    `show`: makes a page of a template, a context and a status. `finish`: files what is written, or asks for the
    codename first. `refused`: why nothing can be challenged here, if so.
    """

    review: PublicReview
    name: str
    address: str
    back: str
    base: str
    steps: tuple[Words, ...]
    show: Callable[[str, dict[str, Any], int], HttpResponse]
    finish: Callable[[HttpRequest, "Face", Claimed, Step], HttpResponse]
    asks_email: bool = False


def page(request: HttpRequest, face: Face) -> HttpResponse:
    """A step, or the next one."""
    typed = {name: str(request.POST[name]) for name in request.POST}
    if "step" not in typed:
        given = {"ground": request.GET.get("ground", "")}
        return show(face, Step.GROUND, typed, forms.Ground(initial=given, review=face.review))
    sent = Step(int(typed["step"])) if typed["step"] in {"0", "1", "2", "3", "4"} else Step.GROUND
    if "back" in typed:
        return _again(face, Step(max(sent - 1, Step.GROUND)), typed)
    return _go(request, face, sent, typed)


def _go(request: HttpRequest, face: Face, sent: Step, typed: dict[str, str]) -> HttpResponse:
    """Look through all that was written, up to the step it was sent from; show what is wrong, or the next step."""
    ground = forms.Ground(typed, review=face.review)
    if not ground.is_valid():
        return show(face, Step.GROUND, typed, ground)
    if sent is Step.GROUND:
        return _again(face, Step.WORDS, typed)
    quote = forms.Quote(typed, review=face.review)
    if not quote.is_valid():
        return show(face, Step.WORDS, typed, quote)
    if sent is Step.WORDS:
        return _again(face, Step.SAID, typed)
    said = forms.Said(typed, ground=ground.cleaned_data["ground"])
    if not said.is_valid():
        return show(face, Step.SAID, typed, said)
    claimed = _claimed(face, typed, ground, quote, said)
    if not claimed.drafted.is_settled:
        return ask(face, claimed)
    if sent is Step.SAID:
        return preview(face, claimed)
    sure = forms.Preview(claimed.typed, asks_email=face.asks_email)
    if not sure.is_valid():
        return preview(face, claimed, sure)
    return _finish(request, face, replace(claimed, email=sure.cleaned_data.get("email", "")), sent, sure)


def _finish(request: HttpRequest, face: Face, claimed: Claimed, sent: Step, sure: forms.Preview) -> HttpResponse:
    """File it, or ask for the codename first. Whatever is refused, the page shows it with all that was typed."""
    try:
        return face.finish(request, face, claimed, sent)
    except PassagesFound as error:
        return ask(face, replace(claimed, drafted=replace(claimed.drafted, findings=error.findings)))
    except (BadClaim, Inadmissible) as error:
        return _wrong(face, claimed, error)
    except DomainError as error:
        return preview(face, claimed, sure, error)


def _claimed(face: Face, typed: dict[str, str], ground: forms.Ground, quote: forms.Quote, said: forms.Said) -> Claimed:
    """The challenge with what was chosen about its passages in it."""
    text, language = said.cleaned_data["text"], face.review.language
    drafted = choices.made(typed, text, business=face.review.business, language=language)
    kept = drafted.context["kept"] if drafted.kept else ""
    return Claimed(
        typed={**typed, "text": drafted.text, "kept": kept},
        ground=ground.cleaned_data["ground"],
        quote=quote.cleaned_data["quote"],
        law=said.cleaned_data.get("law", ""),
        drafted=drafted,
    )


def _wrong(face: Face, claimed: Claimed, error: BadClaim | Inadmissible) -> HttpResponse:
    """The review changed meanwhile, or something does not fit after all: the step where it is put right."""
    field = str(error.facts.get("field", "ground"))
    step = {"quote": Step.WORDS, "law": Step.SAID, "said": Step.SAID, "email": Step.PREVIEW}.get(field, Step.GROUND)
    wrong, advice = WORDS[error.code]
    more = {"wrong": wrong, "advice": words.CLAIM_FAULTS.get(field, advice)}
    return _again(face, step, claimed.typed, status=error.status, **more)


def _again(face: Face, step: Step, typed: dict[str, str], status: int = OK, **more: Any) -> HttpResponse:
    """A step as it was left, or as it is for the first time."""
    given = {name: typed[name] for name in CARRIED if typed.get(name)}
    if step is Step.GROUND:
        return show(face, step, typed, forms.Ground(initial=given, review=face.review), status=status, **more)
    ground = Ground(typed["ground"]) if typed.get("ground") in set(Ground) else Ground.OFF_TOPIC
    if step is Step.WORDS:
        return show(face, step, typed, forms.Quote(initial=given, review=face.review), status=status, **more)
    said = forms.Said(typed, ground=ground)
    quote, checked = forms.Quote(typed, review=face.review), forms.Ground(typed, review=face.review)
    is_written = bool(typed.get("text")) and checked.is_valid() and quote.is_valid() and said.is_valid()
    if not is_written:
        return show(face, Step.SAID, typed, forms.Said(initial=given, ground=ground), status=status, **more)
    claimed = _claimed(face, typed, checked, quote, said)
    if step is Step.SAID or not claimed.drafted.is_settled:
        return ask(face, claimed, status=status, **more)
    return preview(face, claimed)


def ask(face: Face, claimed: Claimed, *, status: int = OK, **more: Any) -> HttpResponse:
    """The reasons with their passages, and what can be done about each."""
    form = forms.Said(initial={"text": claimed.drafted.text, "law": claimed.law}, ground=claimed.ground)
    if not claimed.drafted.is_settled:
        status = UNPROCESSABLE
    return show(face, Step.SAID, claimed.typed, form, status=status, **claimed.drafted.context, **more)


def preview(
    face: Face, claimed: Claimed, form: forms.Preview | None = None, error: DomainError | None = None
) -> HttpResponse:
    """The challenge as everybody will read it, and what happens next."""
    more: dict[str, Any] = {}
    if error is not None:
        wrong, advice = WORDS.get(error.code, (error.title, ""))
        more = {"wrong": wrong, "advice": advice}
    given = {name: claimed.typed.get(name, "") for name in ("good_faith", "email")}
    return show(
        face,
        Step.PREVIEW,
        claimed.typed,
        form or forms.Preview(initial=given, asks_email=face.asks_email),
        status=OK if error is None else error.status,
        claimed=claimed,
        is_read_first=bool(claimed.drafted.kept) or claimed.drafted.findings.trouble is not None,
        days=_days(clock.now().date()),
        **more,
    )


def _days(today: date) -> deadlines.Limits:
    """The days of a case that is filed today."""
    return deadlines.limits_of(today)


def show(
    face: Face,
    step: Step,
    typed: Mapping[str, str],
    form: asking.Form,
    *,
    status: int = OK,
    **more: Any,
) -> HttpResponse:
    """A step with its form; all that is not asked in it is carried."""
    ground = typed.get("ground", "")
    asked_here = set(form.fields)
    context = {
        "face": face,
        "review": face.review,
        "name": face.name,
        "base": face.base,
        "step": int(step),
        "steps": face.steps,
        "form": form,
        "carried": [(name, typed[name]) for name in CARRIED if typed.get(name) and name not in asked_here],
        "guide": words.GUIDES[Ground(ground)] if ground in set(Ground) and step is not Step.GROUND else None,
        "ground": ground,
        "grounds": _grounds(form) if isinstance(form, forms.Ground) else (),
        **more,
    }
    is_wrong = form.is_bound and bool(form.errors)
    template = f"web/contest/{step.name.lower()}.html"
    return face.show(template, context, UNPROCESSABLE if is_wrong and status == OK else status)


def _grounds(form: forms.Ground) -> list[dict[str, Any]]:
    """Each ground with what it covers and needs, and whether it can be raised."""
    return [
        {
            "code": str(code),
            "rule": numbers.GROUNDS[code],
            "guide": words.GUIDES[code],
            "is_admissible": form.is_admissible(code),
        }
        for code in Ground
    ]
