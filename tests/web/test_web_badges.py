"""GET /b/…/badge and badge.svg: the picture for the shop, and the page that says what a badge said and says now."""

import json
from dataclasses import replace

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from reputation.badges import queries as badges
from reputation.badges import signing
from reputation.core import clock, months
from reputation.ratings import queries as ratings
from reputation.reviews import publication
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.tlog.notes import parse_vkey
from reputation.web import pages
from reputation.web.badges import is_same
from reputation.web.business import told_of
from tests.pages_made import FEW, GOOD, HOLD, SURGE, Sent, Shop, get, make_left, make_shop, now_in, settle
from tests.reviews_made import submit
from tests.web.test_web_pages import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def picture_of(shop: Shop, prefix: str = "") -> signing.Opened:
    answer = Client().get(f"{prefix}{shop.path}/badge.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    return signing.opened(answer.content)


def verify_link(shop: Shop) -> str:
    """The path that the badge of now leads to."""
    raw = ratings.answer(shop.id)
    assert raw is not None
    answer = json.loads(raw)
    return f"{shop.path}/badge?month={answer['month']}&log_size={answer['log_size']}"


def make_worse(shop: Shop) -> None:
    """Eight people say that nothing came."""
    for _ in range(8):
        submit(
            shop.id,
            stars=1,
            outcome=Outcome.NEVER_DELIVERED,
            receipt_class=ReceiptClass.SELLER,
            text="Nothing came.",
            now=now_in(1) - HOLD,
        )
    publication.publish_due(now=now_in(1))
    settle()


@pytest.mark.parametrize(("sent", "says"), [(GOOD, "of 100 ended well"), (FEW, "too few"), (SURGE, "report loss")])
def test_the_picture_is_signed_and_says_what_the_page_says(sent: tuple[Sent, ...], says: str) -> None:
    shop = make_shop(sent=sent)
    badge = picture_of(shop)
    assert says in badge.picture
    found = signing.verified(badge, parse_vkey(badges.verifier_key()))
    assert (found.business, found.day) == (shop.id, clock.now().date())
    assert f"{settings.SERVICE_URL}{verify_link(shop)}" in badge.description


def test_the_language_goes_by_path() -> None:
    shop = make_shop()
    assert "von 100 endeten gut" in picture_of(shop, "/de").picture
    assert signing.verified(picture_of(shop, "/de"), parse_vkey(badges.verifier_key())).language == "de"


def test_it_is_fetched_again_only_when_it_changed_and_shown_on_no_other_site() -> None:
    shop = make_shop()
    first = Client().get(f"{shop.path}/badge.svg")
    again = Client().get(f"{shop.path}/badge.svg", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for answer in (first, again):
        assert answer["Cache-Control"] == "public, max-age=60"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    make_worse(shop)
    changed = Client().get(f"{shop.path}/badge.svg", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_a_business_that_left_has_no_badge_and_the_page_says_so() -> None:
    shop = make_shop()
    link = verify_link(shop)
    make_left(shop)
    refused = get(f"{shop.path}/badge.svg")
    assert refused.status == 410
    assert "This business has no badge any more." in refused.says
    for path in (f"{shop.path}/badge", link):
        page = get(path)
        assert page.status == 200
        assert "and has no badge any more" in page.says
        assert "For your shop" not in page.says
        assert "badge.svg" not in page.html
    assert "Of 100 recent buyers" in get(link).says, "what the badge said stays reachable"


def test_when_even_the_note_has_ended_nothing_is_there() -> None:
    shop = make_shop(joined=20)
    make_left(shop, ago=13)
    assert get(f"{shop.path}/badge").status == 410
    assert get(f"{shop.path}/badge.svg").status == 410


def test_the_link_of_a_badge_of_now_says_the_same() -> None:
    shop = make_shop()
    says = get(verify_link(shop)).says
    assert "What the badge said" in says
    assert "The same as the badge said." in says
    assert "differs" not in says
    then, _, now = says.partition("What is so now")
    assert "Of 100 recent buyers who reviewed, about" in then
    assert "Of 100 recent buyers who reviewed, about" in now


def test_a_badge_whose_figure_has_changed_is_told() -> None:
    shop = make_shop(sent=(Sent(6, 4), Sent(5, 4)))
    link = verify_link(shop)
    make_worse(shop)
    says = get(link).says
    assert "This differs from what the badge said." in says
    assert "More people than usual say they lost money" in says


def test_a_notice_alone_makes_a_badge_differ() -> None:
    now = told_of(make_shop().id)
    assert now is not None
    assert is_same(now, now)
    assert not is_same(replace(now, standing=({"alert": "money-lost"},)), now)
    assert not is_same(replace(now, figure=None), now)


def test_a_badge_of_another_month_is_told_to_be_old() -> None:
    shop = make_shop()
    size = verify_link(shop).rpartition("=")[2]
    month = months.show(months.of(clock.now()) - 1)
    says = get(f"{shop.path}/badge?month={month}&log_size={size}").says
    assert "The badge is old: a shop should fetch it once a day." in says


def test_a_badge_on_the_page_of_another_shop_names_its_owner() -> None:
    shop = make_shop()
    make_shop("Quillon Cycles Ltd", FEW, domain="quillon.example")
    says = get(verify_link(shop)).says
    assert "Badge of Kettle & Moss Ltd" in says
    assert "these web addresses, which it has shown to control: kettle-and-moss.example." in says
    assert "somebody put the badge of another business on their page" in says
    assert "quillon" not in says


def test_a_link_made_for_another_business_is_refused() -> None:
    """Under another's address, the size in a badge says what was so of the other, or that it had not joined."""
    shop = make_shop()
    size = verify_link(shop).rpartition("=")[2]
    younger = make_shop("Younger Ltd", (), domain="", joined=1)
    page = get(f"{younger.path}/badge?log_size={size}")
    assert page.status == 404
    assert "There was no rating yet." in page.says


@pytest.mark.parametrize("query", ["month=nonsense", "log_size=0", "log_size=99999999", "month=2999-01"])
def test_a_wrong_link_is_a_clear_error(query: str) -> None:
    assert get(f"{make_shop().path}/badge?{query}").status == 422


def test_the_link_survives_a_change_of_name() -> None:
    shop = make_shop()
    link = verify_link(shop)
    answer = Client().get(link.replace(shop.path, f"/b/{shop.id}/old-name"))
    assert (answer.status_code, answer["Location"]) == (301, link)
    assert Client().get(f"/b/{shop.id}/old-name/badge.svg")["Location"] == f"{shop.path}/badge.svg"


def test_a_shop_finds_everything_to_copy() -> None:
    shop = make_shop()
    page = get(f"{shop.path}/badge")
    assert faults(page) == []
    picture = next(attrs for tag, attrs in page.tags if tag == "img")
    assert picture["src"] == f"{shop.path}/badge.svg"
    assert (picture["width"], picture["height"]) == ("320", "144")
    assert "of 100 ended well" in picture["alt"]
    for words in (
        "--etag-compare badge.etag",
        f"{settings.SERVICE_URL}{shop.path}/badge.svg",
        'src="/badge.svg" width="320" height="144"',
        '"@type":"AggregateRating"',
        '"bestRating":5,"worstRating":1',
        "every visitor of your shop would then call us",
        "rating-changed",
        f"python -m reputation.badges badge.svg --key {badges.verifier_key()}",
    ):
        assert words in page.says, words
    assert f'href="{shop.path}/badge"' in get(shop.path).html


def test_without_a_figure_machines_are_given_no_stars() -> None:
    page = get(f"{make_shop(sent=FEW).path}/badge")
    assert "Too few recent reviews to show a figure." in page.says
    assert "AggregateRating" not in page.html


def test_german_pages_show_german_badges() -> None:
    shop = make_shop()
    page = get(f"/de{shop.path}/badge")
    assert f'src="/de{shop.path}/badge.svg"' in page.html
    assert "von 100 endeten gut" in page.html
    assert "badge?language=de" in page.html


def test_without_a_key_the_page_stands_without_a_badge(settings: LazySettings) -> None:
    shop = make_shop()
    settings.BADGE_KEY = None
    pages.STORE.clear()
    page = get(f"{shop.path}/badge")
    assert page.status == 200
    assert "badge.svg" not in page.html
    refused = get(f"{shop.path}/badge.svg")
    assert refused.status == 503
    assert "This service cannot sign badges." in refused.says


def test_nobody_s_badge_is_not_found() -> None:
    assert get("/b/00000000-0000-4000-8000-000000000000/x/badge").status == 404
    assert get("/b/00000000-0000-4000-8000-000000000000/x/badge.svg").status == 404
