"""Reviews by API: read, with words masked in them, and answered by the business."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from reputation.core import clock
from reputation.members import queries as members
from reputation.members.rules import Act, Actor, DeedKind
from reputation.reviews import publication, replies
from reputation.reviews.models import Held, MaskRequest, Review
from tests import pages_made
from tests.api_made import Shop as Till
from tests.api_made import account_key, business_key
from tests.conftest import AsRole
from tests.mailbox_made import make_published
from tests.members_made import make_member_business
from tests.receipts_made import token_of
from tests.reviews_by_api import (
    NAMED,
    NOBODY,
    acceptance_key,
    call,
    code,
    look,
    make_bought,
    said,
    said_without,
    send,
    shop_without_reviews,
    worked,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


# Reading.


def test_reviews_are_chosen_by_receipt_outcome_language_and_months() -> None:
    shop = pages_made.make_shop()
    path = f"businesses/{shop.id}/reviews"
    every = call("GET", f"{path}?limit=100").json()
    assert every["counts"]["all"] == len(every["items"]) == sum(every["counts"]["languages"].values())
    chosen: dict[str, Callable[[Any], bool]] = {
        "receipt=independent": lambda one: one["class"] == "independent",
        "outcome=problem-unsolved": lambda one: one["outcome"] == "problem-unsolved",
        "language=en": lambda one: one["language"] == "en",
        "language=de": lambda one: one["language"] == "de",
        "since=2026-08": lambda one: one["month"] >= "2026-08",
        "until=2026-08": lambda one: one["month"] <= "2026-08",
    }
    for query, fits in chosen.items():
        found = call("GET", f"{path}?limit=100&{query}").json()
        assert found["items"] == [one for one in every["items"] if fits(one)], query
        assert found["counts"] == every["counts"]
    assert every["counts"]["receipts"]["independent"] == len(
        [one for one in every["items"] if one["class"] == "independent"]
    )


def test_a_place_in_one_list_is_none_in_another() -> None:
    shop = pages_made.make_shop()
    path = f"businesses/{shop.id}/reviews?limit=2&receipt=independent"
    first = call("GET", path).json()
    assert first["next"]
    second = call("GET", f"{path}&after={first['next']}").json()
    assert not {one["review"] for one in first["items"]} & {one["review"] for one in second["items"]}
    other = call("GET", f"businesses/{shop.id}/reviews?limit=2&after={first['next']}")
    assert code(other) == (400, "bad-cursor")


@pytest.mark.parametrize(
    "query", ["receipt=x", "outcome=x", "language=EN", "since=2026", "until=2026-13", "months=3", "receipt=a&receipt=b"]
)
def test_what_chooses_nothing_is_refused(query: str) -> None:
    shop = shop_without_reviews()
    assert code(call("GET", f"businesses/{shop}/reviews?{query}")) == (422, "invalid-field")


def test_one_review_says_what_became_of_it_and_where_the_log_tells() -> None:
    written = make_published(shop_without_reviews())
    found = call("GET", f"reviews/{written.review}")
    assert found.status_code == 200
    document = found.json()
    assert (document["review"], document["state"], document["reply"]) == (str(written.review), "published", None)
    (entry,) = document["entries"]
    logged = call("GET", f"log/entries/{entry}").json()["entry"]
    assert (logged["kind"], logged["review"]) == ("review", str(written.review))
    (listed,) = call("GET", f"businesses/{document['business']}/reviews").json()["items"]
    assert listed == {name: value for name, value in document.items() if name not in ("business", "entries")}
    assert code(call("GET", f"reviews/{NOBODY}")) == (404, "no-such-review")
    assert code(call("GET", "reviews/x")) == (404, "no-such-operation")


def test_a_removed_review_is_there_as_a_tombstone() -> None:
    review, case = pages_made.make_removed(pages_made.make_shop())
    found = call("GET", f"reviews/{review}").json()
    assert (found["state"], found["text"], found["tombstone"]["case"]) == ("restricted", [], str(case))
    assert len(found["entries"]) > 1


def test_the_log_says_where_it_names_the_key_of_acceptances() -> None:
    (position, *_) = call("GET", "log").json()["operator_entries"]
    entry = call("GET", f"log/entries/{position}").json()["entry"]
    assert entry["kind"] == "operator"
    assert base64.b64decode(entry["acceptance_key"]) == acceptance_key()


# Words that name somebody.


def test_words_are_masked_for_work_and_nothing_else() -> None:
    written = make_published(
        shop_without_reviews(), text="The copper pan chipped within a week, and the shop was rude."
    )
    path = f"reviews/{written.review}/words"

    def ask(words: str, **more: Any) -> Any:
        return call("POST", path, {"words": words, "kind": "person", "work": worked(f"{path}/work"), **more})

    assert code(ask("nobody at all")) == (422, "words-cannot-be-masked")
    assert code(ask("copper pan", kind="stars")) == (422, "invalid-field")
    assert code(ask("copper pan", work=worked("mailbox/work"))) == (422, "work-not-good")
    answer = ask("copper pan")
    assert (answer.status_code, answer.json()["is_masked_at_once"]) == (202, True)
    assert answer.json()["decide_by"] == MaskRequest.objects.get().decide_by.isoformat()
    assert code(ask("the shop")) == (409, "mask-pending")
    assert code(call("POST", f"reviews/{NOBODY}/words/work")) == (404, "no-such-review")


# What a business answers.


@pytest.fixture
def owner() -> Actor:
    return make_member_business()


def reply_path(owner: Actor, review: UUID) -> str:
    return f"businesses/{owner.business}/reviews/{review}/reply"


def test_a_system_of_the_shop_answers_and_puts_it_better(owner: Actor) -> None:
    written = make_published(owner.business)
    till, path = Till(business_key(owner, [Act.ANSWER])), reply_path(owner, written.review)
    for text in ("We are sorry.", "We are sorry, and sent another pan."):
        answer = till.put(path, {"text": text})
        assert (answer.status_code, answer.json()) == (202, {"state": "on-its-way", "decide_by": None})
        assert replies.put(review=written.review, now=clock.now())
        assert call("GET", f"reviews/{written.review}").json()["reply"]["text"] == text
    deeds = [deed for deed in members.deeds(owner.business) if deed.kind is DeedKind.REPLIED]
    assert [deed.detail for deed in deeds] == [str(written.review)] * 2
    assert {deed.key for deed in deeds} == {"shop system"}


def test_a_reply_is_looked_over_as_well(owner: Actor) -> None:
    written = make_published(owner.business)
    shop, path = Till(account_key(owner.user)), reply_path(owner, written.review)
    named = "You are Mr Jonathan Braithwaite, jb@mail.example"
    refused = shop.put(path, {"text": named})
    assert code(refused) == (422, "passages-found")
    assert "email" in {one["kind"] for one in refused.json()["findings"]}
    held = shop.put(path, {"text": named, "insists": True})
    assert (held.status_code, held.json()["state"]) == (202, "held")
    assert held.json()["decide_by"] == Held.objects.get().decide_by.isoformat()
    assert code(shop.put(path, {"text": " "})) == (422, "reply-not-valid")
    assert code(shop.put(path, {"text": "x" * 2_001})) == (422, "invalid-field")
    assert code(shop.put(path, {"text": "x", "stars": 5})) == (422, "invalid-field")
    other = make_published(shop_without_reviews())
    assert code(shop.put(reply_path(owner, other.review), {"text": "Thanks."})) == (404, "no-such-review")
    assert code(Till().put(path, {"text": "Thanks."})) == (401, "unauthenticated")
    assert shop.call("DELETE", path).status_code == 405


# Of whom the database lets do what.


def test_the_pages_may_do_all_of_it(as_role: AsRole, owner: Actor) -> None:
    shop = make_bought(1)
    token, written = token_of(shop), make_published(owner.business)
    with as_role("web"):
        assert look(shop.business, NAMED).status_code == 200
        assert send(said(), token).status_code == 201
        assert send(said_without(shop.business)).status_code == 201
        assert call("GET", f"reviews/{written.review}").status_code == 200
        assert call("GET", f"businesses/{owner.business}/reviews").status_code == 200
        path = f"reviews/{written.review}/words"
        body = {"words": "enamel", "kind": "other", "work": worked(f"{path}/work")}
        assert call("POST", path, body).status_code == 202
        till = Till(account_key(owner.user))
        assert till.put(reply_path(owner, written.review), {"text": "Thanks."}).status_code == 202
    connection.check_constraints()
    publication.publish_due(now=clock.now() + timedelta(weeks=6))
    assert Review.objects.filter(business__public_id=shop.business).count() == 2
