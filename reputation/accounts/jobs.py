"""The worker's part of accounts: what is over is forgotten."""

from procrastinate.contrib.django import app

from reputation.accounts import actions, attempts
from reputation.core import clock


@app.periodic(cron="7 * * * *")
@app.task(name="accounts.forget", queueing_lock="accounts.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Every hour, forget sessions, counts and used work that are over, and accounts that were never confirmed."""
    now = clock.now()
    actions.forget_sessions(now=now)
    actions.forget_unconfirmed(now=now)
    attempts.forget(now=now)
