from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reputation.papers import blanks


class Command(BaseCommand):
    """List the blanks of the legal papers and what is missing. Needs no database; exit status 0 either way."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--example", action="store_true", help="print a file to fill in, for PAPERS_FILE")

    def handle(self, *, example: bool, **_options: Any) -> None:
        if example:
            self.stdout.write("\n".join(blanks.example()))
            return
        missing = blanks.missing(settings.PAPERS)
        for blank in blanks.BLANKS.values():
            self.stdout.write(f"{'MISSING' if blank in missing else 'filled '} {blank.name}: {blank.says}")
        self.stdout.write(f"{len(blanks.BLANKS)} blanks, {len(missing)} missing. --example prints a file to fill in.")
