"""What counts as evidence of a purchase, until when it is held, and by which marks it is used once. Pure."""

import hmac
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from reputation.businesses import hosts
from reputation.core import months
from reputation.receipts import codes, rules
from reputation.rulebook import evidence as numbers

PREFIX = "PP-"
"""Before a collecting code, so that nobody takes it for a voucher code."""


class Via(StrEnum):
    """How somebody without a voucher showed a purchase."""

    MAIL = "mail"
    PAYMENT_PROOF = "payment-proof"


class State(StrEnum):
    """What became of a payment proof."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    UNDECIDED = "undecided"
    """Nobody looked in time: the file is gone, and that is counted."""


DECIDED = (State.APPROVED, State.REFUSED, State.UNDECIDED)


class Reason(StrEnum):
    """Why a payment proof was refused."""

    UNREADABLE = "unreadable"
    NO_PAYMENT = "no-payment"
    OTHER_BUSINESS = "other-business"
    TOO_OLD = "too-old"
    ALTERED = "altered"


class Media(StrEnum):
    """What kinds of file a payment proof can be."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"


def media_of(content: bytes) -> Media | None:
    """What a file is, by how it begins; None: nothing that is taken."""
    if content.startswith(b"%PDF-"):
        return Media.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Media.WEBP
    return None


def is_aligned(host: str, proved: str) -> bool:
    """Whether a mail of this host speaks for the domain that was proved.

    The same, one below it, or one above it down to the domain that was registered; never one beside it, and never
    a suffix under which others register.
    """
    if host == proved or host.endswith(f".{proved}"):
        return True
    registered = hosts.normalise(proved)[1]
    return proved.endswith(f".{host}") and (host == registered or host.endswith(f".{registered}"))


def is_any_aligned(host: str, proved: Iterable[str]) -> bool:
    """Whether it speaks for one of these domains."""
    return any(is_aligned(host, domain) for domain in proved)


def is_known(first_seen: date, last_seen: date, today: date) -> bool:
    """Whether a key was seen on two different days, and not too long ago."""
    return first_seen < last_seen and today <= last_seen + timedelta(days=numbers.KEY_GONE.value)


def epoch_on(day: date) -> int:
    """The quarter a day lies in."""
    return rules.epoch_of(months.of(day))


def marks(*, pepper: bytes, order: bytes, recipient: str, business: UUID) -> tuple[bytes, bytes]:
    """What shows that a mail was used: one of the mail, and one of its recipient at this business in this quarter."""
    whose = recipient.encode() + b"\0" + business.bytes
    return _mark(pepper, b"order", order), _mark(pepper, b"recipient", whose)


def _mark(pepper: bytes, label: bytes, what: bytes) -> bytes:
    return hmac.digest(pepper, label + b"\0" + what, sha256)


def last_day_of_pepper(epoch: int) -> date:
    """The last day on which a mail of this quarter is taken: from then on nothing is compared with its marks."""
    ends = months.first_day(rules.last_month(epoch) + 1)
    return ends + timedelta(days=numbers.MAIL_AGE.value + 1)


def week_of(day: date) -> date:
    """The Monday of the week: more is not kept of when a proof came."""
    return day - timedelta(days=day.weekday())


def decide_until(week: date) -> date:
    """The day on which the file is gone, decided or not."""
    return week + timedelta(days=numbers.DECIDED_WITHIN.value)


def collect_until(decide_by: date) -> date:
    """The last day on which whoever sent a proof can ask what became of it."""
    return decide_by + timedelta(days=numbers.KEPT_FOR_COLLECTING.value)


def attempt(business: UUID) -> str:
    """As what an attempt to show a purchase is counted: as one for this business, whoever makes it."""
    return f"evidence {business}"


def show_collecting(code: str) -> str:
    """A collecting code as people get it."""
    return PREFIX + codes.show(code)


def parse_collecting(text: str) -> str:
    """The canonical form of a collecting code as somebody typed it.

    Raises:
        CodeError: it is none; a voucher code is none either.
    """
    bare = text.strip().upper()
    if not bare.startswith("PP"):
        raise codes.CodeError("code-sign", "a collecting code begins with PP")
    return codes.parse(bare.removeprefix("PP"))


def collecting_hash(code: str) -> bytes:
    """What is kept of a collecting code; other than what is kept of a voucher code with the same letters."""
    return sha256(b"collecting-v1" + code.encode()).digest()
