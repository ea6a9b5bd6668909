"""Writing the public log: letting entries wait and numbering them. Publishing is in publisher.py."""

from collections.abc import Mapping

from django.db import connection

from reputation.log import entries

WAIT = """
INSERT INTO log_waiting
    (kind, raw, business, review, month, stars, outcome, receipt_class, key_id, no_receipt_given)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def _values(kind: str, body: Mapping[str, object]) -> list[object]:
    raw = entries.encode(kind, body)
    row = entries.columns(kind, body)
    return [
        kind,
        raw,
        row.business,
        row.review,
        row.month,
        row.stars,
        row.outcome,
        row.receipt_class,
        row.key_id,
        row.no_receipt_given,
    ]


def append(*, kind: str, body: Mapping[str, object]) -> None:
    """Let an entry wait for its position; it goes in with the caller's transaction, or not at all.

    Raises:
        EntryError: the schema does not allow it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs to the transaction of what it records")
    with connection.cursor() as cursor:
        cursor.execute(WAIT, _values(kind, body))
