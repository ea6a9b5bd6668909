"""The sealing key: changed, lost, and what the doctor says of it."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from reputation.issuing import claims, course, errors, keys
from reputation.issuing.keys import Seal
from reputation.issuing.models import IssuingKey
from reputation.log.models import Waiting
from reputation.receipts import keys as named
from reputation.receipts import queries, rules
from reputation.receipts.keys_at_rest import SealError
from reputation.service import doctor
from tests.issuing_made import AUTUMN, make_codes, make_request, make_shop, make_token, register

pytestmark = pytest.mark.django_db
NEW = b"\x07" * 32


def run(command: str, *arguments: str) -> str:
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


def finding() -> tuple[str, doctor.Level]:
    (found,) = doctor._seals()
    return found.code, found.level


def test_keys_are_sealed_anew_and_then_the_former_sealing_key_may_go(settings: LazySettings) -> None:
    ended, first, second = (make_shop() for _ in range(3))
    named.end(key_id=ended.key.key_id, reason="replaced", now=AUTUMN)
    course.follow()
    former = settings.SEALING_KEY
    settings.SEALING_KEY, settings.SEALING_KEY_BEFORE = NEW, former
    third = make_shop()
    assert list(keys.seals().values()) == [Seal.FORMER, Seal.FORMER, Seal.PRESENT]
    assert finding() == ("issuing-keys", doctor.Level.WELL)
    assert "2 keys were sealed anew" in run("reseal_keys")
    assert "0 keys were sealed anew" in run("reseal_keys")
    settings.SEALING_KEY_BEFORE = None
    assert set(keys.seals().values()) == {Seal.PRESENT}
    keys.RING.drop(keys.RING.ids())
    for shop in (first, second, third):
        shop.key.verify(make_token(shop, shop.codes[0]))
    assert NEW not in bytes(IssuingKey.objects.get(key_id=first.key_id).sealed or b"")


def test_sealing_anew_takes_both_keys_and_says_what_does_not_open(settings: LazySettings) -> None:
    make_shop()
    with pytest.raises(CommandError, match="SEALING_KEY_BEFORE"):
        run("reseal_keys")
    settings.SEALING_KEY, settings.SEALING_KEY_BEFORE = NEW, b"\x08" * 32
    with pytest.raises(CommandError, match="1 keys do not open"):
        run("reseal_keys")
    assert finding() == ("issuing-keys-shut", doctor.Level.WRONG)


def test_without_a_sealing_key_nothing_is_taken_for_lost(settings: LazySettings) -> None:
    make_shop()
    settings.SEALING_KEY = None
    assert finding() == ("sealing-key-missing", doctor.Level.WARNING)
    with pytest.raises(CommandError, match="SEALING_KEY is not set"):
        run("end_lost_keys", "--end")
    assert not Waiting.objects.filter(kind="receipt-key-ended").exists()


def test_keys_that_nothing_opens_end_as_lost_and_the_same_quarter_goes_on_with_others(settings: LazySettings) -> None:
    shop = make_shop()
    token = make_token(shop, shop.codes[0])
    settings.SEALING_KEY = NEW
    keys.RING.drop(keys.RING.ids())
    other = make_shop()
    with pytest.raises(SealError):
        claims.claim(shop.codes[1], make_request(shop).request)
    assert "1 keys are lost" in run("end_lost_keys")
    assert queries.key(shop.key.key_id).state is rules.KeyState.ISSUING, "only said so far"
    assert "1 keys have ended" in run("end_lost_keys", "--end")
    assert "0 keys have ended" in run("end_lost_keys", "--end")
    assert queries.key(shop.key.key_id).state is rules.KeyState.ENDED
    assert queries.key(other.key.key_id).state is rules.KeyState.ISSUING
    shop.key.verify(token)
    with pytest.raises(errors.KeyEnded):
        claims.look(shop.codes[1])
    assert register(shop.business, make_codes(1)).epoch == queries.key(shop.key.key_id).epoch
    assert keys.make_asked() == 1
    assert finding() == ("issuing-keys", doctor.Level.WELL)


def test_a_key_that_the_issuer_lost_with_its_row_is_lost_too() -> None:
    shop = make_shop()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("issuing_voucher", "issuing_batch", "issuing_key"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER issuing_{table.removeprefix('issuing_')}_stays")
            cursor.execute(f"DELETE FROM {table}")
    assert course.lost() == [shop.key_id]
    assert course.end_lost(now=AUTUMN) == 1


def test_a_sealed_key_that_was_swapped_opens_nothing() -> None:
    one, other = make_shop(), make_shop()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE issuing_key SET sealed = (SELECT sealed FROM issuing_key WHERE business = %s) WHERE business = %s",
            [one.business, other.business],
        )
    with pytest.raises(SealError):
        make_token(other, other.codes[0])
    assert keys.seals()[other.key.key_id] is Seal.NONE
    assert keys.seals()[one.key.key_id] is Seal.PRESENT
