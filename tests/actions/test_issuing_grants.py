"""What each role may do to the issuer's tables: pages register, the issuer claims, the worker counts and ends."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from config.database import SERVING
from reputation.issuing import actions, claims, course, database, keys, queries
from reputation.receipts import keys as named
from reputation.receipts.rules import ReceiptClass
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_codes, make_request, make_shop, register
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
STATEMENTS = {
    "read a private key": "SELECT sealed FROM issuing_key",
    "read public keys": "SELECT key_id, public_key, state FROM issuing_key",
    "read codes": "SELECT hash FROM issuing_voucher",
    "count codes": "SELECT count(*) FROM issuing_voucher",
    "plant a code": "INSERT INTO issuing_voucher VALUES (sha256('x'), 0)",
    "remove codes": "DELETE FROM issuing_voucher",
    "read claims": "SELECT hash FROM issuing_claim",
    "forge a claim": "INSERT INTO issuing_claim VALUES (sha256('a'), sha256('b'), false)",
    "change a claim": "UPDATE issuing_claim SET request = sha256('x')",
    "contest a claim": "UPDATE issuing_claim SET is_contested = true",
    "remove claims": "DELETE FROM issuing_claim",
    "empty claims": "TRUNCATE issuing_claim",
    "read batches": "SELECT codes FROM issuing_batch",
    "change batches": "UPDATE issuing_batch SET codes = 1",
    "remove batches": "DELETE FROM issuing_batch",
    "read marks": "SELECT mark FROM issuing_mark",
    "remove marks": "DELETE FROM issuing_mark WHERE epoch < 1",
    "plant a key": "INSERT INTO issuing_key (business, receipt_class, epoch, last_epoch, state, key_id, public_key) "
    "VALUES (gen_random_uuid(), 'seller', 1, 1, 'made', sha256('x'), 'x')",
    "seal another key": "UPDATE issuing_key SET sealed = 'x'",
    "start a key": "UPDATE issuing_key SET state = 'issuing'",
    "extend a key": "UPDATE issuing_key SET last_epoch = last_epoch + 1",
    "move a key": "UPDATE issuing_key SET business = gen_random_uuid()",
    "remove keys": "DELETE FROM issuing_key",
    "count": "SELECT * FROM issuing_counts()",
    "forget the order": "SELECT issuing_forget_order()",
    "forget the order of marks": "SELECT issuing_forget_order_of_marks()",
    "remove all of a key": "SELECT issuing_remove(key_id) FROM issuing_key WHERE state = 'ended'",
    "disarm": "ALTER TABLE issuing_claim DISABLE TRIGGER ALL",
    "read what the log names": "SELECT key_id FROM receipts_key",
    "end what the log names": "UPDATE receipts_key SET last_epoch = last_epoch + 1",
}
KEYS = {"read public keys", "start a key"}
ALLOWED = {
    "web": {"plant a code", "read public keys", "read batches", "read what the log names"},
    "issuer": KEYS
    | {"read a private key", "read codes", "count codes", "read claims", "contest a claim", "read batches"}
    | {"forge a claim", "seal another key"},
    "worker": KEYS
    | {"extend a key", "remove marks", "seal another key", "read what the log names", "end what the log names"}
    | {"count", "forget the order", "forget the order of marks", "remove all of a key"},
    "ratings": set(),
    "lookup": set(),
}


def test_every_role_is_tried() -> None:
    assert ALLOWED.keys() == set(SERVING)


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("role", sorted(ALLOWED))
def test_a_role_may_do_what_it_is_there_for(as_role: AsRole, role: str, name: str) -> None:
    """A statement that is allowed may still find a guard of the tables: nothing here has to make sense."""

    def run() -> None:
        with transaction.atomic(), as_role(role), connection.cursor() as cursor:
            cursor.execute(STATEMENTS[name])

    if name in ALLOWED[role]:
        with suppress(IntegrityError):
            run()
    else:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            run()


def test_the_whole_course_runs_with_the_rights_of_each_role(as_role: AsRole) -> None:
    business, given = make_business(), make_codes(3)
    with as_role("web"), database.atomic():
        actions.mark(marks=[b"m" * 32], epoch=1)
        assert register(business, given).is_new
    with as_role("issuer"):
        assert keys.make_asked() == 1
    with as_role("worker"):
        assert course.log_made() == 1
    with as_role("web"):
        assert register(business, make_codes(1)).key_id
        assert queries.issuing_of(business, ReceiptClass.SELLER)
    shop = make_shop()
    asked = make_request(shop)
    with as_role("issuer"):
        answer = claims.claim(shop.codes[0], asked.request)
        assert claims.claim(shop.codes[0], asked.request) == answer
        assert len(queries.issuing(most=5)) == 2
        assert len(queries.issuing(most=1)) == 1
    with as_role("worker"):
        actions.forget_order()
        assert actions.forget_marks(now=AUTUMN) == 1
        assert course.tell_claims(now=AUTUMN + timedelta(days=58)) == 2
        assert course.follow() == 0
        assert named.end_due(now=AUTUMN + timedelta(days=200)) == 2
        assert course.follow() == 2
        assert course.remove_old(now=AUTUMN + timedelta(days=300)) == 2
