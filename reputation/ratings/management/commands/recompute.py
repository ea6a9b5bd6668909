"""Rebuild all ratings from the log and report any difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from reputation.ratings import actions, queries

SHOWN = 20


class Command(BaseCommand):
    help = "Rebuild all ratings from the log and report any difference. There should be none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from-bytes", action="store_true", help="decode every entry's bytes: the slow check")
        parser.add_argument("--repair", action="store_true", help="rebuild the businesses that differ")

    def handle(self, *, from_bytes: bool, repair: bool, **_options: Any) -> None:
        with tqdm(unit=" steps", disable=None) as bar:
            differences = actions.recompute(from_bytes=from_bytes, progress=bar.update)
        size = queries.followed().position
        if not differences:
            self.stdout.write(f"No difference: all ratings follow from the first {size} entries of the log.")
            return
        for difference in differences[:SHOWN]:
            self.stdout.write(f"{difference.what} {difference.at} of business {difference.business}")
        if len(differences) > SHOWN:
            self.stdout.write(f"and {len(differences) - SHOWN} more")
        if not repair:
            raise CommandError(f"{len(differences)} differences. Repair with --repair, after finding out why.")
        businesses = {difference.business for difference in differences if difference.business}
        actions.repair(businesses=businesses)
        left = actions.recompute(from_bytes=from_bytes)
        if left:
            raise CommandError(f"{len(left)} differences are left: the entries themselves differ from their columns.")
        self.stdout.write(f"Repaired {len(businesses)} businesses.")
