"""Typed helpers for evidence of a purchase: order mails signed by software that is not ours, and their shops."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import altcha
from django.test import Client

from reputation.businesses import actions as businesses
from reputation.businesses.rules import Method
from reputation.evidence import payment_proofs, rules
from reputation.evidence.mails import Shop
from reputation.evidence.models import MailKey, PaymentProof
from tests.domains_made import NOW, record, signed

DAY = timedelta(days=1)
SHOP = Shop(("Kettle & Moss Ltd", "Moss Kettles"), ("shop.example",))
SIGNED = ("from", "to", "subject", "date", "message-id")
PNG = b"\x89PNG\r\n\x1a\n" + b"canary" * 20
_numbers = iter(range(800, 10_000))


def order(
    *,
    sender: str = "Kettle & Moss <orders@shop.example>",
    to: str = "canary.singer@mail.example",
    subject: str = "Your order 10042 is confirmed",
    date: str = "Mon, 02 Mar 2026 10:00:00 +0000",
    message_id: str | None = "<abc10042@shop.example>",
    more: str = "",
) -> bytes:
    """An order mail before it is signed."""
    ids = f"Message-ID: {message_id}\r\n" if message_id else ""
    lines = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\n"
    return f"{more}{lines}{ids}\r\nA canary sings here.\r\n".encode()


def head(mail: bytes) -> bytes:
    """What leaves the device: the headers."""
    return mail.partition(b"\r\n\r\n")[0] + b"\r\n"


def signed_order(*, headers: tuple[str, ...] = SIGNED, domain: str = "shop.example", **given: Any) -> bytes:
    """The headers of an order mail that a shop's mail server signed."""
    return head(signed(order(**given), headers=headers, domain=domain))


def make_shop(*domains: str) -> UUID:
    """A business that has shown to control these domains, or one."""
    number = next(_numbers)
    name = f"Kettle & Moss {number} Ltd"
    found = businesses.join(legal_name=name, numbers=[("example", f"EX{number:08d}")], country="GB", now=NOW - 90 * DAY)
    for domain in domains or ("shop.example",):
        businesses.prove_domain(business=found.public_id, domain=domain, method=Method.DNS, now=NOW - 80 * DAY)
    return found.public_id


def make_payment_proof(business: UUID, *, content: bytes = PNG, now: datetime = NOW) -> tuple[UUID, str]:
    """A payment proof that waits: its id, and the code with which to come back."""
    filed = payment_proofs.file(business=business, content=content, had_voucher=False, now=now)
    code = rules.parse_collecting(filed.code)
    return PaymentProof.objects.get(collect_hash=rules.collecting_hash(code)).public_id, filed.code


def know_key(domain: str = "shop.example", *, days: int = 2, last: int = 0, text: str | None = None) -> MailKey:
    """A key in the ledger, seen on so many days up to `last` days ago."""
    last_seen = NOW.date() - last * DAY
    return MailKey.objects.create(
        domain=domain,
        selector="s1",
        record=record() if text is None else text,
        first_seen=last_seen - (days - 1) * DAY,
        last_seen=last_seen,
    )


def quoted(text: str) -> str:
    """A record as it is written in a zone: in strings of 255 characters at most."""
    return " ".join(f'"{text[place : place + 250]}"' for place in range(0, len(text), 250))


def worked(client: Client, business: UUID) -> str:
    """The work that an attempt for this business costs, done."""
    challenge = altcha.Challenge.from_dict(client.post(f"/api/v1/businesses/{business}/evidence-work").json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()
