"""Publish the files of the private check."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from reputation.checks import publisher
from reputation.core import clock


class Command(BaseCommand):
    help = "Publish the files of the private check now, not only with the next hour."

    def handle(self, **_options: Any) -> None:
        with tqdm(desc="Records", disable=None) as bar:
            made = publisher.publish(now=clock.now(), progress=bar.update)
        if made is None:
            self.stdout.write("Nothing is new since the last publication, or the log has not named that one yet.")
            return
        self.stdout.write(
            f"Epoch {made.epoch}: {made.records:,} records in {1 << made.bits:,} ranges of {made.length:,} bytes. "
            "It is shown once the log names it; a running service sees to that within a second."
        )
