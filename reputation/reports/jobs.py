"""The worker's part of the report: it is written anew each hour."""

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.reports import cases


@app.periodic(cron="7 * * * *")
@app.task(name="reports.publish", queueing_lock="reports.publish", pass_context=False)
def publish(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Write the report about cases."""
    cases.publish(now=clock.now())
