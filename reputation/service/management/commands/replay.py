"""Bring an older database up to the published log."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from tqdm import tqdm

from config.refusals import StartRefused
from reputation.core import clock
from reputation.log.errors import LogStopped, NothingPublished
from reputation.service import backups, replay, start


class Command(BaseCommand):
    help = "Bring an older database up to the published log, after it was restored. Only then may the log go on."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--from", dest="where", help="a copy of the published log: a folder, or a service's address")
        where.add_argument("--as-it-is", action="store_true", help="no copy exists: go on with the log of the backup")
        parser.add_argument("--words-lost", action="store_true", help="go on without side files that nobody has")

    def handle(self, **options: Any) -> None:
        with start.at_rest(self.stdout.write):
            self.replay(**options)

    def replay(self, *, where: str | None, as_it_is: bool, words_lost: bool, **_options: Any) -> None:
        """Replay into the database that is open, and let the log go on."""
        start.migrate(self.stdout.write)
        connection.close()  # and with it the limits of a migration
        try:
            with (
                replay.published_at(where, Path(settings.PUBLIC_ROOT)) as read,
                tqdm(desc="Replay", unit=" entries", disable=None) as bar,
            ):
                done = replay.replay(read, now=clock.now(), words_lost=words_lost, progress=bar.update)
        except NothingPublished as stopped:
            if not as_it_is:
                raise StartRefused(stopped.code, str(stopped).partition(": ")[2]) from stopped
            self.stdout.write("Going on with the log as it is in the database. Say in public that entries were lost.")
        except LogStopped as stopped:
            raise StartRefused(stopped.code, str(stopped).partition(": ")[2]) from stopped
        else:
            self.stdout.write(f"The log has {done.size:,} entries, {done.size - done.before:,} of them came back.")
            for place in done.lost:
                self.stdout.write(f"Lost for good: {place.path}")
        start.note_demonstration()
        backups.mark_finished(settings.HOME)
