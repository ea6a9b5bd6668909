"""The worker's part of the ratings: the daily file of all answers. The ratings' own role may not write to the log."""

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.ratings import actions


@app.periodic(cron="17 3 * * *")
@app.task(name="ratings.publish_file", queueing_lock="ratings.publish_file", pass_context=False)
def publish_file(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Publish the file of all answers, once a day."""
    actions.publish_file(now=clock.now())
