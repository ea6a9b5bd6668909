"""GET /b/…/number: the workings now and at an earlier point of the log, and the rows as a file."""

import csv
import html
import json
import re

import pytest
from django.test import Client

from reputation.core import clock, months
from reputation.log import actions as log_actions
from reputation.log import queries as entries
from reputation.tlog import receipts
from reputation.tlog.notes import parse_vkey
from reputation.tlog.trees import leaf_hash
from tests.pages_made import FEW, SURGE, Page, Sent, get, make_left, make_shop, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def workings(page: Page) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="workings">(.*?)</script>', page.html, re.DOTALL)
    assert found is not None
    result: dict[str, object] = json.loads(found[1])
    return result


def test_it_shows_the_steps_the_sums_and_all_24_rows() -> None:
    page = get(f"{make_shop().path}/number")
    assert page.status == 200
    assert "How the number" in page.says
    assert "Hold back what the shop could have written itself" in page.says
    assert re.search(r"\d[\d ]+ ÷ \d[\d ]+ = 0\.\d{3} → \d+ of 100", page.says)
    found = workings(page)
    assert len(found["rows"]) == 24  # type: ignore[arg-type]


def test_a_figure_made_less_favourable_by_a_notice_is_explained() -> None:
    says = get(f"{make_shop(sent=SURGE).path}/number").says
    assert "A notice stands that moves the figure." in says
    assert "The same over the last three months" in says


def test_without_a_figure_it_says_why() -> None:
    says = get(f"{make_shop(sent=FEW).path}/number").says
    assert "Too few recent reviews to show a figure" in says
    assert "2; it takes 5" in says.replace(" reviews", "") or "it takes 5" in says


def test_who_left_has_counts_and_no_figure() -> None:
    shop = make_shop()
    make_left(shop)
    page = get(f"{shop.path}/number")
    assert page.status == 200
    assert "The business left. It has no figure any more" in page.says


def test_an_earlier_answer_stays_reachable_by_month_and_size() -> None:
    shop = make_shop(sent=(Sent(6, 4), Sent(5, 4)))
    size = entries.head().size
    make_shop("Other Shop Ltd", FEW, domain="")
    month = months.show(months.of(clock.now()) - 1)
    past = get(f"{shop.path}/number?month={month}&log_size={size}")
    assert past.status == 200
    assert "computed again from the log" in past.says
    assert workings(past)["month"] == month
    make_left(shop)
    settle()
    assert workings(get(f"{shop.path}/number?month={month}&log_size={size}")) == workings(past)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("month=2999-01", 422, "No figure can be computed for this month."),
        ("month=1999-12", 422, "No figure can be computed for this month."),
        ("month=nonsense", 422, "No figure can be computed for this month."),
        ("log_size=0", 422, "The log has not been that long."),
        ("log_size=99999999", 422, "The log has not been that long."),
        ("log_size=-1", 422, "The log has not been that long."),
        ("log_size=9999999999999999999999", 422, "The log has not been that long."),
        ("log_size=1", 404, "There was no rating yet."),
    ],
)
def test_a_wrong_month_or_size_is_a_clear_error(query: str, status: int, says: str) -> None:
    page = get(f"{make_shop().path}/number?{query}")
    assert page.status == status
    assert says in page.says
    assert "nonsense" not in page.html


def test_the_rows_come_as_a_table() -> None:
    answer = Client().get(f"{make_shop().path}/number/rows.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert len(rows) == 24
    assert sum(int(row["seller_well"]) + int(row["independent_well"]) for row in rows) == 9


def test_an_entry_has_a_page_with_its_exact_bytes_and_its_proof() -> None:
    make_shop(sent=FEW)
    row = entries.entry(1)
    page = get("/entry/1")
    assert row.raw.decode() in html.unescape(page.html)
    proof = entries.inclusion(1)
    assert all(step.hex() in page.html for step in (proof.leaf_hash, *proof.proof, proof.root))
    assert entries.verifier_key() in html.unescape(page.html)
    assert get("/entry/99999999").status == 404


def test_the_bytes_of_an_entry_are_a_file_to_keep_beside_its_receipt() -> None:
    make_shop(sent=FEW)
    answer = Client().get("/entry/1/bytes")
    assert answer.content == entries.entry(1).raw
    assert answer["Content-Type"] == "application/json"
    assert 'filename="entry-1.json"' in answer["Content-Disposition"]
    assert "immutable" in answer["Cache-Control"]
    assert 'href="/entry/1/bytes"' in get("/entry/1").html
    assert receipts.verify(
        Client().get("/receipt/1").content, leaf_hash(answer.content), parse_vkey(entries.verifier_key())
    )
    assert Client().get("/entry/99999999/bytes").status_code == 404


def test_an_entry_that_is_not_published_yet_says_so() -> None:
    make_shop(sent=FEW)
    log_actions.append(kind="operator", body=entries.entry(0).body)
    while log_actions.sequence():
        pass
    page = get(f"/entry/{entries.head().size - 1}")
    assert "in no signed checkpoint yet" in page.says
    assert "receipt/" not in page.html


def test_a_log_receipt_is_a_file_to_keep() -> None:
    make_shop(sent=FEW)
    answer = Client().get("/receipt/0")
    assert answer.status_code == 200
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1")
    assert "attachment" in answer["Content-Disposition"]
    page = get("/receipt/99999999")
    assert page.status == 404
    assert "The log has no such entry." in page.says
