"""Texts and words at the desk: who sees and decides them, and who does not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import masks, queues, texts
from reputation.desk.errors import NotForYou
from reputation.desk.queues import What
from reputation.log import actions as log
from reputation.members.rules import Actor, Role
from reputation.reviews import errors, held
from reputation.reviews import masks as requests
from reputation.reviews.models import Held, Look, MaskRequest, WaitingReview
from reputation.reviews.rules import HeldState, MaskState, Refusal
from tests.desk_made import somebody, why
from tests.desk_texts_made import make_asked, make_held
from tests.members_made import NOW, make_colleague, make_member_business
from tests.reviews_made import make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=NOW - 60 * DAY)


def refuse(user: int, text: UUID) -> None:
    texts.decide(user=user, held=text, choices=[], missed=[], refusal=Refusal.NAMES_A_PERSON, now=NOW)


def make_words(owner: Actor) -> UUID:
    """Somebody asked to mask words of a review of the business."""
    make_review(owner.business, now=NOW - timedelta(weeks=6))
    return make_asked(owner.business, now=NOW)


def test_a_moderator_sees_what_waits_by_deadline_and_nobody_else_does() -> None:
    business = make_member_business(now=NOW).business
    late, early = make_held(business, now=NOW + 7 * DAY), make_held(business, now=NOW)
    other = make_held(business, now=NOW)
    today = NOW.date() + 7 * DAY
    found = [text.id for text in texts.waiting(somebody(Duty.MODERATOR), today)]
    assert found == [*sorted([early, other]), late]
    for user in (somebody(Duty.PANEL, Duty.OPERATOR), somebody()):
        assert texts.waiting(user, today) == []
        with pytest.raises(NotForYou) as bar:
            texts.one(user=user, held=early, today=today)
        assert why(bar) == "duty"


def test_who_belongs_to_the_business_or_did_lately_neither_sees_nor_decides() -> None:
    owner = make_member_business(now=NOW)
    text, words = make_held(owner.business, now=NOW), make_words(owner)
    colleague = make_colleague(owner, Role.READER, now=NOW).user
    assert colleague is not None
    accounts.give_duty(user_id=colleague, duty=Duty.MODERATOR, now=NOW)
    assert texts.waiting(colleague, NOW.date()) == []
    assert masks.waiting(colleague, NOW) == []
    with pytest.raises(NotForYou) as bar:
        refuse(colleague, text)
    assert why(bar) == "tie"
    with pytest.raises(NotForYou) as bar:
        masks.decide(user=colleague, mask=words, stays=True, now=NOW)
    assert why(bar) == "tie"
    assert Held.objects.get().state == HeldState.WAITING
    assert MaskRequest.objects.get().decided_on is None


def test_an_appeal_is_for_somebody_else_than_whoever_refused() -> None:
    first, second = somebody(Duty.MODERATOR), somebody(Duty.MODERATOR)
    text = make_held(make_member_business(now=NOW).business, now=NOW)
    refuse(first, text)
    assert texts.waiting(second, NOW.date()) == []
    with pytest.raises(errors.HeldTextDecided):
        texts.one(user=second, held=text, today=NOW.date())
    held.appeal(held=text, now=NOW)
    assert texts.waiting(first, NOW.date()) == []
    with pytest.raises(NotForYou) as bar:
        refuse(first, text)
    assert why(bar) == "part"
    assert [one.is_appeal for one in texts.waiting(second, NOW.date())] == [True]
    texts.decide(user=second, held=text, choices=[], missed=[], refusal=None, now=NOW)
    assert WaitingReview.objects.filter(id=text).exists()
    assert sorted(Look.objects.values_list("decided_by", "is_second", "passed")) == sorted(
        [(first, False, False), (second, True, True)]
    )


def test_somebody_who_lost_the_duty_decides_nothing() -> None:
    owner = make_member_business(now=NOW)
    text, words = make_held(owner.business, now=NOW), make_words(owner)
    user = somebody(Duty.MODERATOR)
    accounts.end_duty(user_id=user, duty=Duty.MODERATOR, now=clock.now())
    with pytest.raises(NotForYou):
        refuse(user, text)
    with pytest.raises(NotForYou):
        masks.decide(user=user, mask=words, stays=False, now=NOW)


def test_words_stay_masked_or_are_shown_again_once() -> None:
    owner = make_member_business(now=NOW)
    words, user = make_words(owner), somebody(Duty.MODERATOR)
    requests.carry_out(request=words, now=NOW)
    found = masks.one(user=user, mask=words, now=NOW)
    assert [found.text[one.start : one.start + one.length] for one in found.places] == [found.wording]
    assert [one.public_id for one in masks.waiting(user, NOW)] == [words]
    masks.decide(user=user, mask=words, stays=True, now=NOW)
    assert MaskRequest.objects.get().state == MaskState.STAYS
    assert masks.waiting(user, NOW) == []
    with pytest.raises(errors.MaskDecided):
        masks.decide(user=user, mask=words, stays=False, now=NOW)


def test_what_nobody_made_is_not_there() -> None:
    user = somebody(Duty.MODERATOR)
    with pytest.raises(errors.NoSuchHeldText):
        texts.one(user=user, held=uuid4(), today=NOW.date())
    with pytest.raises(errors.NoSuchMaskRequest):
        masks.one(user=user, mask=uuid4(), now=NOW)


def test_lines_of_the_queue_say_how_long_there_is_and_nothing_of_when() -> None:
    owner = make_member_business(now=NOW)
    text, words = make_held(owner.business, now=NOW), make_words(owner)
    user = somebody(Duty.MODERATOR)
    line = queues.held(user, NOW)[0]
    # Whatever the day of the week on which it came, its deadline is the Sunday of the next week.
    assert (line.id, line.what, line.due.isoweekday()) == (text, What.REVIEW, 7)
    assert make_held(owner.business, now=NOW + DAY) in {
        one.id for one in queues.held(user, NOW + DAY) if one.due == line.due
    }
    assert queues.audited(user, NOW) == []
    asked = queues.asked(user, NOW)[0]
    assert (asked.id, asked.what, asked.hours_left(NOW), asked.used(NOW)) == (words, What.WORDS, 24, 0)
    late = NOW + timedelta(hours=25, minutes=30)
    assert (asked.hours_left(late), asked.used(late)) == (-1, 100)
    assert asked.hours_left(NOW + timedelta(hours=24)) == -1
    assert asked.hours_left(NOW + timedelta(hours=23, minutes=30)) == 0
