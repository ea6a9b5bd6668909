"""Every address of the API that an attester signs, and helpers that sign as it does."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.test import Client

from reputation.core import clock
from reputation.receipts import signed_requests
from tests.api_declared import undeclared
from tests.attesters_made import Provider, new_seed

ABSENT = "00000000-0000-4000-8000-000000000000"
HOST = "testserver"
WISH = {
    "kind": "marketplace",
    "name": "Market plc",
    "website": "https://market.example/",
    "contact": "vouchers@market.example",
    "language": "de",
}


class Line(NamedTuple):
    """An address below /api/v1/: its methods, those of them that are signed, and the body of its POST."""

    path: str
    methods: tuple[str, ...]
    signed: tuple[str, ...]
    body: dict[str, Any] | None = None


SIGNED: dict[str, Line] = {
    "api-attesters": Line("attesters", ("POST",), ("POST",), WISH),
    "api-attester": Line("attesters/{attester}", ("GET", "DELETE"), ("DELETE",)),
    "api-batches": Line(
        "attesters/{attester}/batches",
        ("POST",),
        ("POST",),
        {"business": ABSENT, "batch": ABSENT, "hashes": ["0" * 64]},
    ),
    "api-totals": Line(
        "attesters/{attester}/totals",
        ("GET", "POST"),
        ("GET", "POST"),
        {"key_id": "0" * 64, "moment": "key-dead", "signature": "A" * 86 + "=="},
    ),
    "api-attester-key": Line("attesters/{attester}/key", ("POST",), ("POST",), {"key": "A" * 43 + "="}),
}


@dataclass(frozen=True)
class Signer:
    """Calls that an attester signs with a key. Every answer is held against the OpenAPI document."""

    seed: bytes
    attester: UUID | None = None

    @classmethod
    def of(cls, provider: Provider) -> "Signer":
        return cls(provider.seed, provider.id)

    @classmethod
    def new(cls) -> "Signer":
        """A key that nobody knows yet."""
        return cls(new_seed())

    def by(self, attester: UUID) -> "Signer":
        return replace(self, attester=attester)

    def headers(self, method: str, path: str, raw: bytes, now: datetime | None = None) -> dict[str, str]:
        at = now or clock.now()
        return signed_requests.sign(self.seed, method=method, authority=HOST, path=path, body=raw, now=at)

    def call(self, method: str, path: str, body: object = None, **changed: str) -> Any:
        """A signed call; `path` below /api/v1/. `changed`: headers that are sent in place of the right ones."""
        address, raw = f"/api/v1/{path}", b"" if body is None else json.dumps(body).encode()
        return send(method, address, raw, self.headers(method, address, raw) | changed)

    def own(self, method: str, rest: str = "", body: object = None) -> Any:
        """A signed call below the attester's own address."""
        return self.call(method, f"attesters/{self.attester}{rest}", body)


def send(method: str, address: str, raw: bytes, headers: dict[str, str]) -> Any:
    """A call as it is, held against the OpenAPI document."""
    client = Client(raise_request_exception=False)
    answer = client.generic(method, address, raw, content_type="application/json", headers=headers)
    assert undeclared(method, address, answer) == []
    return answer
