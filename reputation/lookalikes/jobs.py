"""The worker's part of lookalikes: it follows the log for domains proved and lost, and looks at all by night."""

import logging

from procrastinate.contrib.django import app

from reputation.lookalikes import actions

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="lookalikes.follow", queueing_lock="lookalikes.follow", lock="lookalikes", pass_context=False)
def follow(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Bring the index up to the log."""
    logger.info("lookalikes-followed", extra={"count": actions.follow()})


@app.periodic(cron="37 4 * * *")
@app.task(
    name="lookalikes.renew", queueing_lock="lookalikes.renew", lock="lookalikes", priority=-10, pass_context=False
)
def renew(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Compare the whole index with the domains that are proved, and calibrate every name."""
    logger.info("lookalikes-renewed", extra={"count": actions.renew()})
