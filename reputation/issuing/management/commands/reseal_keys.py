from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reputation.issuing import keys
from reputation.receipts.keys_at_rest import SealError


class Command(BaseCommand):
    """Seal with SEALING_KEY what SEALING_KEY_BEFORE sealed. Can be repeated, and run beside the service."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = keys.reseal()
            left = [seal for seal in keys.seals().values() if seal is not keys.Seal.PRESENT]
        except SealError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} keys were sealed anew.")
        if left:
            raise CommandError(f"{len(left)} keys do not open with the sealing key: see manage.py end_lost_keys")
        self.stdout.write("All keys open with SEALING_KEY: SEALING_KEY_BEFORE is needed no more.")
