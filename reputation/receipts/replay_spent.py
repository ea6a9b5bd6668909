"""Tokens that were spent, out of the published log: they have to be known before any is spent again."""

import base64
from collections.abc import Callable, Mapping, Sequence

from django.db import connection

from reputation.log.replay import Event as Entry
from reputation.receipts import rules

# A token that waited when the backup was made was published since.
KNOW = """
INSERT INTO receipts_spent (epoch, nullifier, key_id) VALUES (%s, %s, %s)
ON CONFLICT (epoch, nullifier) DO UPDATE SET token = NULL, publish_week = NULL
"""


def _spent(entries: Sequence[Entry]) -> None:
    rows = [
        (rules.parse_epoch(entry["epoch"]), rules.nullifier(base64.b64decode(token)), bytes.fromhex(entry["key_id"]))
        for entry in entries
        for token in entry["tokens"]
    ]
    with connection.cursor() as cursor:
        cursor.executemany(KNOW, rows)


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {"receipts-spent": _spent}
