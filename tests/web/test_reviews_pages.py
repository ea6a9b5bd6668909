"""Reading reviews: some of them by receipt, outcome, language and period, and what is said of those that are gone."""

from datetime import timedelta

import pytest
from django.utils import translation

from reputation.core import clock
from reputation.reviews import actions, publication, queries, sending
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.web.review_filters import Asked, language_name
from tests import pages_made
from tests.pages_made import HOLD, Page, Sent, Shop, get, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
MIXED = (
    Sent(20, 1, 1, Outcome.NEVER_DELIVERED, text="Long ago nothing came."),
    Sent(9, 1, 5, kind=ReceiptClass.INDEPENDENT, text="A pan from a market."),
    Sent(2, 1, 2, Outcome.PROBLEM_UNSOLVED, text="The handle is loose."),
    Sent(1, 1, 4, kind=ReceiptClass.NONE, text="A kettle without a receipt."),
)


@pytest.fixture
def shop() -> Shop:
    shop = make_shop(sent=MIXED, joined=25)
    sending.submit_invented(
        business=shop.id,
        stars=3,
        outcome=Outcome.AS_AGREED,
        receipt_class=ReceiptClass.SELLER,
        no_receipt_given=None,
        language="de",
        text="Eine Pfanne wie vereinbart.",
        now=clock.now() - HOLD,
    )
    publication.publish_due(now=clock.now())
    pages_made.settle()
    return shop


def texts(page: Page) -> set[str]:
    known = {sent.text for sent in MIXED} | {"Eine Pfanne wie vereinbart."}
    return {text for text in known if text in page.says}


@pytest.mark.parametrize(
    ("asked", "found", "title"),
    [
        ("", 5, "Reviews of Kettle & Moss Ltd"),
        ("receipt=seller", 3, "Reviews of Kettle & Moss Ltd: the shop’s own receipt"),
        ("receipt=none", 1, "Reviews of Kettle & Moss Ltd: no receipt"),
        ("outcome=problem-unsolved", 1, "Reviews of Kettle & Moss Ltd: Problem not solved"),
        ("language=de", 1, "Reviews of Kettle & Moss Ltd: German"),
        ("months=3", 3, "Reviews of Kettle & Moss Ltd: last 3 months"),
        ("months=12", 4, "Reviews of Kettle & Moss Ltd: last 12 months"),
        (
            "receipt=seller&outcome=never-delivered&months=24",
            1,
            "the shop’s own receipt, Never delivered, last 24 months",
        ),
        ("receipt=&outcome=&language=&months=", 5, "Reviews of Kettle & Moss Ltd"),
    ],
)
def test_some_reviews_are_chosen_and_the_title_says_which(asked: str, found: int, title: str, shop: Shop) -> None:
    page = get(f"{shop.path}/reviews?{asked}")
    assert (page.status, len(texts(page))) == (200, found)
    assert title in page.says
    is_kept_out = any(attributes.get("content") == "noindex" for tag, attributes in page.tags if tag == "meta")
    assert is_kept_out is (found < 5)


def test_each_choice_says_how_many_there_are(shop: Shop) -> None:
    page = get(f"{shop.path}/reviews")
    for says in (
        "all (5)",
        "the shop’s own receipt (3)",
        "independent receipt (1)",
        "no receipt (1)",
        "Never delivered (1)",
        "As agreed (3)",
        "English (4)",
        "German (1)",
    ):
        assert says in page.says, says
    (form,) = [attributes for tag, attributes in page.tags if tag == "form"]
    assert (form["method"], form["action"]) == ("get", f"{shop.path}/reviews")
    chosen = get(f"{shop.path}/reviews?outcome=never-delivered")
    assert '<option value="never-delivered" selected>' in chosen.html


def test_no_review_like_that_is_said_and_leads_to_all(shop: Shop) -> None:
    page = get(f"{shop.path}/reviews?language=fr&outcome=charged-wrongly")
    assert "No review is like that." in page.says
    assert "French (0)" in page.says
    assert any(attributes.get("href") == f"{shop.path}/reviews" for _, attributes in page.tags)


@pytest.mark.parametrize(
    "asked",
    [
        "receipt=gold",
        "outcome=x",
        "language=../../x",
        "language=ENGLISH",
        "months=-1",
        "months=3%00",
        "receipt=%00&x=1",
    ],
)
def test_what_is_no_choice_of_ours_is_none(asked: str, shop: Shop) -> None:
    page = get(f"{shop.path}/reviews?{asked}")
    assert (page.status, len(texts(page))) == (200, 5)


def test_a_mark_of_another_list_is_none(shop: Shop) -> None:
    other = queries.public(business=shop.id, limit=1).next
    assert get(f"{shop.path}/reviews?after={other}").status == 200
    assert get(f"{shop.path}/reviews?after={other}&receipt=seller").status == 400
    assert get(f"{shop.path}/reviews?after=%00").status == 400


def test_the_next_page_keeps_what_was_chosen() -> None:
    many = (Sent(2, 23, text="A pan of many."), Sent(2, 1, 1, Outcome.NEVER_DELIVERED, text="Nothing came."))
    shop = make_shop(sent=many)
    first = get(f"{shop.path}/reviews?outcome=as-agreed")
    (older,) = [attributes["href"] for tag, attributes in first.tags if attributes.get("rel") == "next"]
    assert older.startswith("?outcome=as-agreed&after=")
    second = get(f"{shop.path}/reviews{older}")
    assert second.says.count("A pan of many.") == 3
    assert "Nothing came." not in second.says
    assert "Reviews: As agreed, continued" in second.says
    assert any(attributes.get("href") == f"{shop.path}/reviews?outcome=as-agreed" for _, attributes in second.tags)


def test_each_text_says_its_language_and_finds_its_direction(shop: Shop) -> None:
    page = get(f"{shop.path}/reviews")
    bodies = [attributes for tag, attributes in page.tags if attributes.get("class") == "body"]
    assert {(one["lang"], one["dir"]) for one in bodies} == {("en", "auto"), ("de", "auto")}


def test_how_many_were_taken_back_by_stars_is_told_and_why(shop: Shop) -> None:
    assert "Withdrawn by their writers:" not in get(f"{shop.path}/reviews").says
    for review in queries.public(business=shop.id).items:
        if review.stars <= 2:
            actions.withdraw(review_id=review.public_id, now=clock.now())
    pages_made.settle()
    says = get(f"{shop.path}/reviews").says
    assert "0 × 5 of 5 stars" in says
    assert "1 × 2 of 5 stars, 1 × 1 of 5 stars" in says
    assert "paid to take a bad review back" in says


def test_a_page_of_reviews_asks_for_no_opinion_of_a_review(shop: Shop) -> None:
    html = get(f"{shop.path}/reviews").html.lower()
    for word in ("helpful", "avatar", "profile"):
        assert word not in html


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    with translation.override("de"):
        assert language_name("en") == "Englisch"
        assert Asked.parse({"language": "nl"}).says == "Niederländisch"
    assert language_name("qqx") == "qqx"


def test_the_old_name_of_a_business_leads_on_with_what_was_chosen(shop: Shop) -> None:
    page = get(f"/b/{shop.id}/old-name/reviews?months=3")
    assert (page.status, page.headers["Location"]) == (301, f"{shop.path}/reviews?months=3")


def test_a_period_moves_with_the_day(shop: Shop) -> None:
    today = clock.now().date()
    since = Asked.parse({"months": "3"}).filters(today).since
    assert since is not None
    assert Asked.parse({"months": "3"}).filters(today + timedelta(days=400)).since != since
