"""GET /api/v1/businesses/{business}/domains: every proof of every web address that a business showed at any time."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.models import Business
from reputation.businesses.rules import Method
from tests.api.conftest import JOINED, World

pytestmark = pytest.mark.django_db
DOMAIN = "kettle-and-moss.example"


def domains(api: Client, business: object) -> Any:
    return api.get(f"/api/v1/businesses/{business}/domains")


def test_a_proof_that_holds_has_no_end(api: Client, world: World) -> None:
    answer = domains(api, world.shop)
    assert answer.json() == {
        "items": [
            {
                "domain": DOMAIN,
                "is_shown": True,
                "proofs": [
                    {
                        "business": str(world.shop),
                        "page": f"/b/{world.shop}/kettle-moss-ltd",
                        "method": "dns",
                        "proved_on": "2026-01-05",
                        "lost_on": None,
                    }
                ],
            }
        ]
    }
    assert answer["Cache-Control"].startswith("public")
    assert domains(api, world.gone).json() == {"items": []}


def test_the_proofs_of_others_come_along(api: Client, world: World) -> None:
    later = JOINED + timedelta(days=200)
    businesses.lose_domain(business=world.shop, domain=DOMAIN, now=later)
    leavings.come_back(business=world.gone, now=later)
    businesses.prove_domain(business=world.gone, domain=DOMAIN, method=Method.FILE, now=later)
    for business, is_shown in ((world.shop, False), (world.gone, True)):
        (item,) = domains(api, business).json()["items"]
        assert item["is_shown"] is is_shown
        assert [proof["business"] for proof in item["proofs"]] == [str(world.shop), str(world.gone)]
        assert [proof["lost_on"] for proof in item["proofs"]] == ["2026-07-24", None]


def test_the_page_of_a_business_is_named_while_it_stands(api: Client, world: World) -> None:
    leavings.leave(business=world.shop, now=JOINED)
    (item,) = domains(api, world.shop).json()["items"]
    assert item["proofs"][0]["page"] is not None
    Business.objects.filter(public_id=world.shop).update(joined_on="2020-01-01", left_on="2020-01-02")
    (item,) = domains(api, world.shop).json()["items"]
    assert item["proofs"][0]["page"] is None


def test_parameters_and_ids_that_are_none_are_refused(api: Client, world: World) -> None:
    assert domains(api, "00000000-0000-4000-8000-000000000000").json()["code"] == "no-such-business"
    assert domains(api, "x").json()["code"] == "no-such-operation"
    assert api.get(f"/api/v1/businesses/{world.shop}/domains?q=x").status_code == 400
