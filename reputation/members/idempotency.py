"""Acts through the API, once for each Idempotency-Key: who repeats a call gets the first answer and does nothing twice.

An answer may show a secret once. It is kept for whoever repeats the call and for nobody else: everything about it is
made of the key of the API and the Idempotency-Key together, and neither is kept. Who has the table can neither read an
answer nor guess what was asked.

Source: draft-ietf-httpapi-idempotency-key-header
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import IntegrityError

from reputation.core.db import broken_constraint, try_to_hold
from reputation.members import errors
from reputation.members.models import Call
from reputation.rulebook import members as numbers

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """A call as it is told from others: by what, what it asks for, and what its answer is encrypted with."""

    mark: bytes
    asks: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: a status and the bytes of the body."""

    status: int
    body: bytes


def wish(*, secret: str, key: str, method: str, path: str, body: bytes) -> Wish:
    """What a call is, by the key of the API it came with and its Idempotency-Key. Source: RFC 5869."""
    material = json.dumps([secret, key]).encode()
    made = HKDF(SHA256(), 96, salt=None, info=b"reputation.members idempotency").derive(material)
    asked = json.dumps([method, path, sha256(body).hexdigest()]).encode()
    return Wish(mark=made[:32], asks=hmac.digest(made[32:64], asked, "sha256"), box=made[64:])


def before(wished: Wish, *, now: datetime) -> Answer | None:
    """The answer to the same call before, None for a new one. In the transaction of the work, and before it.

    Raises:
        KeyReused: the key came with another body, or to another address.
        KeyInUse: the same call is under way.
    """
    if not try_to_hold(f"call {wished.mark.hex()}"):
        raise errors.KeyInUse
    Call.objects.filter(mark=wished.mark, until__lte=now).delete()
    row = Call.objects.filter(mark=wished.mark).first()
    if row is None:
        return None
    if not hmac.compare_digest(bytes(row.asks), wished.asks):
        raise errors.KeyReused
    sealed = bytes(row.answer)
    return Answer(row.status, AESGCM(wished.box).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], wished.asks))


def keep(wished: Wish, answer: Answer, *, now: datetime) -> None:
    """Keep an answer for a day, in the transaction of the work. A refusal is not kept, for it did nothing.

    Raises:
        KeyInUse: the same call was done elsewhere meanwhile.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(wished.box).encrypt(nonce, answer.body, wished.asks)
    until = now + timedelta(hours=numbers.ANSWERS_KEPT.value)
    try:
        Call.objects.create(mark=wished.mark, asks=wished.asks, status=answer.status, answer=sealed, until=until)
    except IntegrityError as error:
        if broken_constraint(error) == "call_once":
            raise errors.KeyInUse from error
        raise


def forget_old(*, now: datetime) -> int:
    """Remove the answers that have stood their time. Answers how many."""
    gone, _ = Call.objects.filter(until__lte=now).delete()
    return gone
