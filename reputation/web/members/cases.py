"""/members/b/{id}/cases: challenges by the business, what came of them, and what it can do in each.

Whoever looks may read all of it; whoever answers for the business acts.
"""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import business_cases, rooms, showing
from reputation.disputes.rooms import Line, Which
from reputation.disputes.rules import Party
from reputation.members.rules import Act, Actor
from reputation.proofs.cleaning import Clean
from reputation.ratings import queries as ratings
from reputation.ratings.alerts import Alert
from reputation.reviews import queries as reviews
from reputation.reviews.errors import NoSuchReview
from reputation.web import answers
from reputation.web.contest import rooms as shown
from reputation.web.contest import steps, words
from reputation.web.contest.forms import Text
from reputation.web.contest.steps import Claimed, Face, Step
from reputation.web.evidence import uploads
from reputation.web.members import asking, tasks, warned
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in
from reputation.web.terms import Words
from reputation.web.writing import choices

BASE = "web/members/business/base.html"
FILED = _("The challenge is filed. Now show what your reasons rest on, if there is anything.")


class Contest(Text):
    """Why a notice about the figures has an innocent cause."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What happened?")
        self.fields["text"].help_text = _(
            "Up to 2,000 characters, which everybody reads on the page of the case: what caused it, since when, and "
            "what you did. Name no person, and no buyer."
        )


@require_safe
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """The cases about reviews of the business, and about notices beside its figures."""
    actor, now = actor_of(request, business), clock.now()
    asked = request.GET.get("which", "")
    which = Which(asked) if asked in set(Which) else Which.ALL
    after = asking.id_of(request.GET["after"]) if request.GET.get("after") else None
    found = rooms.of_business(business, which=which, now=now, after=after)
    counts = rooms.counts(business)
    context = {
        **about(request, actor, "cases"),
        "rows": [_row(line, business, now.date()) for line in found],
        "which": which,
        "choices": [(str(one), words.WHICH[one], counts[one]) for one in Which],
        "counts": counts,
        "older": found[-1].case if len(found) == rooms.PAGE else None,
        "is_first": after is None,
        "alerts": _alerts(business),
    }
    return render(request, "web/members/business/cases.html", context)


def _row(line: Line, business: UUID, today: date) -> dict[str, Any]:
    """A case in the list, with whose turn it is in words and as a date."""
    until = line.turn.until
    has_room = line.is_own or line.domain is not None
    outcomes = words.OUTCOMES if line.domain is None else words.DOMAIN_OUTCOMES
    return {
        "line": line,
        "title": words.STATES[line.state] if line.outcome is None else outcomes[line.outcome],
        "turn": words.TURNS[line.turn.who],
        "left": "" if until is None else tasks.left(until, today),
        "used": 0 if until is None else tasks.used(until, today),
        "link": reverse("members-case", args=[business, line.case]) if has_room else reverse("case", args=[line.case]),
    }


def _alerts(business: UUID) -> list[str]:
    """The notices that stand beside the figures."""
    body = ratings.answer(business)
    if body is None:
        return []
    return [found["alert"] for found in answers.tell(json.loads(body)).standing]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def challenge(request: HttpRequest, business: UUID, review: UUID) -> HttpResponse:
    """The steps of a challenge by the business."""
    actor = actor_of(request, business, Act.ANSWER)
    found = reviews.one(review)
    if found.business != business:
        raise NoSuchReview

    def show(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return render(request, template, {**about(request, actor, "cases"), **context}, status=status)

    def finish(request: HttpRequest, face: Face, claimed: Claimed, sent: Step) -> HttpResponse:
        del face, sent
        case = business_cases.challenge(
            actor=actor,
            review=review,
            ground=claimed.ground,
            quote=claimed.quote,
            said=claimed.drafted.text,
            law=claimed.law,
            insists=True,
            now=clock.now(),
        )
        return asking.done(request, FILED, "members-case", business, case)

    face = Face(
        review=found,
        name=businesses.legal_name(business),
        address=reverse("members-challenge", args=[business, review]),
        back=reverse("members-reviews", args=[business]),
        base=BASE,
        steps=words.STEPS,
        show=show,
        finish=finish,
    )
    return steps.page(request, face)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def room(request: HttpRequest, business: UUID, case: UUID) -> HttpResponse:
    """A case that the business filed; or one about an address that looks like one of its own: it may answer."""
    actor = actor_of(request, business, Act.ANSWER if request.method == "POST" and _changes(request) else Act.READ)
    if business_cases.is_imitated(business, case):
        return warned.page(request, actor, case)
    business_cases.require_own(business, case)
    return shown.page(_visit(request, actor, case))


def _changes(request: HttpRequest) -> bool:
    """Whether something is done, beyond taking a file along or going back."""
    return request.POST.get("do", "") not in {*shown.ASKED, "room", ""}


def _proof(request: HttpRequest, business: UUID, case: UUID) -> HttpResponse:
    """The form for a file, and the file."""
    actor = actor_of(request, business, Act.ANSWER)
    business_cases.require_own(business, case)
    visit = _visit(request, actor, case)
    if request.method == "POST":
        return shown.page(visit)
    return shown.ACTS["ask-show"](visit)


proof = uploads.with_file(require_http_methods(["GET", "HEAD", "POST"])(signed_in(_proof)))


def _visit(request: HttpRequest, actor: Actor, case: UUID) -> shown.Visit:
    now, business = clock.now(), actor.business
    found = rooms.room(case, now=now)
    address = reverse("members-case", args=[business, case])

    def show(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        given = {**about(request, actor, "cases"), **context, "may_act": actor.may(Act.ANSWER)}
        return render(request, template, given, status=status)

    def act(what: Any, **given: Any) -> Any:
        return business_cases.act(actor=actor, case=case, what=what, now=now, **given)

    def keep(clean: Clean) -> Any:
        return act(showing.keep, party=Party.CHALLENGER, clean=clean)

    def done(says: Words) -> HttpResponse:
        return asking.done(request, says, "members-case", business, case)

    face = shown.Face(
        base=BASE,
        address=address,
        proof_address=reverse("members-case-proof", args=[business, case]),
        calendar_address=f"{settings.SERVICE_URL}{address}",
        show=show,
        act=act,
        keep=keep,
        done=done,
        hidden={},
    )
    return shown.Visit(request, found, businesses.legal_name(business), face, now)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contest(request: HttpRequest, business: UUID, alert: str) -> HttpResponse:
    """Contest a notice that stands beside the figures."""
    actor = actor_of(request, business, Act.ANSWER)
    stands = alert in _alerts(business)
    form = Contest(request.POST if request.method == "POST" and stands else None)
    drafted: choices.Choices | None = None
    if form.is_valid():
        drafted = choices.made(request.POST, form.cleaned_data["text"], business=business, language="en")
        form.show(drafted.text)
        if drafted.is_settled:
            with form.refusals():
                case = business_cases.contest_alert(
                    actor=actor, alert=Alert(alert), said=drafted.text, insists=True, now=clock.now()
                )
                return asking.done(request, FILED, "members-case", business, case)
    context = {
        **about(request, actor, "cases"),
        **({} if drafted is None else drafted.context),
        "alert": alert,
        "stands": stands,
        "form": form,
    }
    return asking.show(request, "web/members/business/contest.html", context, form)
