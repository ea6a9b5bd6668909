"""The worker's part of cases: the daily release, what time brings about, what decisions do to reviews, reminders."""

import logging
from contextlib import suppress
from uuid import UUID

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.disputes import (
    appeals,
    carrying,
    course,
    forgetting,
    interims,
    measures,
    persons,
    reminders,
    seats,
    writers,
)
from reputation.disputes.errors import NoSuchCase

logger = logging.getLogger(__name__)


# Every hour, beside the release of reviews, so that a worker that slept at noon makes up for it.
@app.periodic(cron="0 * * * *")
@app.task(name="disputes.release", queueing_lock="disputes.release", lock="disputes.release", pass_context=False)
def release(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let out what writers did in cases before the last release hour."""
    logger.info("case-acts-released", extra={"count": writers.release(now=clock.now())})


@app.periodic(cron="20 * * * *")
@app.task(name="disputes.move_on", queueing_lock="disputes.move_on", lock="disputes.move_on", pass_context=False)
def move_on(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let every case go on as far as its days say."""
    logger.info("cases-moved", extra={"count": course.move_on(now=clock.now())})


@app.periodic(cron="40 * * * *")
@app.task(name="disputes.seat", queueing_lock="disputes.seat", lock="disputes.seat", pass_context=False)
def seat(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Put panels together, and let others take seats that were left. How many appeals still wait for three persons."""
    logger.info("panels-waited-for", extra={"count": appeals.seat_due(now=clock.now())})


@app.periodic(cron="51 3 * * *")
@app.task(name="disputes.forget_panels", queueing_lock="disputes.forget_panels", pass_context=False)
def forget_panels(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Forget the lists and opinions of panels that decided long ago."""
    logger.info("panels-forgotten", extra={"count": seats.forget_old(now=clock.now())})


@app.periodic(cron="53 3 * * *")
@app.task(name="disputes.forget_persons", queueing_lock="disputes.forget_persons", pass_context=False)
def forget_persons(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Forget who had part in cases that are long over, and what was said in appeals against measures."""
    now = clock.now()
    logger.info("case-persons-forgotten", extra={"count": persons.forget_old(now=now)})
    logger.info("measure-appeals-forgotten", extra={"count": measures.forget_appeals(now=now)})


@app.periodic(cron="*/10 * * * *")
@app.task(name="disputes.forget_words", queueing_lock="disputes.forget_words", pass_context=False)
def forget_words(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Let the words of reviews whose text is gone go from their cases."""
    logger.info("case-words-forgotten", extra={"count": forgetting.words(now=clock.now())})


@app.task(name="disputes.carry_out", pass_context=False)
def carry_out(case: str) -> None:
    """Do to a review what was decided in its case."""
    with suppress(NoSuchCase):  # of a demonstration that was built anew
        carrying.carry_out(case=UUID(case), now=clock.now())


@app.task(name="disputes.lapse", pass_context=False)
def lapse() -> None:
    """End the interim measures whose time is over: due at that very moment, and seen to each hour by `move_on`."""
    logger.info("interims-lapsed", extra={"count": interims.lapse_due(now=clock.now())})


@app.periodic(cron="*/10 * * * *")
@app.task(name="disputes.make_up", queueing_lock="disputes.make_up", lock="disputes.make_up", pass_context=False)
def make_up(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Do what the queue lost."""
    logger.info("cases-carried-out", extra={"count": carrying.carry_out_due(now=clock.now())})


@app.periodic(cron="20 7 * * *")
@app.task(name="disputes.remind", queueing_lock="disputes.remind", lock="disputes.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remind challengers of days that are near."""
    logger.info("challengers-reminded", extra={"count": reminders.remind(now=clock.now())})
