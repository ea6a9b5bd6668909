from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reputation.core import clock
from reputation.issuing import course
from reputation.receipts.keys_at_rest import SealError


class Command(BaseCommand):
    """Say how many issuing keys are lost: the log names them, and no sealing key opens them. With --end, end them."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--end", action="store_true", help="end them for good; codes not used yet are lost")

    def handle(self, *_args: Any, end: bool, **_options: Any) -> None:
        try:
            if end:
                self.stdout.write(f"{course.end_lost(now=clock.now())} keys have ended.")
            else:
                self.stdout.write(f"{len(course.lost())} keys are lost.")
        except SealError as error:
            raise CommandError(str(error)) from error
