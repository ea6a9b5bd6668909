"""The reviews of a business on its own pages: read by all its members, answered by those who may."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.core import clock
from reputation.members import queries as members
from reputation.members.rules import Actor, Role
from reputation.reviews import actions, held, queries, replies
from reputation.reviews.models import Held, PendingReply
from reputation.reviews.rules import HeldKind, Refusal
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.members_made import make_colleague, make_member_business
from tests.pages_made import Page
from tests.reviews_made import make_review
from tests.sending_made import FINNISH, make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
SAID = "We are sorry about the handle. Please bring it back."
NAMED = "Jordan Pikeley at jordan@mail.example will help you."


@pytest.fixture
def owner() -> Actor:
    return make_member_business(user=make_user().pk, now=clock.now())


@pytest.fixture
def review(owner: Actor) -> UUID:
    found = make_review(owner.business, text="The handle is loose.", now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return found


def browser(actor: Actor) -> Client:
    return signed_in(User.objects.get(pk=actor.user or 0))


def listed(actor: Actor, query: str = "") -> Page:
    return pages_made.read(browser(actor).get(f"/members/b/{actor.business}/reviews{query}"))


def send(actor: Actor, review: UUID, text: str = SAID, **more: Any) -> Page:
    path = f"/members/b/{actor.business}/reviews/{review}"
    return pages_made.read(browser(actor).post(path, {"text": text, **more}, follow=True))


def listed_in(page: Page) -> str:
    """The words that a page asks about, as its form carries them."""
    return next(attributes["value"] for _, attributes in page.tags if attributes.get("name") == "passages")


def put() -> None:
    """What the worker does within seconds."""
    replies.put_due(now=clock.now())
    pages_made.settle()


def said(review: UUID) -> str | None:
    reply = queries.one(review).reply
    return None if reply is None else reply.text


def deeds(actor: Actor) -> list[tuple[str, str]]:
    return [(deed.kind, deed.detail) for deed in members.deeds(actor.business) if deed.kind == "replied"]


def test_all_members_read_them_and_only_who_may_answer_is_asked_to(owner: Actor, review: UUID) -> None:
    reader = make_colleague(owner, Role.READER, now=clock.now())
    agent = make_colleague(owner, Role.AGENT, now=clock.now())
    link = f"/members/b/{owner.business}/reviews/{review}"
    for actor, may in ((owner, True), (agent, True), (reader, False)):
        page = listed(actor)
        assert "The handle is loose." in page.says
        assert any(attributes.get("href") == link for _, attributes in page.tags) is may
    assert "Reviews" in pages_made.read(browser(owner).get(f"/members/b/{owner.business}")).says


def test_a_reply_is_on_its_way_then_out_and_written_down(owner: Actor, review: UUID) -> None:
    agent = make_colleague(owner, Role.AGENT, now=clock.now())
    page = send(agent, review)
    assert page.status == 200
    assert page.says.count("Your reply is on its way") == 2, "told once, and beside the review until it is out"
    assert said(review) is None
    assert deeds(owner) == [("replied", str(review))]
    put()
    assert said(review) == SAID
    assert "Your reply is on its way" not in listed(owner).says
    home = pages_made.read(browser(owner).get(f"/members/b/{owner.business}/deeds"))
    assert "A reply to a review was sent: the review" in home.says
    assert f'href="/review/{review}"' in home.html


def test_a_reply_is_put_better_in_its_place(owner: Actor, review: UUID) -> None:
    send(owner, review)
    put()
    form = pages_made.read(browser(owner).get(f"/members/b/{owner.business}/reviews/{review}"))
    assert "Change the reply" in form.says
    assert f">\n{SAID}</textarea>" in form.html
    send(owner, review, "We have sent a new one.\r\nThank you.")
    put()
    assert said(review) == "We have sent a new one.\nThank you."


def test_passages_of_a_reply_are_shown_first(owner: Actor, review: UUID) -> None:
    page = send(owner, review, NAMED)
    assert page.status == 200
    assert "Jordan Pikeley1" in page.says
    assert "looks like an e-mail address" in page.says
    assert not PendingReply.objects.exists()
    assert deeds(owner) == []
    chosen = {"choice-1": "use", "choice-2": "use"}
    assert send(owner, review, NAMED, passages=listed_in(page), **chosen).status == 200
    put()
    assert said(review) is not None
    assert "Jordan" not in str(said(review))
    assert "@" not in str(said(review))


def test_a_reply_that_keeps_a_passage_is_held_and_a_refusal_says_why(owner: Actor, review: UUID) -> None:
    passages = listed_in(send(owner, review, NAMED))
    page = send(owner, review, NAMED, passages=passages, **{"choice-1": "keep", "choice-2": "keep"})
    assert page.says.count("A moderator reads your reply first, by") == 2
    one = Held.objects.get()
    assert one.kind == HeldKind.REPLY
    assert not PendingReply.objects.exists()
    held.decide(
        held=one.id,
        user=make_moderator(),
        choices=[],
        missed=[],
        refusal=Refusal.NAMES_A_PERSON,
        now=clock.now(),
    )
    assert "A moderator refused your last reply. It names a person" in listed(owner).says
    assert said(review) is None


def test_what_no_machine_can_judge_is_held_without_being_asked(owner: Actor, review: UUID) -> None:
    page = send(owner, review, FINNISH * 3)
    assert "A moderator reads your reply first, by" in page.says
    held.end_overdue(now=clock.now() + timedelta(days=15))
    assert "Nobody looked at your last reply in time" in listed(owner).says


def test_a_reader_and_a_stranger_are_refused(owner: Actor, review: UUID) -> None:
    reader = make_colleague(owner, Role.READER, now=clock.now())
    stranger = make_member_business(user=make_user().pk, now=clock.now())
    path = f"/members/b/{owner.business}/reviews/{review}"
    for client in (browser(reader), browser(stranger)):
        for answer in (client.get(path), client.post(path, {"text": SAID})):
            assert answer.status_code in (403, 404)
    assert browser(stranger).get(f"/members/b/{owner.business}/reviews").status_code == 404
    foreign = browser(stranger).post(f"/members/b/{stranger.business}/reviews/{review}", {"text": SAID})
    assert foreign.status_code == 404
    assert Client().post(path, {"text": SAID}).status_code == 302
    assert not PendingReply.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 2_001, "\x00", "A\u202ekettle"])
def test_what_is_no_reply_is_said_and_stays(text: str, owner: Actor, review: UUID) -> None:
    page = send(owner, review, text)
    assert page.status == 422
    assert "Something is not right yet" in page.says
    assert not PendingReply.objects.exists()
    assert deeds(owner) == []


def test_to_what_is_not_shown_there_is_no_reply() -> None:
    owner = make_member_business(user=make_user().pk, now=clock.now())
    review = make_review(owner.business, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    actions.withdraw(review_id=review, now=clock.now())
    pages_made.settle()
    page = pages_made.read(browser(owner).get(f"/members/b/{owner.business}/reviews/{review}"))
    assert "nothing to reply to" in page.says
    assert send(owner, review).status == 422
    assert "Withdrawn by its writer" in listed(owner).says
    assert not any("reviews/" in attributes.get("href", "") for _, attributes in listed(owner).tags)


def test_they_are_chosen_as_on_the_public_page(owner: Actor, review: UUID) -> None:
    assert "The handle is loose." in listed(owner, "?receipt=seller").says
    page = listed(owner, "?receipt=none")
    assert "No review is like that." in page.says
    assert "the shop’s own receipt (1)" in page.says
    assert listed(owner, "?after=x").status == 400


def test_a_reply_and_what_it_names_is_not_logged(owner: Actor, review: UUID, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    send(owner, review, "canary@mail.example sings a canary song")
    send(owner, review, "A canary sings.")
    put()
    told = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not any("canary" in f"{record.getMessage()} {record.__dict__}" for record in told)
