"""The worker's part of proofs: what has stood its time is destroyed."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.proofs import actions

logger = logging.getLogger(__name__)


@app.periodic(cron="17 4 * * *")
@app.task(name="proofs.keep_house", queueing_lock="proofs.keep_house", pass_context=False)
def keep_house(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Destroy the keys of cases that ended a year ago, and forget who opened what two years ago."""
    now = clock.now()
    logger.info("proof-keys-destroyed", extra={"count": actions.forget_due(now=now)})
    logger.info("proof-accesses-forgotten", extra={"count": actions.forget_accesses(now=now)})
