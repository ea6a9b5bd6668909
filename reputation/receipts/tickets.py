"""Review tickets: a token as a small text file that people can keep, read and give back later. Pure.

The token is all that counts. The lines above it tell people what it is for; whoever takes a ticket in looks at the
token's key instead, because anybody can write such lines.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from reputation.businesses.names import slug
from reputation.core import months
from reputation.receipts import rules
from reputation.receipts.rules import TOKEN_BYTES, TOKEN_TYPE, ReceiptClass, ReceiptError
from reputation.receipts.tokens import from_base64, to_base64
from reputation.rulebook import receipts as numbers

HEAD = "Open Reference review ticket v1"
LONGEST = 4_000
LONGEST_NAME = 300
_FIELDS = ("service", "business", "class", "epoch", "redeem until", "token")
_SERVICE = re.compile(r"https?://[!-~]{1,200}", re.ASCII)
_BUSINESS = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?: (.+))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A token with what it is for. `name`: of the business, or empty; `redeem_until`: a day until which it is good."""

    service: str
    business: UUID
    name: str
    receipt_class: ReceiptClass
    epoch: int
    redeem_until: date
    token: bytes = field(repr=False)

    @property
    def file_name(self) -> str:
        """What the file is called."""
        return f"review-ticket-{slug(self.name)}.txt"

    def encode(self) -> str:
        """The ticket as text."""
        name = " ".join(_seen(self.name).split())[:LONGEST_NAME].strip()
        values = (
            self.service,
            f"{self.business} {name}".strip(),
            self.receipt_class,
            rules.show_epoch(self.epoch),
            self.redeem_until.isoformat(),
        )
        lines = [f"{name}: {value}" for name, value in zip(_FIELDS[:-1], values, strict=True)]
        return "\n".join([HEAD, *lines, "", f"token: {to_base64(self.token)}", ""])


def good_until(last_epoch: int) -> date:
    """A day until which a token is good for sure, by the last epoch in which its key takes codes. That may move on."""
    return months.first_day(rules.last_month(last_epoch + numbers.REDEEMED_AFTER.value) + 1) - timedelta(days=1)


def parse(text: str) -> Ticket:
    """The ticket that a text is. Ends of lines, blanks around them and empty lines do not matter.

    Raises:
        ReceiptError: it is none.
    """
    if len(text) > LONGEST:
        raise ReceiptError(f"a ticket has {LONGEST} characters at most")
    lines = [line for line in (line.strip(" \t\r\ufeff") for line in text.split("\n")) if line]
    if not lines or lines[0] != HEAD:
        raise ReceiptError(f"a ticket begins with: {HEAD}")
    said = [line.partition(":") for line in lines[1:]]
    if tuple(name for name, _, _ in said) != _FIELDS:
        raise ReceiptError(f"a ticket has these lines, in this order: {', '.join(_FIELDS)}")
    service, business, receipt_class, epoch, day, token = (value.strip(" \t") for _, _, value in said)
    match = _BUSINESS.fullmatch(business)
    if match is None or _SERVICE.fullmatch(service) is None or _seen(business) != business:
        raise ReceiptError("the ticket names no service, or no business")
    if len(match[2] or "") > LONGEST_NAME:
        raise ReceiptError(f"the name of a business has {LONGEST_NAME} characters at most")
    if receipt_class not in set(ReceiptClass):
        raise ReceiptError("the ticket's class is none")
    raw = from_base64(token)
    if len(raw) != TOKEN_BYTES or raw[: len(TOKEN_TYPE)] != TOKEN_TYPE:
        raise ReceiptError("the ticket holds no token of type 0x0002")
    return Ticket(
        service,
        UUID(match[1]),
        match[2] or "",
        ReceiptClass(receipt_class),
        rules.parse_epoch(epoch),
        _day(day),
        raw,
    )


def _day(text: str) -> date:
    if _DAY.fullmatch(text) is None:
        raise ReceiptError("a day looks like 2026-11-25")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ReceiptError("there is no such day") from error


def _seen(text: str) -> str:
    """A text with a blank for each sign that cannot be seen, or that begins a line of its own."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
