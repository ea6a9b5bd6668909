"""A log that was started, and ears for all that is said in logs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from reputation.log import actions as log
from tests.members_made import NOW


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    with listening() as found:
        yield found


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """Every record of every logger, down to the most talkative level, also of those that do not propagate."""
    found: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    handler = Keep(level=logging.DEBUG)
    names = [name for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)]
    loggers = [logging.getLogger(name) for name in names] + [logging.root]
    before = [(one, one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.propagate = True
    logging.root.addHandler(handler)
    try:
        yield found
    finally:
        logging.root.removeHandler(handler)
        for one, level, propagate in before:
            one.setLevel(level)
            one.propagate = propagate


@pytest.fixture
def started(db: None) -> None:
    """A log that was started before anything is decided."""
    log.start(now=NOW - timedelta(days=60))
