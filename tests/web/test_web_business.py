"""GET /b/…: the page of a business in each of its states, its reviews, its feed, what stays after it left."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from reputation.businesses import queries as businesses
from reputation.core import clock, months
from reputation.log import queries as entries
from reputation.receipts import keys
from reputation.reviews import actions as reviews
from reputation.reviews import queries as review_queries
from tests.attesters_made import make_key
from tests.pages_made import FEW, GOOD, SURGE, Sent, get, make_left, make_removed, make_shop, settle
from tests.receipts_made import make_annulled, make_reviewed
from tests.reviews_made import make_case

ANNULLED = "Receipt annulled: this review does not count."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def test_it_says_who_how_well_how_sure_and_what_it_rests_on() -> None:
    shop = make_shop()
    page = get(shop.path)
    assert page.status == 200
    for words in (
        "Kettle & Moss Ltd",
        "kettle-and-moss.example",
        "Of 100 recent buyers who reviewed, about",
        "likely",
        "of 5 stars",
        "6 with a receipt from a payment provider or marketplace, 4 with one from the shop itself, 2 without",
        "This tells you about buyers who reviewed, not about all buyers.",
        "Version 1, accepted",
        "In the public log",
        "Run by",
    ):
        assert words in page.says, words
    assert "No gag clauses" in page.says


def test_its_joining_can_be_looked_up_in_the_log() -> None:
    make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example")
    shop = make_shop()
    found = re.search(r'href="/entry/(\d+)">Its joining', get(shop.path).html)
    assert found is not None
    row = entries.entry(int(found[1]))
    assert (row.kind, row.business) == ("business-joined", shop.id)


def test_the_chart_has_a_name_and_a_table_with_the_same_months() -> None:
    page = get(make_shop().path)
    assert any(tag == "svg" and "Line chart from" in attrs.get("aria-label", "") for tag, attrs in page.tags)
    assert page.html.count('scope="row"') >= 24


def test_machines_read_who_it_is_but_no_rating_without_its_doubt() -> None:
    page = get(make_shop().path)
    raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.html, re.DOTALL)
    assert raw is not None
    found = json.loads(raw[1])
    assert found["@type"] == "Organization"
    assert found["legalName"] == "Kettle & Moss Ltd"
    assert "aggregateRating" not in found


def test_a_name_cannot_break_out_of_the_page() -> None:
    shop = make_shop("</script><script>alert(1)</script> Ltd", FEW)
    for path in (shop.path, f"{shop.path}/number", f"{shop.path}/reviews"):
        assert "<script>alert" not in get(path).html


def test_too_few_reviews_is_its_own_state() -> None:
    says = get(make_shop(sent=FEW).path).says
    assert "Too few recent reviews to show a figure" in says
    assert "This says nothing for or against the business." in says


def test_a_business_without_any_review_has_a_page_too() -> None:
    shop = make_shop(sent=(), domain="")
    page = get(shop.path)
    assert page.status == 200
    assert "Too few recent reviews to show a figure" in page.says
    assert get(f"{shop.path}/reviews").status == get(f"{shop.path}/number").status == 200


def test_a_notice_has_counts_causes_and_a_way_to_contest_it() -> None:
    says = get(make_shop(sent=SURGE).path).says
    assert "6 of 6 reviewers with a receipt say so" in says
    assert "In the twelve months before: 0 of 6." in says
    assert "These are counts, not a conclusion." in says
    assert "How a notice can be contested" in says
    assert "need not add up to 100" in says
    assert "6 people with a receipt reviewed" in says


def test_who_left_keeps_a_dated_note_for_a_year_and_no_figure() -> None:
    shop = make_shop()
    make_left(shop, ago=2)
    page = get(shop.path)
    assert page.status == 200
    assert "left on" in page.says
    assert "It has no figure any more" in page.says
    assert "Of 100 recent buyers" not in page.says


def test_after_that_year_nothing_stands_there() -> None:
    shop = make_shop(joined=20, sent=(Sent(18, 2),))
    make_left(shop, ago=13)
    for end in ("", "/reviews", "/feed"):
        page = get(shop.path + end)
        assert page.status == 410
        assert shop.name not in page.says


@pytest.mark.parametrize("end", ["", "/number", "/reviews", "/feed"])
def test_another_name_in_the_address_leads_to_the_right_one(end: str) -> None:
    shop = make_shop()
    answer = Client().get(f"/b/{shop.id}/other-name{end}")
    assert answer.status_code == 301
    assert answer["Location"] == shop.path + end
    assert Client().get(f"/b/{shop.id}")["Location"] == shop.path


@pytest.mark.parametrize("end", ["", "/number", "/reviews", "/feed", "/number/rows.csv"])
def test_nobody_s_address_is_a_clear_404(end: str) -> None:
    page = get(f"/b/00000000-0000-4000-8000-000000000000/nobody{end}")
    assert page.status == 404
    assert "No business has this address here." in page.says


def test_reviews_come_in_pages_that_miss_and_repeat_nothing() -> None:
    shop = make_shop(sent=(Sent(8, 15), Sent(5, 15), Sent(2, 15)))
    seen: list[str] = []
    path = f"{shop.path}/reviews"
    for _ in range(3):
        page = get(path)
        seen += [attrs["id"] for tag, attrs in page.tags if tag == "article" and attrs.get("id", "").startswith("r-")]
        following = [attrs["href"] for tag, attrs in page.tags if tag == "a" and "after=" in attrs.get("href", "")]
        path = f"{shop.path}/reviews{following[0]}" if following else ""
    assert path == ""
    assert len(seen) == len(set(seen)) == 45
    assert get(f"{shop.path}/reviews?after=nonsense").status == 400


def test_a_removed_review_leaves_its_reason_and_its_effect() -> None:
    shop = make_shop()
    review, case = make_removed(shop)
    says = get(f"{shop.path}/reviews").says
    assert "Removed on" in says
    assert "Ground: Conflict of interest or incentive" in says
    assert "Two people decided." in says
    assert get(f"/review/{review}").status == 200
    page = get(f"/case/{case}")
    assert page.status == 200
    for words in ("Decided", "copper pan", "what the business said", "what the writer said", "why", "Appeal until"):
        assert words in page.says, words


def test_marks_replies_erasure_and_withdrawal_are_seen() -> None:
    shop = make_shop()
    first, second, third = (one.public_id for one in review_queries.public(business=shop.id).items[:3])
    now = clock.now()
    reviews.reply(review_id=first, business=shop.id, text="We are sorry about the lid.", now=now)
    reviews.erase(review_id=second, now=now)
    reviews.withdraw(review_id=third, now=now)
    settle()
    says = get(f"{shop.path}/reviews").says
    assert "We are sorry about the lid." in says
    assert "The words were erased at the writer’s wish." in says
    assert "Withdrawn by its writer" in says


def test_the_feed_is_atom_with_months_only() -> None:
    shop = make_shop()
    answer = Client().get(f"{shop.path}/feed")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == sum(one.many for one in GOOD)
    month = months.show(months.of(clock.now()) - 2)
    updated = [one.findtext("{http://www.w3.org/2005/Atom}updated") for one in entries]
    assert updated[0] == f"{month}-01T00:00:00Z"


def test_pages_are_kept_until_the_log_moves_and_known_by_their_tag(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    shop = make_shop()
    client = Client()
    first = client.get(shop.path)
    assert first["Cache-Control"] == "public, max-age=60"
    with django_assert_num_queries(1):
        again = client.get(shop.path)
    assert again.content == first.content
    with django_assert_num_queries(1):
        known = client.get(shop.path, headers={"If-None-Match": first["ETag"]})
    assert known.status_code == 304
    assert known.content == b""
    reviews.withdraw(review_id=review_queries.public(business=shop.id).items[0].public_id, now=clock.now())
    settle()
    assert client.get(shop.path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("end", "most"), [("", 25), ("/number", 14), ("/reviews", 16), ("/feed", 14), ("/number/rows.csv", 12)]
)
def test_a_page_takes_a_bounded_number_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries, end: str, most: int
) -> None:
    shop = make_shop()
    with django_assert_max_num_queries(most):
        assert get(shop.path + end).status == 200


@pytest.mark.parametrize("has_left", [False, True])
def test_everybody_is_told_of_receipts_that_were_annulled_and_why(*, has_left: bool) -> None:
    shop = make_shop(sent=())
    assert "Annulled receipts" not in get(shop.path).says
    key = make_key(shop.id, now=clock.now())
    keys.annul(key_id=key, reason="leaked", persons=2, now=clock.now())
    if has_left:
        make_left(shop, ago=0)
    settle()
    shown = get(shop.path)
    assert "independent receipt: two people of this service decided" in shown.says
    assert "Ground: The key leaked." in shown.says


@pytest.mark.parametrize("is_erased", [False, True])
def test_every_place_that_shows_a_review_says_that_its_receipt_was_annulled(*, is_erased: bool) -> None:
    shop, review = make_reviewed()
    case = make_case(review, now=clock.now())
    if is_erased:
        reviews.erase(review_id=review, now=clock.now())
    settle()
    path = f"/b/{shop.business}/{businesses.profile(shop.business).slug}"
    places = (path, f"{path}/reviews", f"{path}/feed", f"/review/{review}", f"/case/{case}")
    assert [get(place).says.count(ANNULLED) for place in places] == [0] * 5
    make_annulled(shop)
    settle()
    for place in places:
        page = get(place)
        assert page.says.count(ANNULLED) == 1, place  # the review without a receipt says nothing of the kind
        assert "Stars and outcome stay and count" not in page.says, place
        if not place.endswith("/feed"):
            assert f'href="/b/{shop.business}#annulled"' in page.html, place
    assert 'id="annulled"' in get(path).html


def test_packed_and_plain_say_the_same() -> None:
    import gzip

    shop = make_shop()
    plain = Client().get(shop.path)
    packed = Client().get(shop.path, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
