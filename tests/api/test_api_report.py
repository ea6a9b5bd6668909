"""GET /api/v1/report"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.core import clock
from reputation.reports import cases
from reputation.reports.case_figures import Period
from tests import pages_made
from tests.logged_cases_made import make_cases, settle

pytestmark = pytest.mark.django_db

NOW = clock.now()
OVER = Period.of(NOW.date()).before


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()


def test_it_gives_the_report_with_its_own_bytes() -> None:
    make_cases(OVER.first_day + timedelta(days=20))
    settle()
    cases.publish(now=NOW)
    answer = Client().get(f"/api/v1/report?period={OVER}")
    assert answer.status_code == 200
    raw = (cases.folder() / str(OVER)).read_bytes().rstrip()
    assert raw in answer.content
    found = answer.json()
    assert found["report"]["totals"]["filed"] == 24
    assert str(OVER) in found["periods"]
    assert set(found["operator"]) == {"name", "funder", "policy_version"}
    live = Client().get("/api/v1/report")
    assert live.json()["report"] == json.loads((cases.folder() / "live").read_bytes())


def test_what_is_not_there_is_refused() -> None:
    assert Client().get("/api/v1/report").json()["code"] == "no-such-report"
    assert Client().get("/api/v1/report?period=2031H1").status_code == 404
    wrong = Client().get("/api/v1/report?period=live")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "not-a-half-year")
