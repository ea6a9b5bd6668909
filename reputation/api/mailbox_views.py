"""Operations in the mailbox of a writer. A codename opens it; what is asked then comes with a handle that says nothing.

No answer is kept by anybody, and nothing of a codename, a handle or a text is logged.
"""

import re
from datetime import timedelta

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.accounts import attempts
from reputation.api import describe_mailbox, describe_reviews, once, parsing, present_reviews, shapes
from reputation.api.review_views import telling
from reputation.api.views import Operation
from reputation.core import clock
from reputation.reviews import mailbox
from reputation.reviews.errors import MailboxClosed
from reputation.reviews.rules import Outcome
from reputation.rulebook import reviews as numbers

# As what attempts are counted, as on the pages: the same for everybody.
OPENING = "mailbox"
HANDLE = re.compile(r"mailbox +([A-Za-z0-9_-]{1,200})", re.ASCII | re.IGNORECASE)


def handle_of(request: Request) -> str:
    """The handle that a request shows.

    Raises:
        MailboxClosed: none, or one that opens nothing: which of the two is not told.
    """
    found = HANDLE.fullmatch(request.META.get("HTTP_AUTHORIZATION", "").strip())
    if found is None:
        raise MailboxClosed
    return found[1]


def _asked(request: Request) -> str:
    """The handle of something asked for without particulars."""
    parsing.only(request)
    handle = handle_of(request)
    shapes.nothing(request)
    return handle


class Work(Operation):
    """POST /api/v1/mailbox/work"""

    @extend_schema(**describe_mailbox.MAILBOX_WORK)
    def post(self, request: Request) -> HttpResponse:
        parsing.only(request)
        return once.private(attempts.work(OPENING, now=clock.now()))


class Mailbox(Operation):
    """POST opens /api/v1/mailbox, GET reads it, PATCH changes the review."""

    @extend_schema(**describe_mailbox.OPEN)
    def post(self, request: Request) -> HttpResponse:
        parsing.only(request)
        given = shapes.body(request, describe_mailbox.OPEN_BODY)
        now = clock.now()
        attempts.pay(OPENING, solved=given["work"], waited="", now=now)
        handle = mailbox.open(codename=given["codename"], now=now)
        until = now.replace(microsecond=0) + timedelta(minutes=numbers.MAILBOX_OPEN.value)
        return once.private({"handle": handle, "until": until.isoformat()})

    @extend_schema(**describe_mailbox.BOX_READ)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        return once.private(present_reviews.mailbox(mailbox.inside(handle=handle_of(request), now=clock.now())))

    @extend_schema(**describe_mailbox.CHANGE)
    def patch(self, request: Request) -> HttpResponse:
        language = parsing.language(parsing.only(request, "language"))
        handle = handle_of(request)
        given = shapes.body(request, describe_mailbox.CHANGE_BODY, largest=describe_reviews.LARGEST_BODY)
        with telling(language):
            noted = mailbox.change(
                handle=handle,
                now=clock.now(),
                stars=given.get("stars"),
                outcome=Outcome(given["outcome"]) if "outcome" in given else None,
                text=given.get("text"),
                insists=given.get("insists", False),
            )
        return once.private(present_reviews.noted(noted))


class Wish(Operation):
    """DELETE /api/v1/mailbox/wish"""

    @extend_schema(**describe_mailbox.TAKE_BACK)
    def delete(self, request: Request) -> HttpResponse:
        mailbox.take_back(handle=_asked(request), now=clock.now())
        return once.gone()


class Withdrawal(Operation):
    """POST /api/v1/mailbox/withdrawal"""

    @extend_schema(**describe_mailbox.WITHDRAW)
    def post(self, request: Request) -> HttpResponse:
        return once.private(present_reviews.noted(mailbox.withdraw(handle=_asked(request), now=clock.now())))


class Erasure(Operation):
    """POST /api/v1/mailbox/erasure"""

    @extend_schema(**describe_mailbox.ERASE)
    def post(self, request: Request) -> HttpResponse:
        return once.private(present_reviews.noted(mailbox.erase(handle=_asked(request), now=clock.now())))


class Appeal(Operation):
    """POST /api/v1/mailbox/appeal"""

    @extend_schema(**describe_mailbox.APPEAL)
    def post(self, request: Request) -> HttpResponse:
        decide_by = mailbox.appeal(handle=_asked(request), now=clock.now())
        return once.private({"decide_by": decide_by.isoformat()})


class GivingUp(Operation):
    """POST /api/v1/mailbox/giving-up"""

    @extend_schema(**describe_mailbox.GIVE_UP)
    def post(self, request: Request) -> HttpResponse:
        mailbox.give_up(handle=_asked(request), now=clock.now())
        return once.gone()
