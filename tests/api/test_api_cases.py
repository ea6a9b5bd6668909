"""Cases by API: challenging, acting, showing documents, once for each Idempotency-Key."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.core import clock
from reputation.disputes import exchange
from reputation.disputes.models import Appeal, Case, Said
from reputation.disputes.rules import Outcome, State
from reputation.log import lots
from reputation.members.rules import Act, Actor
from reputation.proofs.models import Proof
from tests import cases_made, pages_made
from tests import proofs_made as files
from tests.api_declared import undeclared
from tests.api_made import BASE, Shop, business_key, code
from tests.members_made import make_member_business
from tests.reviews_made import make_business, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]
TEXT = "The handle is loose.\nNobody answered. The pan is red."
NUMBER = b"\x07" * 32


@pytest.fixture
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


@pytest.fixture
def owner() -> Actor:
    return make_member_business(now=clock.now() - timedelta(days=90))


@pytest.fixture
def shop(owner: Actor) -> Shop:
    return Shop(business_key(owner, [Act.READ, Act.ANSWER]))


@pytest.fixture
def review(owner: Actor) -> UUID:
    found = make_review(owner.business, text=TEXT, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return found


def claim(review: UUID, **given: Any) -> dict[str, Any]:
    said = {"ground": "off-topic", "quote": "The handle is loose.", "said": "It is about no purchase."}
    return {"review": str(review), **said, **given}


def path(owner: Actor, rest: str = "") -> str:
    return f"businesses/{owner.business}/cases{rest}"


def file(owner: Actor, shop: Shop, review: UUID) -> str:
    answer = shop.post(path(owner), claim(review))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["case"])


def test_a_case_is_filed_once_for_a_key_and_read_by_its_business_and_by_everybody(
    owner: Actor, shop: Shop, review: UUID
) -> None:
    first = shop.post(path(owner), claim(review), once="case 1")
    again = shop.post(path(owner), claim(review), once="case 1")
    assert (first.status_code, again.content) == (201, first.content)
    assert Case.objects.count() == 1
    found = first.json()
    assert (found["state"], found["turn"]["who"], found["quote"]) == ("filed", "moderator", "The handle is loose.")
    assert shop.get(path(owner, f"/{found['case']}")).json() == found
    (line,) = shop.get(path(owner)).json()["items"]
    assert (line["case"], line["is_own"], line["turn"]) == (found["case"], True, found["turn"])
    assert shop.get(path(owner, "?which=over")).json() == {"items": [], "next": None}
    address = f"{BASE}cases/{found['case']}"
    public = Client().get(address)
    assert undeclared("GET", address, public) == []
    assert (public.json()["said"], public.json()["side"]) == ("It is about no purchase.", "business")
    assert code(shop.post(path(owner), claim(review))) == (409, "case-already-open")


@pytest.mark.parametrize(
    ("given", "status", "why"),
    [
        ({"quote": "not in it"}, 422, "challenge-not-valid"),
        ({"quote": ""}, 422, "invalid-field"),
        ({"said": " "}, 422, "challenge-not-valid"),
        ({"said": "x" * 2_001}, 422, "invalid-field"),
        ({"ground": "dislike"}, 422, "invalid-field"),
        ({"ground": "unlawful-content"}, 422, "challenge-not-valid"),
        ({"ground": "no-genuine-experience"}, 409, "challenge-inadmissible"),
        ({"review": "nonsense"}, 422, "invalid-field"),
        ({"more": True}, 422, "invalid-field"),
        ({"said": "Jordan Pikeley at jordan@mail.example wrote it."}, 422, "passages-found"),
    ],
)
def test_what_does_not_fit_is_refused_and_files_nothing(
    owner: Actor, shop: Shop, review: UUID, given: dict[str, Any], status: int, why: str
) -> None:
    assert code(shop.post(path(owner), claim(review) | given)) == (status, why)
    assert Case.objects.count() == 0


def test_whoever_insists_is_read_first(owner: Actor, shop: Shop, review: UUID) -> None:
    said = "Jordan Pikeley at jordan@mail.example wrote it."
    answer = shop.post(path(owner), claim(review, said=said, insists=True))
    assert (answer.status_code, answer.json()["is_held"]) == (201, True)
    assert Client().get(f"{BASE}cases/{answer.json()['case']}").json()["said"] is None


def test_reviews_and_cases_of_others_are_not_there(owner: Actor, shop: Shop, review: UUID) -> None:
    other = make_review(make_business(), text=TEXT)
    assert code(shop.post(path(owner), claim(other))) == (404, "no-such-review")
    theirs = cases_made.file_case(other, quote="red", now=clock.now())
    assert code(shop.get(path(owner, f"/{theirs}"))) == (404, "no-such-case")
    assert code(shop.post(path(owner, f"/{theirs}/withdraw"))) == (404, "no-such-case")
    assert code(shop.post(path(owner, f"/{theirs}/proofs"), files.png())) == (404, "no-such-case")
    assert Proof.objects.count() == 0


def test_the_exchange_goes_to_its_end(owner: Actor, shop: Shop, review: UUID) -> None:
    case = file(owner, shop, review)
    assert shop.post(path(owner, f"/{case}/words"), {"text": "Found late."}).json()["words"][0]["kind"] == "more"
    assert shop.post(path(owner, f"/{case}/offer"), {"text": "We take it back."}).status_code == 200
    cases_made.admit(UUID(case), now=clock.now())
    assert code(shop.post(path(owner, f"/{case}/reply"), {"text": "No."})) == (409, "case-in-wrong-state")
    exchange.answer(case=UUID(case), text="I was there.", now=clock.now())
    found = shop.get(path(owner, f"/{case}")).json()
    assert {"reply", "no-reply"} <= set(found["may"])
    replied = shop.post(path(owner, f"/{case}/reply"), {"text": "The list shows otherwise."}, once="reply")
    again = shop.post(path(owner, f"/{case}/reply"), {"text": "The list shows otherwise."}, once="reply")
    assert replied.json()["state"] == State.READY
    assert again.content == replied.content
    assert Said.objects.count() == 4
    assert shop.post(path(owner, f"/{case}/withdraw")).json()["state"] == State.WITHDRAWN
    assert code(shop.post(path(owner, f"/{case}/withdraw"))) == (409, "case-in-wrong-state")


def test_nothing_is_said_to_an_answer(owner: Actor, shop: Shop, review: UUID) -> None:
    case = file(owner, shop, review)
    cases_made.admit(UUID(case), now=clock.now())
    exchange.answer(case=UUID(case), text="I was there.", now=clock.now())
    assert shop.post(path(owner, f"/{case}/no-reply")).json()["state"] == State.READY


def test_a_document_is_kept_once_for_a_key(owner: Actor, shop: Shop, review: UUID) -> None:
    case = file(owner, shop, review)
    first = shop.post(path(owner, f"/{case}/proofs"), files.armed(), once="invoice")
    again = shop.post(path(owner, f"/{case}/proofs"), files.armed(), once="invoice")
    assert (first.status_code, again.content) == (201, first.content)
    found = first.json()
    assert (found["kind"], found["pages"], found["party"], found["seen"]) == ("pdf", 1, "challenger", None)
    assert Proof.objects.count() == 1
    assert code(shop.post(path(owner, f"/{case}/proofs"), files.png(), once="invoice")) == (
        422,
        "idempotency-key-reused",
    )


def test_an_eleventh_document_is_refused_before_any_work_and_the_tenth_answered_again(
    owner: Actor, shop: Shop, review: UUID
) -> None:
    case = file(owner, shop, review)
    for number in range(10):
        last = shop.post(path(owner, f"/{case}/proofs"), f"Letter {number}".encode(), once=f"letter {number}")
    assert last.status_code == 201
    # Bytes that no work could make anything of: it is not come to.
    assert code(shop.post(path(owner, f"/{case}/proofs"), b"%PDF-1.7")) == (409, "too-many-proofs")
    again = shop.post(path(owner, f"/{case}/proofs"), b"Letter 9", once="letter 9")
    assert (again.status_code, again.content) == (201, last.content)
    assert Proof.objects.count() == 10


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        (b" ", 422, "proof-not-readable"),
        (b"PK\x03\x04\xff", 422, "proof-kind-unknown"),
        (b"%PDF-1.7", 422, "proof-not-readable"),
        (b"a" * 5_242_881, 413, "body-too-large"),
    ],
)
def test_what_is_no_document_is_refused(
    owner: Actor, shop: Shop, review: UUID, content: bytes, status: int, why: str
) -> None:
    case = file(owner, shop, review)
    assert code(shop.post(path(owner, f"/{case}/proofs"), content)) == (status, why)
    assert code(shop.post(path(owner, f"/{case}/proofs"), {"a": "b"})) == (415, "unsupported-media-type")
    assert Proof.objects.count() == 0


def test_a_decision_is_appealed_with_a_sealed_number(owner: Actor, shop: Shop, review: UUID) -> None:
    case = file(owner, shop, review)
    cases_made.decide(UUID(case), Outcome.REJECTED, now=clock.now() + timedelta(days=30))
    sealed = lots.nonce_commitment(NUMBER)
    bad = shop.post(path(owner, f"/{case}/appeal"), {"text": "Look again.", "nonce_commitment": "12"})
    assert code(bad) == (422, "invalid-field")
    answer = shop.post(path(owner, f"/{case}/appeal"), {"text": "Look again.", "nonce_commitment": sealed})
    assert (answer.status_code, answer.json()["state"]) == (200, State.APPEALED)
    assert bytes(Appeal.objects.get().nonce_commitment or b"").hex() == sealed
    assert code(shop.post(path(owner, f"/{case}/reveal"), {"nonce": NUMBER.hex()})) == (409, "nonce-not-due")
    assert code(shop.post(path(owner, f"/{case}/appeal"), {"text": "Once more."})) == (409, "appealed-before")


def test_a_notice_that_does_not_stand_is_not_contested(owner: Actor, shop: Shop, review: UUID) -> None:
    address = f"businesses/{owner.business}/alerts"
    assert code(shop.post(f"{address}/surge/contest", {"said": "A strike."})) == (409, "no-such-alert")
    assert shop.post(f"{address}/nonsense/contest", {"said": "A strike."}).status_code == 404
