"""Find which rules hold for which proved domain."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from reputation.lookalikes import index, queries


class Command(BaseCommand):
    """Compare every participant's names with the popular sites, and say which rules were dropped and why."""

    help = __doc__

    def handle(self, *_: Any, **_options: Any) -> None:
        index.bring()
        counts: Counter[str] = Counter()
        with tqdm(total=queries.watched(), unit="name", desc="calibration", disable=None) as bar:
            for drop in index.calibrate_all(bar.update):
                counts[drop.rule] += 1
                why = f"it fires on {drop.sites} popular sites, {drop.fires_on} among them"
                why = why if drop.sites else "the name is too short among so many"
                self.stdout.write(f"{drop.domain}: {drop.rule} dropped, {why}.")
        dropped = ", ".join(f"{rule} for {count}" for rule, count in sorted(counts.items())) or "nothing"
        self.stdout.write(f"{queries.watched()} domains are watched over. Dropped: {dropped}.")
