"""Signed order mails as evidence of a purchase: what headers say that a shop or a payment provider signed.

Only headers come here, so the body's hash cannot be compared: nothing of a body is used. Whatever is read is signed,
and there once: a header that is added, changed or put elsewhere changes no verdict but to a refusal. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from hashlib import sha256

from reputation.businesses import names
from reputation.domains import signed_mails
from reputation.domains.signed_mails import SIGNED, Fault, Headers, NoProof, Signature
from reputation.evidence import rules
from reputation.receipts import codes
from reputation.receipts.rules import ReceiptClass
from reputation.rulebook import evidence as numbers
from reputation.rulebook.evidence import PaymentMail

MESSAGE_ID, VOUCHER = b"message-id", b"review-receipt"
# Mails to everybody: what signs one of these is no answer to an order. Source: RFC 2919, RFC 2369, RFC 8058.
OF_LISTS = frozenset({b"list-id", b"list-unsubscribe", b"list-unsubscribe-post"})
END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Shop:
    """The business that a mail is to be evidence for: its names, and the domains that it has shown to control."""

    names: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells, if its signature holds. `order` stands for the mail; `voucher`: a code that came with it."""

    signature: Signature
    receipt_class: ReceiptClass
    sent_at: datetime
    recipient: str
    order: bytes
    voucher: str | None


def read(raw: bytes, *, shop: Shop, providers: Sequence[PaymentMail], now: datetime) -> tuple[Told, ...]:
    """What the signatures of a header block tell that are the shop's own, or a payment provider's.

    Raises:
        NoProof: no signature tells anything; it says why the last one does not.
    """
    if len(raw) > numbers.HEADERS_LARGEST.value:
        raise NoProof(Fault.TOO_LARGE)
    headers, _ = signed_mails.parse(END.split(raw.lstrip(b"\r\n"), maxsplit=1)[0].rstrip(b"\r\n") + b"\r\n\r\n")
    fields = {name: signed_mails.only(headers, name) for name in SIGNED}
    sent_at = signed_mails.sent_at(fields[b"date"], age=timedelta(days=numbers.MAIL_AGE.value), now=now)
    sender = signed_mails.address(fields[b"from"], Fault.OTHER_SENDER)
    recipient = signed_mails.address(fields[b"to"], Fault.OTHER_RECEIVER)
    if rules.is_any_aligned(recipient[1], shop.domains):
        raise NoProof(Fault.OTHER_RECEIVER)  # the shop wrote to itself
    found, fault = [], Fault.NOT_SIGNED
    for header in signed_mails.signatures_of(headers):
        try:
            signature = _signature(header, headers, shop, providers, now)
            if signature is None:
                continue
            told = Told(
                signature=signature,
                receipt_class=_class(signature, sender, fields[b"subject"], shop, providers),
                sent_at=sent_at,
                recipient="@".join(recipient),
                order=_order(signature, headers, fields),
                voucher=_voucher(signature, headers),
            )
        except NoProof as none:
            fault = none.fault
        else:
            found.append(told)
    if not found:
        raise NoProof(fault)
    return tuple(found)


def _signature(
    header: tuple[bytes, bytes], headers: Headers, shop: Shop, providers: Sequence[PaymentMail], now: datetime
) -> Signature | None:
    """The signature, when it is one of those that count; None when it is somebody else's."""
    domain = signed_mails.tags_of(header[1]).get(b"d", b"").decode("ascii", "replace").lower()
    if not rules.is_any_aligned(domain, shop.domains) and domain not in {mail.domain for mail in providers}:
        return None
    signature = signed_mails.signature_of(header, headers, now)
    if any(name.lower() in OF_LISTS & signature.names for name, _ in headers):
        raise NoProof(Fault.TO_A_LIST)
    return signature


def _class(
    signature: Signature, sender: tuple[str, str], subject: bytes, shop: Shop, providers: Sequence[PaymentMail]
) -> ReceiptClass:
    """Who vouches by this mail: the shop in whose name it is, or a provider whose subject names the shop."""
    domain = signature.domain
    if rules.is_any_aligned(domain, shop.domains) and rules.is_any_aligned(sender[1], shop.domains):
        return ReceiptClass.SELLER
    mine = [mail for mail in providers if (mail.domain, mail.sender) == (domain, "@".join(sender))]
    if not mine:
        raise NoProof(Fault.OTHER_SENDER)
    if not any(_names(mail, _decoded(subject), shop) for mail in mine):
        raise NoProof(Fault.OTHER_SUBJECT)
    return ReceiptClass.INDEPENDENT


def _decoded(subject: bytes) -> str:
    """A subject as people read it. Source: RFC 2047."""
    try:
        return " ".join(str(make_header(decode_header(subject.decode("ascii")))).split())
    except (HeaderParseError, LookupError, ValueError) as error:
        raise NoProof(Fault.OTHER_SUBJECT) from error


def _names(mail: PaymentMail, subject: str, shop: Shop) -> bool:
    """Whether a subject is the provider's own and names this shop, word by word."""
    before, _, after = mail.subject.partition("{shop}")
    if len(subject) <= len(before) + len(after) or not (subject.startswith(before) and subject.endswith(after)):
        return False
    named = names.words(subject[len(before) : len(subject) - len(after)])
    return bool(named) and any(named == names.words(name) for name in shop.names)


def _order(signature: Signature, headers: Headers, fields: dict[bytes, bytes]) -> bytes:
    """What stands for a mail, however often it comes: its id, date and subject as they were signed."""
    message_id = b""
    if MESSAGE_ID in signature.names and any(name.lower() == MESSAGE_ID for name, _ in headers):
        message_id = signed_mails.only(headers, MESSAGE_ID)
    whole = sha256()
    for value in (message_id, fields[b"date"], fields[b"subject"]):
        plain = b" ".join(value.split())
        whole.update(len(plain).to_bytes(4) + plain)
    return whole.digest()


def _voucher(signature: Signature, headers: Headers) -> str | None:
    """The code that the shop signed along, when there is one that could be claimed."""
    if VOUCHER not in signature.names or not any(name.lower() == VOUCHER for name, _ in headers):
        return None
    try:
        return codes.parse(signed_mails.only(headers, VOUCHER).decode("ascii", "replace"))
    except codes.CodeError:
        return None
