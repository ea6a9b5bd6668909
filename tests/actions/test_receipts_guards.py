"""What the database refuses of a key that the log names, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from reputation.receipts import keys
from reputation.receipts.models import Key
from tests.attesters_made import end_key, make_key
from tests.members_made import NOW
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
CHANGES = "never changes"
REFUSED = {
    "another id": ("UPDATE receipts_key SET key_id = sha256('x')", CHANGES),
    "another business": ("UPDATE receipts_key SET business_id = %(other)s", CHANGES),
    "another class": ("UPDATE receipts_key SET receipt_class = 'seller'", CHANGES),
    "another epoch": ("UPDATE receipts_key SET epoch = epoch - 1", CHANGES),
    "another key": ("UPDATE receipts_key SET public_key = 'x'", CHANGES),
    "a last epoch before": ("UPDATE receipts_key SET last_epoch = last_epoch - 1", CHANGES),
    "issuing again": ("UPDATE receipts_key SET state = 'issuing', ended_on = NULL, end_reason = NULL", CHANGES),
    "another day": ("UPDATE receipts_key SET ended_on = ended_on + 1", CHANGES),
    "another reason": ("UPDATE receipts_key SET end_reason = 'lost'", CHANGES),
    "removed": ("DELETE FROM receipts_key", "stays: DELETE is refused"),
    "all removed": ("TRUNCATE receipts_key CASCADE", "stays: TRUNCATE is refused"),
    "ended from the first": (
        (
            "INSERT INTO receipts_key (key_id, business_id, receipt_class, epoch, last_epoch, public_key, state, "
            "claimed, end_reason, ended_on) SELECT sha256('x'), business_id, receipt_class, epoch, last_epoch, "
            "public_key, state, claimed, end_reason, ended_on FROM receipts_key"
        ),
        "begins as issuing",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name: str) -> None:
    other = make_business()
    key = make_key(make_business())
    Key.objects.update(last_epoch=Key.objects.get().epoch + 1)
    end_key(key, now=NOW)
    statement, words = REFUSED[name]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            cursor.execute(statement, {"other": other})


def test_a_key_that_was_annulled_stays_so() -> None:
    key = make_key(make_business())
    end_key(key, now=NOW)
    keys.annul(key_id=key, reason="leaked", persons=2, now=NOW)
    for state in ("ended", "issuing"):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Key.objects.update(state=state, annulment=None, annulled_on=None)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Key.objects.update(annulment="false-attestation")
    with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
        Key.objects.update(state="ended")
