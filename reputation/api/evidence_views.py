"""Operations for buyers who got no voucher. Nobody signs in; each attempt costs a little work."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.accounts import attempts
from reputation.api import describe_evidence, once, parsing, shapes
from reputation.api.views import Operation
from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.evidence import actions, rules
from reputation.receipts import codes
from reputation.rulebook import evidence as numbers

# Signs of headers may take more than a byte in JSON; it is also as much as any body may have.
LARGEST_BODY = 4 * numbers.HEADERS_LARGEST.value


class Work(Operation):
    """POST /api/v1/businesses/{business}/evidence-work"""

    @extend_schema(**describe_evidence.WORK)
    def post(self, request: Request, business: str) -> HttpResponse:
        parsing.only(request)
        public_id = parsing.public_id(business)
        businesses.left_on(public_id)
        return once.private(attempts.work(rules.attempt(public_id), now=clock.now()))


class MailEvidence(Operation):
    """POST /api/v1/businesses/{business}/mail-evidence"""

    @extend_schema(**describe_evidence.MAIL)
    def post(self, request: Request, business: str) -> HttpResponse:
        parsing.only(request)
        public_id = parsing.public_id(business)
        given = shapes.body(request, describe_evidence.MAIL_BODY, largest=LARGEST_BODY)
        now = clock.now()
        attempts.pay(rules.attempt(public_id), solved=given["work"], waited="", now=now)
        voucher = actions.take_mail(
            business=public_id, headers=given["headers"].encode(), had_voucher=given["had_voucher"], now=now
        )
        return once.private({"voucher": codes.show(voucher.code), "class": voucher.receipt_class})
