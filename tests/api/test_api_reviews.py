"""Reviews by API: looked over, and sent with a receipt or without."""

import base64
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from reputation.api.present_reviews import REASONS
from reputation.core import clock
from reputation.log.entries import commitment
from reputation.receipts import challenge, rules, tokens
from reputation.reviews import codenames
from reputation.reviews import rules as review_rules
from reputation.reviews.models import Held
from reputation.web.writing.words import PASSAGES
from tests import pages_made
from tests.receipts_made import token_of
from tests.reviews_by_api import (
    NAMED,
    NOBODY,
    TEXT,
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
from tests.sending_made import FINNISH
from tests.writing_made import stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]
NOTHING = (0, 0, 0, 0)


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
    assert all(one["suggestion"] and one["mark"] in ("proposes", "asks") for one in found["findings"])
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


@pytest.mark.parametrize("work", ["x", "é", "e30=", "bnVsbA==", "W10=", "A" * 4_000])
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
