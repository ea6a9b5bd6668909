"""What needs a business today, in words: until when, what, why, and the button that leads there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reputation.reports import tasks
from reputation.reports.tasks import Kind
from reputation.web.terms import Words

# Title, what it means, what the button says, and the page it leads to.
WORDS: Mapping[Kind, tuple[Words, Words, Words, str]] = {
    Kind.ACCEPT_CHARTER: (
        _("Accept version %(detail)s of the charter"),
        _("Without it the business leaves 30 days after the version begins to bind. Nothing else ends before."),
        _("Read and accept it"),
        "members-charter",
    ),
    Kind.STAY_OR_LEAVE: (
        _("The business leaves"),
        _("Notice was given. Until that day it can be taken back."),
        _("Look at it"),
        "members-leaving",
    ),
    Kind.DOMAIN_PUBLISH: (
        _("Show that you control %(detail)s"),
        _("Until then buyers who type this address do not find you."),
        _("Show me how"),
        "members-domains",
    ),
    Kind.DOMAIN_SEND_MAIL: (
        _("Prove %(detail)s again by a new mail"),
        _("A proof by mail holds for a month."),
        _("Show me how"),
        "members-domains",
    ),
    Kind.DOMAIN_RESTORE: (
        _("Prove %(detail)s again"),
        _("Your proof is no longer there. Your figure stays; only this address would lose its mark."),
        _("Show me how"),
        "members-domains",
    ),
    Kind.ANSWER_EXCLUSION: (
        _("The business is excluded, or is to be"),
        _("Two people decided so, with reasons. You can appeal, and others look at it."),
        _("Read why, and appeal"),
        "members-termination",
    ),
    Kind.ANSWER_MEASURE: (
        _("A measure about the business stands"),
        _("Two people decided so, with reasons. You can appeal, and others look at it."),
        _("Read why, and appeal"),
        "members-measures",
    ),
    Kind.CLAIM_DOMAIN: (
        _("Name the web address of your shop"),
        _("Buyers look for addresses. Without one they find you by name and number only."),
        _("Add an address"),
        "members-domains",
    ),
    Kind.MAKE_VOUCHERS: (
        _("Give your buyers codes"),
        _("The charter asks for one with every order. Without it no buyer can have a receipt from you."),
        _("Make vouchers"),
        "members-receipts",
    ),
    Kind.REPLY_IN_CASE: (
        _("It is your turn in a case"),
        _("The writer of the review answered. If you say nothing, two people decide on what is there."),
        _("Read the answer, and reply"),
        "members-cases",
    ),
}
LONGEST_BAR = 30
"""Days: a bar is full when there is as much time, or more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A task in words. `used`: how much of the bar of time is used up, in per cent."""

    until: date | None
    left: str
    used: int
    title: str
    says: Words
    button: Words
    link: str


def left(until: date, today: date) -> str:
    """How much time is left, in words."""
    days = (until - today).days
    if days < 0:
        return ngettext("late by %(n)s day", "late by %(n)s days", -days) % {"n": -days}
    if days == 0:
        return gettext("today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def used(until: date, today: date) -> int:
    """How much of the last thirty days is used up, in per cent."""
    return min(100, max(4, 100 - 100 * (until - today).days // LONGEST_BAR))


def of_business(business: UUID, *, now: datetime) -> list[Shown]:
    """What a business has to do, the nearest first."""
    today = now.date()
    found = []
    for task in tasks.of_business(business, now=now):
        title, says, button, name = WORDS[task.kind]
        found.append(
            Shown(
                until=task.until,
                left="" if task.until is None else left(task.until, today),
                used=0 if task.until is None else used(task.until, today),
                title=str(title) % {"detail": task.detail},
                says=says,
                button=button,
                link=reverse(name, args=[business]),
            )
        )
    return found
