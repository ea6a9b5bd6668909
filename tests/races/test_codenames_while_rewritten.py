"""Who asks with a codename while the table of writers is rewritten, so that it has no order, gets the same answer."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from reputation.log import actions as log
from reputation.reviews import writers
from tests.at_once import at_once
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import codename_of, send, token_of

pytestmark = pytest.mark.django_db(transaction=True)
LOCKS = "SELECT count(*) FROM pg_locks WHERE relation = 'reviews_writer'::regclass AND "
WAITING = f"{LOCKS} NOT granted"
REWRITTEN = f"{LOCKS} mode = 'AccessExclusiveLock' AND granted"


@transaction.atomic
def rewrite() -> None:
    """Rewrite the table, and end only when somebody waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reviews_forget_order_of_writers()")
        until = time.monotonic() + 30
        while True:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
            assert time.monotonic() < until, "nobody asked"
            time.sleep(0.01)


def test_a_codename_leads_to_its_review_while_the_table_is_rewritten() -> None:
    log.start(now=AUTUMN - timedelta(days=60))
    token = token_of(make_shop(1))
    sent = send(token)
    words = writers.read(codename_of(token))

    def ask() -> object:
        until = time.monotonic() + 30
        with connection.cursor() as cursor:
            while cursor.execute(REWRITTEN).fetchone() == (0,):
                assert time.monotonic() < until, "nobody rewrites"
        known = writers.known(words)
        return None if known is None else known.review

    assert at_once(rewrite, ask) == [None, sent.review]
