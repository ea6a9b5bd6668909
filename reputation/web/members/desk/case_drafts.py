"""/members/desk/cases/{id}/draft/{outcome} and /interim: what a moderator writes before anything happens.

A draft is written, then shown as everybody would read it, then sent to a second person. Nothing of it is kept before
that; what was typed comes back with what is wrong.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from reputation.accounts.rules import Duty
from reputation.core import clock, months
from reputation.desk import case_acts, cases, passages
from reputation.desk.cases import Sight
from reputation.desk.errors import CaseChanged
from reputation.disputes import plain, previews
from reputation.disputes.files import Drafted, File
from reputation.disputes.rules import Outcome, Speaker
from reputation.reviews.judging import Put
from reputation.rulebook import cases as numbers
from reputation.web.members import asking
from reputation.web.members.desk import case_forms, case_pages, case_templates, case_words
from reputation.web.members.guards import user_of, with_duty
from reputation.web.terms import Words

# Buttons that bring back the form with what was typed, without a word about what is missing.
AGAIN = ("more", "change")
CONFLICT = 409
HIDDEN = _("Hidden. It lapses after 48 hours unless somebody else confirms it.")
LONGEST_LOOK = numbers.REASON_LIMIT.value + numbers.SUMMARY_LIMIT.value + 1


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def page(request: HttpRequest, case: UUID, outcome: str) -> HttpResponse:
    """The form; what is posted is shown once more; what is confirmed goes to a second person."""
    now = clock.now()
    found = cases.sight(user=user_of(request), case=case, today=now.date())
    wanted = next((one for one in found.outcomes if one == outcome), None)
    if wanted is None or found.table is not None:
        raise CaseChanged
    says = _("Drafted. A second person agrees, or gives it back.")
    return write(request, found, wanted, case_acts.draft, says, now)


def write(
    request: HttpRequest, found: Sight, outcome: Outcome, act: Callable[..., None], says: Words, now: datetime
) -> HttpResponse:
    """Lead from the form to the draft, which `act` makes; of moderators and of a panel it is the same."""
    form = form_of(request, found, outcome, now)
    context = everything(found, outcome, now) | {"form": form}
    if not form.is_bound or not form.is_valid():
        return asking.show(request, "web/members/desk/case_draft.html", context, form)
    if form.cleaned_data["seen"] != found.seen:
        return changed(request, found, form, context)
    if request.POST["do"] == "preview":
        return preview(request, found, form, context, now)
    with form.refusals():
        act(
            user=found.user,
            case=found.file.public_id,
            seen=found.seen,
            outcome=outcome,
            reasons=form.reasons,
            wording=form.put,
            until_month=form.until,
            acknowledges=True,
            now=now,
        )
        return asking.done(request, says, "desk-case", found.file.public_id)
    return asking.show(request, "web/members/desk/case_draft.html", context, form)


def form_of(request: HttpRequest, found: Sight, outcome: Outcome, now: datetime) -> case_forms.Draft:
    """The form of a draft: as it begins, as it comes back, or as it was sent."""
    file, body, month = found.file, case_pages.body(found.file), months.of(now)
    do = request.POST.get("do", "")
    if do in ("preview", "send"):
        return case_forms.Draft(file, outcome, body, month, request.POST)
    initial = request.POST.dict() if do in AGAIN else begun(file, outcome) | {"seen": found.seen}
    return case_forms.Draft(file, outcome, body, month, initial=initial)


def begun(file: File, outcome: Outcome) -> dict[str, Any]:
    """What a draft begins with: the words of the claim, what each side said, the reasoning with its gaps."""
    draft = file.draft
    if draft is not None and draft.returned and draft.outcome is outcome:
        return _begun_again(draft)
    first, second = case_acts.tellers(file)
    return {
        "quote": file.quote or "",
        "business_said": _told(file, first),
        "reviewer_said": _told(file, second),
        "reasoning": case_templates.reasoning(file.ground, outcome),
    }


def _told(file: File, speaker: Speaker) -> str:
    """All that somebody said; where nobody did, that they did not."""
    return cases.told(file, speaker) or str(case_templates.SILENT.get(speaker, ""))


def _begun_again(draft: Drafted) -> dict[str, Any]:
    """A draft that was given back, to be put right."""
    said = draft.reasons
    facts = {f"fact_{number}": fact for number, fact in enumerate(said.facts, 1)}
    return facts | {
        "quote": said.quote,
        "wording": draft.wording,
        "until_month": draft.until_month,
        "business_said": said.business_said,
        "reviewer_said": said.reviewer_said,
        "reasoning": said.reasoning,
        "summary": said.summary,
        "unfounded": said.unfounded,
    }


def everything(found: Sight, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """What stands beside the form."""
    is_appeal = found.table is not None
    title, effect = case_words.outcome(outcome, subject=found.file.subject, is_appeal=is_appeal)
    return case_pages.everything(found, now) | {"title": title, "effect": effect}


def changed(request: HttpRequest, found: Sight, form: case_forms.Draft, context: dict[str, Any]) -> HttpResponse:
    """Something happened meanwhile: the page shows it, with all that was typed; nothing is lost."""
    initial = {**request.POST.dict(), "seen": found.seen}
    fresh = case_forms.Draft(form.found, form.outcome, form.body, form.this_month, initial=initial)
    context |= {"form": fresh, "is_changed": True}
    return render(request, "web/members/desk/case_draft.html", context, status=CONFLICT)


def preview(
    request: HttpRequest, found: Sight, form: case_forms.Draft, context: dict[str, Any], now: datetime
) -> HttpResponse:
    """The statement of reasons by the template of the public page, with the effect on the figures."""
    body, file = form.body, found.file
    put = [Put(*place, form.put) for place in passages.places(body, file.quote or "")] if form.put else []
    context |= {
        "preview": previews.statement(file, form.outcome, form.reasons, wording=form.put, now=now),
        "comes_out": passages.spans(body, put) if put else (),
        "is_panel": found.table is not None,
    }
    return render(request, "web/members/desk/case_preview.html", context)


@require_POST
@with_duty(Duty.MODERATOR, Duty.PANEL)
def look(request: HttpRequest) -> HttpResponse:
    """POST /members/desk/plain: what of a text is hard to read, as the page shows it. Nothing is kept."""
    text = request.POST.get("text", "")[:LONGEST_LOOK]
    return render(request, "web/members/desk/case_doubts.html", {"doubts": plain.doubts(text)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def interim(request: HttpRequest, case: UUID) -> HttpResponse:
    """Why the review is not shown for the time being; what is posted hides it."""
    now, user = clock.now(), user_of(request)
    found = cases.sight(user=user, case=case, today=now.date())
    do = request.POST.get("do", "")
    initial = request.POST.dict() if do in AGAIN else {"seen": found.seen}
    form = case_forms.Interim(request.POST) if do == "take" else case_forms.Interim(initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with form.refusals():
            case_acts.take_interim(
                user=user, case=case, seen=given["seen"], reasoning=given["reasoning"], facts=form.facts, now=now
            )
            return asking.done(request, HIDDEN, "desk-case", case)
    context = case_pages.frame(found, now) | case_pages.subject(found.file) | {"form": form}
    return asking.show(request, "web/members/desk/case_interim.html", context, form)
