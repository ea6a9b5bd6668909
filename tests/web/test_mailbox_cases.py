"""A case about the review in its mailbox: read, answered, appealed, taken back; and whatever does not fit there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from reputation.core import clock
from reputation.disputes import exchange, filing
from reputation.disputes.models import Case, Said, WriterAct
from reputation.proofs.models import Proof
from reputation.reviews import mailbox
from reputation.reviews.rules import next_release
from reputation.web.mailbox.cases import ROOMS
from reputation.web.templatetags.web import day
from tests import mailbox_made
from tests.mailbox_made import handle_of
from tests.own_cases_made import (
    ANSWER,
    QUOTE,
    SAID,
    Box,
    make_answered,
    make_decided,
    make_noticed,
    own,
    release,
    waiting,
)
from tests.pages_made import Shop, make_shop, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NAMED = "I wrote to Jordan Pikeley at jordan@mail.example twice."


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=())


def test_a_review_without_a_case_shows_none(shop: Shop) -> None:
    page = read(mailbox_made.open_box(mailbox_made.make_published(shop.id).codename))
    assert "Cases about your review" not in page.says
    assert "challenge" not in page.says.lower()


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_an_unanswered_case_is_at_the_top_with_its_day_in_words_and_date(shop: Shop, prefix: str) -> None:
    met = make_noticed(shop.id)
    page = read(mailbox_made.open_box(met.written.codename, prefix=prefix))
    until = own(met).answer_until
    with translation.override("de" if prefix else "en"):
        assert day(until) in page.says
    assert "%(" not in page.says
    if not prefix:
        assert f"{(until - clock.now().date()).days} days left" in page.says
        assert page.says.index("You can answer a challenge") < page.says.index("Your review, as everybody reads it")
        assert "Read it and answer" in page.says


def test_the_case_says_what_is_claimed_and_what_follows_from_silence(shop: Shop) -> None:
    met = make_noticed(shop.id)
    page = Box(met).do("case")
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    silent_until = day(Case.objects.get().filed_on + timedelta(days=28))
    for shown in (QUOTE, SAID, "Conflict of interest", "No review goes because nobody answered", silent_until):
        assert shown in page.says
    for offered in ("Answer", "Ask for 14 more days", "Show a proof"):
        assert offered in page.says
    assert {attributes["action"] for tag, attributes in page.tags if tag == "form"} == {"/mailbox"}


def test_an_answer_waits_for_the_release_and_comes_out_with_a_day(shop: Shop) -> None:
    met = make_noticed(shop.id)
    box = Box(met)
    assert "Answer the challenge" in box.do("answer").says
    page = box.do("send-answer", text=ANSWER)
    released = day(next_release(clock.now()))
    assert f"Your answer is noted. It reaches the other side with the release of {released}." in page.says
    assert ANSWER in page.says
    assert waiting() == [("answer", ANSWER)]
    assert not Said.objects.exists()
    assert ANSWER not in Client().get(f"/case/{met.case}").content.decode()
    assert release() == 1
    assert own(met).said[-1].text == ANSWER
    assert "Your answer is with the other side" in box.do("case").says


def test_an_answer_can_be_written_anew_and_taken_back_until_then(shop: Shop) -> None:
    box = Box(make_noticed(shop.id))
    box.do("send-answer", text=ANSWER)
    assert ANSWER in box.do("answer").html
    box.do("send-answer", text="Another answer.")
    assert waiting() == [("answer", "Another answer.")]
    page = box.do("take-back-act", kind="answer")
    assert "nobody will read it" in page.says
    assert waiting() == []
    assert box.do("take-back-act", kind="answer").status == 200
    assert box.do("take-back-act", kind="nonsense").status == 200


def test_a_text_is_looked_over_like_a_review(shop: Shop) -> None:
    box = Box(make_noticed(shop.id))
    asked = box.do("send-answer", text=NAMED)
    assert "Please look at 2 passages" in asked.says
    assert waiting() == []
    fields = {attributes["name"]: attributes.get("value", "") for tag, attributes in asked.tags if tag == "input"}
    passages = {"passages": fields["passages"], "kept": fields.get("kept", "")}
    settled = box.do("send-answer", text=NAMED, **passages, **{"choice-1": "use", "choice-2": "use"})
    assert "Your answer is noted." in settled.says
    ((_, text),) = waiting()
    assert "Jordan" not in text
    box.do("take-back-act", kind="answer")
    kept = box.do("send-answer", text=NAMED, **passages, **{"choice-1": "keep", "choice-2": "keep"})
    assert "A moderator reads it before the other side does" in kept.says
    assert WriterAct.objects.get().is_held


def test_more_time_is_asked_for_once_and_said_with_its_day(shop: Shop) -> None:
    met = make_noticed(shop.id)
    until = own(met).answer_until
    page = Box(met).do("more-time")
    assert "You will have 14 days more." in page.says
    release()
    assert own(met).answer_until == until + timedelta(days=14)
    page = Box(met).do("case")
    assert "Ask for 14 more days" not in page.says
    refused = Box(met).do("more-time")
    assert refused.status == 409
    assert "This cannot be done with the case any more." in refused.says


def test_an_offer_is_agreed_to_after_a_last_question(shop: Shop) -> None:
    met = make_noticed(shop.id)
    box = Box(met)
    assert box.do("agree").status == 409
    filing.offer(case=met.case, text="You get a new kettle.", now=clock.now())
    assert "You get a new kettle." in box.do("case").says
    assert "Afterwards nobody can undo it." in box.do("ask-agree").says
    assert waiting() == []
    box.do("agree")
    assert waiting() == [("agree", "")]
    release()
    assert Case.objects.get().state == "settled"
    assert "The case was settled" in box.do("case").says


def test_a_reply_that_a_moderator_reads_first_is_not_shown(shop: Shop) -> None:
    met = make_answered(shop.id)
    exchange.reply(case=met.case, text=NAMED, insists=True, now=clock.now())
    page = Box(met).do("case")
    assert "Jordan" not in page.says
    assert "A moderator reads it first." in page.says


def test_a_decision_is_read_with_its_reasons_and_answered_late(shop: Shop) -> None:
    met = make_decided(shop.id)
    box = Box(met)
    page = box.do("case")
    for shown in ("It is decided", "The decision and its reasons", "in short", "Answer after all", "Appeal"):
        assert shown in page.says
    assert "opens the case again" in box.do("late-answer").says
    box.do("send-late-answer", text=ANSWER)
    release()
    assert Case.objects.get().state == "answered"


def test_a_proof_goes_to_moderators_and_is_never_needed(shop: Shop) -> None:
    met = make_noticed(shop.id)
    box = Box(met)
    asked = box.do("proof")
    for shown in ("You never have to.", "Black out whatever names you", "The other side never sees it"):
        assert shown in asked.says
    without = box.do("send-proof", file=SimpleUploadedFile("order.txt", b"An order of a kettle."))
    assert without.status == 422
    assert not Proof.objects.exists()
    page = box.do("send-proof", is_blackened="on", file=SimpleUploadedFile("order.txt", b"An order of a kettle."))
    assert f"The other side reads of it from {day(next_release(clock.now()))} on" in page.says
    assert "You: showed a text to moderators" in page.says
    assert Proof.objects.get().party == "writer"


def test_files_that_cannot_be_kept_are_refused_beside_the_form(shop: Shop) -> None:
    box = Box(make_noticed(shop.id))
    for content, says in (
        (b"", "Choose a file"),
        (b"\x00\x01nothing", "Only a text, a PDF, a PNG or a JPEG"),
        (b"%PDF-1.4\nbroken", "It is damaged"),
        (b"x" * 20_001, "longer than 20,000 characters"),
    ):
        page = box.do("send-proof", is_blackened="on", file=SimpleUploadedFile("f", content))
        assert page.status == 422
        assert says in page.says
    assert not Proof.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(shop: Shop) -> None:
    page = Box(make_noticed(shop.id)).do("send-proof", file=SimpleUploadedFile("f", b"x" * (6 * 1024 * 1024)))
    assert page.status == 413
    assert not Proof.objects.exists()


@pytest.mark.parametrize("what", ["answer", "more"])
def test_texts_that_cannot_be_kept_are_refused_and_not_lost(what: str, shop: Shop) -> None:
    box = Box(make_noticed(shop.id) if what == "answer" else make_answered(shop.id))
    for text in ("", "   ", "x" * 2001, "a\x00b", "a\u202eb", "\x07"):
        page = box.do(f"send-{what}", text=text)
        assert page.status == 422, text[:5]
        assert waiting() == []
        if text.strip() and "\x00" not in text:
            assert text.strip()[:50] in page.html


def test_a_case_that_is_none_of_the_review_shows_the_mailbox(shop: Shop) -> None:
    box = Box(make_noticed(shop.id))
    for what in ROOMS:
        for case in ("", "x", "00000000-0000-4000-8000-000000000000", "é" * 99, "\x00"):
            page = box.do(what, case=case, text=ANSWER)
            assert page.status == 200, (what, case)
            assert "Opened with a codename" in page.says
    assert waiting() == []


def test_nobody_acts_in_the_case_of_another_review(shop: Shop) -> None:
    met, other = make_noticed(shop.id), make_noticed(shop.id)
    page = read(
        mailbox_made.do(handle_of(other.written), "send-answer", case=met.case, text=ANSWER),
    )
    assert "Opened with a codename" in page.says
    assert waiting() == []


def test_a_text_typed_while_the_mailbox_closed_is_carried_to_its_case(shop: Shop) -> None:
    met = make_noticed(shop.id)
    old = mailbox.open(codename=met.written.codename, now=clock.now() - timedelta(minutes=31))
    closed = read(mailbox_made.do(old, "send-answer", case=met.case, text="So <it> was."))
    carried = {attributes["name"]: attributes.get("value", "") for _, attributes in closed.tags if "name" in attributes}
    assert (carried["carry"], carried["case"]) == ("answer", str(met.case))
    fields = {"text": "So <it> was.", "carry": "answer", "case": str(met.case)}
    again = read(mailbox_made.open_box(met.written.codename, **fields))
    assert "Answer the challenge" in again.says
    assert "So &lt;it&gt; was." in again.html


def test_the_calendar_holds_days_and_no_names(shop: Shop) -> None:
    met = make_noticed(shop.id)
    answer = mailbox_made.do(handle_of(met.written), "calendar")
    said = answer.content.decode()
    assert f"DTSTART;VALUE=DATE:{own(met).answer_until:%Y%m%d}" in said
    assert "Last day to answer in a case" in said
    for hidden in (met.written.codename, str(met.case), "Kettle", str(met.written.review)):
        assert hidden not in said
