from datetime import timedelta
from uuid import uuid4

import pytest

from reputation.businesses import actions as businesses
from reputation.businesses.errors import NoSuchBusiness, WrongBusinessState
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.receipts import attesters, errors, queries
from reputation.receipts.rules import AttesterKind, AttesterState, ReceiptClass
from tests.conftest import AsRole
from tests.members_made import NOW, join_bare

pytestmark = pytest.mark.django_db


def logged(kind: str) -> list[dict[str, object]]:
    """The entries of a kind that wait."""
    rows = Waiting.objects.filter(kind=kind).order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def test_a_business_is_its_own_attester_from_its_first_batch_on(as_role: AsRole) -> None:
    business = join_bare()
    with as_role("web"):
        found = attesters.of_business(business, NOW)
        again = attesters.of_business(business, NOW + timedelta(days=9))
    assert found == again
    facts = queries.attester(found)
    assert (facts.kind, facts.receipt_class, facts.business) == (AttesterKind.BUSINESS, ReceiptClass.SELLER, business)
    assert (facts.state, facts.admitted_on, facts.public_key) == (AttesterState.ADMITTED, NOW.date(), None)
    assert logged("attester-admitted") == [
        {"attester": str(found), "attester_kind": "business", "class": "seller", "date": NOW.date().isoformat()}
    ]


def test_another_business_is_another_attester_and_one_that_left_is_none() -> None:
    left, other = join_bare(), join_bare()
    assert attesters.of_business(left, NOW) != attesters.of_business(other, NOW)
    businesses.leave(business=left, now=NOW)
    with pytest.raises(WrongBusinessState):
        attesters.of_business(left, NOW)
    with pytest.raises(NoSuchBusiness):
        attesters.of_business(uuid4(), NOW)


def test_the_operator_is_one_attester_for_each_kind_and_class(as_role: AsRole) -> None:
    wanted = [
        (AttesterKind.MAIL, ReceiptClass.SELLER),
        (AttesterKind.MAIL, ReceiptClass.INDEPENDENT),
        (AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT),
    ]
    with as_role("web"):
        first = [attesters.own(*one, NOW) for one in wanted]
        again = [attesters.own(*one, NOW) for one in wanted]
    assert first == again
    assert len(set(first)) == len(logged("attester-admitted")) == len(wanted)
    assert all("key" not in body for body in logged("attester-admitted"))


@pytest.mark.parametrize("kind", [AttesterKind.BUSINESS, AttesterKind.PAYMENT_PROVIDER, AttesterKind.MARKETPLACE])
def test_the_operator_is_nobody_else(kind: AttesterKind) -> None:
    with pytest.raises(ValueError, match="mails and as moderator only"):
        attesters.own(kind, ReceiptClass.INDEPENDENT, NOW)


def test_nobody_has_an_unknown_id() -> None:
    with pytest.raises(errors.NoSuchAttester):
        queries.attester(uuid4())
