"""What the database refuses of issuing keys, codes and claims, whoever asks; and the claims without their order."""

import re
from secrets import token_bytes

import pytest
from django.db import IntegrityError, connection, transaction

from reputation.issuing import actions, claims, database
from reputation.issuing.models import Batch, Claim, IssuingKey, Voucher
from reputation.receipts import codes
from tests.issuing_made import Shop, make_codes, make_request, make_shop, make_token, register
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
KEY_WORDS = "this part of an issuing key never changes|cannot become|begins as asked for|issuing_key_made"
REFUSED = {
    "another business": ("UPDATE issuing_key SET business = gen_random_uuid()", KEY_WORDS),
    "another class": ("UPDATE issuing_key SET receipt_class = 'independent'", KEY_WORDS),
    "another epoch": ("UPDATE issuing_key SET epoch = epoch - 1", KEY_WORDS),
    "another id": ("UPDATE issuing_key SET key_id = sha256('x')", KEY_WORDS),
    "another key": ("UPDATE issuing_key SET public_key = 'x'", KEY_WORDS),
    "an earlier end": ("UPDATE issuing_key SET last_epoch = last_epoch - 1", KEY_WORDS),
    "back to made": ("UPDATE issuing_key SET state = 'made'", KEY_WORDS),
    "back to asked": (
        "UPDATE issuing_key SET state = 'asked', key_id = NULL, public_key = NULL, sealed = NULL",
        KEY_WORDS,
    ),
    "a key from nowhere": (
        (
            "INSERT INTO issuing_key (business, receipt_class, epoch, last_epoch, state, key_id, public_key, sealed) "
            "SELECT gen_random_uuid(), receipt_class, epoch, epoch, state, sha256('x'), 'x', 'x' FROM issuing_key"
        ),
        KEY_WORDS,
    ),
    "a second key that lives": (
        (
            "INSERT INTO issuing_key (business, receipt_class, epoch, last_epoch, state) "
            "SELECT business, receipt_class, epoch, epoch, 'asked' FROM issuing_key"
        ),
        "issuing_key_one_lives",
    ),
    "a key that goes": ("DELETE FROM issuing_key", "while it lives"),
    "a batch that goes": ("DELETE FROM issuing_batch", "while it lives"),
    "a code that goes": ("DELETE FROM issuing_voucher", "while it lives"),
    "a claim that goes": ("DELETE FROM issuing_claim", "while it lives"),
    "all keys": ("TRUNCATE issuing_key CASCADE", "never changes"),
    "all codes": ("TRUNCATE issuing_voucher CASCADE", "never changes"),
    "all claims": ("TRUNCATE issuing_claim", "never changes"),
    "another batch": ("UPDATE issuing_batch SET codes = codes + 1", "never changes"),
    "another code": ("UPDATE issuing_voucher SET hash = sha256(hash)", "never changes"),
    "another mark": ("UPDATE issuing_mark SET epoch = 1", "never changes"),
    "another request": ("UPDATE issuing_claim SET request = sha256(request)", "a claim never changes"),
    "a claim of another code": (
        (
            "UPDATE issuing_claim SET hash = (SELECT hash FROM issuing_voucher WHERE hash NOT IN "
            "(SELECT hash FROM issuing_claim) LIMIT 1)"
        ),
        "a claim never changes",
    ),
    "a contest undone": (
        "UPDATE issuing_claim SET is_contested = true; UPDATE issuing_claim SET is_contested = false",
        "a claim never changes",
    ),
    "a code of no batch": ("INSERT INTO issuing_voucher VALUES (sha256('x'), 0)", "is of a batch"),
    "a claim of no code": ("INSERT INTO issuing_claim VALUES (sha256('x'), sha256('y'), false)", "is of a code"),
}


@pytest.fixture
def shop(db: None) -> Shop:
    made = make_shop()
    make_token(made, made.codes[0])
    return made


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(shop: Shop, name: str) -> None:
    statement, words = REFUSED[name]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            cursor.execute(statement)


def test_a_key_that_ended_comes_back_with_nothing(shop: Shop) -> None:
    actions.end(key_id=shop.key.key_id)
    for statement, words in (
        ("UPDATE issuing_key SET state = 'issuing', sealed = 'x'", "cannot become"),
        ("UPDATE issuing_key SET sealed = 'x'", "issuing_key_made"),
        (
            (
                "INSERT INTO issuing_batch (public_id, key_id, attester, codes, sha256, registered_on) "
                "SELECT gen_random_uuid(), id, gen_random_uuid(), 1, sha256('x'), now() FROM issuing_key"
            ),
            "has ended",
        ),
        (
            (
                "INSERT INTO issuing_claim SELECT hash, sha256('x'), false FROM issuing_voucher "
                "WHERE hash NOT IN (SELECT hash FROM issuing_claim)"
            ),
            "issues nothing",
        ),
    ):
        with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nothing_of_a_key_that_lives_is_removed_and_all_of_one_that_ended(shop: Shop) -> None:
    other = make_shop()
    make_token(other, other.codes[0])
    with pytest.raises(IntegrityError, match="while it lives"), transaction.atomic():
        actions.remove(key_id=shop.key.key_id)
    key_id = shop.key.key_id
    actions.end(key_id=key_id)
    actions.remove(key_id=key_id)
    assert [len(rows) for rows in (IssuingKey.objects.all(), Batch.objects.all(), Claim.objects.all())] == [1, 1, 1]
    assert Voucher.objects.count() == 3
    assert claims.look(other.codes[1]).business == other.business


def test_a_claim_writes_nothing_into_the_rows_it_is_about(shop: Shop) -> None:
    """A lock of a row leaves the number of its transaction there, and who came first could be read from it."""
    before = writers()
    make_token(shop, shop.codes[1])
    make_token(shop, shop.codes[2])
    assert writers() == before
    assert [who for table, *who in before if table == "issuing_voucher"] == [[1, 0]]


def test_claims_have_no_instant_and_no_serial() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod), attidentity FROM pg_attribute "
            "WHERE attrelid = 'issuing_claim'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        found = sorted((name, kind, str(identity)) for name, kind, identity in cursor.fetchall())
    assert found == [("hash", "bytea", ""), ("is_contested", "boolean", ""), ("request", "bytea", "")]


def test_the_order_of_claims_is_forgotten_and_nothing_else() -> None:
    shop = make_shop(40)
    asked = make_request(shop)
    for code in shop.codes:
        claims.claim(code, asked.request)
    order = [codes.registered(code) for code in shop.codes]
    before = rows()
    assert [row[0] for row in before] == order
    assert len({row[3] for row in before}) == len(order)
    files = [file_of_claims()]
    actions.forget_order()
    after = rows()
    files.append(file_of_claims())
    assert sorted(row[:3] for row in after) == sorted(row[:3] for row in before)
    assert [row[0] for row in after] != order
    assert len({row[3] for row in after}) == 1, "one transaction wrote them all"
    assert files[0] != files[1], "in another file"
    actions.forget_order()
    assert [row[0] for row in rows()] != [row[0] for row in after]
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute("UPDATE issuing_claim SET request = sha256(request)")


def test_no_mark_leads_to_the_code_that_its_proof_earned() -> None:
    for _ in range(20):
        with database.atomic():
            actions.mark(marks=[token_bytes(32), token_bytes(32)], epoch=1)
            register(make_business(), make_codes(1))
    with connection.cursor() as cursor:
        written = "SELECT count(DISTINCT xmin::text) FROM issuing_mark"
        cursor.execute(written)
        assert cursor.fetchone() == (20,), "each two beside the code that came with them"
        cursor.execute("SELECT mark FROM issuing_mark ORDER BY ctid")
        before = cursor.fetchall()
        actions.forget_order()
        cursor.execute(written)
        assert cursor.fetchone() == (1,), "one transaction wrote them all"
        cursor.execute("SELECT mark FROM issuing_mark ORDER BY ctid")
        after = cursor.fetchall()
    assert after != before
    assert sorted(bytes(mark) for (mark,) in after) == sorted(bytes(mark) for (mark,) in before)


def rows() -> list[tuple[bytes, bytes, bool, int]]:
    """The claims as the file has them, each with its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash, request, is_contested, xmin::text::bigint FROM issuing_claim ORDER BY ctid")
        return [(bytes(a), bytes(b), c, d) for a, b, c, d in cursor.fetchall()]


def writers() -> list[tuple[str, int, int]]:
    """By table, how many transactions wrote its rows and how many locked or replaced one since."""
    tables = ("issuing_key", "issuing_batch", "issuing_voucher")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            counted = "count(DISTINCT xmin::text), count(*) FILTER (WHERE xmax <> '0')"
            cursor.execute(f"SELECT {counted} FROM {table}")
            found.append((table, *cursor.fetchone()))
        return found


def file_of_claims() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath('issuing_claim'), pg_relation_filepath('issuing_claim_pkey')")
        return re.sub(r"\s", "", str(cursor.fetchone()))
