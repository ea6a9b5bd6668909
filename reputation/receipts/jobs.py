"""The worker's part of receipts: what was spent in dead epochs goes."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.receipts import spent

logger = logging.getLogger(__name__)


@app.periodic(cron="17 0 * * *")
@app.task(name="receipts.drop_dead", queueing_lock="receipts.drop_dead", pass_context=False)
def drop_dead(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Drop what was spent in epochs of which no receipt can come out any more."""
    logger.info("receipt-epochs-dropped", extra={"count": spent.drop_dead(now=clock.now())})
