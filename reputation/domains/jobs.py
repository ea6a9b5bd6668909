"""The worker's part of domains: the look at the proofs that are due, and what has stood its time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.domains import actions

logger = logging.getLogger(__name__)


# Others' servers may be slow, so whatever else is to be done comes first.
@app.periodic(cron="*/10 * * * *")
@app.task(
    name="domains.check_due",
    queueing_lock="domains.check_due",
    lock="domains.check_due",
    priority=-10,
    pass_context=False,
)
def check_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Look at the proofs that are older than a month, at those that fail, and at claims that wait."""
    logger.info("domains-checked", extra={"count": actions.check_due(now=clock.now())})


@app.periodic(cron="53 5 * * *")
@app.task(name="domains.forget_ended", queueing_lock="domains.forget_ended", pass_context=False)
def forget_ended(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove claims that ended long ago."""
    logger.info("claims-forgotten", extra={"count": actions.forget_ended(now=clock.now())})
