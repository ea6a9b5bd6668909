"""Tokens that were spent, out of the published log: they have to be known before any is spent again."""

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import connection

from reputation.log.replay import Event as Entry
from reputation.receipts import rules

# A token that waited when the backup was made was published since.
KNOW = """
INSERT INTO receipts_spent (epoch, nullifier, key_id) VALUES (%s, %s, %s)
ON CONFLICT (epoch, nullifier) DO UPDATE SET token = NULL, publish_week = NULL
"""
NAMED = "UPDATE receipts_key SET unused = unused + %s WHERE key_id = %s"
# Reviews of a key that was annulled have no tokens.
USED = "UPDATE receipts_key SET unused = greatest(unused - %s, 0) WHERE key_id = %s"


def _spent(entries: Sequence[Entry]) -> None:
    rows = [
        (rules.parse_epoch(entry["epoch"]), rules.nullifier(base64.b64decode(token)), bytes.fromhex(entry["key_id"]))
        for entry in entries
        for token in entry["tokens"]
    ]
    with connection.cursor() as cursor:
        cursor.executemany(KNOW, rows)
    _count(NAMED, (key_id for _, _, key_id in rows))


def used(key_ids: Iterable[bytes]) -> None:
    """Count the tokens that published reviews used up, by the keys that these name."""
    _count(USED, key_ids)


def _count(statement: str, key_ids: Iterable[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(count, key_id) for key_id, count in Counter(key_ids).items()])


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {"receipts-spent": _spent}
