"""Run the whole service: database, pages, log, ratings, jobs."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from reputation.service import start


class Command(BaseCommand):
    help = "Run the whole service until it is told to stop. PORT, BIND and REPUTATION_HOME say where."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        status = start.serve(say)
        if status:
            sys.exit(status)
