from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reputation.core import clock
from reputation.reviews import publication, releases


class Command(BaseCommand):
    """Publish the reviews whose week has come, or let out what writers want of theirs: what the worker does by itself.

    Both can be repeated, and run beside the service. With --now also what is due later. Production refuses that: who
    chooses the hour of a batch could choose one of a single review, and know who wrote it.
    """

    help = "Publish the reviews whose week has come, or let out what writers want of theirs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("publish", "release"))
        parser.add_argument("--now", action="store_true", help="also what is due later; not in production")

    def handle(self, *_args: Any, what: str, now: bool, **_options: Any) -> None:
        if now and settings.PRODUCTION:
            raise CommandError("--now is for tests: in production everything comes out with the others of its day.")
        until = date.max if now else None
        if what == "publish":
            self.stdout.write(f"{publication.publish_due(now=clock.now(), until=until)} reviews came out.")
        else:
            self.stdout.write(f"{releases.release(now=clock.now(), until=until)} acts were let out.")
