from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reputation.log import errors, queries


class Command(BaseCommand):
    """Print the public half of the log's key, as auditors note it. Needs no database and no network."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            self.stdout.write(queries.verifier_key())
        except errors.KeyMissing as missing:
            raise CommandError(str(missing)) from missing
