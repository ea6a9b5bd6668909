"""What holds on every page: nothing inline, nothing from elsewhere, a title, a language; and the plain pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from config import demonstration
from reputation.log import witnesses
from reputation.tlog.notes import Cosigner, Signer
from reputation.tlog.policies import decode
from reputation.web import about, pages
from tests.pages_made import FEW, Page, check, get, make_left, make_removed, make_shop
from tests.witness_server import LocalWitness, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
TOPICS = tuple(about.TOPICS)
LINKED = {
    "a": "href",
    "link": "href",
    "script": "src",
    "img": "src",
    "form": "action",
    "source": "src",
    "iframe": "src",
}
LOADED = {"link", "script", "img", "source", "iframe", "form"}


def faults(page: Page) -> list[str]:
    """What no page may have."""
    found = []
    for tag, attrs in [*page.tags, *page.held]:
        found += [f"inline {name} on {tag}" for name in attrs if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in attrs and "json" not in attrs.get("type", "")):
            found.append(f"inline {tag}")
        target = attrs.get(LINKED.get(tag, ""), "")
        if tag in LOADED and target and not re.match(r"/(?!/)", target):
            found.append(f"{tag} from elsewhere: {target}")
        if tag == "a" and target.startswith("http") and "noreferrer" not in attrs.get("rel", ""):
            found.append(f"link that tells where from: {target}")
        if tag == "img" and "alt" not in attrs:
            found.append("picture without words")
        if target.startswith("javascript:"):
            found.append(f"script in a link: {target}")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    found += [f"id twice: {one}" for one in set(ids) if ids.count(one) > 1]
    if sum(tag == "h1" for tag, _ in page.tags) != 1:
        found.append("not one title")
    return found


def every_page() -> dict[str, Page]:
    shop = make_shop()
    review, case = make_removed(shop)
    left = make_shop("Orrin Electronics Ltd", FEW, domain="")
    make_left(left)
    found: dict[str, Page] = {}
    for prefix in ("", "/de"):
        paths = [f"{prefix}/", f"{prefix}/check", f"{prefix}/about", *(f"{prefix}/about/{topic}" for topic in TOPICS)]
        paths += [f"{prefix}{shop.path}{end}" for end in ("", "/number", "/reviews")]
        paths += [
            f"{prefix}{left.path}",
            f"{prefix}/review/{review}",
            f"{prefix}/case/{case}",
            f"{prefix}/nothing-here",
        ]
        found |= {path: get(path) for path in paths}
    for language in ("en", "de"):
        for q in ("kettle-and-moss.example", "Orrin", "nowhere.example", "+44 20 7946 0958", "", "shop"):
            found[f"{language} {q}"] = check(q, language)
    return found


def test_no_page_has_what_none_may_have() -> None:
    pages = every_page()
    assert len(pages) >= 50
    assert {name: faults(page) for name, page in pages.items() if faults(page)} == {}
    for name, page in pages.items():
        language = "de" if name.startswith(("/de", "de ")) else "en"
        assert f'<html lang="{language}"' in page.html, name
        assert page.headers["Content-Language"] == language, name
        assert "Set-Cookie" not in page.headers, name
        assert settings.SERVICE_NAME in page.html, name


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("prefix", ["", "/de"])
def test_each_page_about_us_stands(topic: str, prefix: str) -> None:
    page = get(f"{prefix}/about/{topic}")
    assert page.status == 200
    assert len(page.says) > 400


def test_the_table_of_what_the_formula_withstands_is_printed_whole() -> None:
    says = get("/about/rating").says
    for words in ("Own praise, tenfold", "Exit scam", "What no formula can do", "SHA-256"):
        assert words in says


def test_the_log_page_shows_key_and_state(settings: LazySettings) -> None:
    make_shop(sent=FEW)
    page = get("/about/log")
    assert settings.LOG_ORIGIN in page.says
    assert "/log/checkpoint" in page.html
    key = Client().get("/log/key").content.decode().strip()
    assert key in page.says.replace("&", "&")


def test_the_log_page_names_witnesses_and_says_what_is_missing(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witnesses, "_resting", {})
    assert "No witness signs here." in get("/about/log").says
    keys = [Cosigner(f"witness.example/w{number}", bytes([number]) * 32) for number in (1, 2)]
    log_key = Signer(demonstration.ORIGIN, demonstration.SEED).verifier()
    with served(LocalWitness(keys[0], [log_key], tmp_path / "witness.json")) as witness:
        settings.LOG_WITNESSES = decode(
            f"witness a {keys[0].verifier().vkey} {witness.url}\n"
            f"witness b {keys[1].verifier().vkey} http://127.0.0.1:9\n"
            "group both all a b\nquorum both\n".encode()
        )
        make_shop(sent=FEW)
    says = get("/about/log").says
    assert re.search(r"witness\.example/w1\s*signed this state on", says)
    assert re.search(r"witness\.example/w2\s*has not signed this state so far", says)
    assert "Fewer have signed than the policy asks for." in says
    settings.LOG_WITNESSES = replace(settings.LOG_WITNESSES, quorum="a")
    pages.STORE.clear()
    assert "As many have signed as the policy asks for." in get("/about/log").says


def test_who_thinks_of_joining_sees_what_it_brings_and_costs() -> None:
    says = get("/about/joining").says
    for words in (
        "After 1 month",
        "2 reviews, 1 of them with a receipt",
        "Too few recent reviews to show a figure.",
        "After 12 months",
        "32 reviews, 30 of them with a receipt",
        "Likely 76 to 100.",
        "Nothing, and nothing can be bought",
        settings.OPERATOR["funder"],
    ):
        assert words in says
    assert "Nach 12 Monaten" in get("/de/about/joining").says


def test_home_explains_itself_without_any_business() -> None:
    page = get("/")
    assert page.status == 200
    assert "Check a business before you pay." in page.says
    assert 'action="/check"' in page.html
    assert 'method="post"' in page.html


def test_home_shows_a_real_answer_when_there_is_one() -> None:
    shop = make_shop()
    page = get("/")
    assert f"What an answer looks like: {shop.name}" in page.says


def test_the_demonstration_says_so_and_a_real_service_does_not(settings: LazySettings) -> None:
    from reputation.web.pages import STORE

    assert "Every business that takes part here, every buyer and every review is invented." in get("/").says
    settings.IS_DEMO = False
    STORE.clear()
    assert "every review is invented" not in get("/").says


def test_what_is_not_there_is_a_page_with_a_way_on() -> None:
    page = get("/no/such/page")
    assert page.status == 404
    assert "There is nothing at this address." in page.says
    assert 'action="/check"' in page.html
    assert get("/about/nothing").status == get("/case/00000000-0000-4000-8000-000000000000").status == 404
    assert get("/review/00000000-0000-4000-8000-000000000000").status == 404
    assert "An dieser Adresse ist nichts." in get("/de/no/such/page").says


def test_an_error_of_ours_says_so_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from reputation.ratings import queries as ratings

    def broken(**_: object) -> None:
        raise RuntimeError("canary in the works")

    monkeypatch.setattr(ratings, "listing", broken)
    page = get("/")
    assert page.status == 500
    assert "Something broke on our side." in page.says
    assert "canary" not in page.html


def test_a_database_that_is_away_is_a_503_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from reputation.ratings import queries as ratings

    def away(**_: object) -> None:
        raise OperationalError("canary: connection refused")

    monkeypatch.setattr(ratings, "listing", away)
    page = get("/")
    assert page.status == 503
    assert "The service cannot answer right now." in page.says
    assert "canary" not in page.html


@pytest.mark.parametrize("path", ["/", "/about", "/about/log", "/check"])
def test_only_reading_is_possible_where_nothing_is_sent(path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.delete(path).status_code == 405
    assert client.head(path).status_code == 200


def test_plain_pages_need_hardly_any_statement(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    get("/about/privacy")
    with django_assert_max_num_queries(0):
        assert get("/about/privacy").status == 200
    make_shop()
    get("/")
    with django_assert_max_num_queries(1):
        assert get("/").status == 200


def static(name: str) -> str:
    path = finders.find(f"web/{name}")
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["tokens.css", "site.css", "figures.css", "number.js", "rating.js", "voucher.js", "icon.svg"]
)
def test_static_files_load_nothing_from_elsewhere(name: str) -> None:
    assert not re.search(r"(?:https?:)?//(?!www\.w3\.org)[a-z0-9-]+\.[a-z]", static(name))
    assert len(static(name).splitlines()) <= 400


@pytest.mark.parametrize("name", ["site.css", "figures.css"])
def test_raw_colours_stand_among_the_tokens_only(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", static(name), flags=re.DOTALL)
    assert [colour for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", text) if colour not in ("#0000", "#000")] == []
