"""Somebody named in a review marks the words that name them: without account, script or anything about who asks."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from reputation.accounts import attempts
from reputation.core import clock
from reputation.log import queries as log
from reputation.reviews import masks, queries
from reputation.reviews.models import MaskRequest
from reputation.reviews.rules import MaskState
from tests import mailbox_made as made
from tests import pages_made
from tests.pages_made import Page, Shop, get, make_removed, make_shop, read
from tests.reviews_made import make_review
from tests.sending_made import make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NAME = "Kim Pikeley"
TEXT = f"The kettle leaks. A fitter called {NAME} came twice\nand left it as it was, which took both afternoons."


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=())


@pytest.fixture
def review(shop: Shop) -> UUID:
    found = make_review(shop.id, text=TEXT, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return found


def mark(review: UUID, words: str = NAME, **more: Any) -> Page:
    """The answer to words that were marked, with their work."""
    fields = {"words": words, "kind": "person", "work": made.worked(f"/review/{review}/words/work"), "ticket": ""}
    return read(Client().post(f"/review/{review}/words", fields | more))


def carry_out() -> None:
    """What the worker does within seconds."""
    masks.carry_out_due(now=clock.now())
    pages_made.settle()


def shown(review: UUID) -> str:
    return "".join(span.text for span in queries.one(review).spans)


def test_every_review_with_words_leads_there(shop: Shop, review: UUID) -> None:
    for path in (f"{shop.path}/reviews", shop.path, f"/review/{review}"):
        page = get(path)
        assert any(attributes.get("href") == f"/review/{review}/words" for tag, attributes in page.tags if tag == "a")


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_the_page_shows_the_text_in_its_own_language_and_asks_for_no_name(prefix: str, review: UUID) -> None:
    page = get(f"{prefix}/review/{review}/words")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    (text,) = [attributes for _, attributes in page.tags if "data-text" in attributes]
    assert (text["lang"], text["dir"]) == ("en", "auto")
    assert TEXT in page.html
    names = {
        attributes["name"] for tag, attributes in page.tags if tag in ("input", "textarea") and "name" in attributes
    }
    assert names == {"work", "ticket", "words", "kind"}


def test_words_are_masked_at_once_and_dated_and_only_they(review: UUID) -> None:
    before = queries.one(review)
    page = mark(review)
    assert page.status == 200
    assert "The words are masked" in page.says
    assert "A moderator decides before" in page.says
    assert NAME not in page.html
    carry_out()
    found = queries.one(review)
    assert NAME not in shown(review)
    assert (found.stars, found.outcome, found.month) == (before.stars, before.outcome, before.month)
    public = get(f"/review/{review}")
    assert '<span class="masked">[a person]</span>' in public.html
    assert "masked on" in public.says
    assert "review-masked" in [row.kind for row in log.of_review(found.business, review)]


def test_words_about_which_was_decided_are_looked_at_first(review: UUID) -> None:
    mark(review)
    carry_out()
    masks.decide(mask=MaskRequest.objects.get().public_id, user=make_moderator(), stays=False, now=clock.now())
    carry_out()
    assert NAME in shown(review)
    again = mark(review)
    assert "A moderator looks first" in again.says
    carry_out()
    assert NAME in shown(review)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Somebody Else", "These words cannot be masked"),
        ("kim pikeley", "These words cannot be masked"),
        (TEXT, "These words cannot be masked"),
        ("", "This field is required"),
        ("x" * 201, "at most 200"),
        ("<script>alert(1)</script>", "These words cannot be masked"),
        ("\x00", "Null characters"),
        ("\u202e", "These words cannot be masked"),
    ],
)
def test_what_cannot_be_masked_is_said_and_nothing_is_kept(words: str, says: str, review: UUID) -> None:
    page = mark(review, words)
    assert (page.status, says in page.says) == (422, True)
    assert "<script>alert" not in page.html
    assert not MaskRequest.objects.exists()
    assert shown(review) == TEXT


def test_words_over_a_line_end_are_the_same_words(review: UUID) -> None:
    assert mark(review, "came twice\r\nand left").status == 200
    assert MaskRequest.objects.get().words == "came twice\nand left"


@pytest.mark.parametrize("kind", ["", "enemy", "\x00"])
def test_what_the_words_are_is_one_of_four(kind: str, review: UUID) -> None:
    assert mark(review, kind=kind).status == 422
    assert not MaskRequest.objects.exists()


def test_one_at_a_time_and_each_costs_work(review: UUID) -> None:
    work = made.worked(f"/review/{review}/words/work")
    assert mark(review, work=work).status == 200
    assert "came without its work" in mark(review, "fitter", work=work).says
    assert "wait for a decision already" in mark(review, "fitter").says
    assert "came without its work" in mark(review, work=made.worked("/mailbox/work")).says
    assert "Please wait" in mark(review, work="").says
    waited = attempts.ticket(now=clock.now() - timedelta(seconds=6))
    assert "wait for a decision already" in mark(review, "fitter", work="", ticket=waited).says
    assert MaskRequest.objects.get().state == MaskState.ASKED


def test_masked_words_are_not_masked_again(review: UUID) -> None:
    mark(review)
    carry_out()
    masks.decide(mask=MaskRequest.objects.get().public_id, user=make_moderator(), stays=True, now=clock.now())
    carry_out()
    assert mark(review).status == 422
    assert mark(review, "a person").status == 422


def test_a_review_without_words_has_none_to_mark(shop: Shop) -> None:
    removed, _ = make_removed(make_shop("Another Shop Ltd", domain="another.example"))
    page = get(f"/review/{removed}/words")
    assert (page.status, "no words to mask" in page.says) == (200, True)
    assert not [tag for tag, _ in page.tags if tag == "form"]
    assert "cannot be done with the review any more" in mark(removed).says
    missing = uuid4()
    assert get(f"/review/{missing}/words").status == 404
    assert Client().post(f"/review/{missing}/words/work").status_code == 404


def test_nothing_of_the_words_is_logged(review: UUID, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mark(review)
    mark(review, "canary words")
    carry_out()
    told = " ".join(
        f"{record.getMessage()} {record.__dict__}" for record in caplog.records if record.name != "django.db.backends"
    )
    assert NAME not in told
    assert "canary" not in told
