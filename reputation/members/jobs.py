"""The worker's part of members: charters that are due, businesses that leave today, and what has stood its time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.members import actions, charters, idempotency, leavings, systems

logger = logging.getLogger(__name__)


@app.periodic(cron="5 4 * * *")
@app.task(name="members.charters_due", queueing_lock="members.charters_due", pass_context=False)
def charters_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Tell businesses of a new charter, and give notice for those that have not accepted the one in force."""
    now = clock.now()
    logger.info("charters-announced", extra={"count": charters.announce_due(now=now)})
    logger.info("charters-not-accepted", extra={"count": charters.leave_without(now=now)})


@app.periodic(cron="9 0 * * *")
@app.task(name="members.leave_due", queueing_lock="members.leave_due", pass_context=False)
def leave_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let those go whose day has come."""
    logger.info("businesses-left", extra={"count": leavings.leave_due(now=clock.now())})


@app.periodic(cron="33 * * * *")
@app.task(name="members.tell_of_systems", queueing_lock="members.tell_of_systems", pass_context=False)
def tell_of_systems(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Tell businesses whose own systems take nothing any more."""
    logger.info("webhooks-in-trouble", extra={"count": systems.tell(now=clock.now())})


@app.periodic(cron="25 4 * * *")
@app.task(name="members.forget_old", queueing_lock="members.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove what was done so long ago that nobody needs to know."""
    logger.info("deeds-forgotten", extra={"count": actions.forget_old(now=clock.now())})


@app.periodic(cron="12 * * * *")
@app.task(name="members.forget_answers", queueing_lock="members.forget_answers", pass_context=False)
def forget_answers(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Every hour, remove the answers that nobody can ask for again."""
    logger.info("answers-forgotten", extra={"count": idempotency.forget_old(now=clock.now())})
