"""The worker's part of accounts: what is over is forgotten."""

from procrastinate.contrib.django import app

from reputation.accounts import actions
from reputation.core import clock


@app.periodic(cron="7 * * * *")
@app.task(name="accounts.forget", queueing_lock="accounts.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Every hour, forget the sessions that are over."""
    actions.forget_sessions(now=clock.now())
