"""The worker's part of reviews: the weekly batch, and the texts that have stood their time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.reviews import actions, publication

logger = logging.getLogger(__name__)


# Every day, so that a worker that slept on Monday makes up for it; a week's batch still comes out at once.
@app.periodic(cron="41 2 * * *")
@app.task(name="reviews.publish_due", queueing_lock="reviews.publish_due", pass_context=False)
def publish_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Publish the reviews whose week has come."""
    count = publication.publish_due(now=clock.now())
    logger.info("reviews-published", extra={"count": count})


@app.periodic(cron="11 3 * * *")
@app.task(name="reviews.erase_old", queueing_lock="reviews.erase_old", pass_context=False)
def erase_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Erase the texts that have stood their time."""
    count = actions.erase_old(now=clock.now())
    logger.info("texts-erased", extra={"count": count})
