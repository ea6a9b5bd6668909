"""Challenging on the pages as a browser without a script does: each step posts all that the one before showed."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.test import Client

from tests.writing_made import worked

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"[^>]*>')
FORM = "application/x-www-form-urlencoded"
REASONS = "The shop never sold kettles of this kind, as the list of goods shows."


@dataclass
class Browser:
    """Somebody who goes through pages about a case; `page` is what was shown last."""

    client: Client
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    page: str = ""
    status: int = 0
    led_to: str = ""

    def get(self, query: str = "") -> "Browser":
        return self._read(self.client.get(self.path + query))

    def post(self, path: str = "", **given: str) -> "Browser":
        """Send the form as it was shown, with what is typed into it."""
        body = urlencode({**self.fields, **given})
        return self._read(self.client.post(path or self.path, body, content_type=FORM))

    def _read(self, answer: "object") -> "Browser":
        self.status = answer.status_code  # type: ignore[attr-defined]
        self.led_to = answer.headers.get("Location", "")  # type: ignore[attr-defined]
        self.page = answer.content.decode()  # type: ignore[attr-defined]
        for name in ("step", "handle"):
            if f'name="{name}"' in self.page:
                self.fields = carried(self.page, name)
        return self

    @property
    def step(self) -> str:
        return self.fields.get("step", "")

    def ground(self, ground: str = "off-topic") -> "Browser":
        return self.post(ground=ground)

    def words(self, quote: str = "The handle is loose.") -> "Browser":
        return self.post(sentence="other", quote=quote)

    def said(self, text: str = REASONS, **given: str) -> "Browser":
        return self.post(text=text, **given)

    def looked(self, **given: str) -> "Browser":
        return self.post(good_faith="on", **given)

    def named(self, **given: str) -> "Browser":
        """Type the words of the codename that are asked, and do the work."""
        words = self.fields["codename"].split()
        first, second = (int(place) for place in self.fields["places"].split())
        typed = {"first": words[first - 1], "second": words[second - 1], "work": worked("/case/work")}
        return self.post(**{**typed, **given})


def carried(page: str, name: str) -> dict[str, str]:
    """What the form with a field of this name carries on."""
    before, _, after = page.partition(f'name="{name}"')
    form = before.rpartition("<form")[2] + f'<input type="hidden" name="{name}"' + after.partition("</form>")[0]
    found = {name: html.unescape(value) for name, value in HIDDEN.findall(form)}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def challenged(review: UUID, **given: str) -> Browser:
    """Somebody without an account who has challenged a review; what is shown is that it is filed."""
    browser = Browser(Client(), f"/review/{review}/challenge").get().ground(given.pop("ground", "off-topic"))
    return browser.words().said().looked(**given).named()
