"""Texts at which a moderator looks: what is decided, appealed, given up, and what time does to them."""

from datetime import date, timedelta

import pytest

from reputation.log import actions as log
from reputation.reviews import errors, held, sending, writers
from reputation.reviews.codenames import make
from reputation.reviews.models import Held, Look, WaitingReview
from reputation.reviews.rules import HeldState, Refusal
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import SENT, spent_rows, token_of
from tests.sending_made import held_draft, make_moderator, send_held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def test_a_held_text_that_passes_waits_and_its_slip_is_in_the_mailbox() -> None:
    token, codename, user = token_of(make_shop(1)), make(), make_moderator()
    now_held = send_held(token, codename=codename)
    found = held.one(now_held.review)
    assert found.text == held_draft().text
    held.decide(held=now_held.review, user=user, choices=[], missed=[], refusal=None, now=SENT)
    assert WaitingReview.objects.get().text == found.text
    known = writers.known(writers.read(codename))
    assert known is not None
    assert known.slip is not None
    assert sending.send(draft=held_draft(), codename=codename, token=token, now=SENT) == sending.Accepted.by(
        known.slip, now_held.review
    )


def test_a_refused_text_goes_and_its_token_is_free() -> None:
    token, user = token_of(make_shop(1)), make_moderator()
    one = send_held(token).review
    held.decide(held=one, user=user, choices=[], missed=[], refusal=Refusal.NO_REVIEW, now=SENT)
    held.appeal(held=one, now=SENT)
    with pytest.raises(errors.SecondPersonNeeded):
        held.decide(held=one, user=user, choices=[], missed=[], refusal=Refusal.NO_REVIEW, now=SENT)
    held.decide(held=one, user=make_moderator(), choices=[], missed=[], refusal=Refusal.CONTACT, now=SENT)
    assert Held.objects.get().state == HeldState.FINAL
    assert Held.objects.get().content is None
    assert Look.objects.count() == 2
    assert not spent_rows()


def test_overdue() -> None:
    token = token_of(make_shop(1))
    one = send_held(token)
    held.end_overdue(now=SENT + timedelta(days=30))
    assert Held.objects.get().state == HeldState.OVERDUE
    assert not spent_rows()
    held.end_overdue(now=SENT + timedelta(days=60))
    assert not Held.objects.exists()
    assert one.decide_by == date(2026, 11, 15) or one.decide_by
