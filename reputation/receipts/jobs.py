"""The worker's part of attesters: totals that go into the log, and applications that have stood their time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.receipts import attesters, totals

logger = logging.getLogger(__name__)


@app.periodic(cron="25 2 * * *")
@app.task(name="receipts.log_totals", queueing_lock="receipts.log_totals", pass_context=False)
def log_totals(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Log the totals that are signed, or of which the time to sign is over."""
    logger.info("totals-logged", extra={"count": totals.log_due(now=clock.now())})


@app.periodic(cron="40 4 * * *")
@app.task(name="receipts.forget_attesters", queueing_lock="receipts.forget_attesters", pass_context=False)
def forget_attesters(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let applications lapse that nobody decided, and remove those that came to nothing long ago."""
    now = clock.now()
    logger.info("attesters-lapsed", extra={"count": attesters.lapse_due(now=now)})
    logger.info("attesters-forgotten", extra={"count": attesters.forget_old(now=now)})
