"""What anybody reads about cases: each by itself, and the report about all of them."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import describe_case, describe_reports, parsing, present, present_reports
from reputation.api.views import Operation, answer
from reputation.core import clock
from reputation.disputes import queries as disputes
from reputation.log import queries as log
from reputation.reports import case_data
from reputation.reports import cases as reports
from reputation.reports.errors import NoSuchReport


class Report(Operation):
    """GET /api/v1/report"""

    @extend_schema(**describe_reports.REPORT)
    def get(self, request: Request) -> HttpResponse:
        raw = reports.read(parsing.half_year(parsing.only(request, "period"), "period"))
        if raw is None:
            raise NoSuchReport
        return answer(request, present_reports.report(raw, reports.finished()))


class Case(Operation):
    """GET /api/v1/cases/{case}"""

    @extend_schema(**describe_case.CASE)
    def get(self, request: Request, case: str) -> HttpResponse:
        parsing.only(request)
        found = disputes.case(parsing.public_id(case)).at(clock.now())
        review = None if found.review is None else found.review.public_id
        entries = log.of_case(found.business, review, found.public_id)
        return answer(request, present.rendered(case_data.document(found, entries)))
