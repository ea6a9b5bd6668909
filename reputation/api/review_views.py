"""Operations on reviews: reading, looking a text over, sending, answering, having words masked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.accounts import attempts
from reputation.api import callers, describe_reviews, once, parsing, present, present_reviews, problems, shapes
from reputation.api.views import LONGEST_PAGE, PAGE, Operation, answer
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.log import queries as log
from reputation.members.rules import Act
from reputation.receipts import tokens
from reputation.receipts.errors import TokenNotValid
from reputation.receipts.rules import ReceiptError
from reputation.reviews import business_replies, listing, masks, queries, sending
from reputation.reviews.errors import PassagesFound
from reputation.reviews.listing import Filters
from reputation.reviews.rules import MaskedAs, Outcome, ReceiptClass
from reputation.reviews.sending import Draft, HeldNow

# As what attempts are counted, as on the pages: failures are not, so that nobody can shut others out.
SENDING = "review"


def marking(review: UUID) -> str:
    """As what marking words of a review is counted."""
    return f"words of {review}"


@contextmanager
def telling(language: str) -> Iterator[None]:
    """Tell which passages of a text are marked, and why, in this language.

    Raises:
        MarkedPassages: for PassagesFound.
    """
    try:
        yield
    except PassagesFound as error:
        raise problems.MarkedPassages(error.findings, present_reviews.findings(error.findings, language)) from error


class Reviews(Operation):
    """GET /api/v1/businesses/{business}/reviews"""

    @extend_schema(**describe_reviews.REVIEWS)
    @method_decorator(gzip_page)
    def get(self, request: Request, business: str) -> HttpResponse:
        given = parsing.only(request, "receipt", "outcome", "language", "since", "until", "after", "limit")
        limit = parsing.whole(given, "limit", low=1, high=LONGEST_PAGE) or PAGE
        filters = Filters(
            receipt=parsing.choice(given, "receipt", ReceiptClass),
            outcome=parsing.choice(given, "outcome", Outcome),
            language=parsing.language_of_text(given),
            since=parsing.month(given, "since"),
            until=parsing.month(given, "until"),
        )
        key = businesses.profile(parsing.public_id(business)).public_id
        page = queries.public(business=key, after=given.get("after"), limit=limit, filters=filters)
        document = {
            "items": [present.review(row) for row in page.items],
            "next": page.next,
            "counts": present_reviews.counts(listing.counts(key)),
        }
        return answer(request, present.rendered(document))


class Review(Operation):
    """GET /api/v1/reviews/{review}"""

    @extend_schema(**describe_reviews.REVIEW)
    def get(self, request: Request, review: str) -> HttpResponse:
        parsing.only(request)
        found = queries.one(parsing.public_id(review))
        entries = log.of_review(found.business, found.public_id)
        return answer(request, present.rendered(present_reviews.one(found, entries)))


class Work(Operation):
    """POST /api/v1/reviews/work"""

    @extend_schema(**describe_reviews.REVIEW_WORK)
    def post(self, request: Request) -> HttpResponse:
        parsing.only(request)
        return once.private(attempts.work(SENDING, now=clock.now()))


class Look(Operation):
    """POST /api/v1/reviews/look"""

    @extend_schema(**describe_reviews.LOOK)
    def post(self, request: Request) -> HttpResponse:
        language = parsing.language(parsing.only(request, "language"))
        given = shapes.body(request, describe_reviews.LOOK_BODY, largest=describe_reviews.LARGEST_BODY)
        found = sending.look_over(
            business=parsing.id_of(given, "business"), language=given["language"], text=given["text"]
        )
        return once.private(present_reviews.looked(found, language))


class Send(Operation):
    """POST /api/v1/reviews"""

    @extend_schema(**describe_reviews.SEND)
    def post(self, request: Request) -> HttpResponse:
        language = parsing.language(parsing.only(request, "language"))
        token = _token(request)
        form = describe_reviews.WITHOUT_RECEIPT if token is None else describe_reviews.WITH_RECEIPT
        given = shapes.body(request, form, largest=describe_reviews.LARGEST_BODY)
        now = clock.now()
        about: dict[str, Any] = {"token": token}
        if token is None:
            about = {"business": parsing.id_of(given, "business")}
            attempts.pay(SENDING, solved=given["work"], waited="", now=now)
        draft = Draft(
            stars=given["stars"],
            outcome=Outcome(given["outcome"]),
            language=given["language"],
            text=given["text"],
            no_receipt_given=given.get("no_receipt_given"),
        )
        with telling(language):
            found = sending.send(
                draft=draft, codename=given["codename"], insists=given.get("insists", False), now=now, **about
            )
        return once.private(present_reviews.sent(found), 202 if isinstance(found, HeldNow) else 201)


def _token(request: Request) -> bytes | None:
    """The receipt that a review comes with, if any.

    Raises:
        TokenNotValid: the header Authorization shows something else.
    """
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    try:
        return tokens.parse_authorization(header)
    except ReceiptError as error:
        raise TokenNotValid from error


class WordsWork(Operation):
    """POST /api/v1/reviews/{review}/words/work"""

    @extend_schema(**describe_reviews.WORDS_WORK)
    def post(self, request: Request, review: str) -> HttpResponse:
        parsing.only(request)
        found = queries.one(parsing.public_id(review))
        return once.private(attempts.work(marking(found.public_id), now=clock.now()))


class Words(Operation):
    """POST /api/v1/reviews/{review}/words"""

    @extend_schema(**describe_reviews.WORDS)
    def post(self, request: Request, review: str) -> HttpResponse:
        parsing.only(request)
        public_id = parsing.public_id(review)
        given = shapes.body(request, describe_reviews.WORDS_BODY)
        now = clock.now()
        attempts.pay(marking(public_id), solved=given["work"], waited="", now=now)
        words = given["words"].replace("\r\n", "\n")
        asked = masks.ask(review=public_id, words=words, kind_of_words=MaskedAs(given["kind"]), now=now)
        document = {"is_masked_at_once": not asked.is_again, "decide_by": asked.decide_by.isoformat()}
        return once.private(document, 202)


class Reply(Operation):
    """PUT /api/v1/businesses/{business}/reviews/{review}/reply"""

    @extend_schema(**describe_reviews.REPLY)
    def put(self, request: Request, business: str, review: str) -> HttpResponse:
        now = clock.now()
        language = parsing.language(parsing.only(request, "language"))
        actor = callers.actor(callers.caller(request, now=now), business, Act.ANSWER)
        given = shapes.body(request, describe_reviews.REPLY_BODY, largest=describe_reviews.LARGEST_BODY)
        with telling(language):
            decide_by = business_replies.reply(
                actor=actor,
                review=parsing.public_id(review),
                text=given["text"],
                insists=given.get("insists", False),
                now=now,
            )
        document = {
            "state": "on-its-way" if decide_by is None else "held",
            "decide_by": None if decide_by is None else decide_by.isoformat(),
        }
        return once.private(document, 202)
