"""Writing a review without a script, step by step: what is asked, what is refused, and that nothing typed gets lost."""

import base64
import json
import logging
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reputation.accounts import attempts
from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.receipts import keys
from reputation.receipts.rules import parse_acceptance
from reputation.reviews import codenames
from reputation.reviews.bodies import commitment_of
from reputation.reviews.models import Held, WaitingReview
from reputation.screening.findings import Kind
from reputation.tlog.notes import split
from reputation.web.refusals import OF_REVIEWS
from reputation.web.writing import words
from tests import pages_made
from tests.architecture.test_problem_pages import kinds
from tests.issuing_made import Shop
from tests.writing_made import HOW, TEXT, Writing, make_bought, make_ticket, stored, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NOTHING = (0, 0, 0, 0)
NAMES_SOMEBODY = "I wrote to Jordan Pikeley twice at jordan@kettle-and-moss.example, and nobody answered."
FINNISH = "Kattila saapui ajallaan, ja se oli juuri sellainen kuin luvattiin."


@pytest.fixture
def shop() -> pages_made.Shop:
    """A participant that handed out nothing: its key takes a second to make."""
    return pages_made.make_shop(sent=())


@pytest.fixture
def bought() -> Shop:
    return make_bought()


@pytest.fixture
def ticket(bought: Shop) -> str:
    return make_ticket(bought)


def slip_in(page: str) -> dict[str, str]:
    found = re.search(r'href="data:application/json;base64,([^"]+)" download="review-slip.json"', page)
    assert found is not None, page
    kept: dict[str, str] = json.loads(base64.b64decode(found[1]))
    return kept


def text_shown(page: str) -> str:
    """What stands in the field for the text."""
    found = re.search(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None, page
    return unescape(found[1])


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


def test_whoever_waits_has_a_turn_of_their_own(bought: Shop) -> None:
    for _ in range(2):
        writing = Writing.about(bought.business).how(given_code="yes").told().looked()
        waited = attempts.ticket(now=clock.now() - timedelta(seconds=10))
        writing.send(work="", waited=waited)
        assert writing.status == 200
        again = Writing.about(bought.business).how().told().looked().send(work="", waited=waited)
        assert again.status == 422, "each waiting is good for one review"
    assert stored() == (2, 0, 2, 0)
    assert {row.no_receipt_given for row in WaitingReview.objects.all()} == {False}


@pytest.mark.parametrize("name", [*HOW, "given_code"])
def test_each_question_of_the_first_step_has_to_be_answered(name: str, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id)
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
def test_what_is_no_answer_is_refused(name: str, value: str, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how(**{name: value})
    assert (writing.status, writing.step, stored()) == (422, "0", NOTHING)


@pytest.mark.parametrize("language", ["", "xx", "EN", "english", "e", "<b>"])
def test_a_language_is_one_of_the_list(language: str, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how().told(language=language)
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)
    assert text_shown(writing.page) == TEXT


def test_languages_stand_in_their_own_names_and_that_of_the_page_is_chosen(shop: pages_made.Shop) -> None:
    assert len(words.LANGUAGES) >= 50
    writing = Writing.about(shop.id, "/de/write").how()
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
    assert sum(stored()[:2]) in (1, 2), "it waits, or is held, or waits and is looked at once more"


def test_markup_in_a_text_is_text(shop: pages_made.Shop) -> None:
    text = '</textarea><script>alert(1)</script><img src=x onerror=alert(1)> " autofocus onfocus=alert(1)'
    writing = Writing.about(shop.id).how().told(text=text)
    for page in (answer.content.decode() for answer in writing.answers):
        assert "<script>alert" not in page
        assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in writing.page


@pytest.mark.parametrize(
    ("text", "says"), [("", "Nothing is written yet."), (" \n ", "1 to 4,000"), ("x" * 4001, "1 to 4,000")]
)
def test_too_little_and_too_much_are_refused_and_stay(text: str, says: str, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how().told(text=text)
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)
    assert says in writing.page
    assert text_shown(writing.page) == text


@pytest.mark.parametrize("size", [300_000, 1_000_000])
def test_what_is_far_too_much_is_refused_in_words(size: int, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how().told(text="x" * size)
    assert (writing.status, stored()) == (413, NOTHING)
    assert "what you typed still stands there" in writing.page


def test_what_cannot_be_seen_is_taken_out_and_told(shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how().told(text="Good\tpan\u202e and\u2066 a\x07 lid\rand\r\nmore\ue000")
    assert (writing.status, writing.step) == (422, "1")
    assert "characters in it that cannot be seen" in writing.page
    assert text_shown(writing.page) == "Good pan and a lid\nand\nmore"
    writing.told(text=text_shown(writing.page))
    assert (writing.status, writing.step) == (200, "2")
    nothing = Writing.about(shop.id).how().told(text="a\0b")
    assert (nothing.status, nothing.step, stored()) == (422, "1", NOTHING)


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
    assert stored()[1] <= 1
    assert WaitingReview.objects.get().text == writing.fields["text"]


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
    shop: pages_made.Shop,
) -> None:
    writing = Writing.about(shop.id).how().told(text=NAMES_SOMEBODY)
    changed = f"Well. {NAMES_SOMEBODY} Then I called +44 20 7946 0958."
    writing.told(text=changed, **{"choice-1": "use", "choice-2": "use"})
    assert (writing.status, writing.step) == (422, "1")
    assert "Please look at one passage" in writing.page
    assert "7946" in writing.page
    assert "Jordan" not in text_shown(writing.page)


@pytest.mark.parametrize("listed", ["[", "{}", "[1, null]", "[" * 20_000, '["Jordan Pikeley"', "null"])
def test_choices_that_no_page_made_settle_nothing(listed: str, shop: pages_made.Shop) -> None:
    writing = Writing.about(shop.id).how()
    writing.told(text=NAMES_SOMEBODY, passages=listed, kept=listed, **{"choice-1": "keep", "choice-2": "keep"})
    assert (writing.status, writing.step, stored()) == (422, "1", NOTHING)


def test_more_passages_than_one_page_asks_about_come_page_by_page(shop: pages_made.Shop) -> None:
    mails = [f"clerk{number}@shop.example" for number in range(45)]
    text = "I wrote to " + ", ".join(mails) + "."
    writing = Writing.about(shop.id).how().told(text=text)
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


def test_the_same_sent_again_gets_the_same_answer(ticket: str, bought: Shop) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked().send()
    before = slip_in(writing.page)
    assert slip_in(writing.send().page) == before
    assert stored() == (1, 0, 1, 1)
    plain = Writing.about(bought.business).how().told().looked().send()
    before = slip_in(plain.page)
    assert slip_in(plain.send().page) == before
    assert stored() == (2, 0, 2, 1)


def test_two_windows_with_one_ticket_let_one_through_and_the_other_text_is_not_lost(ticket: str) -> None:
    first, second = (Writing.with_ticket(ticket).how() for _ in range(2))
    first.told().looked().send()
    second.told(text="From the other window.").looked().send()
    assert (second.status, stored()) == (409, (1, 0, 1, 1))
    assert "This ticket was used for a review already." in second.page
    assert "From the other window." in second.page
    assert '<input type="hidden" name="text" value="From the other window.">' in second.page


def test_a_codename_of_another_review_is_refused_and_a_new_one_follows(ticket: str, bought: Shop) -> None:
    used = Writing.with_ticket(ticket).how().told().looked().send().codename
    other = Writing.about(bought.business).how().told(text="Something else.").post(codename=used, made="there")
    other.send()
    assert (other.status, other.step, stored()) == (409, "2", (1, 0, 1, 1))
    assert "This codename belongs to another review." in other.page
    assert used not in other.page
    other.looked().send()
    assert (other.status, stored()) == (200, (2, 0, 2, 1))


@pytest.mark.parametrize(
    "damage",
    [
        lambda _text: "",
        lambda _text: "a letter",
        lambda text: text.replace("v1", "v2"),
        lambda text: text[:-12],
        lambda text: text + "x" * 5000,
        lambda text: re.sub("token: (.{40}).", lambda m: f"token: {m[1]}" + ("A" if m[0][-1] != "A" else "B"), text),
    ],
)
def test_what_is_no_ticket_is_refused_and_the_text_goes_along(damage: Any, ticket: str) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    writing.send(ticket=damage(ticket))
    assert stored() == NOTHING
    assert TEXT in unescape(writing.page)
    if damage(ticket):
        assert writing.status == 401
        assert "This is no review ticket of this service." in writing.page


def test_a_ticket_that_ended_while_somebody_wrote_loses_no_text(
    ticket: str, bought: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = Writing.with_ticket(ticket).how().told().looked()
    now = clock.now()
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: now + timedelta(days=900))
        writing.send()
    assert (writing.status, stored()) == (410, NOTHING)
    assert "The time in which this ticket could be used is over." in writing.page
    assert f'<input type="hidden" name="text" value="{TEXT}">' in writing.page
    assert bought.key_id is not None
    keys.annul(key_id=bought.key_id, reason="leaked", persons=2, now=now)
    writing.post()
    assert (writing.status, stored()) == (410, NOTHING)
    assert "was annulled" in writing.page
    # The same text goes on without a receipt.
    searched = Client().post("/write", {"q": f"/b/{bought.business}/x", "text": TEXT, **HOW}).content.decode()
    assert f'value="{bought.business}"' in searched
    assert f'<input type="hidden" name="text" value="{TEXT}">' in searched
    other = Writing({"business": str(bought.business), "text": TEXT, **HOW}).post()
    assert re.search(r'name="stars" value="2" required checked', other.page)
    assert text_shown(other.how().page) == TEXT


def test_a_ticket_comes_as_a_file_as_well(ticket: str, bought: Shop) -> None:
    for raw in (ticket.encode(), ticket.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + ticket.encode()):
        answer = Client().post("/write", {"file": SimpleUploadedFile("x.txt", raw), "ticket": ""})
        assert answer.status_code == 200
        assert "How did it go with" in answer.content.decode()
    for raw in (b"\0\xff" * 100, b"x" * 50_000):
        answer = Client().post("/write", {"file": SimpleUploadedFile("x.txt", raw), "text": TEXT})
        assert answer.status_code == 401
        assert "This is no review ticket" in answer.content.decode()
        assert TEXT in answer.content.decode()
    assert Client().post("/write", {"file": SimpleUploadedFile("x.txt", b"x" * 200_000)}).status_code == 413
    two = {"file": [SimpleUploadedFile("x.txt", ticket.encode()), SimpleUploadedFile("y.txt", ticket.encode())]}
    assert Client().post("/write", two).status_code == 413


def test_a_business_that_left_is_reviewed_with_a_receipt_only(shop: pages_made.Shop) -> None:
    pages_made.make_left(shop)
    answer = Client().get(f"/write/{shop.id}")
    assert answer.status_code == 409
    assert "This business left and takes no more reviews." in answer.content.decode()
    assert Client().post("/write", {"business": str(shop.id)}).status_code == 409
    for nobody in (UUID(int=4), UUID("57c05c7d-0a69-45c3-8388-11442f29281a")):
        assert Client().get(f"/write/{nobody}").status_code == 404
    assert Client().post("/write", {"business": "nobody"}).status_code == 404


@pytest.mark.parametrize("step", ["", "4", "-1", "3", "2", "1", "x", "³"])
def test_steps_that_were_jumped_over_are_asked(step: str, shop: pages_made.Shop) -> None:
    writing = Writing({"business": str(shop.id), "step": step}).post()
    assert (writing.status, writing.step, stored()) == (422, "0", NOTHING)


def test_nothing_of_what_is_written_is_logged(ticket: str, bought: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    writing = Writing.with_ticket(ticket).how().told(text="A canary sang to Jordan Pikeley.")
    writing.told(text="A canary sang to nobody.").looked()
    codename = writing.codename
    writing.send(first="canary").send()
    writing.send(ticket="canary")
    Writing.about(bought.business).how().told(text="canary " * 900, language="canary")
    Client().post("/write/look", {"text": "canary"}, content_type="application/json")
    token = next(line for line in ticket.splitlines() if line.startswith("token")).split()[1]
    for secret in ("canary", "Pikeley", codename, codename.split()[0], token):
        assert secret not in caplog.text


def look(**given: Any) -> Any:
    return Client().post("/write/look", json.dumps(given), content_type="application/json")


def test_a_text_is_looked_over_while_it_is_typed(shop: pages_made.Shop) -> None:
    about = {"business": str(shop.id), "language": "en", "kept": []}
    found = look(**about, text=NAMES_SOMEBODY)
    assert found["Cache-Control"] == "no-store"
    said = found.json()
    assert (said["count"], said["is_read"]) == (2, True)
    writing = Writing.about(shop.id).how().told(text=NAMES_SOMEBODY)
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
def test_a_look_at_anything_else_is_refused(given: dict[str, Any], status: int, shop: pages_made.Shop) -> None:
    assert look(**{"business": str(shop.id), **given}).status_code == status


def test_a_look_takes_json_alone(shop: pages_made.Shop) -> None:
    given = {"business": str(shop.id), "language": "en", "text": "x", "kept": []}
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


def test_a_day_for_the_calendar_names_nobody(shop: pages_made.Shop) -> None:
    answer = Client().get("/de/write/reminder")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    day = clock.now().date() + timedelta(weeks=5)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert "/de/mailbox" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text == Client().get("/de/write/reminder").content.decode()


def test_the_ways_to_the_page(shop: pages_made.Shop) -> None:
    for path, link in (
        (shop.path, "/write"),
        (shop.path, f"/write/{shop.id}"),
        ("/", "/write"),
        ("/r", "/write"),
        ("/r/help", "/write#without"),
        (f"/de{shop.path}", f"/de/write/{shop.id}"),
    ):
        assert f'href="{link}"' in Client().get(path).content.decode(), path


def test_every_kind_of_passage_and_every_refusal_has_its_words() -> None:
    assert words.PASSAGES.keys() == set(Kind)
    assert OF_REVIEWS.keys() <= {kind.code for kind in kinds() if hasattr(kind, "title")}
    assert issubclass(next(kinds()), DomainError)


def test_work_can_be_had_by_anybody_and_is_good_once(shop: pages_made.Shop) -> None:
    done = worked("/de/write/work")
    assert Writing.about(shop.id).how().told().looked().send(work=done).status == 200
    again = Writing.about(shop.id).how().told(text="Another.").looked().send(work=done)
    assert (again.status, stored()[0]) == (422, 1)
