"""The worker's part of issuing: keys that were made are logged at once, the rest waits for the night."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.issuing import actions, course
from reputation.receipts import keys

logger = logging.getLogger(__name__)
FORGET_TRIES = 20
FORGET_PAUSE_S = 1_800


@app.periodic(cron="* * * * *")
@app.task(name="issuing.log_made", queueing_lock="issuing.log_made", pass_context=False)
def log_made(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Have the log name new keys, so that their codes can be claimed, and end those that it says have ended."""
    if count := course.log_made():
        logger.info("receipt-keys-logged", extra={"count": count})
    course.follow()


# Nobody else is in the table meanwhile. Whoever reads it for long, such as a backup, puts this off by half an hour.
@app.periodic(cron="2 0 * * *")
@app.task(
    name="issuing.forget_order",
    queueing_lock="issuing.forget_order",
    retry=RetryStrategy(max_attempts=FORGET_TRIES, wait=FORGET_PAUSE_S),
    pass_context=False,
)
def forget_order(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Forget in which order codes were claimed."""
    actions.forget_order()


@app.periodic(cron="7 0 * * *")
@app.task(name="issuing.nightly", queueing_lock="issuing.nightly", pass_context=False)
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Tell how many receipts were claimed, extend and end keys, and remove what is old."""
    now = clock.now()
    logger.info("receipt-keys-extended", extra={"count": course.tell_claims(now=now)})
    logger.info("receipt-keys-ended", extra={"count": keys.end_due(now=now)})
    course.follow()
    logger.info("receipt-codes-removed", extra={"count": course.remove_old(now=now)})
    logger.info("proof-marks-removed", extra={"count": actions.forget_marks(now=now)})


@app.periodic(cron="20 1 * * *")
@app.task(name="issuing.make_totals", queueing_lock="issuing.make_totals", pass_context=False)
def make_totals(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Make the totals of the keys that ended, and tell attesters that they wait to be signed."""
    logger.info("totals-made", extra={"count": course.make_totals(now=clock.now())})
