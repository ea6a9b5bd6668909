"""The worker's part of mails: each as soon as it waits, what did not go at first every minute, and forgetting."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.notices import actions

logger = logging.getLogger(__name__)


@app.task(name="notices.send", pass_context=False)
def send(mail: str) -> None:
    """Send a mail that was just queued."""
    actions.send(mail=UUID(mail), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_due", queueing_lock="notices.send_due", lock="notices.send_due", pass_context=False)
def send_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Send what did not go at first, and what the queue lost."""
    actions.send_due(now=clock.now())


@app.periodic(cron="29 3 * * *")
@app.task(name="notices.forget_old", queueing_lock="notices.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Forget that mails went, 30 days later."""
    count = actions.forget_old(now=clock.now())
    logger.info("mails-forgotten", extra={"count": count})
