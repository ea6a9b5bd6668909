"""What the private check answers: complete from one range, and the same as the open check says."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.businesses import actions as businesses
from reputation.checks.models import Key
from reputation.core import clock
from reputation.lookalikes import actions as lookalikes
from reputation.lookalikes import keys
from reputation.lookalikes.models import Dropped, Name
from reputation.lookalikes.rules import Rule
from reputation.ratings import queries as ratings
from tests import checks_made, pages_made
from tests.checks_made import domains_of, make_business, publish, shown
from tests.warnings_made import exempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()


def test_a_participant_is_answered_in_full_from_one_range() -> None:
    shop = pages_made.make_shop(domain="kettle-and-moss.example")
    publish()

    (found,) = shown().find("https://www.kettle-and-moss.example/pans?from=advert")

    body = ratings.answer(shop.id)
    assert body is not None
    assert found == {
        "d": keys.of("kettle-and-moss.example").domain_key[:16].hex(),
        "s": keys.of("kettle-and-moss.example").skeleton_key[:16].hex(),
        "w": "kettle-and-moss.example",
        "b": str(shop.id),
        "n": "Kettle & Moss Ltd",
        "g": "kettle-moss-ltd",
        "c": "GB",
        "k": "participant",
        "j": pages_made.now_in(14).date().isoformat(),
        "i": [],
        "x": [],
        "r": found["r"],
    }
    assert found["r"] | {"well": 0, "ends": [], "stars": [], "unsolved": 0, "lost": 0, "log_size": 0} == {
        "published": 12,
        "receipts": [6, 4, 2],
        "basis": "few-independent",
        "well": 0,
        "ends": [],
        "unsolved": 0,
        "lost": 0,
        "stars": [],
        "few": None,
        "month": checks_made.month(),
        "log_size": 0,
        "alerts": [],
        "suspended": [],
        "warned": False,
    }


def test_the_figures_are_those_of_the_open_check() -> None:
    shop = pages_made.make_shop(domain="kettle-and-moss.example")
    publish()
    (found,) = shown().find("kettle-and-moss.example")

    page = pages_made.check("kettle-and-moss.example").says

    said = found["r"]
    assert f"about {said['well']}" in page.lower()
    assert f"between {said['ends'][0]} and {said['ends'][1]} of 100" in page
    mean, low, high = (f"{tenths / 10:.1f}" for tenths in said["stars"])
    assert f"{mean} of 5 stars (likely {low} to {high})" in page
    assert f"{said['published']} reviews in 24 months" in page
    assert str(shop.id) == found["b"]


def test_too_few_reviews_and_alerts_are_said() -> None:
    pages_made.make_shop("Few Ltd", pages_made.FEW, domain="few.example")
    pages_made.make_shop("Surge Ltd", pages_made.SURGE, domain="surge.example")
    publish()

    (few,), (surge,) = shown().find("few.example"), shown().find("surge.example")

    assert few["r"]["well"] is None
    assert (few["r"]["few"]["receipted"], few["r"]["few"]["needed"]) == (2, 5)
    assert "surge" in surge["r"]["alerts"]


def test_who_left_is_said_to_have_left_until_the_note_ends() -> None:
    shop = pages_made.make_shop(domain="gone.example")
    pages_made.make_left(shop)
    publish()

    (found,) = shown().find("gone.example")

    assert (found["k"], found["l"]) == ("left", pages_made.now_in(1).date().isoformat())
    assert found["r"]["well"] is None
    publish(days=400)
    assert shown().find("gone.example") == []


def test_domains_that_look_alike_are_in_one_range_and_each_has_its_record() -> None:
    one, other = make_business("paypal-shop.example", "shop.paypal-shop.example"), make_business("paypa1shop.example")
    publish()

    found = shown().range_of("paypa1-shop.example")

    assert [(record["w"], record["b"]) for record in found if "shop" in record["w"]] == [
        (record["w"], record["b"]) for record in sorted(found, key=lambda record: (record["d"], record["w"]))
    ]
    assert {record["b"] for record in found} == {str(one), str(other)}
    assert domains_of(found) == ["paypa1shop.example", "paypal-shop.example", "shop.paypal-shop.example"]


def test_rules_and_exemptions_of_the_name_are_said() -> None:
    shop = make_business("kettle-and-moss.example")
    pages_made.settle()
    publish()
    assert [said["i"] for said in shown().find("kettle-and-moss.example")] == [[]], "it is not watched over yet"
    lookalikes.follow()
    name = Name.objects.get(domain="kettle-and-moss.example")
    Dropped.objects.all().delete()
    Dropped.objects.create(name=name, rule=Rule.TOKEN, fires_on="moss.example", sites=1)
    exempt(shop, "kett1e-and-moss.example", now=clock.now())
    publish()

    (said,) = shown().find("kettle-and-moss.example")

    assert said["i"] == ["edit", "skeleton", "subdomain"]
    assert said["x"] == [keys.of("kett1e-and-moss.example").domain_key[:8].hex()]


def test_a_domain_that_was_lost_is_in_no_range_any_more() -> None:
    shop = make_business("kettle.example", "moss.example")
    publish()
    businesses.lose_domain(business=shop, domain="moss.example", now=clock.now())
    publish()

    assert domains_of(shown().whole()) == ["kettle.example"]
    assert list(Key.objects.values_list("domain", flat=True)) == ["kettle.example"]


def test_a_domain_that_is_a_suffix_by_now_is_left_out() -> None:
    make_business("github.io", "kettle.example")
    publish()

    assert domains_of(shown().whole()) == ["kettle.example"]
