"""Telling a business by mail that its own systems do not take what they are sent."""

from datetime import datetime

from django.db import transaction

from reputation.members import deeds
from reputation.notices.rules import Kind
from reputation.webhooks import actions as webhooks


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Stop webhooks that have failed for long, and tell their businesses; also those whose webhooks fail for days.

    Answers how many webhooks there was something to tell of. Nothing is told twice.
    """
    stopped = [(Kind.WEBHOOK_STOPPED, trouble) for trouble in webhooks.stop_failing(now=now)]
    failing = [(Kind.WEBHOOK_FAILING, trouble) for trouble in webhooks.warn_failing(now=now)]
    for kind, trouble in (*stopped, *failing):
        deeds.tell(business=trouble.business, kind=kind, facts={"host": trouble.host}, now=now)
    return len(stopped) + len(failing)
