"""P12: operator, funder, formula edition and policy version come with every page, and with every figure."""

import pytest
from django.conf import LazySettings

from reputation.log import queries as log_queries
from reputation.rulebook import editions
from reputation.web.pages import STORE
from tests import pages_made
from tests.pages_made import FEW, Page, check, get, make_left, make_removed, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
OPERATOR = {
    "name": "Canary Reference Foundation",
    "funder": "the Canary Fund for Fair Trade",
    "funder_code": "canary-fund",
    "policy_version": "17",
    "contact": "canary@open-reference.example",
}


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: object) -> None:
    settings.PUBLIC_ROOT = tmp_path
    settings.OPERATOR = OPERATOR
    pages_made.start()


def is_open(page: Page) -> bool:
    says = page.says
    edition = editions.CURRENT.number
    return (
        OPERATOR["name"] in says
        and OPERATOR["funder"] in says
        and (f"edition {edition}" in says or f"Ausgabe {edition}" in says)
        and ("version 17" in says or "Fassung 17" in says)
    )


def test_every_page_says_who_runs_it_who_pays_and_which_rules_apply() -> None:
    shop = make_shop()
    review, case = make_removed(shop)
    left = make_shop("Orrin Electronics Ltd", FEW, domain="")
    make_left(left)
    paths = ["/", "/check", "/about", "/about/operator", "/nothing", f"/review/{review}", f"/case/{case}", left.path]
    paths += [f"{shop.path}{end}" for end in ("", "/number", "/reviews")]
    pages = {path: get(prefix + path) for path in paths for prefix in ("", "/de")}
    pages |= {q: check(q) for q in ("kettle-and-moss.example", "Orrin", "nowhere.example", "@handle", "")}
    assert [name for name, page in pages.items() if not is_open(page)] == []


def test_the_feed_says_it_too() -> None:
    html = get(f"{make_shop().path}/feed").html
    assert OPERATOR["name"] in html
    assert OPERATOR["funder"] in html


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_a_badge_says_it_too_wherever_it_goes(prefix: str) -> None:
    picture = get(f"{prefix}{make_shop().path}/badge.svg")
    assert picture.status == 200
    assert is_open(picture)


def test_a_change_shows_on_the_next_page(settings: LazySettings) -> None:
    assert is_open(get("/about/operator"))
    settings.OPERATOR = OPERATOR | {"funder": "somebody else"}
    STORE.clear()
    assert not is_open(get("/about/operator"))
    assert "somebody else" in get("/about/operator").says


def test_the_first_entry_of_the_log_is_the_operator_s() -> None:

    first = log_queries.entry(0)
    assert first.kind == "operator"
    assert first.body["funder"] == OPERATOR["funder_code"]
    assert first.body["policy"] == OPERATOR["policy_version"]
