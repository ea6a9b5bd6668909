"""GET /report…: how cases went in a half-year, and its figures as files. The report itself is never computed here."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.core import clock
from reputation.log import case_entries
from reputation.reports import case_figures
from reputation.reports import cases as reports
from reputation.reports.case_figures import Period
from reputation.reports.errors import NoSuchReport
from reputation.reviews import rates
from reputation.rulebook import cases as numbers
from reputation.rulebook.reviews import RATES_OVER
from reputation.web import pages, report_figures

CSV = "text/csv; charset=utf-8"
JSON = "application/json"


@require_safe
def page(request: HttpRequest, period: Period | None = None) -> HttpResponse:
    """The report about a half-year that is over, or about the one that runs."""
    today = clock.now().date()
    if period == Period.of(today):
        return HttpResponseRedirect(reverse("report"))
    raw = reports.read(period)
    if raw is None and period is not None:
        raise NoSuchReport

    def render() -> str:
        context = {} if raw is None else _told(raw, period)
        context |= {"section": "report", "over": [one for one in reports.finished() if one != period]}
        return pages.to_text("web/report/page.html", context, path=request.path)

    return pages.kept(request, ("report", period, raw and sha256(raw).digest(), today), render)


def _told(raw: bytes, period: Period | None) -> dict[str, Any]:
    report, now = json.loads(raw), clock.now()
    found, number = report_figures.finding(report["totals"])
    times = report_figures.times(report)
    return {
        "report": report,
        "is_live": period is None,
        "finding": found,
        "number": number,
        "times": times,
        "overdue": sum(time.overdue for time in times),
        "grounds": report_figures.ranked(report["by_ground"], "stayed", "changed"),
        **{
            name: report_figures.rows(report[f"by_{name}"], case_figures.ROWS[name], "stayed", "changed")
            for name in ("side", "stars", "size")
        },
        "appeals": report_figures.ranked(report["appeals_by_ground"], "upheld", "reversed"),
        "outcomes": _in_order(report["outcomes"], case_figures.STAYED + case_figures.CHANGED),
        "counts": _in_order(report["counts"], case_figures.ALONE),
        "panels": _in_order(report["panels"], case_figures.WAYS),
        "screening": rates.together(rates.by_language(now)),
        "screening_months": RATES_OVER.value,
        "numbers": numbers,
        "sha256": sha256(raw).hexdigest(),
        "named_at": None if period is None else case_entries.naming_report(str(period)),
    }


def _in_order(counts: Mapping[str, int | None], names: Iterable[str]) -> dict[str, int | None]:
    """Counts in the order of a case; a file has them in that of the alphabet."""
    return {name: counts[name] for name in names}


@require_safe
def as_json(request: HttpRequest, period: Period | None = None) -> HttpResponse:
    """The report as it was published, byte for byte."""
    return _file(request, _required(period), period, "json", JSON)


@require_safe
def as_csv(request: HttpRequest, period: Period | None = None) -> HttpResponse:
    """The report for a spreadsheet."""
    return _file(request, to_csv(json.loads(_required(period))), period, "csv", CSV)


def _required(period: Period | None) -> bytes:
    raw = reports.read(period)
    if raw is None:
        raise NoSuchReport
    return raw


def _file(request: HttpRequest, content: bytes, period: Period | None, form: str, kind: str) -> HttpResponse:
    answer = pages.send(request, pages.rendered(content.decode(), kind))
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{period or reports.LIVE}.{form}"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def to_csv(report: Mapping[str, Any]) -> bytes:
    """A line for each figure: where it stands in the report, and its value, empty where it is not told."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "row", "column", "value"])
    writer.writerows(_lines(report))
    return out.getvalue().encode()


def _lines(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str, object]]:
    for table, rows in report.items():
        for row, columns in rows.items() if isinstance(rows, dict) else (("", rows),):
            for column, value in columns.items() if isinstance(columns, dict) else (("", columns),):
                yield table, row, column, "" if value is None else value
