"""The operations: each reads its parameters, asks one query, and names what goes out."""

import threading
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from reputation.api import describe, errors, parsing, present, problems
from reputation.badges import queries as badges
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import conduct, listing
from reputation.disputes import queries as disputes
from reputation.log import about, cosignatures
from reputation.log import queries as log
from reputation.lookup import queries as lookup
from reputation.lookup import rules
from reputation.lookup.errors import refusal
from reputation.ratings import queries as ratings
from reputation.ratings.errors import NoRating
from reputation.ratings.rules import render
from reputation.reviews import queries as reviews

FRESH = "public, max-age=60"
LASTING = "public, max-age=604800, immutable"
PAGE, LONGEST_PAGE = 20, 100
LARGEST = 2**53 - 1  # the largest whole number that every reader of JSON keeps
SEARCHES_AT_ONCE = 8
_searching = threading.BoundedSemaphore(SEARCHES_AT_ONCE)


class Operation(APIView):
    """An operation without anything it does not need: nobody signs in, and answers are JSON."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing to negotiate, authenticate or throttle."""


def answer(request: Request, raw: bytes, caching: str = FRESH) -> HttpResponse:
    """JSON that everybody may read and keep for a while; 304 for who has it already."""
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(raw, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = caching
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


class Check(Operation):
    """POST /api/v1/check"""

    @extend_schema(**describe.CHECK)
    def post(self, request: Request) -> HttpResponse:
        language = parsing.language(parsing.only(request, "language"))
        q = parsing.body(request, {"q": str})["q"]
        today = clock.now().date()
        if not _searching.acquire(blocking=False):
            raise errors.Busy
        try:
            found = lookup.check(q, today=today)
        except rules.Refused as refused:
            raise refusal(refused) from None  # the cause holds what was typed
        finally:
            _searching.release()
        known = [match.public_id for match in found.matches if match.public_id is not None]
        warnings = conduct.warnings(known, today) if known else {}
        response = HttpResponse(present.check(found, warnings, language), content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response


class Businesses(Operation):
    """GET /api/v1/businesses"""

    @extend_schema(**describe.BUSINESSES)
    @method_decorator(gzip_page)
    def get(self, request: Request) -> HttpResponse:
        given = parsing.only(request, "after", "limit")
        limit = parsing.whole(given, "limit", low=1, high=LONGEST_PAGE) or PAGE
        listed = ratings.listing(after=parsing.place(given), limit=limit + 1)
        more, listed = listed[limit:], listed[:limit]
        briefs = businesses.briefs(row.business for row in listed)
        warnings = conduct.warnings([row.business for row in listed], clock.now().date())
        return answer(
            request,
            present.rendered(
                {
                    "items": [
                        present.brief(briefs[row.business], row.body, warnings[row.business])
                        for row in listed
                        if row.business in briefs
                    ],
                    "next": parsing.mark(listed[-1].order, listed[-1].business) if more else None,
                    "operator": present.operator(),
                }
            ),
        )


class Business(Operation):
    """GET /api/v1/businesses/{business}"""

    @extend_schema(**describe.BUSINESS)
    def get(self, request: Request, business: str) -> HttpResponse:
        given = parsing.only(request, "cases_after")
        found = businesses.profile(parsing.public_id(business))
        challenges = disputes.summary(found.public_id)
        if "cases_after" in given:
            rest = listing.listed(found.public_id, after=parsing.public_id(given["cases_after"]))
            challenges = replace(challenges, cases=rest)
        withdrawn = reviews.counts_withdrawn(found.public_id)
        today = clock.now().date()
        counts, measures = conduct.counts(found.public_id, today), conduct.standing(found.public_id, today)
        return answer(request, present.rendered(present.profile(found, challenges, counts, withdrawn, measures)))


class Domains(Operation):
    """GET /api/v1/businesses/{business}/domains"""

    @extend_schema(**describe.DOMAINS)
    def get(self, request: Request, business: str) -> HttpResponse:
        parsing.only(request)
        key = businesses.profile(parsing.public_id(business)).public_id
        proofs = businesses.proofs(key)
        return answer(request, present.rendered({"items": present.domains(proofs, key, clock.now().date())}))


class Rating(Operation):
    """GET /api/v1/businesses/{business}/rating"""

    @extend_schema(**describe.RATING)
    def get(self, request: Request, business: str) -> HttpResponse:
        key = parsing.public_id(business)
        if not request.META.get("QUERY_STRING"):
            stored = ratings.answer(key)
            if stored is None:
                raise NoRating
            return answer(request, present.with_operator(stored))
        given = parsing.only(request, "month", "log_size")
        month, size = parsing.month(given), parsing.whole(given, "log_size", low=1, high=LARGEST)
        past = ratings.past_answer(business=key, month=month, log_size=size)
        return answer(request, present.with_operator(render(past)))


class Explanation(Operation):
    """GET /api/v1/businesses/{business}/explanation"""

    @extend_schema(**describe.EXPLANATION)
    @method_decorator(gzip_page)
    def get(self, request: Request, business: str) -> HttpResponse:
        given = parsing.only(request, "month", "log_size")
        month, size = parsing.month(given), parsing.whole(given, "log_size", low=1, high=LARGEST)
        found = ratings.explanation(business=parsing.public_id(business), month=month, log_size=size)
        return answer(request, present.rendered({"operator": present.operator(), "explanation": found}))


class Badge(Operation):
    """GET /api/v1/businesses/{business}/badge"""

    @extend_schema(**describe.BADGE)
    def get(self, request: Request, business: str) -> HttpResponse:
        asked, day = parsing.public_id(business), clock.now().date()
        found = badges.badge(
            business=asked,
            language=parsing.language(parsing.only(request, "language")),
            day=day,
            warnings=conduct.warned_until(asked, day),
        )
        return answer(request, present.rendered(present.badge(found)))


class BadgeKey(Operation):
    """GET /api/v1/badge-key"""

    @extend_schema(**describe.BADGE_KEY)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        return answer(request, present.rendered({"key": badges.verifier_key()}))


class Log(Operation):
    """GET /api/v1/log"""

    @extend_schema(**describe.LOG)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        document = present.log(
            log.head(),
            log.latest_checkpoint(),
            log.verifier_key(),
            cosignatures.witnessing(),
            about.operator_entries(),
        )
        return answer(request, present.rendered(document), "no-store")


class LogEntry(Operation):
    """GET /api/v1/log/entries/{position}"""

    @extend_schema(**describe.LOG_ENTRY)
    def get(self, request: Request, position: int) -> HttpResponse:
        parsing.only(request)
        return answer(request, present.rendered(present.entry(log.entry(position))), LASTING)


class LogCheckpoints(Operation):
    """GET /api/v1/log/checkpoints"""

    @extend_schema(**describe.LOG_CHECKPOINTS)
    @method_decorator(gzip_page)
    def get(self, request: Request) -> HttpResponse:
        given = parsing.only(request, "on", "after", "limit")
        limit = parsing.whole(given, "limit", low=1, high=LONGEST_PAGE) or PAGE
        below = parsing.whole(given, "after", low=1, high=LARGEST)
        found = log.checkpoints(on=parsing.day(given, "on"), below=below, limit=limit + 1)
        more, found = found[limit:], found[:limit]
        items = [present.log_checkpoint(one) for one in found]
        return answer(request, present.rendered({"items": items, "next": str(found[-1].size) if more else None}))


class LogConsistency(Operation):
    """GET /api/v1/log/consistency"""

    @extend_schema(**describe.LOG_CONSISTENCY)
    def get(self, request: Request) -> HttpResponse:
        given = parsing.only(request, "first", "second")
        first = parsing.whole(given, "first", low=0, high=LARGEST)
        second = parsing.whole(given, "second", low=0, high=LARGEST)
        if first is None:
            raise problems.field_error("first", "missing", "This parameter is needed: the smaller size.")
        found = log.consistency(first, second=second)
        caching = FRESH if second is None else LASTING
        return answer(request, present.rendered(present.log_consistency(found)), caching)


class LogInclusion(Operation):
    """GET /api/v1/log/entries/{position}/inclusion"""

    @extend_schema(**describe.LOG_INCLUSION)
    def get(self, request: Request, position: int) -> HttpResponse:
        size = parsing.whole(parsing.only(request, "size"), "size", low=1, high=LARGEST)
        found = log.inclusion(position, size=size)
        return answer(request, present.rendered(present.log_inclusion(found)), FRESH if size is None else LASTING)


class LogReceipt(Operation):
    """GET /api/v1/log/entries/{position}/receipt"""

    @extend_schema(**describe.LOG_RECEIPT)
    def get(self, request: Request, position: int) -> HttpResponse:
        parsing.only(request)
        response = HttpResponse(log.receipt(position), content_type="text/plain; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Content-Disposition"] = f'attachment; filename="receipt-{position}.tlog-proof"'
        return response
