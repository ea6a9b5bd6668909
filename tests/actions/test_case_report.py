"""The report as it is published: from the log alone, whole, named in the log, and never twice."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from reputation.log import actions as log
from reputation.log import case_entries, publisher, queries
from reputation.reports import cases
from reputation.reports.case_figures import Period
from tests.conftest import AsRole
from tests.logged_cases_made import LoggedCases, make_cases

pytestmark = pytest.mark.django_db

OVER = Period(2026, 1)
NOW = datetime(2026, 7, 2, 3, tzinfo=UTC)
START = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=datetime(2026, 1, 1, tzinfo=UTC))
    return tmp_path / "log" / "reports"


def settle() -> None:
    log.sequence()
    publisher.publish(now=NOW)


def named() -> dict[str, dict[str, object]]:
    return {str(period): dict(body) for period, body in case_entries.report_files().items()}


def test_before_anything_happened_there_is_a_report_that_tells_nothing(folder: Path) -> None:
    settle()
    assert cases.publish(now=NOW - timedelta(days=30)) == []
    told = json.loads((folder / "live").read_bytes())
    assert (told["period"], told["log_size"], told["totals"]["filed"]) == ("2026H1", 0, None)
    assert cases.finished() == []


def test_a_half_year_that_is_over_gets_a_report_that_stays(folder: Path) -> None:
    made = make_cases(START)
    settle()
    assert cases.publish(now=NOW) == [OVER]
    raw = (folder / "2026H1").read_bytes()
    told = json.loads(raw)
    assert told["totals"] == {
        "filed": 24, "decided": 24, "stayed": 12, "changed": 12, "appeals": 6, "upheld": 0, "reversed": 6
    }  # fmt: skip
    assert told["log_size"] == case_entries.last_about_cases() == queries.head().size
    assert named()["2026H1"] == {
        "sha256": hashlib.sha256(raw).hexdigest(),
        "log_size": told["log_size"],
        "period": "2026H1",
        "date": "2026-07-02",
    }
    assert told["by_size"]["20-99"]["filed"] == 24
    assert json.loads((folder / "live").read_bytes())["period"] == "2026H2"
    assert cases.finished() == [OVER]
    assert made.entries == []


def test_it_is_published_once_whatever_comes_later(folder: Path) -> None:
    make_cases(START)
    settle()
    cases.publish(now=NOW)
    raw = (folder / "2026H1").read_bytes()
    for _ in range(2):
        make_cases(START, seed=7)
        settle()
        assert cases.publish(now=NOW + timedelta(days=1)) == []
    assert (folder / "2026H1").read_bytes() == raw
    assert queries.entries(after=0, limit=10_000)[-1].kind != "report-file"
    assert sum(row.kind == "report-file" for row in queries.entries(after=0, limit=10_000)) == 1


def test_a_report_that_was_lost_is_written_again_to_the_byte(folder: Path) -> None:
    make_cases(START)
    settle()
    cases.publish(now=NOW)
    raw = (folder / "2026H1").read_bytes()
    make_cases(START, seed=7)
    settle()
    (folder / "2026H1").unlink()
    assert cases.publish(now=NOW) == []
    assert (folder / "2026H1").read_bytes() == raw


def test_what_a_crash_left_without_its_entry_gets_it(folder: Path) -> None:
    make_cases(START)
    settle()
    folder.mkdir(parents=True)
    raw = cases.compute(OVER, upto=case_entries.last_about_cases())
    (folder / "2026H1").write_bytes(raw)
    (folder / ".half").write_bytes(raw[:9])
    make_cases(START, seed=7)
    settle()
    assert cases.publish(now=NOW) == [OVER]
    assert named()["2026H1"]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert sorted(path.name for path in folder.iterdir()) == ["2026H1", "live"]


def test_a_report_that_stays_waits_for_entries_that_wait(folder: Path) -> None:
    make_cases(START)
    settle()
    make_cases(START, many=1, seed=7)
    assert cases.publish(now=NOW) == []
    log.sequence()
    assert cases.publish(now=NOW) == []  # it has its position, and is not published
    publisher.publish(now=NOW)
    assert cases.publish(now=NOW) == [OVER]


def test_the_first_day_after_belongs_to_what_is_still_on_its_way(folder: Path) -> None:
    make_cases(START)
    settle()
    assert cases.publish(now=NOW - timedelta(days=1)) == []
    assert json.loads((folder / "live").read_bytes())["period"] == "2026H2"


def test_every_half_year_since_the_log_began_gets_one(folder: Path) -> None:
    settle()
    assert cases.publish(now=datetime(2027, 7, 9, tzinfo=UTC)) == [OVER, Period(2026, 2), Period(2027, 1)]


def test_it_is_the_workers_to_publish_and_the_pages_to_read(folder: Path, as_role: AsRole) -> None:
    make_cases(START)
    settle()
    with as_role("worker"):
        assert cases.publish(now=NOW) == [OVER]
    with as_role("web"):
        assert cases.read(OVER) == (folder / "2026H1").read_bytes()
        assert case_entries.naming_report("2026H1") is None
    settle()
    with as_role("web"):
        assert case_entries.naming_report("2026H1") == queries.head().size - 1


def test_the_live_report_rests_on_published_entries_alone(folder: Path) -> None:
    make_cases(START, many=6)
    settle()
    size = queries.head().size
    make_cases(START, many=6, seed=7)
    log.sequence()
    cases.publish(now=NOW)
    assert json.loads((folder / "live").read_bytes())["log_size"] == size


def test_reviews_that_nobody_challenged_are_not_read(folder: Path) -> None:
    quiet = LoggedCases(9)
    for _ in range(30):
        quiet.review(quiet.uuid())
    make_cases(START, many=2)
    settle()
    entries = case_entries.about_cases(upto=queries.head().size)
    assert sum(entry.kind == "review" for entry in entries) == 2


def test_the_command_says_what_it_wrote(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle()
    call_command("report")
    said = capsys.readouterr().out
    assert "The report about 2026H1 is written and stays" in said
    assert str(folder / "live") in said
