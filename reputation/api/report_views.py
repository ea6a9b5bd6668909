"""What anybody reads about cases: the report about all of them."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import describe_reports, parsing, present_reports
from reputation.api.views import Operation, answer
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
