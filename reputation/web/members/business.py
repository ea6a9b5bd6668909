"""/members/b/{id}: where a business is at home. First what needs it today, then its figure, then everything else."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import conduct
from reputation.disputes import queries as disputes
from reputation.members import queries
from reputation.members.rules import Act, Actor
from reputation.ratings import queries as ratings
from reputation.reports import receipts
from reputation.reviews import queries as reviews
from reputation.web import answers
from reputation.web.members import guards, receipt_words, tasks, words
from reputation.web.members.guards import signed_in, user_of

NEWEST = 5
MOST_CASES = 10


def actor_of(request: HttpRequest, business: UUID, act: Act = Act.READ) -> Actor:
    """Whoever asks, if they may do this for the business.

    Raises:
        NotYours, NotAllowed
    """
    return queries.actor(user=user_of(request), business=business, act=act)


def about(request: HttpRequest, actor: Actor, here: str) -> dict[str, object]:
    """What stands on every page of a business: its name, the pages there are, and what whoever looks may do.

    `again`: where they first show that it is they, before they change what guards the business; empty if they just did.
    """
    return {
        "section": "businesses",
        "profile": businesses.profile(actor.business),
        "business": actor.business,
        "may": {str(act): actor.may(act) for act in Act},
        "here": here,
        "again": "" if guards.is_fresh(request) else guards.again(request, request.path),
    }


@require_safe
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """What needs you today, and how it stands."""
    actor = actor_of(request, business)
    now = clock.now()
    body = ratings.answer(business)
    summary = disputes.summary(business)
    context = {
        **about(request, actor, "home"),
        "today": now.date(),
        "tasks": tasks.of_business(business, now=now),
        "told": None if body is None else answers.tell(json.loads(body)),
        "summary": summary,
        "counts": conduct.counts(business, now.date()),
        "cases": summary.cases.items[:MOST_CASES],
        "reviews": reviews.public(business=business, limit=NEWEST),
        "newest": receipt_words.newest(receipts.figures(business)),
        "deeds": queries.deeds(business, limit=NEWEST),
        "deed_words": words.DEEDS,
        "detail_words": words.ROLES,
    }
    return render(request, "web/members/business/page.html", context)
