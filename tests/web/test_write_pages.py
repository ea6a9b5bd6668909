"""Writing a review without a script, step by step: what is asked, what is shown, that nothing is stored before."""

import base64
import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.core import clock
from reputation.receipts.rules import parse_acceptance
from reputation.reviews import codenames
from reputation.reviews.bodies import commitment_of
from reputation.reviews.models import WaitingReview
from reputation.tlog.notes import split
from reputation.web.writing import words
from tests import pages_made
from tests.issuing_made import Shop
from tests.writing_made import (
    HOW,
    NOTHING,
    TEXT,
    Writing,
    slip_in,
    stored,
    text_shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.mark.parametrize("path", ["/write", "/de/write"])
def test_a_ticket_becomes_a_review_that_waits_and_nothing_is_stored_before(
    path: str, bought: Shop, ticket: str, settings: LazySettings
) -> None:
    writing = Writing.with_ticket(ticket, path)
    for step, go in (("0", writing.how), ("1", writing.told), ("2", writing.looked)):
        assert (writing.status, writing.step, stored()) == (200, step, NOTHING)
        go()
    assert (writing.status, writing.step, stored()) == (200, "3", NOTHING)
    writing.send()
    assert (writing.status, stored()) == (200, (1, 0, 1, 1))
    row = WaitingReview.objects.get()
    assert (row.business_id, row.stars, row.outcome) == (bought.business, 2, "problem-unsolved")
    assert (row.receipt_class, row.text, row.language, row.no_receipt_given) == ("seller", TEXT, "en", None)
    slip = slip_in(writing.page)
    promise = parse_acceptance(split(slip["acceptance"].encode())[0])
    assert promise.commitment == commitment_of("review", base64.b64decode(slip["salt"]), row)
    assert promise.business == str(bought.business)
    assert 'href="/de/mailbox"' in writing.page if path.startswith("/de") else 'href="/mailbox"' in writing.page


def test_a_review_without_a_receipt_says_what_it_weighs_and_costs_work(bought: Shop) -> None:
    page = Client().get(f"/write/{bought.business}").content.decode()
    assert "A review without a receipt" in page
    assert "weighs half at most" in page
    writing = Writing.about(bought.business).how(given_code="no").told().looked()
    assert "Anybody could have written this review." in writing.answers[-2].content.decode()
    writing.send(work="")
    assert (writing.status, writing.step, stored()) == (422, "3", NOTHING)
    assert "Please wait" in writing.page
    writing.send(work="bm90IHdvcms=")
    assert (writing.status, stored()) == (422, NOTHING)
    assert "Send it once more." in writing.page
    writing.send()
    assert (writing.status, stored()) == (200, (1, 0, 1, 0))
    row = WaitingReview.objects.get()
    assert (row.receipt_class, row.no_receipt_given) == ("none", True)


@pytest.mark.parametrize("name", [*HOW, "given_code"])
def test_each_question_of_the_first_step_has_to_be_answered(name: str, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id)
    given = {**HOW, "given_code": "no"} | {name: ""}
    if name in ("own", "over"):
        del given[name]
    writing.post(**given)
    assert (writing.status, writing.step, stored()) == (422, "0", NOTHING)
    assert f'href="#id_{name}"' in writing.page
    chosen = len(re.findall(r"<input[^>]* checked", writing.page))
    assert chosen == 4, "what was chosen stays chosen"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outcome", "wonderful"),
        ("stars", "6"),
        ("stars", "0"),
        ("stars", "x"),
        ("stars", "2.5"),
        ("given_code", "true"),
    ],
)
def test_what_is_no_answer_is_refused(name: str, value: str, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how(**{name: value})
    assert (writing.status, writing.step, stored()) == (422, "0", NOTHING)


@pytest.mark.parametrize("language", ["", "xx", "EN", "english", "e", "<b>"])
def test_a_language_is_one_of_the_list(language: str, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how().told(language=language)
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)
    assert text_shown(writing.page) == TEXT


def test_languages_stand_in_their_own_names_and_that_of_the_page_is_chosen(participant: pages_made.Shop) -> None:
    assert len(words.LANGUAGES) >= 50
    writing = Writing.about(participant.id, "/de/write").how()
    assert '<option value="de" selected>Deutsch</option>' in writing.page
    for code, name in (("ar", "العربيّة"), ("zh", "中文"), ("fi", "Suomi"), ("nl", "Nederlands")):
        assert f'<option value="{code}">{name}</option>' in writing.page


@pytest.mark.parametrize(
    "text", ["!", "ä" * 4000, "x\r\n" * 1333, "😀" * 4000, "a\u200fb", "مرحبا", "<script>x</script>"]
)
def test_texts_of_every_size_and_sign_come_through_as_they_are(text: str, ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told(text=text).looked()
    while writing.step == "1":
        writing.post(text=text, language="en", **{f"choice-{number}": "keep" for number in range(1, 41)}).looked()
    assert (writing.status, writing.step) == (200, "3")
    assert writing.fields["text"].replace("\r", "") == text.replace("\r", "").strip()
    writing.send()
    assert writing.status == 200
    assert sum(stored()[:2]) == 1, "it waits, or is held"


def test_markup_in_a_text_is_text(participant: pages_made.Shop) -> None:
    text = '</textarea><script>alert(1)</script><img src=x onerror=alert(1)> " autofocus onfocus=alert(1)'
    writing = Writing.about(participant.id).how().told(text=text)
    for page in (answer.content.decode() for answer in writing.answers):
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in writing.page


@pytest.mark.parametrize(
    ("text", "says"), [("", "Nothing is written yet."), (" \n ", "1 to 4,000"), ("x" * 4001, "1 to 4,000")]
)
def test_too_little_and_too_much_are_refused_and_stay(text: str, says: str, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how().told(text=text)
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)
    assert says in writing.page
    assert text_shown(writing.page) == text


@pytest.mark.parametrize("size", [300_000, 1_000_000])
def test_what_is_far_too_much_is_refused_in_words(size: int, participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how().told(text="x" * size)
    assert (writing.status, stored()) == (413, NOTHING)
    assert "what you typed still stands there" in writing.page


def test_what_cannot_be_seen_is_taken_out_and_told(participant: pages_made.Shop) -> None:
    writing = Writing.about(participant.id).how().told(text="Good\tpan\u202e and\u2066 a\x07 lid\rand\r\nmore\ue000")
    assert (writing.status, writing.step) == (422, "1")
    assert "characters in it that cannot be seen" in writing.page
    assert text_shown(writing.page) == "Good pan and a lid\nand\nmore"
    writing.told(text=text_shown(writing.page))
    assert (writing.status, writing.step) == (200, "2")
    nothing = Writing.about(participant.id).how().told(text="a\0b")
    assert (nothing.status, nothing.step, stored()) == (422, "1", NOTHING)


def test_the_preview_is_the_review_as_the_page_of_the_business_shows_it(bought: Shop, ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told(text="وصلت المقلاة في الوقت\n\nكما وُعدت", language="ar")
    assert '<p class="body" lang="ar" dir="auto">وصلت المقلاة في الوقت\n\nكما وُعدت</p>' in writing.page
    assert 'class="tag seller"' in writing.page
    assert "the month in which it comes out" in writing.page
    assert "Fewer than 20 people could have written this" in writing.page
    plain = Writing.about(bought.business).how(given_code="no").told()
    assert 'class="tag none"' in plain.page
    assert "Says that no receipt was given" in plain.page


def test_going_back_loses_nothing(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    codename = writing.codename
    writing.post(back="1")
    assert writing.step == "2"
    writing.post(back="1")
    assert (writing.step, text_shown(writing.page)) == ("1", TEXT)
    writing.told(text="Another text altogether.", back="1")
    assert writing.step == "0"
    assert re.search(r'name="stars" value="2" required checked', writing.page)
    writing.how()
    assert text_shown(writing.page) == "Another text altogether."
    writing.told(text=TEXT).looked()
    assert writing.codename == codename
    writing.send()
    assert writing.status == 200


def test_the_words_of_the_codename_are_asked(ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    asked = writing.fields
    for first, says in (("", "Type word"), ("wrong", "Look again: it begins with"), ("x" * 500, "400")):
        writing.send(first=first)
        assert (writing.status, writing.step, stored()) == (422, "3", NOTHING)
        assert says in writing.page
        assert writing.fields == asked, "the same codename and the same places"
    for damage in ({"codename": "eight words that are none of the list's"}, {"codename": ""}, {"places": "9 1"}):
        writing.send(**damage)
        assert (writing.status, stored()) == (422, NOTHING)
        writing.fields = dict(asked)
    typed = asked["codename"].upper().replace(" ", " - ")
    writing.send(first=typed, second="")
    assert (writing.status, stored()[0]) == (200, 1)


def test_a_codename_from_the_browser_is_taken_and_one_that_is_none_is_replaced(ticket: str) -> None:
    mine = codenames.make()
    writing = Writing.with_ticket(ticket).how().told().post(codename=mine, made="there")
    assert writing.codename == mine
    assert "It was made on your device." in writing.page
    other = Writing.with_ticket(ticket).how().told().post(codename="not one", made="there")
    assert other.codename != mine
    assert "because your browser could not" in other.page
    file = re.search(r'href="data:text/plain;charset=utf-8;base64,([^"]+)" download="codename.txt"', writing.page)
    assert file is not None
    kept = base64.b64decode(file[1]).decode()
    assert [line.split()[1] for line in kept.splitlines()[2:10]] == mine.split()
    assert "/mailbox" in kept


def test_a_day_for_the_calendar_names_nobody(participant: pages_made.Shop) -> None:
    answer = Client().get("/de/write/reminder")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    day = clock.now().date() + timedelta(weeks=5)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert "/de/mailbox" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert participant.name not in text


def test_the_ways_to_the_page(participant: pages_made.Shop) -> None:
    for path, link in (
        (participant.path, "/write"),
        (participant.path, f"/write/{participant.id}"),
        ("/", "/write"),
        ("/r", "/write"),
        ("/r/help", "/write#without"),
        (f"/de{participant.path}", f"/de/write/{participant.id}"),
    ):
        assert f'href="{link}"' in Client().get(path).content.decode(), path
