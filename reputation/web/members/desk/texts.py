"""/members/desk/text/{id}: a text that waits, its passages marked, and what a moderator says of each.

First the choices, then a page that shows how the text would come out and asks once more.
Nothing is decided before that.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.desk import passages, queues, texts
from reputation.reviews.held import HeldText
from reputation.reviews.rules import HeldKind
from reputation.rulebook import reviews as numbers
from reputation.web.mailbox.words import REFUSALS
from reputation.web.members import asking
from reputation.web.members.desk import text_words
from reputation.web.members.desk.text_forms import Look, choices_for
from reputation.web.members.guards import user_of, with_duty

# Buttons that bring back the form with what was typed, without a word about what is missing.
AGAIN = ("more", "change")


@require_http_methods(["GET", "HEAD", "POST"])
@with_duty(Duty.MODERATOR)
def page(request: HttpRequest, held: UUID) -> HttpResponse:
    """Shows it; what is posted is shown once more; what is confirmed decides."""
    now, user = clock.now(), user_of(request)
    found = texts.one(user=user, held=held, today=now.date())
    do = request.POST.get("do", "")
    if do in ("preview", "decide"):
        form = Look(found, request.POST)
    else:
        form = Look(found, initial=request.POST.dict() if do in AGAIN else {})
    if do == "decide" and form.is_valid():
        with form.refusals():
            texts.decide(user=user, held=held, choices=form.choices, missed=form.missed, refusal=form.refusal, now=now)
            return asking.done(request, _said(form), "desk")
    context = {**_context(found, now), "form": form}
    if do == "preview" and form.is_valid():
        return render(request, "web/members/desk/text_last.html", context | _outcome(form))
    return asking.show(request, "web/members/desk/text.html", context, form)


def _context(found: HeldText, now: datetime) -> dict[str, Any]:
    profile = businesses.profile(found.business)
    line = queues.text(found, profile.legal_name)
    return {
        "section": "desk",
        "here": "queue",
        "found": found,
        "title": text_words.TITLES[line.what],
        "name": profile.legal_name,
        "names": profile.trading_names,
        "domains": [domain.domain for domain in profile.domains],
        "due": found.decide_by,
        "days": line.days_left(now.date()),
        "late": -line.days_left(now.date()),
        "used": line.used(now),
        "cause": text_words.CAUSES[found.cause],
        "parts": list(_parts(found)),
        "reason": REFUSALS[found.reason][0] if found.reason else "",
        "refusals": list(REFUSALS.values()),
        "choices": [text_words.CHOICES[choice] for choice in choices_for(found)],
        "is_audit": found.kind is HeldKind.AUDIT,
        "is_reply": found.kind is HeldKind.REPLY,
        "appeal_days": numbers.APPEALABLE.value,
    }


def _parts(found: HeldText) -> Iterator[dict[str, Any]]:
    """The text in pieces: plain ones, and marked ones with their number."""
    at = 0
    for number, finding in enumerate(found.findings.items, 1):
        yield {"text": found.text[at : finding.start]}
        yield {"text": found.text[finding.start : finding.end], "number": number, "tier": finding.tier}
        at = finding.end
    yield {"text": found.text[at:]}


def _outcome(form: Look) -> dict[str, Any]:
    """What the last page shows: how the text would come out, or what the writer reads instead."""
    refused = REFUSALS[form.refusal] if form.refusal else None
    return {
        "refused": refused,
        "comes_out": passages.spans(form.found.text, form.put),
        "changed": len(form.put),
        "wrong": form.wrong,
        "missed": len(form.missed),
    }


def _said(form: Look) -> Any:
    if form.is_audit:
        return _("Counted. Other words are put in the text where you chose so.")
    if form.refusal:
        return _("Refused. Whoever wrote it reads why, and may ask for a second look.")
    if form.put:
        return _("It comes out, with other words where you chose so.")
    return _("It comes out as it is.")
