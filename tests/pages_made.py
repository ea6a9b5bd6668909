"""Typed helpers that bring businesses to the states which pages show, through actions, and read pages as people do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.test import Client

from reputation.businesses import actions as businesses
from reputation.businesses import leavings, registry_import
from reputation.businesses.names import slug
from reputation.businesses.rules import Method
from reputation.core import clock, months
from reputation.disputes.rules import Outcome as Decided
from reputation.log import actions as log
from reputation.log import publisher
from reputation.ratings import actions as ratings
from reputation.reviews import publication
from reputation.reviews import queries as review_queries
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.web import pages
from tests.reviews_made import make_case, make_decision, submit

HOLD = timedelta(weeks=5)
# What stands in these, nobody reads.
SILENT = ("script", "style", "template")
LEI = "529900T8BM49AURSDO55"
_numbers = count(500)


class Sent(NamedTuple):
    """Reviews of one kind, so many months ago."""

    ago: int
    many: int = 1
    stars: int = 5
    outcome: Outcome = Outcome.AS_AGREED
    kind: ReceiptClass = ReceiptClass.SELLER
    text: str = "A copper pan, as agreed."


GOOD = (
    Sent(9, 3, kind=ReceiptClass.INDEPENDENT),
    Sent(6, 3),
    Sent(4, 1, 2, Outcome.PROBLEM_UNSOLVED),
    Sent(3, 2, 4, kind=ReceiptClass.NONE),
    Sent(2, 3, kind=ReceiptClass.INDEPENDENT),
)
SURGE = (Sent(9, 6), Sent(1, 6, 1, Outcome.NEVER_DELIVERED))
FEW = (Sent(2, 2),)


@dataclass(frozen=True)
class Shop:
    """A business with its page."""

    id: UUID
    name: str
    domain: str

    @property
    def path(self) -> str:
        return f"/b/{self.id}/{slug(self.name)}"


def now_in(ago: int) -> datetime:
    """Noon on the 15th, so many months ago."""
    first = months.first_day(months.of(clock.now()) - ago)
    return clock.now().replace(year=first.year, month=first.month, day=15, hour=12, minute=0, second=0, microsecond=0)


def start() -> None:
    """An empty log, and no page kept from another test."""
    pages.STORE.clear()
    log.start(now=now_in(30))
    log.sequence()


def settle() -> None:
    """Number what waits, publish it and let the ratings follow, as the service does within a second."""
    log.sequence()
    publisher.publish(now=clock.now())
    while ratings.follow(month=months.of(clock.now())):
        pass


def make_shop(
    name: str = "Kettle & Moss Ltd",
    sent: Sequence[Sent] = GOOD,
    *,
    domain: str = "kettle-and-moss.example",
    joined: int = 14,
) -> Shop:
    """A participant with a proved address and published reviews."""
    now = now_in(joined)
    found = businesses.join(
        legal_name=name, numbers=[("example", f"EX{next(_numbers):08d}")], country="GB", place="Ludlow", now=now
    )
    if domain:
        businesses.prove_domain(business=found.public_id, domain=domain, method=Method.DNS, now=now)
    make_reviews(found.public_id, sent)
    settle()
    return Shop(found.public_id, name, domain)


def make_reviews(business: UUID, sent: Sequence[Sent]) -> None:
    """Published reviews of a business."""
    for one in sent:
        for _ in range(one.many):
            submit(
                business,
                stars=one.stars,
                outcome=one.outcome,
                receipt_class=one.kind,
                text=one.text,
                now=now_in(one.ago) - HOLD,
            )
        publication.publish_due(now=now_in(one.ago))


def make_left(shop: Shop, *, ago: int = 1) -> None:
    leavings.leave(business=shop.id, now=now_in(ago))
    settle()


def make_removed(shop: Shop) -> tuple[UUID, UUID]:
    """A challenged review that two people removed: the review and the case."""
    review = review_queries.public(business=shop.id).items[0].public_id
    case = make_case(review, now=now_in(1))
    settle()
    make_decision(case, Decided.REMOVED, now=now_in(1))
    settle()
    return review, case


def make_registered(folder: Path, name: str = "Tannenberg Sofa Works Ltd", lei: str = LEI) -> None:
    """A legal entity of a registry that never joined."""
    file = folder / "registry.csv"
    file.write_text(f"lei,legal_name,country,entity_category\n{lei},{name},DE,GENERAL\n", encoding="utf-8")
    registry_import.import_file(file, today=clock.now().date())


class _Reader(HTMLParser):
    """Gathers what a page says and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.held: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        into = self.held if self._silent else self.tags
        into.append((tag, {name: value or "" for name, value in attrs}))
        self._silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


class Page(NamedTuple):
    """An answer as people and browsers read it. `held`: what stands in templates, of which a script may show some."""

    status: int
    headers: dict[str, str]
    html: str
    says: str
    tags: list[tuple[str, dict[str, str]]]
    held: list[tuple[str, dict[str, str]]]


def read(answer: Any) -> Page:
    reader = _Reader()
    html = answer.content.decode()
    reader.feed(html)
    words = re.sub(r"\s+", " ", "".join(reader.words)).replace("\u202f", " ").strip()
    return Page(answer.status_code, dict(answer.headers.items()), html, words, reader.tags, reader.held)


def get(path: str, **headers: str) -> Page:
    return read(Client(raise_request_exception=False).get(path, headers=headers))


def check(q: str, language: str = "en") -> Page:
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return read(Client(raise_request_exception=False).post(f"{prefix}/check", {"q": q}))
