"""The worker's part of evidence: keys of mails, files at which nobody looked in time, and what has stood its time."""

import logging

from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.evidence import keys, payment_proofs, upkeep

logger = logging.getLogger(__name__)


# Others' name servers may be slow, so whatever else is to be done comes first.
@app.periodic(cron="5-59/10 * * * *")
@app.task(
    name="evidence.look_due",
    queueing_lock="evidence.look_due",
    lock="evidence.look_due",
    priority=-10,
    pass_context=False,
)
def look_due(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Look up the keys that sign mails of proved domains."""
    logger.info("mail-keys-looked-up", extra={"count": keys.look_due(today=clock.now().date())})


@app.periodic(cron="7 0 * * *")
@app.task(name="evidence.end_undecided", queueing_lock="evidence.end_undecided", pass_context=False)
def end_undecided(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Take the files that are due, whether or not anybody looked."""
    logger.info("payment-proofs-undecided", extra={"count": payment_proofs.end_undecided(now=clock.now())})


@app.periodic(cron="47 3 * * *")
@app.task(name="evidence.keep_house", queueing_lock="evidence.keep_house", pass_context=False)
def keep_house(timestamp: int) -> None:  # noqa: ARG001 - the queue says when it was due
    """Remove what has stood its time, and let shops see last night's bands."""
    now = clock.now()
    logger.info("peppers-destroyed", extra={"count": upkeep.destroy_peppers(today=now.date())})
    logger.info("mail-keys-forgotten", extra={"count": keys.forget_gone(today=now.date())})
    logger.info("payment-proofs-forgotten", extra={"count": payment_proofs.forget(now=now)})
    logger.info("coverage-shown", extra={"count": upkeep.show_coverage()})
