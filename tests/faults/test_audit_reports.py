"""The transparency report, told otherwise than the log has it: the audit names the figure."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reputation.audit.findings import Findings, Kind
from reputation.log.codes import ABOUT_CASES
from reputation.log.entries import decode
from reputation.reports.case_figures import Period, render
from tests.case_log import CaseLog, Course
from tests.published_log import HASH, Service, audited, make_service

NOW = datetime.now(UTC).date()
OVER = Period.of(NOW).before
REPORT = f"/log/reports/{OVER}"
LIVE = "/log/reports/live"
Told = dict[str, Any]


class Cases(CaseLog):
    """Cases about reviews of a published service."""

    month = f"{NOW:%Y-%m}"

    def __init__(self, service: Service) -> None:
        super().__init__(seed=9)
        self.service = service
        self.left = [entry for entry in map(decode, service.entries) if entry.kind == "review"]

    def append(self, kind: str, **body: Any) -> None:
        self.service.append(kind, **body)

    def review(self, business: str, _: int = 1) -> str:
        """One that is there already."""
        found = next(entry for entry in self.left if str(entry.business) == business)
        self.left.remove(found)
        return str(found.review)


def played(service: Service, start: date, many: int) -> None:
    """So many cases that begin on a day and end by a panel: half are rejected, a quarter of all is removed for good."""
    cases = Cases(service)
    for number in range(many):
        shop = str(cases.left[0].business)
        course = Course(cases, shop, start=start).challenge().step("noticed", 1).step("ready", 17)
        if number % 2:
            course.decide("rejected", 20)
        else:
            course.mark("review-restricted", decision=course.decide("removed", 20))
        course.appeal(22)
        if number % 4 == 2:
            course.mark("review-restored", decision=course.panel("restored", 30))
        else:
            course.panel("rejected", 30)


@pytest.fixture
def service() -> Service:
    service = make_service(reviews=120)
    played(service, OVER.first_day + timedelta(days=40), 24)
    service.append("order", authority_code="de-bnetza", measure="review-removed", date=str(OVER.first_day))
    service.append_report(OVER)
    service.show_report()
    service.publish()
    return service


def publish(service: Service, report: Told, **said: object) -> None:
    """Publish another report, and log its hash."""
    raw = render(report)
    service.files[REPORT] = raw
    body = dict(decode(service.entries[-1]).body) | {"sha256": hashlib.sha256(raw).hexdigest()} | said
    del service.entries[-1]
    service.append("report-file", **body)
    service.publish()


def words(found: Findings) -> list[str]:
    assert {fault.kind for fault in found.faults} <= {Kind.REPORT, Kind.COURSE}
    return [fault.text for fault in found.faults]


def test_reports_that_follow_from_the_log_pass(service: Service) -> None:
    told = json.loads(service.files[REPORT])
    assert told["totals"]["decided"] == 24
    assert told["orders"] == {"de-bnetza": 1}
    assert told["hidden_days"] == {"median": 10, "worst": 10}
    found = audited(service)
    assert found.is_clean, found.faults
    assert found.checked["reports"] == f"2 recomputed: {OVER}, {Period.of(NOW)}"


def better(name: str, place: str, value: object) -> Callable[[Told], Told]:
    return lambda told: told | {name: told[name] | {place: value}}


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        (better("totals", "decided", 23), "totals.decided does"),
        (better("totals", "appeals", None), "totals.appeals does"),
        (better("times", "decision", {"median": 19, "worst": 20, "overdue": 0}), "times.decision.median does"),
        (better("hidden_days", "worst", 3), "hidden_days.worst does"),
        (better("orders", "de-bnetza", 0), "orders.de-bnetza does"),
        (better("counts", "legal-threat", 5), "counts.legal-threat does"),
        (lambda told: told | {"automated": 1, "smallest": 4}, "automated and 1 more do"),
        (lambda told: {name: value for name, value in told.items() if name != "panels"}, "panels.assigned and 1 more"),
        (better("by_side", "business", {"filed": 24, "stayed": 0, "changed": 24}), "by_side.business.changed and 1"),
    ],
)
def test_every_figure_is_compared(service: Service, change: Callable[[Told], Told], figure: str) -> None:
    publish(service, change(json.loads(service.files[REPORT])))
    found = words(audited(service))
    assert len(found) == 1
    assert f"the report about {OVER}: its figure {figure}" in found[0]


def test_every_figure_of_the_live_report_is_compared(service: Service) -> None:
    told = json.loads(service.files[LIVE])
    service.files[LIVE] = render(told | {"counts": told["counts"] | {"interim": 7}})
    assert words(audited(service)) == ["the live report: its figure counts.interim does not follow from the log"]


def test_a_report_written_in_another_way_is_no_report(service: Service) -> None:
    service.files[LIVE] = service.files[LIVE].replace(b",", b", ")
    assert words(audited(service)) == ["the live report: it is not written in the one way"]


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"log_size":true,"period":"2026H1"}', b"[" * 9_000])
def test_what_is_no_report_is_none(service: Service, raw: bytes) -> None:
    service.files[LIVE] = raw
    assert words(audited(service)) == ["the live report does not say from what it follows, or is not of this half-year"]


def test_a_live_report_of_another_half_year_is_none(service: Service) -> None:
    service.files[LIVE] = service.report(OVER)
    assert words(audited(service)) == ["the live report does not say from what it follows, or is not of this half-year"]


def test_a_report_that_is_another_or_gone_is_named(service: Service) -> None:
    raw = service.files[REPORT]
    service.files[REPORT] = raw + b"\n"
    assert words(audited(service)) == [
        f"the report about {OVER} is not the one that entry {len(service.entries) - 1} names"
    ]
    del service.files[REPORT]
    assert "does not exist" in words(audited(service))[0]
    service.files[REPORT] = bytes(1 << 17)
    assert "is longer than" in words(audited(service))[0]


def test_a_live_report_over_entries_to_come_is_passed_over(service: Service) -> None:
    service.files[LIVE] = render(json.loads(service.files[LIVE]) | {"log_size": len(service.entries) + 1})
    found = audited(service)
    assert found.is_clean
    assert "passed over" in found.checked["live report"]


def test_without_a_live_report_nothing_is_missing(service: Service) -> None:
    del service.files[LIVE]
    assert audited(service).is_clean


def test_a_report_that_leaves_cases_out_is_named(service: Service) -> None:
    """It follows from the entries that it names, which are not all."""
    first = next(n for n, raw in enumerate(service.entries) if decode(raw).kind == "challenge")
    entries = service.entries
    service.entries = entries[:first]
    raw = service.report(OVER)
    service.entries = entries
    publish(service, json.loads(raw), log_size=first)
    left_out = [decode(raw).kind for raw in service.entries[first:] if decode(raw).kind in ABOUT_CASES]
    found = audited(service)
    assert all(f"the report about {OVER} leaves out entry " in text for text in words(found))
    # What is done to a review names no day; the decision that it carries out does.
    assert found.counts[Kind.REPORT] == len([kind for kind in left_out if not kind.startswith("review-")])


def test_a_live_report_that_lags_behind_is_named(service: Service) -> None:
    service.files[LIVE] = service.report(Period.of(NOW))
    at = len(service.entries)
    if Period.of(NOW).has(NOW - timedelta(days=4)):
        service.append("order", authority_code="de-bnetza", measure="review-removed", date=str(NOW - timedelta(days=4)))
        service.publish()
        assert words(audited(service)) == [f"the report about {Period.of(NOW)} leaves out entry {at} (order)"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "was published before"),
        ({"period": str(OVER.before), "log_size": 10_000}, "cannot rest on entries after it"),
        ({"period": str(Period.of(NOW))}, "is not over yet"),
    ],
)
def test_an_entry_about_a_report_keeps_the_rules(service: Service, said: Told, wrong: str) -> None:
    body = {"sha256": HASH, "log_size": 9, "period": str(OVER), "date": str(OVER.last_day + timedelta(days=1))}
    service.append("report-file", **body | said)
    service.publish()
    found = audited(service)
    assert [wrong in fault.text for fault in found.faults] == [True]
    assert found.faults[0].kind == Kind.COURSE


def test_who_reads_only_what_is_new_says_nothing_about_reports(service: Service, tmp_path: Any) -> None:
    older = tmp_path / "checkpoint"
    older.write_bytes(service.files["/log/checkpoint"])
    service.files[REPORT] = b"{}"
    service.append("order", authority_code="de-bnetza", measure="review-removed", date=str(NOW))
    service.publish()
    found = audited(service, since=older)
    assert found.is_clean
    assert "reports" not in found.checked


def test_a_report_that_stays_is_kept_and_the_live_one_is_not(service: Service, tmp_path: Any) -> None:
    assert audited(service, keep=tmp_path).is_clean
    assert (tmp_path / "log" / "reports" / str(OVER)).read_bytes() == service.files[REPORT]
    assert not (tmp_path / "log" / "reports" / "live").exists()
