"""Tokens and receipted reviews as buyers get and send them, through the issuer's actions and those of reviews."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from reputation.core import ids
from reputation.issuing import claims
from reputation.receipts import keys
from reputation.receipts.challenge import challenge
from reputation.receipts.tokens import ask
from reputation.reviews import codenames, publication, sending
from reputation.reviews.rules import Outcome, ReceiptClass
from tests.issuing_made import AUTUMN, Shop, make_shop
from tests.reviews_made import submit

SENT = AUTUMN + timedelta(days=3)
OUT = SENT + timedelta(weeks=5)


def token_of(shop: Shop, code: str | None = None) -> bytes:
    """The token that a buyer gets for a code, the shop's first one unless told."""
    asked = ask(shop.key, challenge(settings.ISSUER_NAME).encode())
    return asked.finish(claims.claim(shop.codes[0] if code is None else code, asked.request))


def tokens_of(shop: Shop) -> list[bytes]:
    """A token for every code of the shop, in the order of its codes."""
    return [token_of(shop, code) for code in shop.codes]


def codename_of(token: bytes) -> str:
    return codenames.make(ids.Derived(token))


def send(
    token: bytes,
    *,
    stars: int = 4,
    text: str = "A copper pan, as agreed.",
    now: datetime = SENT,
    outcome: Outcome = Outcome.AS_AGREED,
    no_receipt_given: bool | None = None,
    codename: str | None = None,
) -> sending.Accepted:
    """Send a review with a token, and unless told with the codename that the tests give to whoever has this token."""
    draft = sending.Draft(stars, outcome, "en", text, no_receipt_given)
    found = sending.send(
        draft=draft, codename=codename_of(token) if codename is None else codename, token=token, now=now
    )
    assert isinstance(found, sending.Accepted), found
    return found


def make_reviewed() -> tuple[Shop, UUID]:
    """A shop with two published reviews: the one returned has a receipt, the other has none."""
    shop = make_shop(1)
    sent = send(token_of(shop)).review
    submit(shop.business, receipt_class=ReceiptClass.NONE, now=SENT)
    publication.publish_due(now=OUT)
    return shop, sent


def make_annulled(shop: Shop) -> None:
    """The key of the shop's receipts leaked, and two people annulled it."""
    assert shop.key_id is not None
    keys.annul(key_id=shop.key_id, reason="leaked", persons=2, now=OUT)


def spent_rows() -> list[tuple[int, bytes, bytes, bytes | None, date | None]]:
    """Every spent token as it is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, nullifier, key_id, token, publish_week FROM receipts_spent ORDER BY nullifier")
        rows = cursor.fetchall()
    return [(e, bytes(n), bytes(k), None if t is None else bytes(t), week) for e, n, k, t, week in rows]
