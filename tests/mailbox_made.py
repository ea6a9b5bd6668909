"""Reviews with a codename in each state that a mailbox shows, and the work that opening one costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import altcha
from django.test import Client

from reputation.core import clock
from reputation.reviews import codenames, held, mailbox, publication, releases
from reputation.reviews.mailbox import Stage
from reputation.reviews.models import Held
from reputation.reviews.rules import HeldKind, Refusal
from tests import pages_made
from tests.sending_made import make_moderator, send_held, send_without_receipt

TEXT = "The enamel chipped after one week. I wrote twice, and got no answer."


class Written(NamedTuple):
    """A review, and the codename that leads to it."""

    review: UUID
    codename: str


def worked(path: str) -> str:
    """The work that a form costs, done; `path` gives it."""
    challenge = altcha.Challenge.from_dict(Client().post(path).json())
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def make_waiting(business: UUID, *, weeks_ago: int = 0, text: str = TEXT) -> Written:
    codename = codenames.make()
    now = clock.now() - timedelta(weeks=weeks_ago)
    review = send_without_receipt(business, text=text, codename=codename, now=now).review
    Held.objects.filter(kind=HeldKind.AUDIT).delete()  # one in some, by chance
    return Written(review, codename)


def make_published(business: UUID, *, text: str = TEXT) -> Written:
    written = make_waiting(business, weeks_ago=6, text=text)
    publication.publish_due(now=clock.now())
    pages_made.settle()
    return written


def make_held(business: UUID) -> Written:
    codename = codenames.make()
    return Written(send_held(business=business, codename=codename, now=clock.now()).review, codename)


def refuse(written: Written) -> None:
    reasons = {"choices": [], "missed": [], "refusal": Refusal.NAMES_A_PERSON}
    held.decide(held=written.review, user=make_moderator(), now=clock.now(), **reasons)  # type: ignore[arg-type]


def make_refused(business: UUID) -> Written:
    written = make_held(business)
    refuse(written)
    return written


def make_appealed(business: UUID) -> Written:
    written = make_refused(business)
    held.appeal(held=written.review, now=clock.now())
    return written


def make_refused_finally(business: UUID) -> Written:
    written = make_appealed(business)
    refuse(written)
    return written


def make_overdue(business: UUID) -> Written:
    written = make_held(business)
    held.end_overdue(now=clock.now() + timedelta(days=15))
    return written


def release() -> None:
    """What the next release does."""
    releases.release(now=clock.now() + timedelta(days=1))
    pages_made.settle()


STAGES: dict[Stage, Callable[[UUID], Written]] = {
    Stage.HELD: make_held,
    Stage.REFUSED: make_refused,
    Stage.APPEALED: make_appealed,
    Stage.REFUSED_FINALLY: make_refused_finally,
    Stage.OVERDUE: make_overdue,
    Stage.WAITING: make_waiting,
    Stage.PUBLISHED: make_published,
}


def handle_of(written: Written) -> str:
    return mailbox.open(codename=written.codename, now=clock.now())


def open_box(codename: str, *, prefix: str = "", **more: Any) -> Any:
    """The answer to a codename with its work."""
    fields = {"codename": codename, "work": worked("/mailbox/work"), "ticket": "", **more}
    return Client().post(f"{prefix}/mailbox", fields)


def do(handle: str, what: str, **more: Any) -> Any:
    """The answer to something done in an open mailbox."""
    return Client().post("/mailbox", {"handle": handle, "do": what, **more})
