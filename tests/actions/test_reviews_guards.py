"""What the rules say of acts and of requests to mask words is what the database holds."""

from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.errors import RestrictViolation

from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.reviews import actions, rules
from reputation.reviews.models import Act, MaskRequest
from reputation.reviews.rules import ActKind, MaskState, State
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def make_in(state: State, *, has_text: bool = True) -> UUID:
    review = make_review()
    if state is State.RESTRICTED:
        make_decision(make_case(review), Outcome.REMOVED)
    if state is State.WITHDRAWN:
        actions.withdraw(review_id=review, now=LATER)
    if state is State.ERASED or (state is State.RESTRICTED and not has_text):
        actions.erase(review_id=review, now=LATER)
    return review


STANDING = [
    (State.PUBLISHED, True),
    (State.RESTRICTED, True),
    (State.RESTRICTED, False),
    (State.ERASED, False),
    (State.WITHDRAWN, False),
]


@pytest.mark.parametrize(("state", "has_text"), STANDING)
def test_what_a_writer_may_want_is_what_the_database_takes(state: State, has_text: bool) -> None:  # noqa: FBT001
    review = make_in(state, has_text=has_text)
    for kind in ActKind:
        row = Act(review=review, kind=kind, text="Words." if kind is ActKind.CHANGE else None, release_on=LATER)
        assert is_taken(row) == rules.may_act(kind, state, has_text=has_text), kind


def is_taken(row: Act) -> bool:
    """Whether a trigger lets a row in; it is gone again."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return is_other(error)
    return True


def is_other(error: IntegrityError) -> bool:
    """Whether something else than a trigger refused, which would be a mistake of the test."""
    if not isinstance(error.__cause__, RestrictViolation):
        raise error
    return False


def test_what_may_become_of_a_request_is_what_the_database_takes() -> None:
    user = make_user()
    for before, after in product(MaskState, MaskState):
        if before is after:
            continue
        row = MaskRequest.objects.create(
            public_id=uuid4(),
            review=uuid4(),
            words="Nobody",
            words_hash=b"h" * 32,
            wording="[a person]",
            asked_on=LATER,
            decide_by=LATER,
        )
        assert go(row, before, user)
        assert go(row, after, user) == (after in rules.MASKS[before]), (before, after)


def go(row: MaskRequest, state: MaskState, user: int) -> bool:
    """Whether a request comes into a state, with whoever decided it."""
    decided = state in (MaskState.STAYS, MaskState.LIFTED)
    values = [state, user if decided else None, LATER if decided else None, row.pk]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE reviews_mask_request SET state = %s, decided_by_id = %s, decided_on = %s WHERE id = %s", values
            )
    except IntegrityError as error:
        return is_other(error)
    return True
