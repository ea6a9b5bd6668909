"""Makes the keys that batches ask for, beside the answering of claims, in the issuer's process."""

import logging
import threading

from django.db import Error, close_old_connections

from reputation.issuing import keys
from reputation.receipts.keys_at_rest import SealError

log = logging.getLogger("reputation.service")
# A look is one small statement; a buyer whose code is the first of its key waits for the next one.
PAUSE_S = 1.0
PAUSE_AFTER_FAULT_S = 30.0


def run(stop: threading.Event) -> None:
    """Look for keys to make until told to stop. No fault ends it: keys that are asked for wait in the database."""
    pause_s = PAUSE_S
    while not stop.wait(pause_s):
        pause_s = look()


def look() -> float:
    """Make what is asked for now; answers how long to wait before the next look, in seconds."""
    try:
        made = keys.make_asked()
    except (Error, SealError) as error:
        log.error("keys-not-made", exc_info=error)
        return PAUSE_AFTER_FAULT_S
    finally:
        close_old_connections()
    if made:
        log.info("keys-made", extra={"count": made})
    return PAUSE_S
