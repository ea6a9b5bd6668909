"""What a proof may be, what the other side reads of it, and until when it is kept. Pure."""

from datetime import date
from enum import StrEnum

from reputation.core import months
from reputation.evidence.rules import Media, media_of
from reputation.reviews.rules import is_unseen
from reputation.rulebook import cases, proofs


class Party(StrEnum):
    """Who may act in a case."""

    CHALLENGER = "challenger"
    WRITER = "writer"


class Kind(StrEnum):
    """What kind of file a proof is."""

    TEXT = "text"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class Seen(StrEnum):
    """What a moderator says that a proof is: all that the other side reads of what is in it."""

    ORDER_CONFIRMATION = "order-confirmation"
    INVOICE = "invoice"
    DELIVERY_NOTE = "delivery-note"
    MESSAGE = "message"
    PHOTOGRAPH = "photograph"
    STATEMENT = "statement"
    CONTRACT = "contract"
    OTHER = "other"


class Fault(StrEnum):
    """Why a file cannot be kept."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_LONG = "too-long"
    TOO_HEAVY = "too-heavy"
    """It takes more time or memory to open than an honest file does, or more room afterwards."""


class Size(StrEnum):
    """About how large a proof is. The exact size would tell one document from another."""

    SMALL = "up-to-100-kb"
    MIDDLE = "up-to-1-mb"
    LARGE = "more-than-1-mb"


MEDIA = {Kind.TEXT: "text/plain; charset=utf-8", Kind.PDF: "application/pdf", Kind.PNG: "image/png"} | {
    Kind.JPEG: "image/jpeg"
}
_KINDS = {Media.PDF: Kind.PDF, Media.PNG: Kind.PNG, Media.JPEG: Kind.JPEG}


def kind_of(content: bytes) -> Kind | None:
    """What a file is, by how it begins; text if it is none of the others and reads as UTF-8. None: not taken."""
    media = media_of(content)
    if media is not None:
        return _KINDS.get(media)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Kind.TEXT


def text_of(content: bytes) -> str:
    """A text as it is kept: line ends unified, without what cannot be seen. A mail is full of it, and none is refused.

    Raises:
        ValueError: it is too long, or nothing is left.
    """
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(one for one in text if one == "\n" or not is_unseen(one)).strip()
    if not 1 <= len(kept) <= proofs.TEXT_LIMIT.value:
        raise ValueError("length")
    return kept


def size_of(size: int) -> Size:
    """About how large a proof of so many bytes is."""
    if size <= 100_000:
        return Size.SMALL
    return Size.MIDDLE if size <= 1_000_000 else Size.LARGE


def forget_on(ended_on: date) -> date:
    """The day on which the key of a case that ended is destroyed."""
    return months.later(ended_on, cases.FILES_KEPT.value)
