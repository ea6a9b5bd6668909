"""Words that name somebody: masked at once, decided by a moderator, put back or gone for good."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.models import SideFile
from reputation.reviews import actions, acts, errors, jobs, masks, publication, queries, releases, wordings
from reputation.reviews.acts import Changes
from reputation.reviews.models import MaskedWords, MaskRequest
from reputation.reviews.rules import MaskedAs, MaskState
from tests import cases_made
from tests.conftest import AsRole
from tests.members_made import make_user
from tests.reviews_made import (
    LATER,
    MONDAY,
    make_business,
    make_case,
    make_decision,
    make_review,
    submit,
)

pytestmark = pytest.mark.django_db
NAME = "Nobody Example"
TEXT = f"{NAME} came late. Then {NAME} left, and the pan was dented. A colleague sent another one."
MASKED = TEXT.replace(NAME, "[a person]")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def ask(review: UUID, words: str = NAME, kind: MaskedAs = MaskedAs.PERSON, now: Any = LATER) -> masks.Asked:
    return masks.ask(review=review, words=words, kind_of_words=kind, now=now)


def asked_and_done(review: UUID, words: str = NAME, now: Any = LATER) -> UUID:
    found = ask(review, words, now=now).public_id
    masks.carry_out(request=found, now=now)
    return found


def decide(mask: UUID, *, stays: bool, now: Any = LATER, user: int | None = None) -> None:
    masks.decide(mask=mask, user=user or make_user(), stays=stays, now=now)
    masks.carry_out(request=mask, now=now)


def shown(review: UUID) -> str:
    return "".join(span.text for span in queries.one(review).spans)


def count(kind: str) -> int:
    while log.sequence():
        pass
    return sum(row.kind == kind for row in entries.entries(after=0, limit=10_000))


def jobs_deferred() -> list[tuple[str, dict[str, str]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(task, json.loads(args)) for task, args in cursor.fetchall()]


def test_words_are_masked_at_once_and_wherever_they_stand() -> None:
    review = make_review(text=TEXT)
    found = ask(review)
    assert (found.words, found.wording, found.is_masked, found.is_again) == (NAME, "[a person]", False, False)
    assert found.decide_by == LATER + DAY
    assert jobs_deferred() == [("reviews.mask_words", {"request": str(found.public_id)})], "ids alone, no word"
    jobs.mask_words(str(found.public_id))
    assert shown(review) == MASKED
    assert masks.one(found.public_id).is_masked
    document = SideFile.objects.get(kind="texts", subject=review).document
    assert document is not None
    assert NAME not in document
    masks.carry_out(request=found.public_id, now=LATER)
    assert count("review-masked") == 1
    assert queries.one(review).stars == 4


def test_the_pages_ask_and_decide_and_the_worker_does_it(as_role: AsRole) -> None:
    review, user = make_review(text=TEXT), make_user()
    with as_role("web"):
        found = ask(review).public_id
    with as_role("worker"):
        masks.carry_out(request=found, now=LATER)
    assert shown(review) == MASKED
    with as_role("web"):
        assert [one.public_id for one in masks.waiting(LATER)] == [found]
        masks.decide(mask=found, user=user, stays=False, now=LATER)
    with as_role("worker"):
        assert masks.carry_out_due(now=LATER) == 1
        masks.note_late(now=LATER)
    assert shown(review) == TEXT
    with as_role("web"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        actions.mask(review_id=review, words=NAME, wording="x", now=LATER)


def test_words_that_stay_masked_are_gone_for_good() -> None:
    review = make_review(text=TEXT)
    mask = asked_and_done(review)
    decide(mask, stays=True)
    row = MaskRequest.objects.get(public_id=mask)
    assert (row.state, row.words, row.decided_on) == (MaskState.STAYS, None, LATER.date())
    assert shown(review) == MASKED
    assert not MaskedWords.objects.exclude(request=None).exists()
    with connection.cursor() as cursor:
        for table in ("reviews_mask_request", "reviews_review", "log_side_file"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%Nobody%'")
            assert cursor.fetchone() == (0,), table
    assert count("review-masked") == 1


def test_words_that_name_nobody_come_back_where_they_stood() -> None:
    """Another mask before and between them, with the same wording, stays as it is."""
    review = make_review(text=f"Somebody Else said: {TEXT}")
    decide(asked_and_done(review, "Somebody Else"), stays=True)
    mask = asked_and_done(review)
    decide(asked_and_done_after(review, mask, "A colleague"), stays=False)
    assert shown(review) == f"[a person] said: {TEXT}"
    assert [span.text for span in queries.one(review).spans if span.is_masked] == ["[a person]"]
    document = SideFile.objects.get(kind="texts", subject=review).document
    assert document is not None
    assert NAME in document
    assert count("review-masked") == 5
    assert MaskRequest.objects.filter(words__isnull=False).count() == 0


def asked_and_done_after(review: UUID, mask: UUID, words: str) -> UUID:
    decide(mask, stays=False)
    return asked_and_done(review, words)


def test_one_request_at_a_time() -> None:
    review, other = make_review(text=TEXT), make_review(text=TEXT)
    mask = asked_and_done(review)
    with pytest.raises(errors.MaskPending):
        ask(review, "A colleague")
    ask(other)
    decide(mask, stays=True)
    ask(review, "A colleague")


def test_words_once_decided_are_not_masked_at_once_again() -> None:
    """However they are written: a moderator looks first."""
    review = make_review(text=f"{TEXT} {NAME.upper()}")
    decide(asked_and_done(review), stays=False)
    for words in (NAME, NAME.upper()):
        again = ask(review, words)
        assert again.is_again
        masks.carry_out(request=again.public_id, now=LATER)
        assert masks.carry_out_due(now=LATER) == 0
        assert words in shown(review)
        decide(again.public_id, stays=words == NAME.upper())
    assert shown(review) == f"{TEXT} [a person]"


def test_who_marks_in_vain_again_and_again_waits_for_a_moderator() -> None:
    """Otherwise a neighbouring word more each time would keep a review masked for ever."""
    review = make_review(text=TEXT)
    words = TEXT.split()
    for one in words[:2]:
        asked = ask(review, one)
        assert not asked.is_again
        masks.carry_out(request=asked.public_id, now=LATER)
        decide(asked.public_id, stays=False)
    third = ask(review, words[2])
    assert third.is_again
    masks.carry_out(request=third.public_id, now=LATER)
    assert shown(review) == TEXT


@pytest.mark.parametrize(
    "words",
    ["", "  ", "nobody example", "Nobody  Example", "[a person]", "came she", "x" * 201, TEXT, TEXT[:40]],
)
def test_refuses_what_is_not_words_of_the_text(words: str) -> None:
    review = make_review(text=TEXT)
    with pytest.raises(errors.BadSpan):
        ask(review, words)
    assert not MaskRequest.objects.exists()


def test_a_third_of_a_text_may_be_marked_and_five_words_of_a_short_one() -> None:
    ask(make_review(text="Never buy from Nobody Example"), "buy from Nobody Example")
    long = "one two three four five six " * 10
    ask(make_review(text=f"{long}."), "one two three four five six one two three")


def test_words_that_are_masked_already_cannot_be_marked() -> None:
    review = make_review(text=TEXT)
    decide(asked_and_done(review), stays=True)
    for words in ("person", "[a person]", "a person"):
        with pytest.raises(errors.BadSpan):
            ask(review, words)


def test_only_what_is_shown_can_be_marked() -> None:
    removed, erased = make_review(text=TEXT), make_review(text=TEXT)
    make_decision(make_case(removed, quote="dented"), Outcome.REMOVED)
    actions.erase(review_id=erased, now=LATER)
    for review in (removed, erased):
        with pytest.raises(errors.WrongState):
            ask(review)
    with pytest.raises(errors.NoSuchReview):
        ask(uuid4())


def test_a_request_is_decided_once_and_by_somebody() -> None:
    mask = asked_and_done(make_review(text=TEXT))
    decide(mask, stays=True)
    with pytest.raises(errors.MaskDecided):
        decide(mask, stays=False)
    with pytest.raises(errors.MaskDecided):
        masks.one(mask)
    for unknown in (masks.one, lambda one: masks.decide(mask=one, user=1, stays=True, now=LATER)):
        with pytest.raises(errors.NoSuchMaskRequest):
            unknown(uuid4())


def test_what_nobody_decides_in_time_is_counted_and_stays_masked() -> None:
    review, later = make_review(text=TEXT), make_review(text=TEXT)
    mask, decided_late = asked_and_done(review), asked_and_done(later)
    assert masks.note_late(now=LATER + DAY - timedelta(seconds=1)) == 0
    decide(decided_late, stays=True, now=LATER + DAY)
    assert masks.note_late(now=LATER + DAY) == 1
    assert masks.note_late(now=LATER + DAY) == 0
    assert masks.counts() == masks.MaskCounts(pending=1, stays=1, lifted=0, late=2)
    assert shown(review) == MASKED
    assert masks.one(mask).is_late
    decide(mask, stays=False, now=LATER + 2 * DAY)
    assert masks.counts() == masks.MaskCounts(pending=0, stays=1, lifted=1, late=2)


def test_the_writer_was_quicker() -> None:
    review = make_review(text=TEXT)
    found = ask(review)
    actions.change(review_id=review, text="No name here.", now=LATER)
    masks.carry_out(request=found.public_id, now=LATER)
    assert not MaskRequest.objects.exists()
    assert shown(review) == "No name here."


def test_words_whose_decision_is_awaited_stay_masked_in_an_edited_text() -> None:
    review = make_review(text=TEXT)
    mask = asked_and_done(review)
    acts.change(review=review, wanted=Changes(text=f"It was {NAME}, once more."), insists=True, now=LATER)
    releases.release(now=LATER + DAY)
    assert shown(review) == "It was [a person], once more."
    decide(mask, stays=False)
    assert shown(review) == f"It was {NAME}, once more."


def test_lifting_does_nothing_to_a_text_that_has_the_mask_no_more() -> None:
    review = make_review(text=TEXT)
    mask = asked_and_done(review)
    actions.change(review_id=review, text="Somebody came: [a person].", now=LATER)
    before = count("review-masked")
    decide(mask, stays=False)
    assert shown(review) == "Somebody came: [a person]."
    assert count("review-masked") == before


def test_a_review_that_is_taken_out_meanwhile_is_masked_when_it_comes_back() -> None:
    review = make_review(text=TEXT)
    found = ask(review)
    case = make_case(review, quote="dented")
    make_decision(case, Outcome.REMOVED)
    masks.carry_out(request=found.public_id, now=LATER)
    assert masks.carry_out_due(now=LATER) == 0
    assert masks.waiting(LATER) == []
    cases_made.restore(case, now=LATER + 40 * DAY)
    assert masks.carry_out_due(now=LATER + 40 * DAY) == 1
    assert shown(review) == MASKED


def test_what_a_moderator_finds_in_a_text_that_waits_is_masked_as_it_comes_out() -> None:
    accepted = submit(make_business(), text=TEXT)
    masks.found(review=accepted.review, words=NAME, wording="the fitter", user=make_user(), now=MONDAY)
    masks.carry_out_due(now=MONDAY)
    masks.carry_out(request=MaskRequest.objects.get().public_id, now=MONDAY)
    assert publication.publish_due(now=LATER) == 1
    assert shown(accepted.review) == TEXT.replace(NAME, "the fitter")
    assert MaskRequest.objects.get().words is None
    while log.sequence():
        pass
    kinds = [row for row in entries.of_business(queries.one(accepted.review).business) if row.review]
    assert [row.kind for row in kinds] == ["review", "review-masked"]
    assert kinds[0].body["commitment"] == accepted.commitment


def test_what_a_moderator_finds_in_a_text_that_is_out_is_masked_at_once() -> None:
    review = make_review(text=TEXT)
    masks.found(review=review, words=NAME, wording="the fitter", user=make_user(), now=LATER)
    [(_, given)] = jobs_deferred()
    masks.carry_out(request=UUID(given["request"]), now=LATER)
    assert shown(review) == TEXT.replace(NAME, "the fitter")


def test_a_mask_never_makes_a_text_too_long() -> None:
    review = make_review(text=("Bo. " * 1000).strip() + ".")
    mask = asked_and_done(review, "Bo")
    assert shown(review).startswith("…. ….")
    decide(mask, stays=False)
    assert shown(review).startswith("Bo. Bo.")


def test_words_that_stand_everywhere_take_no_more_statements() -> None:
    review = make_review(text=("Bo. " * 100) + NAME)
    actions.mask(review_id=review, words=NAME, wording="the fitter", now=LATER)
    mask = ask(review, "Bo").public_id
    with CaptureQueriesContext(connection) as masking:
        masks.carry_out(request=mask, now=LATER)
    assert shown(review) == "[a person]. " * 100 + "the fitter"
    with CaptureQueriesContext(connection) as unmasking:
        decide(mask, stays=False)
    assert shown(review) == "Bo. " * 100 + "the fitter"
    masked = [(one.text, one.is_masked) for one in queries.one(review).spans]
    assert masked == [("Bo. " * 100, False), ("the fitter", True)]
    assert max(len(masking), len(unmasking)) < 50


def test_each_language_has_words_of_its_own_and_any_other_a_sign() -> None:
    assert wordings.wording_of("de", MaskedAs.PERSON) == "[eine Person]"
    assert wordings.wording_of("de", MaskedAs.OTHER) == wordings.wording_of("fi", MaskedAs.PERSON) == "…"


WRONG = {
    "begins as masked": "INSERT INTO reviews_mask_request (public_id, review, words, words_hash, wording, state, "
    "asked_on, decide_by, is_late) "
    "VALUES (gen_random_uuid(), gen_random_uuid(), 'x', sha256('x'), 'y', 'masked', now(), now(), false)",
    "comes back": "UPDATE reviews_mask_request SET state = 'masked', decided_by_id = NULL, decided_on = NULL",
    "is decided anew": "UPDATE reviews_mask_request SET state = 'lifted'",
    "on another day": "UPDATE reviews_mask_request SET decided_on = decided_on + 1",
    "with other words": "UPDATE reviews_mask_request SET words = 'others'",
    "of another review": "UPDATE reviews_mask_request SET review = gen_random_uuid()",
    "with more time": "UPDATE reviews_mask_request SET decide_by = decide_by + interval '1 day'",
    "no longer late": "UPDATE reviews_mask_request SET is_late = false",
    "without anybody": "UPDATE reviews_mask_request SET decided_by_id = NULL",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_lets_no_request_become_what_it_cannot(wrong: str) -> None:
    mask = asked_and_done(make_review(text=TEXT))
    masks.note_late(now=LATER + DAY)
    decide(mask, stays=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRONG[wrong])


def test_the_database_lets_nobody_remove_a_request_that_waits() -> None:
    for review in (make_review(text=TEXT), make_review(text=TEXT)):
        mask = ask(review).public_id
        with pytest.raises(DatabaseError, match="is not removed"), transaction.atomic():
            MaskRequest.objects.filter(public_id=mask).delete()
        masks.carry_out(request=mask, now=LATER)
        with pytest.raises(DatabaseError, match="is not removed"), transaction.atomic():
            MaskRequest.objects.filter(public_id=mask).delete()
        decide(mask, stays=True)
        MaskRequest.objects.filter(public_id=mask).delete()
