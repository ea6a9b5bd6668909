"""Masks that somebody bends: to blank a text, to bring words back, to stand in the way of other masks."""

from datetime import timedelta

import pytest

from reputation.log import actions as log
from reputation.reviews import acts, errors, held, held_texts, masks, releases, rules
from reputation.reviews.acts import Changes
from reputation.reviews.held_texts import Content
from reputation.reviews.judging import Put
from reputation.reviews.models import MaskedWords, MaskRequest
from reputation.reviews.rules import HeldCause, HeldKind, Masked, MaskState
from tests.actions.test_reviews_masks import DAY, MASKED, NAME, TEXT, ask, asked_and_done, decide, shown
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_business, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


@pytest.mark.parametrize("words", ["e", "a", "A", ".", "er", "ll", "hen", ". ", "…"])
def test_nobody_blanks_a_text_letter_by_letter(words: str) -> None:
    """What stands all over it is no name: single letters, signs, and bits of longer words."""
    review = make_review(text=TEXT)
    with pytest.raises(errors.BadSpan):
        ask(review, words)
    assert not MaskRequest.objects.exists()


def test_a_word_is_masked_where_it_stands_alone() -> None:
    review = make_review(text="Ann came. Annual fees, Joanna's too. Ask Ann's boss, ANN or Ann.")
    asked_and_done(review, "Ann")
    assert shown(review) == "[a person] came. Annual fees, Joanna's too. Ask [a person]'s boss, ANN or [a person]."


def test_a_script_that_parts_no_words_is_masked_within_them() -> None:
    assert rules.places("王伟", "昨天王伟送货迟到") == [2]
    assert rules.may_be_marked("王伟", "昨天王伟送货迟到")
    assert rules.places("Ann", "Ann1 Anne éAnn xAnn") == []
    assert rules.places("Ann", "Ann Ann", [Masked(0, 3)]) == [4]


def test_words_that_are_also_in_another_wording_are_masked_where_they_are_not() -> None:
    review = make_review(text=f"{TEXT} He is a person I know.")
    decide(asked_and_done(review), stays=True)
    asked_and_done(review, "a person I")
    assert shown(review) == f"{MASKED} He is [a person] know."
    assert MaskRequest.objects.filter(state=MaskState.MASKED).count() == 1


def test_words_within_another_wording_do_not_stand_in_the_way() -> None:
    """The first place at which they stand is one that is masked already."""
    review = make_review(text=f"{NAME} is a person. The person left.")
    decide(asked_and_done(review), stays=True)
    asked_and_done(review, "The person")
    assert shown(review) == "[a person] is a person. [a person] left."
    other = make_review(text="Nobody Example came, and with a whole person went another.")
    decide(asked_and_done(other), stays=True)
    request = masks.found(review=other, words="person", wording="man", user=make_user(), now=LATER)
    assert request is None
    masks.carry_out_due(now=LATER)
    assert shown(other) == "[a person] came, and with a whole man went another."


@pytest.mark.parametrize("written", [NAME, NAME.upper(), f"“{NAME}”", "Nobody\nExample", "Nobody   Example"])
def test_words_that_stay_masked_do_not_come_back_with_a_change(written: str) -> None:
    """Whether it was on its way when that was decided, or is made later, and however the words are written in it."""
    review = make_review(text=TEXT)
    acts.change(review=review, wanted=Changes(text=f"It was {written}, once more."), insists=True, now=LATER)
    decide(asked_and_done(review), stays=True)
    releases.release(now=LATER + DAY)
    assert "[a person]" in shown(review)
    assert "nobody" not in shown(review).lower()
    acts.change(review=review, wanted=Changes(text=f"Again: {written}."), insists=True, now=LATER + DAY)
    releases.release(now=LATER + 2 * DAY)
    assert "nobody" not in shown(review).lower()
    assert [row.request for row in MaskedWords.objects.all()] == [None]


def test_words_that_name_nobody_come_with_a_change_as_they_are() -> None:
    review = make_review(text=TEXT)
    decide(asked_and_done(review), stays=False)
    acts.change(review=review, wanted=Changes(text=f"Again: {NAME}."), insists=True, now=LATER)
    releases.release(now=LATER + DAY)
    assert shown(review) == f"Again: {NAME}."


def test_a_second_look_masks_no_more_than_a_mask_may_hold() -> None:
    text = "word " * 50
    content = Content(text=text)
    review = make_review(make_business(), text=text)
    row = held_texts.hold(HeldKind.AUDIT, review, make_business(), "en", content, HeldCause.AUDIT, LATER)
    with pytest.raises(errors.BadDecision) as refused:
        held.decide(held=row.id, user=make_user(), choices=[], missed=[Put(0, 201, "x")], refusal=None, now=LATER)
    assert refused.value.facts == {"reason": "passages"}


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_change_to_no_number_of_stars_is_refused(stars: int) -> None:
    review = make_review(text=TEXT)
    with pytest.raises(errors.BadReview):
        acts.change(review=review, wanted=Changes(stars=stars), insists=True, now=LATER)
