"""The worker's part of the private check: its files are looked over each hour, and published when something is new."""

from procrastinate.contrib.django import app

from reputation.checks import publisher
from reputation.core import clock


@app.periodic(cron="27 * * * *")
@app.task(name="checks.publish", queueing_lock="checks.publish", lock="checks.publish", pass_context=False)
def publish(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Publish what is new. The run after 03:17 has the figures of the night."""
    publisher.publish(now=clock.now())
