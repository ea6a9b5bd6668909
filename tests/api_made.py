"""Typed helpers that call the API as a shop does: with a key, and a new Idempotency-Key for each call."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.test import Client

from reputation.core import clock
from reputation.members import api_keys
from reputation.members.rules import SCOPES, Act, Actor
from tests.api_declared import undeclared

BASE = "/api/v1/"
_calls = count(1)


def account_key(user: int | None) -> str:
    """A key that acts as this person."""
    assert user is not None
    return api_keys.make_own(user=user, name="laptop", now=clock.now())


def business_key(owner: Actor, scopes: Iterable[Act] = SCOPES) -> str:
    """A key of the business."""
    return api_keys.make(actor=owner, name="shop system", scopes=scopes, now=clock.now())


@dataclass(frozen=True)
class Shop:
    """Calls with one key, or with none. Every answer is held against the OpenAPI document."""

    key: str = ""

    def call(
        self, method: str, path: str, body: object = None, *, once: str | None = None, client: Client | None = None
    ) -> Any:
        """One call. A POST gets an Idempotency-Key of its own unless one is given; an empty one is not sent."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if method == "POST" and once != "":
            headers["Idempotency-Key"] = once or f"call {next(_calls)}"
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        asking = client or Client(raise_request_exception=False)
        answer = asking.generic(method, BASE + path, raw, content_type=kind, headers=headers)
        assert undeclared(method, BASE + path, answer) == []
        return answer

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def post(self, path: str, body: object = None, **more: Any) -> Any:
        return self.call("POST", path, body, **more)

    def put(self, path: str, body: object) -> Any:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)


def code(answer: Any) -> tuple[int, str]:
    """The status of a refusal, and its code."""
    return answer.status_code, answer.json()["code"]
