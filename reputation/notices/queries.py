"""Reading the outbox."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from reputation.notices.models import Mail
from reputation.notices.rules import State, Why


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many mails of a kind were given up on a day, and why. Whom they were for is not known any more."""

    kind: str
    on: date
    why: str
    count: int


def waiting_since(moment: datetime) -> int:
    """How many mails have waited since before a moment."""
    return Mail.objects.filter(state=State.WAITING, queued_at__lt=moment).count()


def given_up() -> list[GivenUp]:
    """The mails that never went and never will, newest day first, for as long as that is kept."""
    rows = Mail.objects.filter(state=State.FAILED).values_list("kind", "ended_on", "why")
    found = rows.annotate(count=Count("id")).order_by("-ended_on", "kind", "why")
    return [GivenUp(kind, on, why or Why.DIED, count) for kind, on, why, count in found if on is not None]
