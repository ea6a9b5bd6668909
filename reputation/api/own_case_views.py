"""Operations about cases in the mailbox of a writer. What is done comes out with the next daily release."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import describe_own_cases, describe_reviews, errors, once, parsing, present_own_cases, shapes
from reputation.api.mailbox_views import handle_of
from reputation.api.review_views import telling
from reputation.api.views import Operation
from reputation.core import clock
from reputation.disputes import own_cases, showing, writers
from reputation.disputes.errors import NoSuchCase
from reputation.disputes.own_cases import OwnCase
from reputation.disputes.rules import Party, WriterActKind
from reputation.proofs import queries as proofs
from reputation.reviews import mailbox
from reputation.reviews.rules import next_release
from reputation.rulebook import proofs as numbers


def _found(request: Request, case: str) -> OwnCase:
    """A case about the review to whose mailbox a request has the handle.

    Raises:
        MailboxClosed
        NoSuchCase: there is none of this id, or it is about another review.
    """
    now, wanted = clock.now(), parsing.public_id(case)
    box = mailbox.inside(handle=handle_of(request), now=now)
    found = next((one for one in own_cases.of_review(box.review, now) if one.case == wanted), None)
    if found is None:
        raise NoSuchCase
    return found


class Cases(Operation):
    """GET /api/v1/mailbox/cases"""

    @extend_schema(**describe_own_cases.OWN_CASES)
    def get(self, request: Request) -> HttpResponse:
        parsing.only(request)
        now = clock.now()
        box = mailbox.inside(handle=handle_of(request), now=now)
        items = [
            present_own_cases.case(one, proofs.listed(one.case, reader=Party.WRITER, now=now))
            for one in own_cases.of_review(box.review, now)
        ]
        return once.private({"items": items})


class Acts(Operation):
    """POST /api/v1/mailbox/cases/{case}/acts"""

    @extend_schema(**describe_own_cases.ACT)
    def post(self, request: Request, case: str) -> HttpResponse:
        language = parsing.language(parsing.only(request, "language"))
        found = _found(request, case)
        given = shapes.body(request, describe_own_cases.ACT_BODY, largest=describe_reviews.LARGEST_BODY)
        with telling(language):
            released_on = writers.note(
                case=found.case,
                kind=WriterActKind(given["kind"]),
                text=given.get("nonce", given.get("text", "")),
                nonce_commitment=bytes.fromhex(given["nonce_commitment"]) if "nonce_commitment" in given else None,
                insists=given.get("insists", False),
                now=clock.now(),
            )
        return once.private({"released_on": released_on.isoformat()})


class Act(Operation):
    """DELETE /api/v1/mailbox/cases/{case}/acts/{kind}"""

    @extend_schema(**describe_own_cases.DROP)
    def delete(self, request: Request, case: str, kind: str) -> HttpResponse:
        parsing.only(request)
        found = _found(request, case)
        shapes.nothing(request)
        wanted = parsing.choice({"kind": kind}, "kind", WriterActKind)
        if wanted is not None:
            writers.take_back(case=found.case, kind=wanted)
        return once.gone()


class Proofs(Operation):
    """POST /api/v1/mailbox/cases/{case}/proofs"""

    @extend_schema(**describe_own_cases.SHOW)
    def post(self, request: Request, case: str) -> HttpResponse:
        parsing.only(request)
        found, now = _found(request, case), clock.now()
        if request._request.content_type != "application/octet-stream":  # noqa: SLF001 - as it was declared
            raise errors.UnsupportedMediaType
        content = parsing.large_body(request, largest=numbers.LARGEST.value)
        showing.show(case=found.case, party=Party.WRITER, content=content, now=now)
        return once.private({"released_on": next_release(now).isoformat()}, 201)
