"""Writing a review on the pages as a browser without a script does: each step posts all that the one before showed."""

import base64
import html
import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import altcha
from django.test import Client

from reputation.core import clock
from reputation.receipts.rules import ReceiptClass
from reputation.receipts.tickets import Ticket
from reputation.reviews import codenames
from reputation.reviews.models import Held, WaitingReview, Writer
from reputation.reviews.rules import HeldKind
from tests.issuing_made import Shop, make_shop
from tests.receipts_made import spent_rows, token_of

NOTHING = (0, 0, 0, 0)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"[^>]*>')
HOW = {"outcome": "problem-unsolved", "stars": "2", "own": "on", "over": "on"}
TEXT = "The enamel chipped after one week, and nobody answered."


def make_ticket(shop: Shop, code: str | None = None, name: str = "Invented Shop") -> str:
    """A ticket of a buyer, as the text that they keep."""
    ticket = Ticket(
        "https://reference.example",
        shop.business,
        name,
        ReceiptClass.SELLER,
        2026 * 4 + 3,
        date(2027, 6, 30),
        token_of(shop, code),
    )
    return ticket.encode()


def make_bought(many: int = 2) -> Shop:
    """A shop that handed out codes today."""
    return make_shop(many, now=clock.now())


def worked(path: str = "/write/work") -> str:
    """The work that a review without a receipt costs, done."""
    challenge = altcha.Challenge.from_dict(Client().post(path).json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def hidden(page: str) -> dict[str, str]:
    """What the form of a step carries on."""
    before, _, after = page.partition('name="step"')
    form = before.rpartition("<form")[2] + '<input type="hidden" name="step"' + after.partition("</form>")[0]
    return {name: html.unescape(value) for name, value in HIDDEN.findall(form)}


@dataclass
class Writing:
    """Somebody who goes through the steps; `page` is what was shown last."""

    fields: dict[str, str]
    path: str = "/write"
    page: str = ""
    status: int = 0
    answers: list[Any] = field(default_factory=list)

    @classmethod
    def with_ticket(cls, ticket: str, path: str = "/write") -> "Writing":
        found = cls({"ticket": ticket}, path)
        found.post()
        return found

    @classmethod
    def about(cls, business: UUID, path: str = "/write") -> "Writing":
        found = cls({"business": str(business)}, path)
        found.post()
        return found

    def post(self, **given: str) -> "Writing":
        """Send the form as it was shown, with what is typed into it."""
        body = urlencode({**self.fields, **given})
        answer = Client().post(self.path, body, content_type="application/x-www-form-urlencoded")
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        self.answers.append(answer)
        self.status, self.page = answer.status_code, answer.content.decode()
        if 'name="step"' in self.page:
            self.fields = hidden(self.page)
        return self

    def how(self, **given: str) -> "Writing":
        return self.post(**{**HOW, **({} if "ticket" in self.fields else {"given_code": "no"}), **given})

    def told(self, text: str = TEXT, language: str = "en", **given: str) -> "Writing":
        return self.post(language=language, text=text, **given)

    def looked(self) -> "Writing":
        return self.post()

    def send(self, **given: str) -> "Writing":
        """Type the words that are asked, do the work where there is any, and send."""
        words = self.fields["codename"].split()
        first, second = (int(place) for place in self.fields["places"].split())
        typed = {"first": words[first - 1], "second": words[second - 1]}
        if "business" in self.fields:
            typed["work"] = worked()
        return self.post(**{**typed, **given})

    @property
    def step(self) -> str:
        return self.fields.get("step", "")

    @property
    def codename(self) -> str:
        return " ".join(codenames.parse(self.fields["codename"]))


def stored() -> tuple[int, int, int, int]:
    """How much lies in the tables of what was sent: what waits, what is held, writers, tickets."""
    held = Held.objects.exclude(kind=HeldKind.AUDIT)  # of what seemed clean, one in some is looked at once more
    return WaitingReview.objects.count(), held.count(), Writer.objects.count(), len(spent_rows())


def slip_in(page: str) -> dict[str, str]:
    found = re.search(r'href="data:application/json;base64,([^"]+)" download="review-slip.json"', page)
    assert found is not None, page
    kept: dict[str, str] = json.loads(base64.b64decode(found[1]))
    return kept


def text_shown(page: str) -> str:
    """What stands in the field for the text."""
    found = re.search(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None, page
    return html.unescape(found[1])
