"""Vouchers on the pages of a business: made, shown once, printed, saved, and kept by nobody."""

import csv
import io
import re
from typing import Any
from uuid import uuid4

import pytest
import segno
from django.test import Client

from reputation.accounts.models import User
from reputation.core import clock
from reputation.issuing import vouchers
from reputation.issuing.models import Batch, Voucher
from reputation.members import leavings
from reputation.members.rules import Actor, Role
from reputation.receipts import codes
from reputation.web.members import voucher_sheets
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.members_made import make_colleague, make_member_business
from tests.pages_made import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
ROWS = re.compile(r'<path class="qrline"[^>]* d="([^"]+)"')


@pytest.fixture
def owner() -> Actor:
    return make_member_business(user=make_user().pk, now=clock.now())


def browser(actor: Actor) -> Client:
    return signed_in(User.objects.get(pk=actor.user or 0))


def wish(count: object = 3, language: str = "en") -> dict[str, object]:
    return {"count": count, "language": language, "batch": str(uuid4())}


def make(actor: Actor, count: int, language: str = "en") -> Page:
    return pages_made.read(browser(actor).post(f"/members/b/{actor.business}/receipts", wish(count, language)))


def carried(page: Page) -> dict[str, str]:
    """What the page carries in its form."""
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.html)
    assert found is not None
    hidden = {tag["name"]: tag["value"] for name, tag in page.tags if name == "input" and tag.get("type") == "hidden"}
    return {"codes": found[1], "good_until": hidden["good_until"], "language": hidden["language"]}


def again(actor: Actor, do: str, given: dict[str, str]) -> Any:
    return browser(actor).post(f"/members/b/{actor.business}/receipts/codes", given | {"do": do})


def test_what_is_made_is_in_the_answer_alone(owner: Actor) -> None:
    page = make(owner, 3)
    shown = carried(page)["codes"].split("\n")
    assert {bytes(row.hash) for row in Voucher.objects.all()} == {codes.registered(codes.parse(one)) for one in shown}
    assert "3 vouchers are made" in page.says
    assert "nobody can show them again" in page.says
    later = browser(owner).get(f"/members/b/{owner.business}/receipts").content.decode()
    assert not [one for one in shown if one in later]


def test_to_load_the_page_again_makes_no_others(owner: Actor) -> None:
    client, given = browser(owner), wish(2)
    path = f"/members/b/{owner.business}/receipts"
    assert client.post(path, given).status_code == 200
    answer = client.post(path, given)
    assert answer.status_code == 422
    assert "were made already" in answer.content.decode()
    assert Voucher.objects.count() == 2


@pytest.mark.parametrize("count", ["0", "-1", "1001", str(10**9), "three", "", "1.5", "१२"])
def test_a_count_that_is_none_is_said_beside_the_field(owner: Actor, count: str) -> None:
    answer = browser(owner).post(f"/members/b/{owner.business}/receipts", wish(count))
    if count == "१२":  # digits of another script are digits: twelve
        assert answer.status_code == 200
        return
    assert answer.status_code == 422
    assert 'href="#id_count"' in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_reader_is_shown_what_vouchers_are_and_makes_none(owner: Actor) -> None:
    reader = make_colleague(owner, Role.READER, now=clock.now())
    page = pages_made.read(browser(reader).get(f"/members/b/{owner.business}/receipts"))
    assert (page.status, "Make them" in page.says) == (200, False)
    assert browser(reader).post(f"/members/b/{owner.business}/receipts", wish()).status_code == 403
    assert again(reader, "csv", carried(make(owner, 1))).status_code == 403


def test_one_voucher_comes_with_all_that_carries_it(owner: Actor) -> None:
    page = make(owner, 1, "de")
    code = codes.parse(carried(page)["codes"])
    link = vouchers.link(code, "de")
    assert link in page.says
    assert f"Review-Receipt: {codes.show(code)}" in page.says
    assert ROWS.search(page.html)[1] in segno.make_qr(link, error="m", mask=3).svg_inline(border=4)  # type: ignore[index]


def test_the_table_has_a_line_for_each_code(owner: Actor) -> None:
    given = carried(make(owner, 3))
    answer = again(owner, "csv", given)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="vouchers.csv"'
    assert answer["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["code"] for row in rows] == given["codes"].split("\n")
    assert {row["good_until"] for row in rows} == {given["good_until"]}
    assert [row["link"] for row in rows] == [vouchers.link(codes.parse(row["code"])) for row in rows]


def test_the_pictures_show_the_link(owner: Actor) -> None:
    given = carried(make(owner, 1))
    made = segno.make_qr(vouchers.link(codes.parse(given["codes"])), error="m", mask=3)
    svg, png = again(owner, "svg", given), again(owner, "png", given)
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    for answer, kind in ((svg, "svg"), (png, "png")):
        raw = io.BytesIO()
        made.save(raw, kind=kind, scale=voucher_sheets.PIXELS, border=4, dark="#000", light="#fff")
        assert answer.content == raw.getvalue()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sheet_is_in_the_language_of_the_buyers(owner: Actor, language: str) -> None:
    given = carried(make(owner, 12, language))
    page = pages_made.read(again(owner, "sheet", given))
    assert f'<html lang="{language}"' in page.html
    assert page.html.count('class="qrline"') == 12
    for one in given["codes"].split("\n"):
        assert page.says.count(one) == 1
    assert page.says.count(vouchers.address(language)) == 12
    assert (" 2026" in page.says) or (" 2027" in page.says)


def test_what_is_no_code_comes_back_as_nothing(owner: Actor) -> None:
    good = carried(make(owner, 2))
    wrong: list[dict[str, str]] = [
        good | {"codes": "<script>"},
        good | {"codes": good["codes"][:-1]},
        good | {"codes": good["codes"] + "\nx"},
        good | {"codes": " "},
        good | {"codes": "0" * 40_000},
        good | {"good_until": "soon"},
        good | {"language": "xx"},
        {"codes": good["codes"]},
    ]
    for given in wrong:
        for do in ("sheet", "csv"):
            answer = again(owner, do, given)
            assert answer.status_code == 400
            assert "script>" not in answer.content.decode().partition("<main")[2].partition("</main")[0]
    for do in ("svg", "png", "list", ""):
        assert again(owner, do, good).status_code == 400, "two codes make no one picture"
    assert again(owner, "csv", good).status_code == 200


def test_a_thousand_are_made_at_once(owner: Actor) -> None:
    given = carried(make(owner, 1_000))
    assert len(given["codes"]) < 30_000
    assert again(owner, "csv", given).content.count(b"\r\n") == 1_001
    assert Voucher.objects.count() == 1_000


def test_a_business_that_left_is_told_so(owner: Actor) -> None:

    leavings.give_notice(actor=owner, now=clock.now().replace(year=2026, month=1))
    leavings.leave_due(now=clock.now())
    page = pages_made.read(browser(owner).get(f"/members/b/{owner.business}/receipts"))
    assert "No vouchers are made for it any more" in page.says
    answer = browser(owner).post(f"/members/b/{owner.business}/receipts", wish())
    assert answer.status_code == 422
    assert not Voucher.objects.exists()
