"""The same text at the same moment is taken in once; of two who decide about a held one, one does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from reputation.log import actions as log
from reputation.receipts.errors import TokenSpent
from reputation.reviews import errors, held, publication
from reputation.reviews.codenames import make
from reputation.reviews.models import Held, Look, Review, WaitingReview, Writer
from reputation.reviews.rules import HeldKind, HeldState, Refusal
from reputation.reviews.sending import Accepted, HeldNow
from tests.at_once import at_once
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, send, spent_rows, token_of, tokens_of
from tests.reviews_made import make_business
from tests.sending_made import make_moderator, send_held, send_without_receipt

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20
LAST_MOMENT = datetime(2026, 11, 15, 23, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def held_reviews() -> list[Held]:
    return list(Held.objects.filter(kind=HeldKind.REVIEW))


def test_the_same_by_many_at_once_is_taken_in_once_and_answered_to_all() -> None:
    token, codename, business, other = token_of(make_shop(1)), make(), make_business(), make()
    found = at_once(*[lambda: send(token, codename=codename)] * MANY)
    assert isinstance(found[0], Accepted)
    assert all(one == found[0] for one in found), found
    without = at_once(*[lambda: send_without_receipt(business, codename=other)] * MANY)
    assert all(one == without[0] for one in without), without
    assert WaitingReview.objects.count() == Writer.objects.count() == 2
    assert len(spent_rows()) == 1


def test_the_same_held_text_by_many_at_once_is_held_once() -> None:
    token, codename = token_of(make_shop(1)), make()
    found = at_once(*[lambda: send_held(token, codename=codename)] * MANY)
    assert isinstance(found[0], HeldNow)
    assert all(one == found[0] for one in found), found
    assert len(held_reviews()) == Writer.objects.count() == len(spent_rows()) == 1


def test_one_codename_for_many_reviews_at_once_leads_to_one() -> None:
    tokens, codename = tokens_of(make_shop(8)), make()
    found = at_once(*[lambda t=t, n=n: send(t, text=f"Number {n}", codename=codename) for n, t in enumerate(tokens)])
    taken = [one for one in found if isinstance(one, Accepted)]
    assert len(taken) == 1, found
    assert sum(isinstance(one, errors.CodenameUsed) for one in found) == 7
    assert len(spent_rows()) == 1, "the other tokens are not spent"


def test_one_token_with_many_codenames_held_or_not_is_used_once() -> None:
    token = token_of(make_shop(1))
    acts: list[Callable[[], object]] = [lambda: send(token, codename=make()), lambda: send_held(token)] * 5
    found = at_once(*acts)
    assert sum(isinstance(one, Accepted | HeldNow) for one in found) == 1, found
    assert sum(isinstance(one, TokenSpent) for one in found) == 9
    assert WaitingReview.objects.count() + len(held_reviews()) == Writer.objects.count() == 1


@pytest.mark.parametrize("refusal", [None, Refusal.CONTACT])
def test_of_moderators_at_once_one_decides(refusal: Refusal | None) -> None:
    token, users = token_of(make_shop(1)), [make_moderator() for _ in range(4)]
    one = send_held(token).review

    def decide(user: int, why: Refusal | None) -> None:
        held.decide(held=one, user=user, choices=[], missed=[], refusal=why, now=SENT)

    found = at_once(*[lambda u=u, n=n: decide(u, refusal if n % 2 else None) for n, u in enumerate(users)])
    assert found.count(None) == 1, found
    assert all(isinstance(one, errors.HeldTextDecided | errors.NoSuchHeldText) for one in found if one is not None)
    assert Look.objects.count() == 1
    is_out = WaitingReview.objects.count()
    assert is_out + len(held_reviews()) == 1
    assert (spent_rows()[0][3] is not None) is bool(is_out)


@pytest.mark.parametrize("turn", range(4))
def test_a_decision_at_the_last_moment_and_the_night_do_not_both_happen(turn: int) -> None:
    token, user = token_of(make_shop(1)), make_moderator()
    one = send_held(token).review
    at_once(
        lambda: held.decide(held=one, user=user, choices=[], missed=[], refusal=None, now=LAST_MOMENT),
        lambda: held.end_overdue(now=LAST_MOMENT + timedelta(minutes=1)),
    )
    is_out = WaitingReview.objects.filter(id=one).exists()
    assert [row.state for row in held_reviews()] == ([] if is_out else [HeldState.OVERDUE])
    assert [row[3] for row in spent_rows()] == ([token] if is_out else [])
    assert Look.objects.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_giving_up_and_deciding_at_once_end_in_one_of_both(turn: int) -> None:
    token, user = token_of(make_shop(1)), make_moderator()
    one = send_held(token).review
    found = at_once(
        lambda: held.give_up(held=one),
        lambda: held.decide(held=one, user=user, choices=[], missed=[], refusal=None, now=SENT),
    )
    assert found.count(None) == 1, found
    is_out = WaitingReview.objects.filter(id=one).exists()
    assert Writer.objects.count() == len(spent_rows()) == int(is_out)
    assert not held_reviews()


def test_what_is_sent_held_and_decided_while_the_order_is_forgotten_is_all_there() -> None:
    tokens, business = tokens_of(make_shop(24)), make_business()
    waiting = [send_held(token).review for token in tokens[:8]]
    users = [make_moderator() for _ in range(2)]

    def decide(user: int, part: list[UUID]) -> None:
        for one in part:
            held.decide(held=one, user=user, choices=[], missed=[], refusal=None, now=SENT)

    found = at_once(
        lambda: [publication.publish_due(now=SENT) for _ in range(6)],
        lambda: [send(token) for token in tokens[8:16]],
        lambda: [send_held(token) for token in tokens[16:]],
        lambda: [send_without_receipt(business) for _ in range(8)],
        lambda: decide(users[0], waiting[:4]),
        lambda: decide(users[1], waiting[4:]),
    )
    assert not [one for one in found if isinstance(one, Exception)], found
    assert WaitingReview.objects.count() == 8 + 8 + 8
    assert len(held_reviews()) == 8
    assert Writer.objects.count() == 32
    assert Writer.objects.filter(slip__isnull=True).count() == 8
    assert publication.publish_due(now=OUT) == Review.objects.count() == 24
