"""The worker's part of reviews: the weekly batch, the daily release, what is asked for, and what has stood its time."""

import logging
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.reviews import actions, forgetting, held, masks, publication, releases, replies

logger = logging.getLogger(__name__)
PUBLISH_TRIES = 20
PUBLISH_PAUSE_S = 1_800


# Every day, so that a worker that slept on Monday makes up for it; a week's batch still comes out at once. Nobody else
# is in the tables while the order is forgotten: whoever reads them for long, such as a backup, puts that off a little.
@app.periodic(cron="41 2 * * *")
@app.task(
    name="reviews.publish_due",
    queueing_lock="reviews.publish_due",
    retry=RetryStrategy(max_attempts=PUBLISH_TRIES, wait=PUBLISH_PAUSE_S),
    pass_context=False,
)
def publish_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Publish the reviews whose week has come, and forget in which order all others were sent."""
    count = publication.publish_due(now=clock.now())
    logger.info("reviews-published", extra={"count": count})


@app.periodic(cron="11 3 * * *")
@app.task(name="reviews.erase_old", queueing_lock="reviews.erase_old", pass_context=False)
def erase_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Erase the texts that have stood their time."""
    count = actions.erase_old(now=clock.now())
    logger.info("texts-erased", extra={"count": count})


# Every hour, so that a worker that slept at noon makes up for it; what was wanted since then waits for the next day.
@app.periodic(cron="0 * * * *")
@app.task(name="reviews.release", queueing_lock="reviews.release", lock="reviews.release", pass_context=False)
def release(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let out what writers wanted before the last release hour."""
    logger.info("acts-released", extra={"count": releases.release(now=clock.now())})


@app.task(name="reviews.put_reply", pass_context=False)
def put_reply(review: str) -> None:
    """Put a reply beside its review."""
    replies.put(review=UUID(review), now=clock.now())


@app.task(name="reviews.mask_words", pass_context=False)
def mask_words(request: str) -> None:
    """Mask words that name somebody, or do what was decided about them."""
    masks.carry_out(request=UUID(request), now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="reviews.make_up", queueing_lock="reviews.make_up", lock="reviews.make_up", pass_context=False)
def make_up(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Do what the queue lost, and note which requests to mask words nobody decided in time."""
    now = clock.now()
    logger.info("replies-put", extra={"count": replies.put_due(now=now)})
    logger.info("words-masked", extra={"count": masks.carry_out_due(now=now)})
    logger.info("mask-requests-late", extra={"count": masks.note_late(now=now)})


@app.periodic(cron="31 3 * * *")
@app.task(name="reviews.keep_house", queueing_lock="reviews.keep_house", pass_context=False)
def keep_house(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove what has stood its time."""
    now = clock.now()
    logger.info("writers-forgotten", extra={"count": forgetting.writers(now=now)})
    logger.info("looks-forgotten", extra={"count": forgetting.looks(now=now)})
    logger.info("mask-requests-forgotten", extra={"count": forgetting.mask_requests(now=now)})


# Once a day, in its first minutes: the day on which a moderator decides at the latest is over then.
@app.periodic(cron="6 0 * * *")
@app.task(name="reviews.end_overdue", queueing_lock="reviews.end_overdue", pass_context=False)
def end_overdue(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Take the texts at which no moderator looked in time, and forget those whose time is over."""
    count = held.end_overdue(now=clock.now())
    if count:
        logger.error("held-texts-overdue", extra={"count": count})
