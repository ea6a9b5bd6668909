"""The worker's part of the desk: exclusions that begin today, proposals that lapse, and what has stood its time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.desk import actions, digests, terminations

logger = logging.getLogger(__name__)


@app.periodic(cron="12 0 * * *")
@app.task(name="desk.take_effect_due", queueing_lock="desk.take_effect_due", pass_context=False)
def take_effect_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Exclude the businesses whose day has come."""
    logger.info("businesses-excluded", extra={"count": terminations.take_effect_due(now=clock.now())})


@app.periodic(cron="*/10 * * * *")
@app.task(name="desk.lapse_due", queueing_lock="desk.lapse_due", pass_context=False)
def lapse_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let proposals lapse that nobody confirmed."""
    logger.info("proposals-lapsed", extra={"count": actions.lapse_due(now=clock.now())})


@app.periodic(cron="40 6 * * *")
@app.task(name="desk.send_digests", queueing_lock="desk.send_digests", lock="desk.send_digests", pass_context=False)
def send_digests(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Tell those who decide that something of theirs is near its day."""
    logger.info("digests-sent", extra={"count": digests.send(now=clock.now())})


@app.periodic(cron="35 4 * * *")
@app.task(name="desk.forget_old", queueing_lock="desk.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove proposals that ended so long ago that nobody needs to know."""
    logger.info("proposals-forgotten", extra={"count": actions.forget_old(now=clock.now())})
