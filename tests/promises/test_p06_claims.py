"""P6: nothing stored tells when a receipt was claimed, nor which of two was claimed first."""

import logging
import re

import pytest
from django.db import connection

from reputation.issuing import actions, claims, errors
from reputation.receipts import codes
from tests.issuing_made import make_request, make_shop, make_token
from tests.promises.test_p06_unlinkable import sequences, telling

pytestmark = pytest.mark.django_db(transaction=True)
PLANTED = ("claimed_at timestamptz", "serial bigserial", "claimed_on date", "address inet")


def test_a_claim_has_no_instant_and_no_number() -> None:
    assert telling("issuing_claim") == telling("issuing_voucher") == set()
    assert sequences("issuing_claim") == sequences("issuing_voucher") == []


@pytest.mark.parametrize("column", PLANTED)
def test_a_planted_column_that_tells_is_found(column: str) -> None:
    name = column.split()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE issuing_claim ADD COLUMN {column}")
    try:
        assert name in telling("issuing_claim")
        assert bool(sequences("issuing_claim")) is ("serial" in column)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE issuing_claim DROP COLUMN {name}")


def test_a_claim_leaves_one_row_and_its_transaction_nowhere_else() -> None:
    """Neither written nor locked: PostgreSQL notes in a row who locked it, and that would outlive the night."""
    shop = make_shop()
    make_token(shop, shop.codes[0])
    before = rows()
    make_token(shop, shop.codes[1])
    with pytest.raises(errors.VoucherClaimed):
        make_token(shop, shop.codes[1])
    after = rows()
    assert {table for table in after if after[table] != before[table]} == {"issuing_claim"}
    assert len(after["issuing_claim"]) == len(before["issuing_claim"]) + 1


def test_after_a_night_nobody_can_tell_who_claimed_first() -> None:
    shop = make_shop(40)
    asked = make_request(shop)
    for code in shop.codes:
        claims.claim(code, asked.request)
    before = written()
    assert len(before) == len(set(before.values())) == 40, "until then each has a transaction of its own"
    actions.forget_order()
    after = written()
    assert len(set(after.values())) == 1
    assert set(after.values()).isdisjoint(before.values())
    order = [
        shop.codes.index(code) for code in sorted(shop.codes, key=lambda c: list(after).index(codes.registered(c)))
    ]
    assert order not in (sorted(order), sorted(order, reverse=True))
    assert list(after) != sorted(after)


def test_nothing_of_a_claim_is_logged(records: list[logging.LogRecord]) -> None:
    shop = make_shop()
    asked = make_request(shop)
    secrets = [shop.codes[0], codes.registered(shop.codes[0]).hex(), asked.request[3:40].hex()]
    claims.claim(shop.codes[0], asked.request)
    with pytest.raises(errors.VoucherClaimed) as refused:
        claims.claim(shop.codes[0], make_request(shop).request)
    with pytest.raises(errors.TokenRequestNotValid):
        claims.claim(shop.codes[0], asked.request[:-1])
    assert refused.value.facts == {}
    ours = [record for record in records if not record.name.startswith(("django.db", "psycopg"))]
    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    assert not [secret for secret in secrets if re.search(re.escape(secret), said, re.IGNORECASE)]


def rows() -> dict[str, list[tuple[str, str, str]]]:
    """Of every table, where each row lies, who wrote it and who locked or replaced it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT ctid::text, xmin::text, xmax::text FROM "{table}" ORDER BY ctid')
            found[table] = list(cursor.fetchall())
    return found


def written() -> dict[bytes, str]:
    """The transaction that wrote each claim, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash, xmin::text FROM issuing_claim ORDER BY ctid")
        return {bytes(hashed): transaction for hashed, transaction in cursor.fetchall()}
