"""The report, cases and the page about contesting in a real browser: nobody is shut out, nothing overflows."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from reputation.core import clock
from reputation.disputes import carrying, exchange, interims
from reputation.disputes.rules import Ground, Outcome
from reputation.reports import cases
from reputation.reports.case_figures import Period
from reputation.reviews import queries as reviews
from tests import cases_made, logged_cases_made
from tests.e2e.conftest import Open
from tests.e2e.looking import looked_over
from tests.pages_made import Sent, Shop, make_shop, now_in, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def paths() -> list[str]:
    """Pages of cases in several states, and reports with and without figures."""
    shop: Shop = make_shop("Tannenberg Sofa Works Ltd", (Sent(5, 6),), domain="tannenberg.example")
    first, second, third = (one.public_id for one in reviews.public(business=shop.id).items[:3])
    now = clock.now() - timedelta(days=6)
    answered = cases_made.file_case(first, ground=Ground.OFF_TOPIC, said="Not one of ours.", now=now)
    cases_made.admit(answered, now=now)
    exchange.answer(case=answered, text="It was my copper pan.", now=now + timedelta(days=2))
    hidden = cases_made.file_case(second, ground=Ground.THREAT_OR_EXTORTION, now=now)
    user = cases_made.moderator(now=now)
    interims.take(case=hidden, user=user, reasoning="It threatens somebody.", facts=("the words",), now=now)
    carrying.carry_out(case=hidden, now=now)
    back = cases_made.file_case(third, now=now_in(4))
    cases_made.decide(back, Outcome.REMOVED, now=now_in(4) + timedelta(days=31))
    cases_made.restore(back, now=now_in(1))
    settle()
    over = Period.of(clock.now().date()).before
    logged_cases_made.make_cases(over.first_day + timedelta(days=20), many=60, overdue=1)
    logged_cases_made.settle()
    cases.publish(now=clock.now())
    logged_cases_made.settle()
    made = [f"/case/{case}" for case in (answered, hidden, back)]
    return [*made, f"{shop.path}/reviews", f"/report/{over}", "/report", "/about/contest", f"/de/report/{over}"]


def test_nobody_is_shut_out_of_cases_and_reports(shop: Shop, open_page: Open) -> None:
    where = paths()
    page: Page = open_page("/about/contest")
    found: list[str] = []
    for path in where:
        page.goto(path)
        found += looked_over(page)
    assert found == []
