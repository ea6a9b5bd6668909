"""Typed helpers for claims of domains: who acts, what is published where, and messages that are signed."""

import base64
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from itertools import count
from types import SimpleNamespace
from uuid import UUID

import dkim  # it has no types
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from reputation.businesses import actions as businesses
from reputation.domains import actions, queries
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.members.models import Contact
from reputation.members.rules import Act, Actor
from reputation.notices.models import Mail
from tests.internet import Internet

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIGNED_AT = datetime(2026, 3, 2, 11, tzinfo=UTC)
# The signer's clock is that of the tests.
dkim.time = SimpleNamespace(time=SIGNED_AT.timestamp)
_numbers = count(200_501)


def make_actor() -> Actor:
    """Somebody who may do everything for a business of their own, which is written to at one address."""
    number = next(_numbers)
    joined = businesses.join(
        legal_name=f"Proving Shop {number} Ltd", numbers=[("example", f"EX{number:08d}")], country="GB", now=NOW
    )
    Contact.objects.create(business_id=joined.public_id, email=f"shop{number}@mail.example", language="en")
    return Actor(business=joined.public_id, acts=frozenset(Act))


def make_claim(actor: Actor, domain: str = "shop.example", *, now: datetime = NOW) -> UUID:
    return actions.claim(actor=actor, domain=domain, now=now)


def publish(outside: Internet, actor: Actor, claim: UUID) -> None:
    """Put the value under the name that was asked for."""
    found = queries.one(actor.business, claim)
    outside.names.put(found.record, "TXT", '"something else"', f'"{found.value}"')


def unpublish(outside: Internet, domain: str = "shop.example") -> None:
    outside.names.remove(f"_open-reference.{domain}")


def make_proved(outside: Internet, domain: str = "shop.example", *, now: datetime = NOW) -> tuple[Actor, UUID]:
    actor = make_actor()
    claim = make_claim(actor, domain, now=now)
    publish(outside, actor, claim)
    actions.check_now(actor=actor, claim=claim, now=now)
    return actor, claim


@cache
def key(size: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, size)


def record(size: int = 2048, head: str = "v=DKIM1; k=rsa; ") -> str:
    """The record of a key, as it stands in the domain name system."""
    raw = (
        key(size).public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return f"{head}p={base64.b64encode(raw).decode()}"


def message(
    value: str,
    *,
    sender: str = "Us <postmaster@shop.example>",
    to: str = "hostmaster@shop.example",
    date: str = "Mon, 02 Mar 2026 11:00:00 +0000",
    more: str = "",
    body: str = "A canary sings here.\r\n",
) -> bytes:
    return f"{more}From: {sender}\r\nTo: {to}\r\nSubject: {value}\r\nDate: {date}\r\n\r\n{body}".encode()


def signed(
    plain: bytes,
    *,
    domain: str = "shop.example",
    size: int = 2048,
    algorithm: str = "rsa-sha256",
    headers: tuple[str, ...] = ("from", "to", "subject", "date"),
    canonicalize: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
    length: bool = False,
) -> bytes:
    """The message as a mail server that is not ours would sign it."""
    pem = key(size).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    line: bytes = dkim.sign(
        plain,
        b"s1",
        domain.encode(),
        pem,
        signature_algorithm=algorithm.encode(),
        include_headers=[name.encode() for name in headers],
        canonicalize=canonicalize,
        length=length,
    )
    return line + plain


def signed_with(plain: bytes, tags: str, *, domain: str = "shop.example") -> bytes:
    """The message under a good signature with tags of the test's own, put together without anybody's software."""
    head, _, body = plain.partition(b"\r\n\r\n")
    fields = [line.split(b":", 1) for line in head.split(b"\r\n")]
    lines = [b"%s:%s\r\n" % (name.lower(), b" ".join(value.split())) for name, value in fields]
    digest = base64.b64encode(sha256(body).digest()).decode()
    names = ":".join(name.decode().lower() for name, _ in fields)
    given = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1;{tags} h={names}; bh={digest}; b="
    whole = b"".join(lines) + b"dkim-signature:" + given.encode()
    signature = base64.b64encode(key(2048).sign(whole, PKCS1v15(), SHA256())).decode()
    return f"DKIM-Signature: {given}{signature}\r\n".encode() + plain


def logged(business: UUID) -> list[str]:
    """The kinds of the entries about the domains of a business."""
    rows = [decode(bytes(raw)) for raw in Waiting.objects.order_by("id").values_list("raw", flat=True)]
    return [row.kind for row in rows if row.body["business"] == str(business) and row.kind.startswith("domain-")]


def told() -> list[str]:
    """The kinds of the mails that wait."""
    return list(Mail.objects.order_by("id").values_list("kind", flat=True))


def one(actor: Actor, claim: UUID) -> queries.Claimed:
    """The claim as the business sees it."""
    return queries.one(actor.business, claim)
