"""Signed messages as proofs of a domain: who wrote to whom, and that all of it was signed. Pure.

Nothing of a message is kept. The key of a signature is asked for by the caller.
Source: RFC 2142 (names of mailboxes); of signatures, see `signed_mails`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from reputation.domains import signed_mails
from reputation.domains.signed_mails import SIGNED, Fault, Headers, NoProof, Signature
from reputation.rulebook import domains as numbers

# Mailboxes that belong to whoever runs a domain. Of any other a mere customer of a mail provider could have one.
MAILBOXES = frozenset({"admin", "administrator", "hostmaster", "postmaster", "webmaster"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose words are a proof, if one of its signatures holds."""

    sent_at: datetime
    signatures: tuple[Signature, ...]


def read(raw: bytes, *, value: str, domains: Iterable[str], now: datetime) -> Message:
    """Read a message that says `value`, sent by and to whoever runs one of `domains`, and signed for one of them.

    Raises:
        NoProof
    """
    if len(raw) > numbers.MAIL_LARGEST.value:
        raise NoProof(Fault.TOO_LARGE)
    headers, body = signed_mails.parse(raw)
    fields = {name: signed_mails.only(headers, name) for name in SIGNED}
    sent_at = signed_mails.sent_at(fields[b"date"], age=timedelta(days=numbers.MAIL_AGE.value), now=now)
    if value.encode() not in fields[b"subject"].split():
        raise NoProof(Fault.OTHER_SUBJECT)
    allowed = frozenset(domains)
    sender, of = signed_mails.address(fields[b"from"], Fault.OTHER_SENDER)
    if sender not in MAILBOXES or of not in allowed:
        raise NoProof(Fault.OTHER_SENDER)
    if signed_mails.address(fields[b"to"], Fault.OTHER_RECEIVER)[1] not in allowed:
        raise NoProof(Fault.OTHER_RECEIVER)
    return Message(sent_at, _signatures(headers, body, allowed, now))


def verify(message: Message, key_of: Callable[[str], Sequence[bytes]]) -> None:
    """See that one of the signatures holds. `key_of` answers the texts under a name; what it raises is let through.

    Raises:
        NoProof: why the last one does not.
    """
    fault = Fault.NOT_SIGNED
    for signature in message.signatures:
        try:
            signed_mails.verify(signature, key_of(signature.key_name))
        except NoProof as none:
            fault = none.fault
        else:
            return
    raise NoProof(fault)


def _signatures(headers: Headers, body: bytes, allowed: frozenset[str], now: datetime) -> tuple[Signature, ...]:
    """The signatures for one of the domains that a policy lets through; if there are none, why not."""
    found, fault = [], Fault.NOT_SIGNED
    for header in signed_mails.signatures_of(headers):
        try:
            tags = signed_mails.tags_of(header[1])
            if tags.get(b"d", b"").decode("ascii", "replace").lower() in allowed:
                signature = signed_mails.signature_of(header, headers, now)
                _require_body(tags, body)
                found.append(signature)
        except NoProof as none:
            fault = none.fault
    if not found:
        raise NoProof(fault)
    return tuple(found)


def _require_body(tags: signed_mails.Tags, body: bytes) -> None:
    digest = sha256(signed_mails.forms_of(tags).canonicalize_body(body)).digest()
    if digest != signed_mails.decoded(tags.get(b"bh", b""), Fault.BAD_SIGNATURE):
        raise NoProof(Fault.OTHER_BODY)
