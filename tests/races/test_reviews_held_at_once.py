"""Held changes and replies sent twice at once, and taken back while a moderator lets them pass."""

from datetime import timedelta
from functools import partial
from threading import Event
from uuid import UUID

import pytest
from django.db import transaction

from reputation.log import actions as log
from reputation.reviews import acts, held, held_texts, queries, replies
from reputation.reviews.acts import Changes, Noted
from reputation.reviews.held_texts import Content
from reputation.reviews.models import Act, Held
from reputation.reviews.rules import HeldCause, HeldKind
from tests.at_once import at_once
from tests.reviews_made import LATER, MONDAY, make_business, make_review
from tests.sending_made import FINNISH, make_moderator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def test_the_same_held_at_once_is_held_once_and_answered_to_all() -> None:
    """Two windows, a second press: the last one stands, and nobody is sent away."""
    business = make_business()
    review = make_review(business)
    for _ in range(3):
        wish = partial(acts.change, review=review, wanted=Changes(text=FINNISH), insists=True, now=LATER)
        answer = partial(replies.reply, business=business, review=review, text=FINNISH, insists=True, now=LATER)
        found = at_once(*[wish] * 4, *[answer] * 4)
        assert all(isinstance(one, Noted) and one.decide_by for one in found[:4]), found
        assert found[4:] == [found[0].decide_by] * 4  # type: ignore[attr-defined]
    assert sorted(Held.objects.values_list("kind", flat=True)) == ["edit", "reply"]


def hold(review: UUID) -> UUID:
    content = Content(text="It was another pan.")
    business = queries.one(review).business
    return held_texts.hold(HeldKind.EDIT, review, business, "en", content, HeldCause.INSISTED, LATER).id


def test_a_change_taken_back_while_a_moderator_lets_it_pass_leaves_nobody_in_a_deadlock() -> None:
    """Whoever takes back waits with nothing in hand that the moderator needs."""
    review, user = make_review(), make_moderator()
    acts.change(review=review, wanted=Changes(stars=2), insists=True, now=LATER)
    edit, begun = hold(review), Event()

    def look() -> None:
        with transaction.atomic():
            Held.objects.select_for_update().get(id=edit)
            begun.set()
            waited.wait(timeout=1)  # the other one comes as far as it can
            held.decide(held=edit, user=user, choices=[], missed=[], refusal=None, now=LATER)

    def take_back() -> None:
        begun.wait()
        acts.take_back(review=review)
        waited.set()

    waited = Event()
    assert at_once(look, take_back) == [None, None]
    assert not Held.objects.exists()
    assert not Act.objects.exists()
