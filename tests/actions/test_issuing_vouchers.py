"""Vouchers that a business lets the service make: answered once, registered as hashes, noted by their count alone."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from reputation.businesses.errors import WrongBusinessState
from reputation.core import clock
from reputation.issuing import errors, vouchers
from reputation.issuing.models import Batch, Voucher
from reputation.issuing.rules import MOST_CODES
from reputation.issuing.vouchers import Made
from reputation.log.models import Waiting
from reputation.members import leavings, queries
from reputation.members.errors import NotAllowed
from reputation.members.rules import Actor, DeedKind, Role
from reputation.receipts import codes
from reputation.receipts.models import Attester
from reputation.receipts.rules import ReceiptClass
from tests.conftest import AsRole
from tests.members_made import NOW, make_colleague, make_member_business

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return make_member_business()


def make(actor: Actor, count: int = 3, *, batch: UUID | None = None, now: datetime = NOW) -> Made:
    return vouchers.make(actor=actor, batch=batch or uuid4(), count=count, now=now)


def test_codes_are_answered_once_and_kept_as_hashes(owner: Actor) -> None:
    made = make(owner)
    assert len(set(made.codes)) == 3
    assert [codes.parse(codes.show(code)) for code in made.codes] == list(made.codes)
    assert {bytes(row.hash) for row in Voucher.objects.all()} == {codes.registered(code) for code in made.codes}
    attester = Attester.objects.get(business__public_id=owner.business)
    assert Batch.objects.get().attester == attester.public_id
    assert Waiting.objects.filter(kind="attester-admitted").count() == 1
    (deed,) = [deed for deed in queries.deeds(owner.business) if deed.kind is DeedKind.VOUCHERS_MADE]
    assert deed.detail == "3"
    make(owner)
    assert Waiting.objects.filter(kind="attester-admitted").count() == 1, "admitted once"


def test_good_until_is_the_last_day_on_which_their_key_issues(owner: Actor) -> None:
    assert make(owner).good_until.isoformat() == "2026-04-30", "30 days after the quarter of 2 March"


def test_the_same_batch_makes_no_others(owner: Actor) -> None:
    batch = uuid4()
    make(owner, batch=batch)
    with pytest.raises(errors.BatchReused):
        make(owner, batch=batch)
    assert Voucher.objects.count() == 3
    assert [deed.kind for deed in queries.deeds(owner.business)].count(DeedKind.VOUCHERS_MADE) == 1


@pytest.mark.parametrize("count", [-1, 0, MOST_CODES + 1, 10**9])
def test_none_or_too_many_are_refused(owner: Actor, count: int) -> None:
    with pytest.raises(errors.BadCount):
        make(owner, count)
    assert not Batch.objects.exists()
    assert not Attester.objects.exists()


def test_who_only_reads_makes_none(owner: Actor) -> None:
    reader, agent = make_colleague(owner, Role.READER), make_colleague(owner, Role.AGENT)
    with pytest.raises(NotAllowed):
        make(reader)
    assert len(make(agent).codes) == 3


def test_a_business_that_left_makes_none(owner: Actor) -> None:
    leavings.give_notice(actor=owner, now=NOW)
    assert len(make(owner).codes) == 3, "until it leaves it goes on"
    leavings.leave_due(now=NOW.replace(month=6))
    with pytest.raises(WrongBusinessState):
        make(owner, now=NOW.replace(month=6))


def test_what_was_registered_is_counted_by_key(owner: Actor) -> None:
    assert vouchers.registered(owner.business) == []
    make(owner, 3)
    make(owner, 4)
    make(owner, 5, now=NOW.replace(month=5))
    make(make_member_business(), 9)
    found = vouchers.registered(owner.business)
    assert [(row.codes, row.receipt_class, row.epoch % 4 + 1) for row in found] == [
        (5, ReceiptClass.SELLER, 2),
        (7, ReceiptClass.SELLER, 1),
    ]
    assert found[0].key_id is None, "its key is not made yet"


def test_pages_may_do_it_and_cannot_read_a_code(as_role: AsRole) -> None:
    owner = make_member_business(now=clock.now())
    with as_role("web"):
        make(owner, now=clock.now())
        vouchers.registered(owner.business)
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(current_user, 'issuing_voucher', 'SELECT')")
            assert cursor.fetchone() == (False,)


def test_a_link_has_its_code_behind_the_hash() -> None:
    code = codes.make()
    for language, path in (("en", "/r#"), ("de", "/de/r#")):
        before, _, after = vouchers.link(code, language).partition("#")
        assert f"{before}#".endswith(path)
        assert codes.parse(after) == code
        assert before.partition("://")[2] == vouchers.address(language)
