"""What never arrived: mails and webhooks that were given up. Counts alone: whom they were for is forgotten."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reputation.notices import queries as notices
from reputation.webhooks import queries as webhooks


class Way(StrEnum):
    """By which way something was to arrive."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Lost:
    """How many of a kind were given up on a day, and why. `why`: a code of ours, or the status of a webhook."""

    way: Way
    kind: str
    on: date
    why: str
    count: int


def lost() -> list[Lost]:
    """Everything that was given up in the last 30 days, newest first."""
    mails = [Lost(Way.MAIL, one.kind, one.on, one.why, one.count) for one in notices.given_up()]
    hooks = [Lost(Way.WEBHOOK, one.kind, one.on, one.why, one.count) for one in webhooks.given_up()]
    return sorted(mails + hooks, key=lambda one: (one.on, one.count), reverse=True)
