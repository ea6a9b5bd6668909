"""What becomes of spent tokens: they are published with the reviews of their batch, and gone when their epoch is."""

import base64
from collections import defaultdict
from datetime import date, datetime

from django.db import connection, transaction

from reputation.core import months
from reputation.core.rows import alone
from reputation.log import actions as log
from reputation.receipts import rules
from reputation.receipts.models import Key
from reputation.receipts.rules import KeyState

MOST_TOKENS = 128
"""Tokens of one entry of the log."""
TAKE = """
WITH due AS (
    SELECT epoch, nullifier, key_id, token FROM receipts_spent WHERE publish_week <= %s FOR UPDATE
), forgotten AS (
    UPDATE receipts_spent AS spent SET token = NULL, publish_week = NULL FROM due
    WHERE spent.epoch = due.epoch AND spent.nullifier = due.nullifier
)
SELECT key_id, token FROM due
"""
PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'public.receipts_spent'::regclass
"""


def publish(week: date) -> None:
    """Name the tokens whose week has come in the log, in the caller's transaction and before their reviews.

    Key by key and sorted over the batch, so that their order says nothing; from then on only their nullifiers are kept.
    Those of an annulled key are not named: they prove nothing any more, and its reviews need no proof to be annulled.
    """
    tokens: dict[bytes, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [week])
        for key_id, token in cursor.fetchall():
            tokens[bytes(key_id)].append(base64.b64encode(token).decode())
    # Locked: an annulment comes before these entries, and then there are none, or behind them.
    for key in Key.objects.select_for_update().filter(key_id__in=list(tokens)).order_by("key_id"):
        if key.state != KeyState.ANNULLED:
            log.append_all(_entries(key, sorted(tokens[bytes(key.key_id)])))


def _entries(key: Key, tokens: list[str]) -> list[log.Due]:
    parts = (tokens[start : start + MOST_TOKENS] for start in range(0, len(tokens), MOST_TOKENS))
    return [("receipts-spent", key.about() | {"tokens": part}) for part in parts]


def forget_order() -> None:
    """Copy what was spent into fresh files in random order: pages and transaction ids would tell what came first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT receipts_forget_order()")


def drop_dead(*, now: datetime) -> int:
    """Drop what was spent in epochs of which no receipt can come out any more; answers how many epochs."""
    latest: dict[int, int] = defaultdict(int)
    for epoch, ended_on, state in Key.objects.values_list("epoch", "ended_on", "state"):
        is_alive = state == KeyState.ISSUING
        until = months.of(now) if is_alive else rules.published_until(epoch, ended_on)
        latest[epoch] = max(latest[epoch], until)
    dropped = 0
    for epoch in sorted(_kept() & {epoch for epoch, until in latest.items() if until < months.of(now)}):
        with alone("receipts.drop_dead"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT receipts_drop_spent(%s)", [epoch])
            dropped += 1
    return dropped


def _kept() -> set[int]:
    """The epochs of which there is a partition."""
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)
        return {int(name.rpartition("_")[2]) for (name,) in cursor.fetchall()}
