"""/members/desk/cases/{id}/words/{said}: what a side said and nobody else has read: a moderator looks first."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_acts, cases
from reputation.desk.errors import CaseChanged
from reputation.disputes.files import File
from reputation.disputes.rules import Speaker
from reputation.reviews import queries as reviews
from reputation.reviews import sending
from reputation.screening.findings import Findings
from reputation.web.members import asking
from reputation.web.members.desk import case_forms, case_pages, case_words
from reputation.web.members.guards import user_of, with_duty

CLAIM = 0
"""In the address, of what the claim says; what was said later has the inner number it has."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def page(request: HttpRequest, case: UUID, said: int) -> HttpResponse:
    """Shows it with its passages marked; what is posted lets the other side read it."""
    now, user = clock.now(), user_of(request)
    found = cases.sight(user=user, case=case, today=now.date())
    party, body = _held(found.file, said)
    looked = sending.look_over(business=found.file.business, language=_language(found.file), text=body)
    do = request.POST.get("do", "")
    if do == "release":
        form = case_forms.Release(body, request.POST)
    else:
        initial = request.POST.dict() if do == "more" else _begun(body, looked) | {"seen": found.seen}
        form = case_forms.Release(body, initial=initial)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        with form.refusals():
            case_acts.release_words(user=user, case=case, seen=seen, said=said or None, text=form.text, now=now)
            return asking.done(request, _("The other side can read it."), "desk-case", case)
    context = case_pages.frame(found, now) | {
        "party": case_words.PARTIES[party],
        "parts": list(_parts(body, looked)),
        "form": form,
    }
    return asking.show(request, "web/members/desk/case_words.html", context, form)


def _held(file: File, said: int) -> tuple[Speaker, str]:
    """Who said what is held.

    Raises:
        CaseChanged: it is not held any more.
    """
    if said == CLAIM and file.is_held:
        return Speaker.CHALLENGER, file.said
    found = next((words for words in file.words if words.id == said and words.is_held), None)
    if found is None:
        raise CaseChanged
    return found.party, found.text


def _language(file: File) -> str:
    return "en" if file.review is None else reviews.one(file.review).language


def _begun(body: str, looked: Findings) -> dict[str, Any]:
    """Each marked passage with the words the screening proposes."""
    begun: dict[str, Any] = {}
    for number, finding in enumerate(looked.items, 1):
        begun |= {f"words_{number}": body[finding.start : finding.end], f"put_{number}": finding.suggestion}
    return begun


def _parts(body: str, looked: Findings) -> Iterator[dict[str, Any]]:
    at = 0
    for finding in looked.items:
        yield {"text": body[at : finding.start]}
        yield {"text": body[finding.start : finding.end], "is_found": True}
        at = finding.end
    yield {"text": body[at:]}
