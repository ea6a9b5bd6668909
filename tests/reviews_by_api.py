"""Calls about reviews as a foreign program makes them; every answer is held against the OpenAPI document."""

import json
from typing import Any
from uuid import UUID

import altcha
from django.conf import settings
from django.test import Client

from reputation.core import clock
from reputation.receipts import tokens
from reputation.reviews import codenames
from tests import pages_made
from tests.api_declared import undeclared
from tests.issuing_made import Shop, make_shop
from tests.mailbox_made import Written

BASE = "/api/v1/"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
TEXT = "The enamel chipped after one week, and nobody answered."
NAMED = "The enamel chipped. Mr Jonathan Braithwaite laughed at me, jb@kettle.example"


def call(method: str, path: str, body: Any = None, authorization: str = "", kind: str = "application/json") -> Any:
    """One call; `body` is sent as it is when it is bytes."""
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    headers = {"Authorization": authorization} if authorization else {}
    client = Client(raise_request_exception=False)
    answer = client.generic(method, BASE + path, raw, content_type=kind, headers=headers)
    assert undeclared(method, BASE + path, answer) == []
    if method != "GET" or path.startswith("mailbox"):
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert not answer.cookies
    return answer


def worked(path: str) -> str:
    """The work that an attempt costs, done."""
    challenge = altcha.Challenge.from_dict(call("POST", path).json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def said(**more: Any) -> dict[str, Any]:
    """A review as it is sent, with a codename of its own."""
    return {
        "stars": 2,
        "outcome": "problem-unsolved",
        "language": "en",
        "text": TEXT,
        "codename": codenames.make(),
        "is_own_purchase": True,
        "is_after_delivery": True,
        **more,
    }


def said_without(business: UUID, **more: Any) -> dict[str, Any]:
    """The same without a receipt, its work done."""
    return said(**{"business": str(business), "no_receipt_given": True, "work": worked("reviews/work"), **more})


def shop_without_reviews() -> UUID:
    return pages_made.make_shop(sent=()).id


def look(business: UUID, text: str, language: str = "en", told_in: str = "en") -> Any:
    body = {"business": str(business), "language": language, "text": text}
    return call("POST", f"reviews/look?language={told_in}", body)


def make_bought(many: int = 2) -> Shop:
    """A shop that handed out codes today."""
    return make_shop(many, now=clock.now())


def send(body: Any, token: bytes | None = None, *, where: str = "reviews") -> Any:
    return call("POST", where, body, "" if token is None else tokens.authorization(token))


def opened(written: Written) -> str:
    """The header of a mailbox that is open."""
    answer = call("POST", "mailbox", {"codename": written.codename, "work": worked("mailbox/work")})
    assert answer.status_code == 200, answer.content
    return f"Mailbox {answer.json()['handle']}"


def acceptance_key() -> bytes:
    """The public half of the key that signs acceptances."""
    assert settings.ACCEPTANCE_PUBLIC_KEY is not None
    return bytes(settings.ACCEPTANCE_PUBLIC_KEY)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
