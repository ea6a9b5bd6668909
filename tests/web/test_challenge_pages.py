"""/review/<id>/challenge and /case: challenging without an account, and coming back by codename."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reputation.core import clock
from reputation.disputes import exchange, filers, queries
from reputation.disputes.models import Case, Claim, Filer, Said
from reputation.disputes.rules import Outcome, Saying, State
from reputation.proofs.models import Proof
from reputation.reviews import codenames
from tests import cases_made, pages_made
from tests import proofs_made as files
from tests.conftest import AsRole
from tests.contest_made import REASONS, Browser, challenged
from tests.reviews_made import make_business, make_review
from tests.writing_made import worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
TEXT = "The handle is loose.\nNobody answered; Jordan said so! The pan is red."


@pytest.fixture
def review() -> UUID:
    found = make_review(
        make_business(now=clock.now() - timedelta(days=90)), text=TEXT, now=clock.now() - timedelta(weeks=6)
    )
    pages_made.settle()
    return found


def start(review: UUID) -> Browser:
    return Browser(Client(), f"/review/{review}/challenge").get()


def opened(codename: str) -> Browser:
    browser = Browser(Client(), "/case").get()
    return browser.post(codename=codename, work=worked("/case/work"))


def test_anybody_challenges_a_review_in_five_steps_and_comes_back_by_codename(review: UUID) -> None:
    browser = start(review)
    assert browser.step == "0"
    assert "What it covers, and what it needs" in browser.page
    assert browser.ground().step == "1"
    assert 'value="0"' in browser.page
    assert browser.words().step == "2"
    assert browser.said().step == "3"
    assert "The handle is loose." in browser.page
    assert REASONS in browser.page
    assert Case.objects.count() == 0
    assert browser.looked(email="somebody@mail.example").step == "4"
    assert Case.objects.count() == 0
    codename = browser.fields["codename"]
    browser.named()
    assert "Your challenge is filed" in browser.page
    case, claim, filer = Case.objects.get(), Claim.objects.get(), Filer.objects.get()
    assert (case.side, case.state, claim.ground) == ("public", "filed", "off-topic")
    assert (claim.quote, claim.said, filer.email, filer.language) == (
        "The handle is loose.",
        REASONS,
        "somebody@mail.example",
        "en",
    )
    assert codename not in browser.page
    room = opened(codename)
    assert "A moderator has the next step" in room.page
    assert str(case.public_id) in room.page


def test_the_same_sent_twice_is_filed_once_and_shown_as_filed(review: UUID) -> None:
    browser = start(review).ground().words().said().looked()
    kept = dict(browser.fields)
    browser.named()
    browser.fields = kept
    browser.named()
    assert "Your challenge is filed" in browser.page
    assert Case.objects.count() == 1


def test_a_second_challenge_waits_and_what_was_written_stays(review: UUID) -> None:
    challenged(review)
    browser = start(review).ground().words().said("Another reason altogether.").looked().named()
    assert browser.status == 409
    assert "Another reason altogether." in browser.page
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("The handle is loose.", "The handle is loose."),
        ("is   loose.\r\n Nobody", "is loose.\nNobody"),
        ("the handle", None),
        ("", None),
        ("   ", None),
        ("a" * 501, None),
    ],
)
def test_words_are_found_as_they_stand_in_the_review_or_asked_again(review: UUID, quote: str, kept: str | None) -> None:
    browser = start(review).ground().words(quote)
    if kept is None:
        assert (browser.status, browser.step) == (422, "1")
    else:
        assert kept.replace("\n", " ") in " ".join(browser.said().page.split())


def test_a_sentence_is_chosen_instead_of_typed(review: UUID) -> None:
    browser = start(review).ground().post(sentence="1")
    assert "Nobody answered; Jordan said so!" in browser.said().page
    assert start(review).ground().post(sentence="77").status == 422


def test_a_ground_that_a_receipt_disproves_is_explained_at_once(review: UUID) -> None:
    browser = start(review)
    assert "its receipt shows a purchase" in browser.page
    browser.ground("no-genuine-experience")
    assert (browser.status, browser.step) == (422, "0")
    assert "nobody can say that there was no purchase" in browser.page


def test_a_law_is_asked_for_where_the_ground_needs_one(review: UUID) -> None:
    browser = start(review).ground("unlawful-content").words()
    assert "which article" in browser.page
    assert browser.said().status == 422
    assert browser.said(law="§ 185 StGB").step == "3"
    browser.looked().named()
    assert Claim.objects.get().law == "§ 185 StGB"


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001, "left\u202eright"])
def test_reasons_that_do_not_fit_are_said_beside_the_field(review: UUID, text: str) -> None:
    browser = start(review).ground().words().said(text)
    assert (browser.status, browser.step) == (422, "2")


def test_passages_that_name_somebody_are_asked_about_first(review: UUID) -> None:
    browser = start(review).ground().words().said("Jordan Pikeley at jordan@mail.example wrote it.")
    assert (browser.status, browser.step) == (422, "2")
    assert "jordan@mail.example" in browser.page
    listed = browser.fields["passages"]
    many = len(json.loads(listed))
    browser.post(
        text="Jordan Pikeley at jordan@mail.example wrote it.", **{f"choice-{n}": "keep" for n in range(1, many + 1)}
    )
    assert browser.step == "3"
    assert "A moderator reads your reasons before anybody else does" in browser.page
    browser.looked().named()
    claim = Claim.objects.get()
    assert claim.is_held
    assert queries.case(claim.case.public_id).said is None


@pytest.mark.parametrize("email", ["nobody", "a@b\r\nBcc: c@d.example", "x" * 300 + "@mail.example"])
def test_a_bad_address_is_asked_again_and_good_faith_is_needed(review: UUID, email: str) -> None:
    browser = start(review).ground().words().said()
    assert browser.post().status == 422
    assert browser.looked(email=email).status == 422
    assert browser.step == "3"


def test_going_back_loses_nothing(review: UUID) -> None:
    browser = start(review).ground().words().said().post(back="1")
    assert browser.step == "2"
    assert REASONS in browser.page
    assert browser.post(back="1", text=REASONS).step == "1"
    assert "The handle is loose." in browser.page
    assert browser.post(back="1").step == "0"
    assert browser.fields["text"] == REASONS


def test_wrong_words_of_the_codename_and_no_work_file_nothing(review: UUID) -> None:
    browser = start(review).ground().words().said().looked()
    assert browser.post(first="wrong", second="words", work=worked("/case/work")).status == 422
    words = browser.fields["codename"].split()
    first, second = (int(place) for place in browser.fields["places"].split())
    right = {"first": words[first - 1], "second": words[second - 1]}
    assert browser.post(**right, waited="", work="").status == 422
    assert Case.objects.count() == 0


def test_a_codename_that_leads_to_a_review_is_exchanged(review: UUID) -> None:
    first = start(review).ground().words().said().looked()
    codename = first.fields["codename"]
    first.named()
    other = make_review(make_business(), text=TEXT)
    browser = (
        Browser(Client(), f"/review/{other}/challenge")
        .get()
        .ground()
        .words()
        .said()
        .looked(codename=codename, made="there")
    )
    browser.named()
    assert browser.status == 409
    assert Case.objects.count() == 1
    assert browser.looked().named().page.count("Your challenge is filed") >= 1


@pytest.mark.parametrize("typed", ["not a codename", "", "x" * 5_000])
def test_what_is_no_codename_opens_nothing(typed: str) -> None:
    assert opened(typed).status == 422


def test_a_codename_of_no_case_opens_nothing() -> None:
    assert opened(codenames.make()).status == 422


@pytest.mark.parametrize("handle", ["", "nothing", "é", "A" * 300])
def test_a_handle_that_opens_nothing_shows_the_door_and_the_text_that_was_typed(handle: str) -> None:
    browser = Browser(Client(), "/case")
    browser.post(handle=handle, do="more", text="What I had typed.")
    assert browser.status == 403
    assert "What I had typed." in browser.page
    assert 'name="codename"' in browser.page


def test_a_room_closes_after_half_an_hour(review: UUID) -> None:
    browser = start(review).ground().words().said().looked()
    codename = browser.fields["codename"]
    browser.named()
    old = filers.open_room(codename=codename, now=clock.now() - timedelta(minutes=31))
    assert Browser(Client(), "/case").post(handle=old).status == 403


def in_room(review: UUID) -> tuple[Browser, UUID]:
    browser = challenged(review)
    room = Browser(browser.client, "/case", fields={"handle": browser.fields["handle"]})
    return room.post(do="room"), Case.objects.get().public_id


def test_somebody_adds_words_offers_and_withdraws(review: UUID) -> None:
    room, case = in_room(review)
    assert "Add something" in room.post(do="ask-more").page
    assert "It is in the case." in room.post(do="more", text="I found a list of goods.").page
    assert "I found a list of goods." in room.page
    assert "Your offer is in the case" in room.post(do="offer", text="I would take it back.").page
    assert [said.kind for said in Said.objects.order_by("id")] == [Saying.MORE, Saying.OFFER]
    assert room.post(do="more", text=" ").status == 422
    assert room.post(do="more", text="y" * 2_001).status == 422
    assert "Withdraw the challenge?" in room.post(do="ask-withdraw").page
    assert "The case is over" in room.post(do="withdraw").page
    assert Case.objects.get().state == State.WITHDRAWN
    assert queries.case(case).state == "withdrawn"
    assert Filer.objects.count() == 0
    assert room.post(do="more", text="Too late.").status == 403


def test_somebody_replies_to_the_answer_once(review: UUID) -> None:
    room, case = in_room(review)
    cases_made.admit(case, now=clock.now())
    assert "Reply to the answer" not in room.post(do="room").page
    exchange.answer(case=case, text="I was there, and the handle is loose.", now=clock.now())
    assert "It is your turn" in room.post(do="room").page
    assert "I was there, and the handle is loose." in room.post(do="ask-reply").page
    assert "Everybody was heard" in room.post(do="reply", text="The list of goods shows otherwise.").page
    assert Case.objects.get().state == State.READY
    assert "Everybody was heard" in room.post(do="reply", text="Once more.").page
    assert Said.objects.filter(kind=Saying.REPLY).count() == 1


def test_somebody_has_nothing_to_reply(review: UUID) -> None:
    room, case = in_room(review)
    cases_made.admit(case, now=clock.now())
    exchange.answer(case=case, text="I was there.", now=clock.now())
    assert "Two people decide now" in room.post(do="no-reply").page
    assert Case.objects.get().state == State.READY
    assert room.post(do="no-reply").status == 409


def test_somebody_shows_a_document_which_nobody_reads_in_public(review: UUID) -> None:
    room, case = in_room(review)
    assert 'type="file"' in room.post(do="ask-show").page
    sent = {"handle": room.fields["handle"], "do": "show"}
    upload = SimpleUploadedFile("order of Ottoline.jpg", files.jpeg())
    answer = room.client.post("/case", {**sent, "file": upload})
    assert "Moderators alone can open it" in answer.content.decode()
    assert "Ottoline" not in answer.content.decode()
    assert "Moderators alone can open it" in room.client.post("/case", {**sent, "text": "A letter."}).content.decode()
    assert Proof.objects.count() == 2
    public = Client().get(f"/case/{case}").content.decode()
    assert "A letter." not in public
    for content in (b"", b"PK\x03\x04\xff", b"%PDF-1.7", b"RIFF1234WEBP"):
        bad = room.client.post("/case", {**sent, "file": SimpleUploadedFile("x", content)})
        assert bad.status_code == 422, content
    assert room.client.post("/case", {**sent, "file": SimpleUploadedFile("x", b"a" * 5_300_000)}).status_code == 413
    both = {**sent, "text": "A letter.", "file": SimpleUploadedFile("x", files.png())}
    assert room.client.post("/case", both).status_code == 422
    assert Proof.objects.count() == 2


def test_somebody_appeals_with_a_sealed_number(review: UUID) -> None:
    room, case = in_room(review)
    cases_made.decide(case, Outcome.REJECTED, now=clock.now() + timedelta(days=30))
    assert "Take part in drawing the panel" in room.post(do="ask-appeal").page
    assert room.post(do="appeal", text="They overlooked the list.", commitment="12").status == 422
    room.post(do="appeal", text="They overlooked the list.", commitment="AB " * 32)
    assert "Three others decide" in room.page
    assert Case.objects.get().state == State.APPEALED
    assert room.post(do="ask-appeal").status == 200
    assert "You appealed" in room.page or "Under appeal" in room.page or "A panel of three" in room.page


def test_the_case_is_taken_along_as_data_as_a_sheet_and_as_days(review: UUID) -> None:
    room, case = in_room(review)
    data = room.client.post("/case", {"handle": room.fields["handle"], "do": "data"})
    document = json.loads(data.content)
    assert (document["case"], document["said"], document["state"]) == (str(case), REASONS, "filed")
    days = room.client.post("/case", {"handle": room.fields["handle"], "do": "calendar"})
    assert days.headers["Content-Type"].startswith("text/calendar")
    assert days.content.count(b"BEGIN:VEVENT") == 2
    assert b"handle is loose" not in days.content
    assert "As whoever filed it reads it" in room.post(do="sheet").page


def test_the_pages_may_do_all_of_it_with_their_own_rights(review: UUID, as_role: AsRole) -> None:
    with as_role("web"):
        room = Browser(Client(), "/case", fields={"handle": challenged(review).fields["handle"]})
        assert "It is in the case." in room.post(do="more", text="Found late.").page
        sent = {"handle": room.fields["handle"], "do": "show", "text": "A letter."}
        assert "Moderators alone can open it" in room.client.post("/case", sent).content.decode()
        assert "The case is over" in room.post(do="withdraw").page


def test_nothing_of_a_room_is_kept_or_linked(review: UUID) -> None:
    room, _ = in_room(review)
    answer = room.client.post("/case", {"handle": room.fields["handle"]})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert room.fields["handle"] not in "".join(part for part in room.page.split('"') if part.startswith("/"))


def test_the_pages_are_there_in_german(review: UUID) -> None:
    browser = Browser(Client(), f"/de/review/{review}/challenge").get()
    assert 'lang="de"' in browser.page
    assert "/de/" in browser.page
    assert Browser(Client(), "/de/case").get().status == 200


def test_a_review_without_words_cannot_be_challenged() -> None:
    assert start(UUID(int=5)).status == 404
