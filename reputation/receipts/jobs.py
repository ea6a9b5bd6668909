"""The worker's part of receipts: totals go into the log; applications and spent tokens that stood their time go."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.receipts import attesters, spent, totals

logger = logging.getLogger(__name__)


@app.periodic(cron="17 0 * * *")
@app.task(name="receipts.drop_dead", queueing_lock="receipts.drop_dead", pass_context=False)
def drop_dead(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Drop what was spent in epochs of which no receipt can come out any more."""
    logger.info("receipt-epochs-dropped", extra={"count": spent.drop_dead(now=clock.now())})


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
