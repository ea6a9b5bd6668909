"""The worker's part of webhooks: deliveries that are due or were lost, ratings that changed, and forgetting."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.webhooks import actions, deliveries

logger = logging.getLogger(__name__)

# Others' servers may be slow, so whatever else is to be done comes first.
LAST = -10
AT_MOST = 20


@app.task(name="webhooks.deliver", priority=LAST, pass_context=False)
def deliver(delivery: str) -> None:
    """Try a delivery."""
    deliveries.deliver(delivery=UUID(delivery), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(
    name="webhooks.deliver_overdue",
    queueing_lock="webhooks.deliver_overdue",
    lock="webhooks.deliver_overdue",
    priority=LAST,
    pass_context=False,
)
def deliver_overdue(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Try what the queue lost and what is to be sent once more, one after the other, some of it each minute."""
    for _ in range(AT_MOST):
        if not deliveries.deliver_overdue(now=clock.now()):
            return


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="webhooks.announce_ratings",
    queueing_lock="webhooks.announce_ratings",
    lock="webhooks.announce_ratings",
    pass_context=False,
)
def announce_ratings(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Tell of ratings that changed."""
    count = actions.announce_ratings(now=clock.now())
    logger.info("rating-changes-announced", extra={"count": count})


@app.periodic(cron="37 3 * * *")
@app.task(name="webhooks.forget_old", queueing_lock="webhooks.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Forget what was sent 30 days ago."""
    count = actions.forget_old(now=clock.now())
    logger.info("webhook-events-forgotten", extra={"count": count})
