import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from reputation.log.errors import LogStopped
from reputation.log.loops import Loop

CONFIGURATION = 78
"""The exit status that says: starting me again does not help (EX_CONFIG of sysexits.h)."""


class Command(BaseCommand):
    """Number, sign and publish waiting entries until told to stop."""

    help = "Numbers waiting entries, signs checkpoints and publishes the log, until told to stop."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        loop = Loop()

        def stop(_number: int, _frame: FrameType | None) -> None:
            loop.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        try:
            loop.run()
        except LogStopped as stopped:
            self.stderr.write(str(stopped))
            sys.exit(CONFIGURATION)
