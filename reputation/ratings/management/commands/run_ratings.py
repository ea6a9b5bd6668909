"""Follow the log and keep the ratings, until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from reputation.core import clock, months
from reputation.ratings import actions

WAIT_S = 0.25
TROUBLE_S = 2.0


class Command(BaseCommand):
    help = "Follow the log and keep the ratings, until told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop at the end of the log")

    def handle(self, *, once: bool, **_options: Any) -> None:
        stopped = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                read = actions.follow(month=months.of(clock.now()))
            except (OperationalError, InterfaceError):
                if once:
                    raise
                connection.close()
                actions.logger.warning("ratings-database-away", extra={"wait_s": TROUBLE_S})
                stopped.wait(TROUBLE_S)
                continue
            if not read:
                if once:
                    return
                stopped.wait(WAIT_S)
                close_old_connections()
