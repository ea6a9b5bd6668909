"""What becomes of spent tokens: they are published with the reviews of their batch, and gone when their epoch is.

The pages write what is spent, so what they wrote is believed no further than the tokens prove it.
"""

import base64
import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from reputation.core import months
from reputation.core.rows import alone
from reputation.log import actions as log
from reputation.receipts import rules
from reputation.receipts.models import Key
from reputation.receipts.rules import IssuerKey, KeyState, ReceiptError

logger = logging.getLogger(__name__)

MOST_TOKENS = 128
"""Tokens of one entry of the log."""
TAKE = """
WITH due AS (
    SELECT epoch, nullifier, key_id, token FROM receipts_spent WHERE publish_week <= %s FOR UPDATE
), forgotten AS (
    UPDATE receipts_spent AS spent SET token = NULL, publish_week = NULL FROM due
    WHERE spent.epoch = due.epoch AND spent.nullifier = due.nullifier
)
SELECT key_id, epoch, nullifier, token FROM due
"""
PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'public.receipts_spent'::regclass
"""


class Receipted(NamedTuple):
    """What a review says of its receipt, as the log will say it."""

    business: UUID
    receipt_class: str
    key_id: bytes


class Taken(NamedTuple):
    """A token whose week has come, and how it was noted as spent."""

    epoch: int
    nullifier: bytes
    token: bytes


def publish(week: date, reviews: Mapping[UUID, Receipted]) -> set[UUID]:
    """Name the tokens whose week has come in the log, in the caller's transaction and before their reviews.

    Key by key and sorted over the batch, so that their order says nothing; from then on only their nullifiers are kept.
    What is no token of its key is not named. Those of an annulled key are not named either: they prove nothing any
    more, and its reviews need no proof to be annulled.

    Answers which of these reviews may come out, the first ones first: of each key as many as tokens of it were named,
    now or before, and let out no review yet.
    """
    tokens = _taken(week)
    # Locked: an annulment comes before these entries, and then there are none, or behind them.
    wanted = tokens.keys() | {review.key_id for review in reviews.values()}
    locked = Key.objects.select_for_update().filter(key_id__in=list(wanted)).order_by("key_id")
    keys = {bytes(key.key_id): key for key in locked}
    refused = sum(len(tokens[key_id]) for key_id in tokens.keys() - keys.keys())
    for key_id, key in keys.items():
        if key.state == KeyState.ANNULLED:
            continue
        good = _good(key, tokens[key_id])
        refused += len(tokens[key_id]) - len(good)
        log.append_all(_entries(key, good))
        key.unused += len(good)
    may = {review for review, receipted in reviews.items() if _use(keys.get(receipted.key_id), receipted)}
    Key.objects.bulk_update(keys.values(), ["unused"], batch_size=500)
    if refused:
        logger.error("spent-tokens-refused", extra={"count": refused})
    return may


def _taken(week: date) -> dict[bytes, list[Taken]]:
    """The tokens whose week has come, by key."""
    tokens: dict[bytes, list[Taken]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [week])
        for key_id, epoch, nullifier, token in cursor.fetchall():
            tokens[bytes(key_id)].append(Taken(epoch, bytes(nullifier), bytes(token)))
    return tokens


def _good(key: Key, taken: list[Taken]) -> list[str]:
    """The tokens that the key signed, each once: only under its own nullifier and epoch no other row can name it."""
    signer = IssuerKey.parse(bytes(key.public_key))
    found = []
    for one in taken:
        if (one.epoch, one.nullifier) != (key.epoch, rules.nullifier(one.token)):
            continue
        try:
            signer.verify(one.token)
        except ReceiptError:
            continue
        found.append(base64.b64encode(one.token).decode())
    return sorted(found)


def _use(key: Key | None, review: Receipted) -> bool:
    """Use up a token for a review; whether there is one. Reviews of an annulled key need none: they do not count."""
    if key is None or (key.business_id, key.receipt_class) != (review.business, review.receipt_class):
        return False
    if key.state == KeyState.ANNULLED:
        return True
    if not key.unused:
        return False
    key.unused -= 1
    return True


def _entries(key: Key, tokens: list[str]) -> list[log.Due]:
    parts = (tokens[start : start + MOST_TOKENS] for start in range(0, len(tokens), MOST_TOKENS))
    return [("receipts-spent", key.about() | {"tokens": part}) for part in parts]


def forget_order() -> None:
    """Copy what was spent into fresh files in random order: pages and transaction ids would tell what came first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT receipts_forget_order()")


def free_lapsed(today: date) -> None:
    """Let tokens be used again that were reserved until before today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipts_free_lapsed(%s)", [today])


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
