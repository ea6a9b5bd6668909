"""Write a backup."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from config import server
from reputation.core import clock
from reputation.service import backups

NOT_IN_IT = """\
Not in it, and to be kept elsewhere: the log key, the settings, and the other half of the backup key. The published
files are public: copy the folder {public} as files, its part log/side with deletions. Those of the private check,
in the folder check beside it, need no copy: the next publication makes them again."""


def days(text: str) -> int:
    """How many days a backup may be kept: no text that was erased may outlive that."""
    if not text.isdigit() or not 1 <= int(text) <= backups.KEPT_DAYS:
        raise ArgumentTypeError(f"a whole number from 1 to {backups.KEPT_DAYS}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Write a backup of the whole database into a folder, encrypted for BACKUP_RECIPIENT, and remove old ones there."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups are kept, away from this machine if possible")
        parser.add_argument(
            "--keep-days", type=days, default=backups.KEPT_DAYS, help="remove older ones: 1 to 30, default 30"
        )

    def handle(self, *, folder: Path, keep_days: int, **_options: Any) -> None:
        is_plain = settings.IS_DEMO and not settings.BACKUP_RECIPIENT
        if is_plain:
            self.stdout.write("A demonstration without BACKUP_RECIPIENT: this backup is NOT encrypted.")
        recipient = None if is_plain else backups.recipient_of(settings.BACKUP_RECIPIENT)
        target = server.Target.of(url=settings.DATABASE_URL, home=settings.HOME)
        with tqdm(desc="Backup", unit="B", unit_scale=True, disable=None) as bar:
            made = backups.backup(
                target, folder, recipient=recipient, keep_days=keep_days, now=clock.now(), progress=bar.update
            )
        self.stdout.write(f"{made.path}: {made.bytes:,} bytes, {made.entries:,} entries in the log at that moment.")
        for path in made.removed:
            self.stdout.write(f"Removed, older than {keep_days} days: {path.name}")
        self.stdout.write(NOT_IN_IT.format(public=settings.PUBLIC_ROOT / "log"))
