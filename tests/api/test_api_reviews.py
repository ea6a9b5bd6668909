"""Reviews by API: looked over, sent with a receipt or without, read, masked and answered."""

import base64
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings, settings
from django.db import connection

from reputation.api.present_reviews import REASONS
from reputation.core import clock
from reputation.log.entries import commitment
from reputation.members import queries as members
from reputation.members.rules import Act, Actor, DeedKind
from reputation.receipts import challenge, rules, tokens
from reputation.reviews import codenames, publication, replies
from reputation.reviews import rules as review_rules
from reputation.reviews.models import Held, MaskRequest, Review
from reputation.web.writing.words import PASSAGES
from tests import pages_made
from tests.api_made import Shop as Till
from tests.api_made import account_key, business_key
from tests.conftest import AsRole
from tests.mailbox_made import make_published
from tests.members_made import make_member_business
from tests.receipts_made import token_of
from tests.reviews_by_api import NAMED, TEXT, acceptance_key, call, code, make_bought, said, said_without, send, worked
from tests.sending_made import FINNISH
from tests.writing_made import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NOTHING = (0, 0, 0, 0)
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def log(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


def shop_without_reviews() -> UUID:
    return pages_made.make_shop(sent=()).id


def look(business: UUID, text: str, language: str = "en", told_in: str = "en") -> Any:
    body = {"business": str(business), "language": language, "text": text}
    return call("POST", f"reviews/look?language={told_in}", body)


# Looking over.


def test_a_text_is_looked_over_and_nothing_is_kept() -> None:
    shop = shop_without_reviews()
    answer = look(shop, NAMED)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["verdict"], found["language"], found["trouble"]) == ("moderator", "en", None)
    kinds = {NAMED[one["start"] : one["end"]]: one["kind"] for one in found["findings"]}
    assert kinds["jb@kettle.example"] == "email"
    assert "person" in kinds.values()
    assert all(one["suggestion"] and one["tier"] in ("A", "B") for one in found["findings"])
    assert stored() == NOTHING
    english = {one["reason"] for one in found["findings"]}
    german = {one["reason"] for one in look(shop, NAMED, told_in="de").json()["findings"]}
    assert "It leads to one person, even at a shop’s address." in english
    assert len(german) == len(english)
    assert not german & english
    assert look(shop, TEXT).json() == {"verdict": "passes", "language": "en", "trouble": None, "findings": []}
    assert look(shop, FINNISH, "fi").json()["trouble"] == "language"


def test_what_cannot_be_looked_over_is_refused_by_name() -> None:
    shop = shop_without_reviews()
    assert code(look(NOBODY, TEXT)) == (404, "no-such-business")
    assert code(call("POST", "reviews/look", {"business": "x" * 36, "language": "en", "text": TEXT})) == (
        422,
        "invalid-field",
    )
    assert code(look(shop, TEXT, "EN")) == (422, "invalid-field")
    assert code(look(shop, "x" * 4_001)) == (422, "invalid-field")
    assert code(look(shop, TEXT, told_in="fr")) == (422, "invalid-field")
    assert code(call("POST", "reviews/look?q=x", {})) == (400, "query-in-address")


def test_reasons_are_those_of_the_pages() -> None:
    assert {kind: str(reason) for kind, reason in REASONS.items()} == {
        kind: str(why) for kind, (_title, why) in PASSAGES.items()
    }


# Sending.


def test_a_receipt_brings_a_review_in_and_the_promise_can_be_checked() -> None:
    shop = make_bought()
    body = said()
    answer = send(body, token_of(shop))
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["state"], found["business"], found["class"]) == ("accepted", str(shop.business), "seller")
    promise = rules.open_acceptance(found["acceptance"].encode(), [acceptance_key()])
    canonical = review_rules.canonical(
        stars=body["stars"], outcome=body["outcome"], language=body["language"], text=body["text"]
    )
    assert promise.commitment == found["commitment"]
    assert promise.commitment == commitment("review", base64.b64decode(found["salt"]), canonical)
    assert (promise.business, promise.key_id) == (found["business"], found["key_id"])
    assert promise.publish_by.isoformat() == found["published_by"]
    assert stored()[0] == 1


def test_the_same_again_gets_the_same_answer_and_other_words_do_not() -> None:
    shop = make_bought()
    token, body = token_of(shop), said()
    first = send(body, token)
    again = send(body, token)
    assert (again.status_code, again.content) == (201, first.content)
    spelled = {**body, "codename": body["codename"].upper().replace(" ", "-")}
    assert send(spelled, token).content == first.content
    assert code(send({**body, "stars": 1}, token)) == (409, "codename-used")
    assert code(send({**body, "codename": codenames.make()}, token)) == (409, "token-spent")
    other = token_of(shop, shop.codes[1])
    assert code(send({**body, "text": "Something else was agreed."}, other)) == (409, "codename-used")
    assert stored()[0] == 1


def test_without_a_receipt_it_costs_work_once() -> None:
    shop = shop_without_reviews()
    body = said_without(shop)
    answer = send(body)
    assert (answer.status_code, answer.json()["class"], answer.json()["key_id"]) == (201, "none", None)
    assert code(send(body)) == (422, "work-not-good")
    again = send({**body, "work": worked("reviews/work")})
    assert (again.status_code, again.content) == (201, answer.content)
    assert code(send(said_without(shop, work=worked("mailbox/work")))) == (422, "work-not-good")
    assert code(send(said_without(NOBODY))) == (404, "no-such-business")
    assert stored()[0] == 1


def test_marked_passages_are_told_until_the_writer_insists() -> None:
    shop = make_bought()
    token, body = token_of(shop), said(text=NAMED)
    refused = send(body, token)
    assert code(refused) == (422, "passages-found")
    told = refused.json()["findings"]
    assert told == look(shop.business, NAMED).json()["findings"]
    assert stored() == NOTHING
    german = send(body, token, where="reviews?language=de").json()["findings"]
    assert german == look(shop.business, NAMED, told_in="de").json()["findings"] != told
    held = send({**body, "insists": True}, token)
    assert (held.status_code, held.json()["state"]) == (202, "held")
    assert held.json()["decide_by"] == Held.objects.get().decide_by.isoformat()
    assert held.json().keys() == {"state", "review", "business", "decide_by"}
    assert send({**body, "insists": True}, token).content == held.content
    assert stored()[:2] == (0, 1)


def test_a_language_that_nobody_screens_is_held_without_asking() -> None:
    shop = make_bought()
    answer = send(said(text=FINNISH, language="fi"), token_of(shop))
    assert (answer.status_code, answer.json()["state"]) == (202, "held")


WRONG_HEADERS = [
    "PrivateToken",
    "PrivateToken token=",
    'PrivateToken token="AAAA"',
    'PrivateToken token="é"',
    "Bearer or_AAAA",
    "Mailbox AAAA",
    "PrivateToken token=" + "A" * 3_000,
    'PrivateToken challenge="x"',
]


@pytest.mark.parametrize("header", WRONG_HEADERS)
def test_what_is_no_receipt_is_answered_with_the_challenge(header: str) -> None:
    make_bought()
    answer = call("POST", "reviews", said(), header)
    assert code(answer) == (401, "token-not-valid")
    asked = tokens._parameters(answer["WWW-Authenticate"].removeprefix("PrivateToken "))
    assert asked == {"challenge": tokens.to_base64(challenge.challenge(settings.ISSUER_NAME).encode())}
    assert stored() == NOTHING


def test_a_receipt_of_somebody_else_or_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = make_bought()
    token = token_of(shop)
    for place in (2, 40, 70, 353):
        broken = bytearray(token)
        broken[place] ^= 1
        answer = send(said(), bytes(broken))
        assert code(answer) == (401, "token-not-valid")
        assert answer["WWW-Authenticate"].startswith("PrivateToken challenge=")
    later = clock.now() + timedelta(days=800)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert code(send(said(), token)) == (410, "token-expired")
    assert stored() == NOTHING


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stars", 0),
        ("stars", 6),
        ("stars", "5"),
        ("stars", True),
        ("stars", 10**30),
        ("outcome", "great"),
        ("outcome", None),
        ("language", "EN"),
        ("language", "english"),
        ("text", ""),
        ("text", "x" * 4_001),
        ("text", "half \ud83d of a sign"),
        ("text", "a bell \x07 rings"),
        ("text", "nothing\x00"),
        ("codename", ""),
        ("codename", "\ud83d"),
        ("codename", "x" * 401),
        ("is_own_purchase", False),
        ("is_after_delivery", False),
        ("is_after_delivery", "yes"),
        ("insists", 1),
        ("business", str(NOBODY)),
        ("no_receipt_given", True),
        ("month", "2026-11"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_nothing_is_kept(field: str, value: Any) -> None:
    shop = make_bought(1)
    answer = send(said(**{field: value}), token_of(shop))
    assert code(answer) == (422, "invalid-field")
    if field in ("business", "no_receipt_given", "month"):
        assert answer.json()["errors"][0]["code"] == "unknown"
    else:
        assert answer.json()["errors"][0]["field"] == field
    assert stored() == NOTHING


@pytest.mark.parametrize("text", ["   ", "safe \u202egnirts", "\u2066x\u2069", "a\tb", "\ue000", "\u0378"])
def test_a_text_that_reads_otherwise_than_it_is_is_refused(text: str) -> None:
    shop = make_bought(1)
    answer = send(said(text=text), token_of(shop))
    assert (code(answer), answer.json()["facts"]) == ((422, "review-not-valid"), {"field": "text"})
    assert stored() == NOTHING


@pytest.mark.parametrize("rule", ["length", "word", "check"])
def test_a_codename_says_what_is_wrong_with_it(rule: str) -> None:
    shop = make_bought(1)
    good = codenames.make().split()
    last = next(word for word in codenames.words() if word != good[7])
    given = {"length": good[:7], "word": ["qqqqq", *good[1:]], "check": [*good[:7], last]}[rule]
    answer = send(said(codename=" ".join(given)), token_of(shop))
    assert (code(answer), answer.json()["facts"]) == ((422, "codename-not-valid"), {"rule": rule})
    assert stored() == NOTHING


BODIES: list[tuple[bytes, int]] = [
    (b"{", 400),
    (b"[]", 400),
    (b"null", 400),
    (b"x", 400),
    (b'{"stars": 1, "stars": 2}', 400),
    (b"[" * 16_000, 400),
    (b'{"text": "\xff"}', 400),
    (b"{}", 422),
    (b'{"work": {}}', 422),
    (b" " * 70_000, 413),
    (b"x" * 1_000_000, 413),
]


@pytest.mark.parametrize("path", ["reviews", "reviews/look", "mailbox"])
@pytest.mark.parametrize(("body", "status"), BODIES)
def test_hostile_bodies_are_refused_whole(path: str, body: bytes, status: int) -> None:
    answer = call("POST", path, body)
    assert answer.status_code == status
    assert call("POST", path, body or b"{}", kind="text/plain").status_code == 415
    assert stored() == NOTHING


def test_the_longest_text_that_is_allowed_comes_in_however_it_is_spelled() -> None:
    shop = make_bought(1)
    text = ("A copper pan came as agreed. 🍳 " * 200)[:4_000].strip().ljust(4_000, ".")
    answer = send({**said(text=text), "insists": True}, token_of(shop))
    assert answer.status_code in (201, 202), answer.content


@pytest.mark.parametrize("work", ["x", "é" * 100, "e30=", "bnVsbA==", "W10=", "A" * 4_000])
def test_work_that_is_none_is_refused(work: str) -> None:
    shop = shop_without_reviews()
    assert code(send(said_without(shop, work=work))) == (422, "work-not-good")
    assert code(call("POST", "mailbox", {"codename": codenames.make(), "work": work})) == (422, "work-not-good")
    assert stored() == NOTHING


def test_a_business_that_left_takes_none_without_a_receipt() -> None:
    gone = pages_made.make_shop(sent=())
    pages_made.make_left(gone)
    assert code(send(said_without(gone.id))) == (409, "business-takes-no-reviews")


def test_nothing_that_was_sent_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    shop = make_bought(1)
    token = token_of(shop)
    body = said(text="A canary-in-the-text pan. Mr Jonathan Canaryman sold it.")
    with caplog.at_level(logging.DEBUG):
        send(body, token)
        look(shop.business, body["text"])
        send({**body, "insists": True}, token)
        send({**body, "stars": "canary-star"}, token)
        call("POST", "mailbox", {"codename": body["codename"], "work": worked("mailbox/work")})
    logged = "\n".join(str(record.__dict__) for record in caplog.records if not record.name.startswith("django.db"))
    for canary in ("canary-in-the-text", "Canaryman", "canary-star", body["codename"], tokens.to_base64(token)):
        assert canary not in logged


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
