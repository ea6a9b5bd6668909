"""The worker's part of reviews: the weekly batch, and the texts that have stood their time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.reviews import actions, held, publication

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


# Once a day, in its first minutes: the day on which a moderator decides at the latest is over then.
@app.periodic(cron="6 0 * * *")
@app.task(name="reviews.end_overdue", queueing_lock="reviews.end_overdue", pass_context=False)
def end_overdue(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Take the texts at which no moderator looked in time, and forget those whose time is over."""
    count = held.end_overdue(now=clock.now())
    if count:
        logger.error("held-texts-overdue", extra={"count": count})
