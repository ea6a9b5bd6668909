"""Documents of one case in the same moment: no eleventh is kept, and none comes into a case that is over."""

from datetime import timedelta
from uuid import UUID

import pytest

from reputation.core import clock
from reputation.disputes import filing, showing
from reputation.disputes.errors import WrongState
from reputation.disputes.rules import Party
from reputation.proofs import actions
from reputation.proofs.errors import TooManyProofs
from reputation.proofs.models import CaseKey, Proof
from tests import pages_made
from tests.at_once import at_once
from tests.reviews_made import make_business, make_case, make_review

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 14


@pytest.fixture
def case() -> UUID:
    pages_made.start()
    business = make_business(now=clock.now() - timedelta(days=90))
    return make_case(make_review(business, now=clock.now() - timedelta(weeks=6)), now=clock.now())


def show(case: UUID, number: int) -> object:
    content = f"Letter {number}".encode()
    return showing.show(case=case, party=Party.CHALLENGER, content=content, now=clock.now())


def test_of_many_at_once_ten_are_kept_under_one_key(case: UUID) -> None:
    found = at_once(*(lambda number=number: show(case, number) for number in range(MANY)))
    assert sum(isinstance(one, UUID) for one in found) == 10
    assert sum(isinstance(one, TooManyProofs) for one in found) == MANY - 10
    assert sorted(Proof.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert CaseKey.objects.count() == 1


def test_a_document_and_a_withdrawal_at_once_leave_no_key_without_an_end(case: UUID) -> None:
    shown, withdrawn = at_once(lambda: show(case, 1), lambda: filing.withdraw(case=case, now=clock.now()))
    assert withdrawn is None
    assert isinstance(shown, (UUID, WrongState)), shown
    assert Proof.objects.count() == isinstance(shown, UUID)
    assert all(row.forget_on is not None for row in CaseKey.objects.all())
    assert actions.forget_due(now=clock.now() + timedelta(days=400)) == CaseKey.objects.count() + isinstance(
        shown, UUID
    )
