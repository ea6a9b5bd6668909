"""Typed helpers that bring a case about a review with a codename to where its writer shall meet it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from reputation.core import clock
from reputation.disputes import writers
from reputation.disputes.models import WriterAct
from reputation.disputes.own_cases import OwnCase, of_review
from reputation.disputes.rules import Outcome
from tests import cases_made, mailbox_made, pages_made
from tests.mailbox_made import Written
from tests.pages_made import Page, read

QUOTE = "The enamel chipped after one week."
SAID = "Nothing of the kind was sold in these months."
ANSWER = "I ordered it there, and it came broken."


class Met(NamedTuple):
    """A review, its codename, and a case about it."""

    written: Written
    case: UUID


def make_filed(business: UUID, **more: Any) -> Met:
    """A challenge at which no moderator has looked."""
    written = mailbox_made.make_published(business)
    given = {"quote": QUOTE, "said": SAID, "now": clock.now(), **more}
    return Met(written, cases_made.file_case(written.review, **given))


def make_noticed(business: UUID, **more: Any) -> Met:
    """A challenge that the writer may answer."""
    met = make_filed(business, **more)
    cases_made.admit(met.case, now=more.get("now", clock.now()))
    return met


def make_answered(business: UUID) -> Met:
    """A challenge that the writer answered, and that was released."""
    met = make_noticed(business)
    mailbox_made.do(mailbox_made.handle_of(met.written), "send-answer", case=met.case, text=ANSWER)
    release()
    return met


def make_decided(business: UUID, outcome: Outcome = Outcome.REMOVED, *, ago: int = 0) -> Met:
    """A challenge that was decided without an answer."""
    now = clock.now() - timedelta(days=ago)
    met = make_filed(business, now=now - cases_made.HEARD)
    cases_made.decide(met.case, outcome, now=now)
    return met


def release(now: datetime | None = None) -> int:
    """What the next release does in cases."""
    done = writers.release(now=(now or clock.now()) + timedelta(days=1))
    pages_made.settle()
    return done


def own(met: Met) -> OwnCase:
    """The case as its writer reads it now."""
    return next(one for one in of_review(met.written.review, clock.now()) if one.case == met.case)


def waiting() -> list[tuple[str, str]]:
    """What waits for the release: kinds and texts."""
    return list(WriterAct.objects.order_by("kind").values_list("kind", "text"))


class Box:
    """An open mailbox in a browser, at a case."""

    def __init__(self, met: Met) -> None:
        self.met = met
        self.handle = mailbox_made.handle_of(met.written)

    def do(self, what: str, **more: Any) -> Page:
        return read(mailbox_made.do(self.handle, what, **{"case": self.met.case, **more}))
