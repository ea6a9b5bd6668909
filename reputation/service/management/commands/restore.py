"""Restore a backup and bring it up to the published log."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from tqdm import tqdm

from reputation.service import backups, start
from reputation.service.management.commands import replay


class Command(replay.Command):
    help = "Restore a backup into an empty database, and replay into it what was published since."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--identity", type=Path, help="the file of the age key that opens it")
        super().add_arguments(parser)

    def handle(self, **options: Any) -> None:
        file, identity = options["file"], options["identity"]
        identities = [] if identity is None else backups.identities_in(identity)
        with start.at_rest(self.stdout.write) as target:
            with tqdm(desc="Restore", unit="B", unit_scale=True, disable=None) as bar:
                backups.restore(target, file, home=settings.HOME, identities=identities, progress=bar.update)
            self.replay(**options)
