"""Attesters, keys and totals after a restore: as the published log says, and what it does not say is told as lost."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import LazySettings
from django.db import connection

from reputation.core import clock, months
from reputation.log import actions as log
from reputation.log import publisher
from reputation.log.replay import LOST
from reputation.receipts import attesters, keys, queries, rules, totals
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import AttesterKind, AttesterState, KeyState, Moment, ReceiptClass
from tests.attesters_made import Counted, Provider, make_applied, make_provider, new_seed, public
from tests.lost_database import assert_audit_passes, bring_back, lost
from tests.members_made import NOW, join_bare
from tests.rich_log import issuers

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=60)


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    log.start(now=NOW - timedelta(days=60))
    return tmp_path / "public"


def settle() -> None:
    connection.check_constraints()
    while log.sequence():
        pass
    publisher.publish(now=clock.now())


def name_key(business: UUID, number: int, receipt_class: ReceiptClass) -> bytes:
    """Have the log name a real key. Its id."""
    key_id, epoch = bytes.fromhex(issuers()[number].key_id), rules.epoch_of(months.of(NOW))
    keys.log_made(
        key_id=key_id,
        business=business,
        receipt_class=receipt_class,
        epoch=epoch,
        last_epoch=epoch,
        public_key=issuers()[number].public,
    )
    return key_id


def sign(provider: Provider, moment: Moment, now: datetime) -> None:
    due = next(one for one in totals.due(provider.id) if one.moment is moment)
    signature = Ed25519PrivateKey.from_private_bytes(provider.seed).sign(due.message)
    totals.sign(attester=provider.id, key_id=due.key_id, moment=moment, signature=signature, now=now)


NOT_IN_THE_LOG = frozenset({"key_changed_on", "key_changes"})


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row, without inner ids, and without how often a key was changed on a day: the log has each change."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in (Attester, Key, Total):
        said = [{**row, "id": None} for row in model._default_manager.values()]
        said = [{name: value for name, value in row.items() if name not in NOT_IN_THE_LOG} for row in said]
        plain = [{k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()} for row in said]
        found[model.__name__] = sorted(plain, key=repr)
    return found


def test_attesters_keys_and_totals_come_back(folder: Path) -> None:
    shop, other = join_bare(), join_bare()
    applied, changes, ends = make_applied(), make_provider(), make_provider()
    first = name_key(shop, 0, ReceiptClass.INDEPENDENT)
    settle()
    seed = new_seed()
    with lost():
        attesters.admit(attester=applied.id, now=LATE)
        attesters.change_key(attester=changes.id, public_key=public(seed), now=LATE)
        attesters.leave(attester=ends.id, now=LATE)
        own = attesters.of_business(other, LATE)
        attesters.set_business_key(business=other, public_key=public(new_seed()), now=LATE)
        attesters.own(AttesterKind.MAIL, ReceiptClass.SELLER, LATE)
        second, third = name_key(shop, 1, ReceiptClass.SELLER), name_key(other, 2, ReceiptClass.SELLER)
        keys.end(key_id=first, reason="epoch-over", now=LATE)
        keys.annul(key_id=second, reason="leaked", persons=2, now=LATE)
        counted = [Counted(first, changes.id, 40, 20), Counted(first, ends.id, 4, 0)]
        totals.make_due([*counted, Counted(second, own, 9, 9)], now=LATE + timedelta(days=1))
        sign(Provider(changes.id, seed), Moment.ISSUING_ENDED, LATE + timedelta(days=1))
        assert totals.log_due(now=LATE + timedelta(days=25)) == 2
        settle()
        before = rows()
    assert queries.attester(applied.id).state is AttesterState.APPLIED
    bring_back()
    after = rows()
    assert after["Attester"] == before["Attester"]
    assert after["Key"] == before["Key"]
    assert [row["state"] for row in after["Key"] if bytes(row["key_id"]) == third] == [KeyState.ISSUING]
    without_day = [[{**row, "sign_until": None} for row in found["Total"]] for found in (before, after)]
    assert without_day[0] == without_day[1]
    settle()
    assert_audit_passes(folder)


def test_of_an_attester_that_the_backup_does_not_know_the_name_is_lost_and_its_key_is_not(folder: Path) -> None:
    settle()
    with lost():
        provider = make_provider()
        settle()
    bring_back()
    facts = queries.attester(provider.id)
    assert (facts.name, facts.website, queries.contact(provider.id)) == (LOST, "", "")
    assert (facts.state, facts.public_key) == (AttesterState.ADMITTED, public(provider.seed))
    attesters.leave(attester=provider.id, now=LATE)
    settle()
    assert_audit_passes(folder)


def test_a_signature_by_a_key_that_was_changed_meanwhile_does_not_come_back(folder: Path) -> None:
    shop, provider, seed = join_bare(), make_provider(), new_seed()
    key = name_key(shop, 0, ReceiptClass.INDEPENDENT)
    keys.end(key_id=key, reason="epoch-over", now=NOW)
    totals.make_due([Counted(key, provider.id, 40, 20)], now=NOW + timedelta(days=1))
    sign(provider, Moment.ISSUING_ENDED, NOW + timedelta(days=1))
    settle()
    with lost():
        attesters.change_key(attester=provider.id, public_key=public(seed), now=LATE)
        settle()
    assert totals.due(provider.id)[0].is_signed
    bring_back()
    assert not totals.due(provider.id)[0].is_signed
    totals.log_due(now=LATE)
    settle()
    assert_audit_passes(folder)


def test_totals_that_were_made_and_logged_meanwhile_are_not_logged_again(folder: Path) -> None:
    shop, provider = join_bare(), make_provider()
    key = name_key(shop, 0, ReceiptClass.INDEPENDENT)
    keys.end(key_id=key, reason="epoch-over", now=NOW)
    totals.make_due([Counted(key, provider.id, 40, 20)], now=NOW + timedelta(days=1))
    settle()
    with lost():
        sign(provider, Moment.ISSUING_ENDED, NOW + timedelta(days=2))
        assert totals.log_due(now=NOW + timedelta(days=2)) == 1
        settle()
    bring_back()
    assert Total.objects.get().is_logged
    assert Total.objects.get().signature is not None
    assert totals.log_due(now=LATE) == 0
    settle()
    assert_audit_passes(folder)
