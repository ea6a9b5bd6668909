"""What the screening marks in a text, on the pages: asked about one by one, kept, changed, looked at while typing."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from reputation.core.errors import DomainError
from reputation.reviews.models import Held, WaitingReview
from reputation.screening.findings import Kind
from reputation.web.refusals import OF_REVIEWS
from reputation.web.writing import words
from tests import pages_made
from tests.architecture.test_problem_pages import kinds
from tests.writing_made import (
    NOTHING,
    TEXT,
    Writing,
    stored,
    text_shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NAMES_SOMEBODY = "I wrote to Jordan Pikeley twice at jordan@kettle-and-moss.example, and nobody answered."
FINNISH = "Kattila saapui ajallaan, ja se oli juuri sellainen kuin luvattiin."


def test_passages_are_asked_about_one_by_one(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told(text=NAMES_SOMEBODY)
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)
    assert "Please look at 2 passages" in writing.page
    assert re.search(r"<mark>Jordan Pikeley<sup>1</sup></mark>", writing.page)
    assert "looks like an e-mail address." in writing.page
    suggested = re.findall(r'<b dir="auto">([^<]+)</b>', writing.page)
    writing.told(text=NAMES_SOMEBODY, **{"choice-1": "use", "choice-2": "use"})
    assert (writing.status, writing.step) == (200, "2")
    assert writing.fields["text"] == f"I wrote to {suggested[0]} twice at {suggested[1]}, and nobody answered."
    assert "kept" not in writing.fields
    assert "Jordan" not in writing.page
    writing.looked().send()
    assert WaitingReview.objects.get().text == writing.fields["text"]


@pytest.mark.parametrize(
    ("before", "put"),
    [
        ("", "Some"),
        ("It broke. ", "Some"),
        ("Broken!\n", "Some"),
        ("“", "Some"),
        ("I wrote: ", "some"),
        ("I met ", "some"),
    ],
)
def test_a_suggestion_begins_a_sentence_with_a_capital(before: str, put: str, participant: pages_made.Shop) -> None:
    text = f"{before}Jordan Pikeley never answered me."
    writing = Writing.about(participant.id).how().told(text=text)
    writing.told(text=text, **{"choice-1": "use"})
    assert writing.fields["text"].startswith(f"{before}{put}body")


def test_words_that_are_kept_send_the_text_to_a_moderator_and_the_ticket_stays(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told(text=NAMES_SOMEBODY)
    writing.told(text=NAMES_SOMEBODY, **{"choice-1": "keep", "choice-2": "use"})
    assert (writing.status, writing.step) == (200, "2")
    assert "A moderator reads it first" in writing.page
    assert "You kept words that may name somebody." in writing.page
    writing.post(back="1")
    assert re.search(r'name="choice-1" value="keep" checked', writing.page), "what was chosen is chosen still"
    writing.told(text=text_shown(writing.page), **{"choice-1": "keep"}).looked().send()
    assert (writing.status, stored()) == (200, (0, 1, 1, 1))
    assert "Keep your ticket." in writing.page
    assert "data-token" not in writing.page
    assert Held.objects.get().cause == "insisted"


def test_a_choice_is_for_words_wherever_they_stand_and_a_changed_text_is_looked_at_anew(
    participant: pages_made.Shop,
) -> None:
    writing = Writing.about(participant.id).how().told(text=NAMES_SOMEBODY)
    changed = f"Well. {NAMES_SOMEBODY} Then I called +44 20 7946 0958."
    writing.told(text=changed, **{"choice-1": "use", "choice-2": "use"})
    assert (writing.status, writing.step) == (422, "1")
    assert "Please look at one passage" in writing.page
    assert "7946" in writing.page
    assert "Jordan" not in text_shown(writing.page)


@pytest.mark.parametrize("listed", ["[", "{}", "[1, null]", "[" * 20_000, '["Jordan Pikeley"', "null"])
def test_choices_that_no_page_made_settle_nothing(listed: str, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how()
    writing.told(text=NAMES_SOMEBODY, passages=listed, kept=listed, **{"choice-1": "keep", "choice-2": "keep"})
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)


def test_more_passages_than_one_page_asks_about_come_page_by_page(participant: pages_made.Shop) -> None:
    mails = [f"clerk{number}@shop.example" for number in range(45)]
    text = "I wrote to " + ", ".join(mails) + "."
    writing = Writing.about(participant.id).how().told(text=text)
    assert "Please look at 40 passages" in writing.page
    keep = {f"choice-{number}": "keep" for number in range(1, 41)}
    writing.told(text=text, **keep)
    assert (writing.status, writing.step) == (422, "1")
    writing.told(text=text, **keep)
    assert (writing.status, writing.step) == (200, "2")
    assert json.loads(writing.fields["kept"]) == mails


def test_a_language_that_is_not_read_by_machine_is_told_and_held(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told(text=FINNISH, language="fi")
    assert (writing.status, writing.step) == (200, "2")
    assert "Our check for names cannot read this text." in writing.page
    writing.looked().send()
    assert stored() == (0, 1, 1, 1)
    assert "A moderator reads it first" in writing.page


def look(**given: Any) -> Any:
    return Client().post("/write/look", json.dumps(given), content_type="application/json")


def test_a_text_is_looked_over_while_it_is_typed(participant: pages_made.Shop) -> None:
    about = {"business": str(participant.id), "language": "en", "kept": []}
    found = look(**about, text=NAMES_SOMEBODY)
    assert found["Cache-Control"] == "no-store"
    said = found.json()
    assert (said["count"], said["is_read"]) == (2, True)
    writing = Writing.about(participant.id).how().told(text=NAMES_SOMEBODY)
    assert said["part"].strip() in writing.page, "the same part as on the page that is sent"
    kept = look(**{**about, "kept": ["Jordan Pikeley"]}, text=NAMES_SOMEBODY).json()
    assert 'value="keep" checked' in kept["part"]
    clean = look(**about, text=TEXT).json()
    assert (clean["count"], clean["part"].strip()) == (0, "")
    assert look(**{**about, "language": "fi"}, text=FINNISH).json()["is_read"] is False
    assert stored() == NOTHING


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 422),
        ({"text": 1, "language": "en", "kept": []}, 422),
        ({"text": "x", "language": "xx", "kept": []}, 422),
        ({"text": "x", "language": ["en"], "kept": []}, 422),
        ({"text": "x", "language": "en", "kept": "x"}, 422),
        ({"text": "x" * 4001, "language": "en", "kept": []}, 422),
        ({"text": "\ud800", "language": "en", "kept": []}, 422),
        ({"text": "a\0b\u202e", "language": "en", "kept": [1, "x"]}, 200),
        ({"text": "x", "language": "en", "kept": [], "business": None}, 404),
    ],
)
def test_a_look_at_anything_else_is_refused(given: dict[str, Any], status: int, participant: pages_made.Shop) -> None:
    assert look(**{"business": str(participant.id), **given}).status_code == status


def test_a_look_takes_json_alone(participant: pages_made.Shop) -> None:
    given = {"business": str(participant.id), "language": "en", "text": "x", "kept": []}
    for body, kind in (
        (json.dumps(given), "text/plain"),
        ("[]", "application/json"),
        ("{", "application/json"),
        ("[" * 50_000, "application/json"),
        (b"\xff", "application/json"),
        (json.dumps({**given, "text": "x" * 300_000}), "application/json"),
    ):
        assert Client().post("/write/look", body, content_type=kind).status_code == 400
    assert Client().get("/write/look").status_code == 405


def test_every_kind_of_passage_and_every_refusal_has_its_words() -> None:
    assert words.PASSAGES.keys() == set(Kind)
    assert OF_REVIEWS.keys() <= {kind.code for kind in kinds() if hasattr(kind, "title")}
    assert issubclass(next(kinds()), DomainError)
