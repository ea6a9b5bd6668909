"""GET /b/…/domain/…: since when a business has shown a web address, how, and who else did, in neutral words."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.rules import Method
from tests.pages_made import FEW, Shop, get, make_left, make_shop, now_in, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
DOMAIN = "kettle-and-moss.example"


def path_of(shop: Shop, domain: str = DOMAIN) -> str:
    return f"{shop.path}/domain/{domain}"


def make_passed_on() -> tuple[Shop, Shop]:
    """A domain that one business lost and another proved afterwards."""
    first = make_shop("Orrin Electronics Ltd", FEW)
    businesses.lose_domain(business=first.id, domain=DOMAIN, now=now_in(6))
    second = make_shop(sent=FEW, domain="")
    businesses.prove_domain(business=second.id, domain=DOMAIN, method=Method.MAIL, now=now_in(3))
    settle()
    return first, second


def test_it_says_since_when_and_how_and_that_nobody_else_did() -> None:
    shop = make_shop(sent=FEW)
    page = get(path_of(shop))
    assert page.status == 200
    since = f"15 {now_in(14):%B %Y}"
    assert f"Kettle & Moss Ltd has shown since {since} that it controls this web address" in page.says
    assert "by an entry in its name server" in page.says
    assert "No other business has shown here that it controls this web address." in page.says


def test_the_page_of_the_business_leads_there() -> None:
    shop = make_shop(sent=FEW)
    links = [attrs.get("href") for tag, attrs in get(shop.path).tags if tag == "a"]
    assert path_of(shop) in links


def test_who_proved_it_before_is_named_with_its_days() -> None:
    first, second = make_passed_on()
    for shop in (first, second):
        page = get(path_of(shop))
        assert f"15 {now_in(14):%B %Y} to 15 {now_in(6):%B %Y}" in page.says
        assert f"Since 15 {now_in(3):%B %Y}" in page.says
        assert "by a signed message of its postmaster" in page.says
        assert "No other business" not in page.says
        other = second if shop is first else first
        assert other.path in [attrs.get("href") for tag, attrs in page.tags if tag == "a"]
    assert "no longer shows that it controls this web address. That says nothing about it" in get(path_of(first)).says
    assert "Kettle & Moss Ltd has shown since" in get(path_of(second)).says


def test_a_business_whose_note_has_ended_is_not_named() -> None:
    first, second = make_passed_on()
    make_left(first, ago=0)
    assert "Orrin Electronics Ltd" in get(path_of(second)).says
    leavings.come_back(business=first.id, now=now_in(0))
    make_left(first, ago=13)
    page = get(path_of(second))
    assert "Orrin Electronics Ltd" not in page.html
    assert "A business that left" in page.says
    assert get(path_of(first)).status == 410


@pytest.mark.parametrize("domain", ["other.example", "kettle-and-moss.example.com", "a.b", "x" * 63 + ".example"])
def test_a_domain_that_it_never_proved_is_not_there(domain: str) -> None:
    shop = make_shop(sent=FEW)
    make_shop("Orrin Electronics Ltd", FEW, domain="other.example")
    page = get(path_of(shop, domain))
    assert page.status == 404
    assert domain not in page.says


def test_another_name_in_the_address_leads_to_the_right_one_and_nobody_is_a_404() -> None:
    shop = make_shop(sent=FEW)
    answer = Client().get(f"/b/{shop.id}/other-name/domain/{DOMAIN}")
    assert (answer.status_code, answer["Location"]) == (301, path_of(shop))
    assert get(f"/b/00000000-0000-4000-8000-000000000000/nobody/domain/{DOMAIN}").status == 404


def test_it_is_kept_until_a_proof_changes_also_another_s(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = make_passed_on()
    client = Client()
    before = client.get(path_of(first))
    assert before["Cache-Control"] == "public, max-age=60"
    with django_assert_num_queries(2):
        assert client.get(path_of(first)).content == before.content
    businesses.lose_domain(business=second.id, domain=DOMAIN, now=now_in(0))
    assert client.get(path_of(first)).content != before.content


def test_it_reads_in_german() -> None:
    shop = make_shop(sent=FEW)
    assert Client().get(f"/de{path_of(shop)}").status_code == 200
