"""The worker's part of cases."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.disputes import reminders

logger = logging.getLogger(__name__)


@app.periodic(cron="20 7 * * *")
@app.task(name="disputes.remind", queueing_lock="disputes.remind", lock="disputes.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remind challengers of days that are near."""
    logger.info("challengers-reminded", extra={"count": reminders.remind(now=clock.now())})
