"""Vouchers as people get them: a sheet to print, a table, one with its picture, header and text for an order mail."""

import csv
import io
from dataclasses import dataclass
from datetime import date

import segno
from django.utils.safestring import SafeString, mark_safe
from segno import QRCode

from reputation.issuing import vouchers
from reputation.receipts import codes

HEADER = "Review-Receipt"
QUIET = 4
"""Modules of white around a QR code. Source: ISO/IEC 18004."""
PIXELS = 10
"""Of a module in a file."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher as it is handed over, in a language. `code` is in groups, with its check character."""

    code: str
    link: str

    @property
    def picture(self) -> SafeString:
        """The link as a QR code, as part of a page: black on white by day and by night."""
        drawn = picture(self.link).svg_inline(border=QUIET, omitsize=True, dark="#000", light="#fff")
        return mark_safe(drawn)  # noqa: S308 - drawn from a code and our own address

    @property
    def header(self) -> str:
        """The line that an order mail can carry, so that the mail itself proves the purchase once and not twice."""
        return f"{HEADER}: {self.code}"


def of(canonical: str, language: str) -> Voucher:
    """The voucher of a code."""
    return Voucher(codes.show(canonical), vouchers.link(canonical, language))


def picture(link: str) -> QRCode:
    """The QR code of a link, as large as its text needs.

    The mask is fixed: to weigh all eight takes five times as long, and under each a random code looks alike.
    """
    return segno.make_qr(link, error="m", mask=3)


def svg(voucher: Voucher) -> bytes:
    """The picture as a file that prints sharply at any size."""
    return _file(voucher, "svg")


def png(voucher: Voucher) -> bytes:
    """The picture as a file that every program opens."""
    return _file(voucher, "png")


def _file(voucher: Voucher, kind: str) -> bytes:
    raw = io.BytesIO()
    picture(voucher.link).save(raw, kind=kind, scale=PIXELS, border=QUIET, dark="#000", light="#fff")
    return raw.getvalue()


def table(found: list[Voucher], good_until: date) -> bytes:
    """A CSV with code, link and last day. Source: RFC 4180."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(("code", "link", "good_until"))
    lines.writerows((one.code, one.link, good_until.isoformat()) for one in found)
    return text.getvalue().encode()
