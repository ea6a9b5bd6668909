"""What a job does with many rows, each kept to itself."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


@contextmanager
def alone(task: str) -> Iterator[None]:
    """Do something with one row of many: what goes wrong with it is logged, and the next ones have their turn.

    Around the transaction of the row, so that nothing of what failed stays. The row is tried again with the next run.
    """
    try:
        yield
    except Exception:
        logger.exception("row-failed", extra={"task": task})
