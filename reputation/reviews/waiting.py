"""Reviews that wait for their week: what is drawn for one, and how it is written."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from reputation.core import ids
from reputation.reviews import rules
from reputation.reviews.bodies import canonical_of
from reputation.reviews.models import WaitingReview

# By way of a model, sending a review would take a quarter longer.
WAIT = """
INSERT INTO reviews_waiting (id, business_id, publish_week, stars, outcome, receipt_class, no_receipt_given, language,
                             text, key_id, salt)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def draw(row: WaitingReview, now: datetime, source: ids.Source) -> None:
    """Draw the salt of a review that waits from now on, its week, and its id if it was not held."""
    row.salt, row.id = source.salt(), row.id or source.uuid()
    row.publish_week = rules.publish_week(now.date(), source.salt())


def put(row: WaitingReview) -> None:
    """Write a review that waits for its week, in the caller's transaction."""
    where: list[Any] = [row.id, row.business_id, row.publish_week]
    figures = [row.stars, str(row.outcome), str(row.receipt_class), row.no_receipt_given]
    words = [row.language, row.text, row.key_id, row.salt]
    with connection.cursor() as cursor:
        cursor.execute(WAIT, where + figures + words)


def sent_as(row: WaitingReview) -> bytes:
    """A hash of all that was sent but codename and token, to know it when it comes again."""
    key_id = None if row.key_id is None else bytes(row.key_id).hex()
    about = [str(row.business_id), str(row.receipt_class), key_id, row.no_receipt_given]
    return sha256(json.dumps(about).encode() + canonical_of(row)).digest()
