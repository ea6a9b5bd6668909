"""Refusals as pages: what is wrong, what to do, and nothing of what was sent."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reputation.core.errors import DomainError, NotFound
from reputation.web import case_refusals, deciding_refusals, pages, refusals, side_refusals

logger = logging.getLogger("reputation.web")


class NoSuchPage(NotFound):
    """No page has this address."""


class Gone(NotFound):
    """The business left, and the note about it has ended."""

    code = "gone"
    status = 410
    title = "This business left, and the note about it has ended."


Words = str | Promise
NOT_THERE: tuple[Words, Words] = (
    _("There is nothing at this address."),
    _("Perhaps a letter is missing, or it was never there. Check the address, or start from the box above."),
)
# What each refusal means for a reader of pages, by its stable code.
WORDS: dict[str, tuple[Words, Words]] = {
    "not-found": NOT_THERE,
    "gone": (
        _("Nothing stands here any more."),
        _("This business left, and the note about it has ended. That says nothing about it, good or bad."),
    ),
    "badge-gone": (
        _("This business has no badge any more."),
        _("It left. A badge of it that you see somewhere is out of date. Its page says when it left."),
    ),
    "badge-key-missing": (
        _("This service cannot sign badges."),
        _("It was started without a key for them. The figures themselves are on the page of the business."),
    ),
    "no-such-business": (
        _("No business has this address here."),
        _("The address of a business’s page has its number in it, and this number belongs to none. Use the box above."),
    ),
    "no-such-report": (
        _("There is no such report."),
        _("A report about a half-year is there from the second day after its end. The one that runs is told so far."),
    ),
    "no-such-case": (_("There is no such case."), _("Follow the link beside the review, or compare the address.")),
    "held-text-shut": (
        _("This text cannot be opened."),
        _(
            "It was sealed with a key that the service does not have now. Tell whoever runs the service; "
            "the other texts are not touched."
        ),
    ),
    "second-person-needed": (
        _("Somebody else decides about this appeal."),
        _("You refused this text. A second look needs a second person."),
    ),
    "decision-not-valid": (
        _("This decision does not fit the text."),
        _(
            "Say of each marked passage what becomes of it, with other words where you mask; "
            "give a reason to refuse it."
        ),
    ),
    "no-such-review": (_("There is no such review."), _("Follow a link on the page of the business.")),
    "nothing-changes": (
        _("This changes nothing."),
        _("Stars, outcome and text are as they were. Change one of them, or leave the page."),
    ),
    "figures-changed-before": (
        _("Stars and outcome were changed already."),
        _("That can be done once. The text can still be changed, and the review taken back."),
    ),
    "review-in-wrong-state": (
        _("This cannot be done with the review any more."),
        _("Something was quicker: a decision, a release, or you in another window. Open the mailbox again and look."),
    ),
    "mailbox-closed": (
        _("This mailbox is closed."),
        _("It stays open for half an hour, so that nobody finds it open later. Open it again with your codename."),
    ),
    "no-such-codename": (
        _("This codename leads to no review."),
        _("Its words are right, but nothing was sent with it, or its review is done with. A lost codename stays lost."),
    ),
    "words-cannot-be-masked": (
        _("These words cannot be masked."),
        _("They are not in the text like this, are masked already, or are too many. Mark only what names somebody."),
    ),
    "mask-pending": (
        _("Words of this review wait for a decision already."),
        _("A moderator decides within 24 hours. Come back then if other words name somebody."),
    ),
    "mask-decided": (_("This was decided already."), _("Somebody else was quicker. Nothing was changed.")),
    "no-such-mask-request": (_("There is no such request."), _("It was decided, or its review lost its text.")),
    "reply-not-valid": (
        _("This reply does not fit."),
        _("It has 1 to 2,000 characters, and none that cannot be seen."),
    ),
    "no-such-entry": (_("The log has no such entry."), _("It is shorter than this number.")),
    "not-yet-published": (
        _("This entry is not in a signed checkpoint yet."),
        _("That takes a second or two. Load the page again."),
    ),
    "no-rating": (
        _("There was no rating yet."),
        _("The business had not joined at that point of the log."),
    ),
    "unknown-month": (
        _("No figure can be computed for this month."),
        _("It has not begun, or is older than the log. A month looks like 2026-11."),
    ),
    "unknown-day": (
        _("This is no day that has been."),
        _("A day is written like 2026-08-31, and it must have begun."),
    ),
    "no-checkpoint-yet": (
        _("Nothing was signed by that day."),
        _("The log is younger. Ask for a later day."),
    ),
    "unknown-log-size": (
        _("The log has not been that long."),
        _("The size is a whole number, at least 1 and at most the number of entries so far."),
    ),
    "without-duty": (
        _("This page is for people who work for the service."),
        _("Your account does not have the duty it needs. An operator gives duties."),
    ),
    "bad-domain": (
        _("This is no web address that a business can prove."),
        _("Type it as in the browser, such as shop.example. Endings under which others register are nobody’s."),
    ),
    "domain-taken": (
        _("Another business still shows that it controls this web address."),
        _("We look at its proof anew. If it is gone, that business has 14 days; then the address is free."),
    ),
    "domain-already-claimed": (
        _("Your business claims this web address already, or has shown it."),
        _("You find it in the list of your web addresses."),
    ),
    "no-such-claim": (_("There is no such claim here."), _("Start from the list of your web addresses.")),
    "claim-ended": (_("This claim has ended."), _("Claim the web address once more: you get a new value to publish.")),
    "checked-moments-ago": (
        _("We looked moments ago."),
        _("Name servers answer the same for a while. Wait a minute, then ask again."),
    ),
    "mail-not-a-proof": (
        _("This message does not show that you control the web address."),
        _("Send it from the postmaster to the same domain, with the value in its subject, and give us its source."),
    ),
    "could-not-look": (_("We could not look just now."), _("Nothing was changed. Try again in a while.")),
    **refusals.OF_MEMBERS,
    **refusals.OF_RECEIPTS,
    **refusals.OF_DESK,
    **deciding_refusals.OF_DECIDING,
    **refusals.OF_ISSUER,
    **refusals.OF_EVIDENCE,
    **refusals.OF_MAILBOX,
    **refusals.OF_REVIEWS,
    **side_refusals.OF_SIDES,
    **case_refusals.OF_CASES,
    "bad-cursor": (_("This is no page of the list."), _("Begin again with the first page of reviews.")),
}
BAD_REQUEST: tuple[Words, Words] = (
    _("This request was damaged."),
    _("What arrived was not what our pages send. Go back and try again. Nothing was kept."),
)
TOO_LARGE: tuple[Words, Words] = (
    _("This was too much at once."),
    _("A look-up is a name, a web address or a registry number. Nothing was kept."),
)
STALE_FORM: tuple[Words, Words] = (
    _("This form did not come from one of our pages, or the page was too old."),
    _("Go back, load the page again and send it once more. Cookies must be allowed for this site. Nothing was kept."),
)
FORBIDDEN: tuple[Words, Words] = (
    _("This is not for you to do."),
    _("Whoever runs the service, or owns the business, can let you."),
)
OUR_FAULT: tuple[Words, Words] = (
    _("Something broke on our side."),
    _("It is not your fault, and nothing of what you typed was kept. Please try again in a few minutes."),
)
BUSY: tuple[Words, Words] = (
    _("The service cannot answer right now."),
    _("Please try again in a few minutes. The public log can be read meanwhile."),
)
UNAVAILABLE = 503
RETRY_AFTER_S = 60
"""When a page that could not be answered is worth another try."""


def page(request: HttpRequest, words: tuple[Words, Words], status: int, code: str = "") -> HttpResponse:
    """A refusal as a page."""
    title, says = words
    context = {"title": title, "says": says, "status": status, "code": code}
    answer = pages.unkept("web/error.html", context, path=request.path, status=status)
    if status == UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of a refusal by a rule; where the refusal has a reason, in the words for that reason."""
    words = WORDS.get(f"{error.code} {error.facts.get('reason', '')}") or WORDS.get(error.code, (error.title, ""))
    return page(request, words, error.status, error.code)


class Refusals:
    """Turns what a page refuses into a page of its own. The API has its own way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called for what a view raised."""
        if request.path_info.startswith("/api/"):
            return None
        if isinstance(exception, DomainError):
            return refusal(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return page(request, TOO_LARGE, 413, "body-too-large")
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("page-without-database")
            return page(request, BUSY, UNAVAILABLE, "unavailable")
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    del exception
    return page(request, BAD_REQUEST, 400, "malformed-request")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that one of our pages did not send."""
    del reason
    return page(request, STALE_FORM, 403, "stale-form")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403"""
    del exception
    return page(request, FORBIDDEN, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404"""
    del exception
    return refusal(request, NoSuchPage())


def server_error(request: HttpRequest) -> HttpResponse:
    """500: says nothing about the cause; the service's own log has it."""
    return page(request, OUR_FAULT, 500, "internal-error")
