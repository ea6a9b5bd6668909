"""GET /report…: the half-year that runs and those that are over, in words, pictures, tables and files."""

import csv
import io
import json
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from reputation.core import clock
from reputation.reports import cases
from reputation.reports.case_figures import Period
from reputation.rulebook import cases as numbers
from reputation.web import report_figures
from tests.logged_cases_made import make_cases, settle
from tests.pages_made import get, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]

NOW = clock.now()
OVER = Period.of(NOW.date()).before
START = OVER.first_day + timedelta(days=20)


@pytest.fixture
def over() -> str:
    """The address of the report about the half-year before."""
    make_cases(START, many=40, overdue=2)
    settle()
    cases.publish(now=NOW)
    settle()
    return f"/report/{OVER}"


def test_without_any_report_it_says_so() -> None:
    page = get("/report")
    assert page.status == 200
    assert "There is no report yet" in page.says
    assert get("/report.json").status == get("/report.csv").status == 404


def test_a_half_year_without_cases_tells_nothing_and_says_why() -> None:
    settle()
    cases.publish(now=NOW)
    page = get("/report")
    assert page.status == 200
    assert "Hardly any review was challenged" in page.says
    assert "fewer than five times in this half-year" in page.says
    assert "Fewer than 5 cases: none is told." in page.says
    assert "We kept every limit" in page.says


def test_it_begins_with_what_it_found(over: str) -> None:
    page = get(over)
    assert page.status == 200
    assert "In 50 of 100 decided cases the review stayed as it was" in page.says
    assert "40 reviews were challenged." in page.says
    assert "10 of 10appeals changed the decision" in page.says
    assert "We were late 2 times" in page.says


def test_it_has_every_table(over: str) -> None:
    says = get(over).says
    assert re.search(r"Off topic 40 40 20 20", says)
    assert re.search(r"The business itself 20 20 10 10", says)
    assert "1 or 2 stars" not in says  # four of three stars stayed, which the others would give away
    assert re.search(r"20 to 99 reviews 40 40 20 20", says)
    assert "Assigned, because no lot was possible10" in says
    assert re.search(r"Reviews shown again by a later decision10", says)
    assert "Legal threats against writers, as their cases shownot told" in says
    assert re.search(r"Half of the reviews that were hidden and shown again were away for \d+ days at most", says)
    assert "This paragraph is not from the log" in says


def test_its_limits_are_those_of_the_rulebook(over: str) -> None:
    says = get(over).says
    assert f"{numbers.ADMISSIBILITY.value} working days" in says
    for limit in (numbers.DECISION, numbers.APPEAL_DECISION):
        assert f"{limit.value} days" in says
    assert f"{numbers.ANSWER.value + numbers.EXTENSION.value} days" in says
    assert f"{numbers.REVERSAL.value} hours" in says


def test_it_says_from_what_it_follows(over: str) -> None:
    raw = (cases.folder() / str(OVER)).read_bytes()
    page = get(over)
    assert sha256(raw).hexdigest() in page.says
    assert "Named in the logentry" in page.says
    assert f"the first {json.loads(raw)['log_size']} entries" in page.says


def test_its_files_are_the_figures(over: str) -> None:
    answer = Client().get(f"{over}.json")
    assert answer.content == (cases.folder() / str(OVER)).read_bytes()
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="report-{OVER}.json"'
    rows = list(csv.reader(io.StringIO(Client().get(f"{over}.csv").content.decode())))
    assert rows[0] == ["table", "row", "column", "value"]
    assert ["totals", "filed", "", "40"] in rows
    assert ["by_ground", "off-topic", "changed", "20"] in rows
    assert ["counts", "legal-threat", "", ""] in rows
    assert ["period", "", "", str(OVER)] in rows


def test_the_half_year_that_runs_has_one_address(over: str) -> None:
    answer = Client().get(f"/report/{Period.of(NOW.date())}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/report")
    page = get("/report")
    assert "so far" in page.says
    assert f'href="{over}"' in page.html


@pytest.mark.parametrize("path", ["/report/2031H1", "/report/2031H1.csv", "/report/2031H1.json"])
def test_a_half_year_without_a_report_is_refused(over: str, path: str) -> None:
    page = get(path)
    assert page.status == 404
    assert "There is no such report." in page.says


@pytest.mark.parametrize("path", ["/report/2031H3", "/report/31H1", "/report/live", "/report/..%2Flive"])
def test_what_is_no_half_year_is_nowhere(path: str) -> None:
    assert get(path).status == 404


def test_a_page_is_kept_until_the_report_changes(over: str) -> None:
    before = get("/report")
    make_cases(NOW.date() - timedelta(days=100), many=7, seed=5)
    settle()
    assert get("/report").html == before.html
    cases.publish(now=NOW)
    assert get("/report").html != before.html


def test_it_is_there_in_german_too(over: str) -> None:
    page = read(Client().get(f"/de{over}"))
    assert page.status == 200
    assert ("html", {"lang": "de", "dir": "ltr"}) in page.tags


def test_the_file_of_the_log_is_the_same(over: str, log: Path) -> None:
    answer = Client().get(f"/log/reports/{OVER}")
    assert b"".join(answer) == (log / "log" / "reports" / str(OVER)).read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in Client().get("/log/reports/live").headers["Cache-Control"]
    assert Client().get("/log/reports/.half").status_code == 404


def test_a_late_answer_of_a_writer_breaks_no_limit_of_ours() -> None:
    times = {name: {"median": 5, "worst": 99, "overdue": 0} for name in report_figures.LIMITS}
    over = {time.name: time.bar.is_over for time in report_figures.times({"times": times}) if time.bar}
    assert over == {name: name != "answer" for name in report_figures.LIMITS}
