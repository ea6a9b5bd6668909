"""Look the installation over."""

import sys
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config import processes, server
from reputation.service import doctor

SIGNS = {doctor.Level.WELL: "  ok  ", doctor.Level.WARNING: " warn ", doctor.Level.WRONG: "WRONG "}


class Command(BaseCommand):
    help = "Look the installation over, say what is wrong and what to do. Exit status 1 when something is."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        if not (settings.HOME / "postgres").exists() and settings.EMBEDDED:
            sys.exit(f"never-started: There is nothing in {settings.HOME} yet. Start the service once: make run")
        is_served = processes.is_locked(settings.HOME)
        with ExitStack() as stack:
            if settings.EMBEDDED and not is_served:
                stack.enter_context(processes.only_one(settings.HOME))
                stack.enter_context(server.running(settings.HOME, url=""))
            found = []
            for finding in doctor.examine(is_served=is_served):
                found.append(finding)
                self.stdout.write(f"{SIGNS[finding.level]} {finding.code}: {finding.words}")
        bad = sum(finding.level is doctor.Level.WRONG for finding in found)
        self.stdout.write(f"{len(found)} things looked at, {bad} wrong.")
        if bad:
            sys.exit(1)
