"""Telling those who decide that something of theirs is near its day: how much, never what."""

from datetime import datetime, timedelta

from django.db import transaction

from reputation.accounts import queries as accounts
from reputation.accounts.queries import Person
from reputation.accounts.rules import Duty
from reputation.core.rows import alone
from reputation.desk import queues
from reputation.desk.queues import Waits
from reputation.notices import actions as notices
from reputation.notices.rules import Kind

NEAR = timedelta(days=2)


def send(*, now: datetime) -> int:
    """Let a mail wait for everybody of whom something is due soon, or late; answers how many. Once a day."""
    people = {person.id: person for duty in Duty for person in accounts.with_duty(duty)}
    count = 0
    for _, person in sorted(people.items()):
        with alone("desk.send_digests"), transaction.atomic():
            count += _send(person, now)
    return count


def _send(person: Person, now: datetime) -> bool:
    until = now.date() + NEAR
    lines = queues.everything(person.id, now)
    due = [line for line in lines if line.waits is Waits.YOU and line.due <= until]
    if not due or not person.email:
        return False
    notices.mail(
        to=person.email,
        language=person.language,
        kind=Kind.DESK_DIGEST,
        facts={
            "count": str(len(due)),
            "until": until.isoformat(),
            "link": f"/members/{'' if person.language == 'en' else f'{person.language}/'}desk",
        },
        now=now,
    )
    return True
