"""What is refused on the writing pages, and what is sent twice: nothing is stored, and the text goes along."""

import logging
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reputation.accounts import attempts
from reputation.core import clock
from reputation.receipts import keys
from reputation.reviews.models import WaitingReview
from tests import pages_made
from tests.issuing_made import Shop
from tests.writing_made import HOW, NOTHING, TEXT, Writing, slip_in, stored, text_shown, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


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


def test_a_business_that_left_is_reviewed_with_a_receipt_only(participant: pages_made.Shop) -> None:
    pages_made.make_left(participant)
    answer = Client().get(f"/write/{participant.id}")
    assert answer.status_code == 409
    assert "This business left and takes no more reviews." in answer.content.decode()
    assert Client().post("/write", {"business": str(participant.id)}).status_code == 409
    for nobody in (UUID(int=4), UUID("57c05c7d-0a69-45c3-8388-11442f29281a")):
        assert Client().get(f"/write/{nobody}").status_code == 404
    assert Client().post("/write", {"business": "nobody"}).status_code == 404


@pytest.mark.parametrize("step", ["", "4", "-1", "3", "2", "1", "x", "³"])
def test_steps_that_were_jumped_over_are_asked(step: str, participant: pages_made.Shop) -> None:
    writing = Writing({"business": str(participant.id), "step": step}).post()
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


def test_work_can_be_had_by_anybody_and_is_good_once(participant: pages_made.Shop) -> None:
    done = worked("/de/write/work")
    assert Writing.about(participant.id).how().told().looked().send(work=done).status == 200
    again = Writing.about(participant.id).how().told(text="Another.").looked().send(work=done)
    assert (again.status, stored()[0]) == (422, 1)


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
