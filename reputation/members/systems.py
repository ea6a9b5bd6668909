"""Telling a business by mail that its own systems do not take what they are sent."""

from datetime import datetime

from django.db import transaction

from reputation.core.rows import alone
from reputation.members import deeds
from reputation.notices.rules import Kind
from reputation.webhooks import actions as webhooks
from reputation.webhooks.rules import Told

KINDS = {Told.FAILING: Kind.WEBHOOK_FAILING, Told.STOPPED: Kind.WEBHOOK_STOPPED}


def tell(*, now: datetime) -> int:
    """Stop webhooks that have failed for long, and tell their businesses; also those whose webhooks fail for days.

    Answers how many webhooks there was something to tell of. Nothing is told twice.
    """
    webhooks.stop_failing(now=now)
    count = 0
    for trouble in webhooks.troubles(now=now):
        with alone("members.tell_of_systems"), transaction.atomic():
            if webhooks.note_told(trouble, now=now):
                kind, facts = KINDS[trouble.told], {"host": trouble.host}
                deeds.tell(business=trouble.business, kind=kind, facts=facts, now=now)
                count += 1
    return count
