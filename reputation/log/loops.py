"""The loop of `run_log`: wake up when an entry waits, number, publish; wait longer after each failure in a row."""

import errno
import logging
import time
from dataclasses import dataclass, field
from threading import Event

from django.db import Error, connection

from reputation.core import clock
from reputation.log import actions, errors, publisher

log = logging.getLogger("reputation.log")

TICK_S = 1.0
GATHER_S = 0.05
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
CHANNEL = "log_waiting"


def wait_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, with an upper end."""
    return min(FIRST_WAIT_S * float(2 ** (failures - 1)), LONGEST_WAIT_S)


def cause(error: Error | OSError | errors.ClockBehind) -> str:
    """The code of what interrupts the log; the README says what each means."""
    if isinstance(error, errors.ClockBehind):
        return error.code
    if isinstance(error, Error):
        return "database-failed"
    return "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "folder-failed"


@dataclass
class Loop:
    """Numbers and publishes until told to stop."""

    stopping: Event = field(default_factory=Event)
    tick_s: float = TICK_S
    gather_s: float = GATHER_S

    def run(self) -> None:
        """Go on until told to stop.

        Raises:
            LogStopped: going on would harm the log; somebody has to look.
        """
        failures = 0
        is_started = False
        while not self.stopping.is_set():
            try:
                if not is_started:
                    self._begin()
                    is_started = True
                self.turn()
                failures = 0
                self._await_entries()
            except errors.LogStopped as stopped:
                log.error("log-stopped", extra={"code": stopped.code})
                raise
            except (Error, OSError, errors.ClockBehind) as error:
                failures += 1
                is_started = False
                log.warning(
                    "log-interrupted",
                    exc_info=error,
                    extra={"code": cause(error), "count": failures, "wait_s": wait_after(failures)},
                )
                connection.close()
                self.stopping.wait(wait_after(failures))
        connection.close()
        log.info("log-ended")

    def _begin(self) -> None:
        """Repair comes with every start, so that it is the same code that runs after a crash."""
        actions.start(now=clock.now())
        publisher.repair(now=clock.now())
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        log.info("log-started")

    def turn(self) -> None:
        """Number and publish all that waits, a batch at a time."""
        while True:
            began = time.monotonic()
            count = actions.sequence()
            published = publisher.publish(now=clock.now())
            if published is not None:
                took = round((time.monotonic() - began) * 1000)
                log.debug("log-published", extra={"size": published.size, "count": count, "took_ms": took})
            if count < actions.BATCH or self.stopping.is_set():
                return

    def _await_entries(self) -> None:
        """Wait for an entry, a tick at most; then a moment more, so that what comes together goes together."""
        with connection.wrap_database_errors:
            for _ in connection.connection.notifies(timeout=self.tick_s, stop_after=1):
                self.stopping.wait(self.gather_s)
