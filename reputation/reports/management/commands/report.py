"""Write the transparency report from the log."""

from typing import Any

from django.core.management.base import BaseCommand

from reputation.core import clock
from reputation.reports import cases


class Command(BaseCommand):
    help = (
        "Write the transparency report from the log: the live one, and of each half-year that is over one that stays."
    )

    def handle(self, **_options: Any) -> None:
        for period in cases.publish(now=clock.now()):
            self.stdout.write(f"The report about {period} is written and stays. Its hash waits for the log.")
        self.stdout.write(f"The live report is written: {cases.folder() / cases.LIVE}.")
