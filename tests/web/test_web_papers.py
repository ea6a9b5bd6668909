"""GET /about/papers…: every paper in both languages, gaps marked, each with its version and the sum of its text."""

from hashlib import sha256

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.papers.blanks import BLANKS, PAPERS
from reputation.web import pages
from tests.pages_made import get
from tests.papers_made import filled
from tests.web.test_web_pages import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
PREFIXES = ("", "/de")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_paper_stands_and_shows_the_sum_of_its_text(paper: str, prefix: str) -> None:
    page = get(f"{prefix}/about/papers/{paper}")
    assert page.status == 200
    assert faults(page) == []
    assert "Set-Cookie" not in page.headers
    text = Client().get(f"{prefix}/about/papers/{paper}/text")
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert sha256(text.content).hexdigest() in page.says
    assert text.content.decode().split("\n")[0].removeprefix("# ") in page.says


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_list_leads_to_all_of_them_and_every_page_to_the_list(prefix: str) -> None:
    page = get(f"{prefix}/about/papers")
    assert page.status == 200
    assert faults(page) == []
    assert all(f'href="{prefix}/about/papers/{paper}"' in page.html for paper in PAPERS)
    for path in ("/", "/about", "/check", "/nothing-here"):
        assert f'href="{prefix}/about/papers"' in get(f"{prefix}{path}").html


def test_a_gap_is_marked_until_it_is_filled(settings: LazySettings) -> None:
    page = get("/about/papers/imprint")
    assert page.html.count('<mark class="gap">') == 7
    assert "to be filled in by the operator: operator_address" in page.says
    settings.PAPERS = filled()
    pages.STORE.clear()
    for paper in PAPERS:
        assert '<mark class="gap">' not in get(f"/about/papers/{paper}").html
    assert "filled operator_address" in get("/about/papers/imprint").says
    assert "ausgefüllt trade_authority" in get("/de/about/papers/imprint").says


def test_all_gaps_show_somewhere_while_nothing_is_filled() -> None:
    shown = "".join(get(f"/about/papers/{paper}").says for paper in PAPERS)
    assert all(f"to be filled in by the operator: {name}" in shown for name in BLANKS)


def test_what_an_operator_writes_cannot_become_a_tag(settings: LazySettings) -> None:
    hostile = dict.fromkeys(("en", "de"), '<script>alert(1)</script> [x](javascript:alert(1)) "&')
    settings.PAPERS = {**filled(), "operator_address": hostile}
    pages.STORE.clear()
    page = get("/about/papers/imprint")
    assert faults(page) == []
    assert "<script>alert" not in page.html
    assert "<script>alert(1)</script>" in page.says


def test_no_paper_has_another_name() -> None:
    for path in ("/about/papers/nothing", "/about/papers/nothing/text", "/about/papers/imprint/more"):
        assert get(path).status == 404


def test_it_is_sent_again_only_when_it_changed() -> None:
    first = Client().get("/about/papers/terms")
    assert Client().get("/about/papers/terms", headers={"If-None-Match": first["ETag"]}).status_code == 304
