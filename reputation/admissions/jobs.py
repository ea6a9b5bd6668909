"""The worker's part of admissions: what has stood its time goes."""

import logging

from procrastinate.contrib.django import app

from reputation.admissions import actions
from reputation.core import clock

logger = logging.getLogger(__name__)


@app.periodic(cron="35 4 * * *")
@app.task(name="admissions.forget_old", queueing_lock="admissions.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove applications and numbers that nobody needs any more."""
    logger.info("applications-forgotten", extra={"count": actions.forget_old(now=clock.now())})
