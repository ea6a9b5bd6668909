"""The cases of a business in the portal: challenging, following, acting, contesting a notice, and who may."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reputation.accounts.models import User
from reputation.core import clock
from reputation.disputes import exchange
from reputation.disputes.models import Case, Claim, Said
from reputation.disputes.rules import Ground, Outcome, Saying, Side, State
from reputation.members import queries as members
from reputation.members.rules import Actor, DeedKind, Role
from reputation.proofs.models import Proof
from reputation.reviews import publication
from tests import cases_made, pages_made
from tests import proofs_made as files
from tests.accounts_made import make_user, signed_in
from tests.conftest import AsRole
from tests.contest_made import REASONS, Browser
from tests.members_made import make_colleague, make_member_business
from tests.reviews_made import make_business, make_case, make_review, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
TEXT = "The handle is loose.\nNobody answered. The pan is red."


@pytest.fixture
def owner() -> Actor:
    return make_member_business(user=make_user().pk, now=clock.now() - timedelta(days=90))


@pytest.fixture
def review(owner: Actor) -> UUID:
    found = make_review(owner.business, text=TEXT, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return found


def browser(actor: Actor, path: str = "") -> Browser:
    client = signed_in(User.objects.get(pk=actor.user or 0))
    return Browser(client, f"/members/b/{actor.business}{path}")


def file(owner: Actor, review: UUID) -> UUID:
    browser(owner, f"/reviews/{review}/challenge").get().ground().words().said().looked()
    return Case.objects.get().public_id


def follow(actor: Actor, case: UUID) -> Browser:
    return browser(actor, f"/cases/{case}").get()


def test_a_business_without_cases_is_told_where_to_begin(owner: Actor, review: UUID) -> None:
    page = browser(owner, "/cases").get().page
    assert "There are none yet" in page
    listed = browser(owner, "/reviews").get().page
    assert f"/members/b/{owner.business}/reviews/{review}/challenge" in listed


def test_a_business_challenges_in_four_steps_and_follows_the_case(owner: Actor, review: UUID) -> None:
    steps = browser(owner, f"/reviews/{review}/challenge").get()
    assert "Your codename" not in steps.page
    assert steps.ground().words().said().step == "3"
    assert 'name="email"' not in steps.page
    steps.looked()
    case, claim = Case.objects.get(), Claim.objects.get()
    assert (steps.status, steps.led_to) == (302, f"/members/b/{owner.business}/cases/{case.public_id}")
    assert (case.side, claim.quote, claim.said) == ("business", "The handle is loose.", REASONS)
    page = Browser(steps.client, steps.led_to).get().page
    assert "Now show what your reasons rest on" in page
    assert "A moderator has the next step" in page
    assert REASONS in page
    listed = browser(owner, "/cases").get().page
    assert "filed by you" in listed
    assert f"/cases/{case.public_id}" in listed
    assert [deed.kind for deed in members.deeds(owner.business, limit=1)] == [DeedKind.CHALLENGED]


def test_the_list_says_days_in_words_and_is_filtered(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    other = make_review(owner.business, text=TEXT, now=clock.now() - timedelta(weeks=6))
    cases_made.file_case(other, ground=Ground.OFF_TOPIC, quote="red", side=Side.PUBLIC, now=clock.now())
    page = browser(owner, "/cases").get().page
    assert "days left" in page
    assert "filed by somebody else" in page
    assert page.count('<li class="task">') == 2
    cases_made.admit(case, now=clock.now())
    exchange.answer(case=case, text="I was there.", now=clock.now())
    yours = browser(owner, "/cases").get("?which=yours").page
    assert yours.count('<li class="task">') == 1
    assert "It is your turn" in yours
    assert "No case is like that" in browser(owner, "/cases").get("?which=over").page
    assert browser(owner, "/cases").get("?which=nonsense&after=nonsense").status == 200


def test_a_business_replies_adds_offers_and_it_is_written_down(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    room = follow(owner, case)
    assert "Add something" in room.post(do="ask-more").page
    assert room.post(do="more", text="Found late.").status == 302
    assert room.post(do="offer", text="We take it back.").status == 302
    cases_made.admit(case, now=clock.now())
    exchange.answer(case=case, text="I was there.", now=clock.now())
    assert "I was there." in room.post(do="ask-reply").page
    assert room.post(do="reply", text="").status == 422
    assert room.post(do="reply", text="The list shows otherwise.").status == 302
    assert Case.objects.get().state == State.READY
    assert [said.kind for said in Said.objects.order_by("id")] == [
        Saying.MORE,
        Saying.OFFER,
        Saying.ANSWER,
        Saying.REPLY,
    ]
    kinds = [deed.kind for deed in members.deeds(owner.business, limit=4)]
    assert kinds == [DeedKind.ACTED_IN_CASE] * 3 + [DeedKind.CHALLENGED]
    assert "Your reply is in the case" in room.get().page


def test_a_business_withdraws_after_a_last_question(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    room = follow(owner, case)
    assert "Withdraw the challenge?" in room.post(do="ask-withdraw").page
    assert Case.objects.get().state == State.FILED
    assert room.post(do="withdraw").status == 302
    page = follow(owner, case).page
    assert "Withdrawn" in page
    assert "What you can do" not in page
    assert room.post(do="withdraw").status == 409
    assert room.post(do="more", text="Too late.").status == 200


def test_a_business_shows_a_document_behind_the_guard_against_forged_forms(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    path = f"/members/b/{owner.business}/cases/{case}/proof"
    client = signed_in(User.objects.get(pk=owner.user or 0))
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    assert 'type="file"' in client.get(path).content.decode()
    sent = {"do": "show", "file": SimpleUploadedFile("x", files.armed())}
    assert strict.post(path, sent).status_code == 403
    assert Proof.objects.count() == 0
    token = strict.get(path).content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"do": "show", "file": SimpleUploadedFile("x", files.armed()), "csrfmiddlewaretoken": token}
    assert strict.post(path, sent).status_code == 302
    assert Proof.objects.get().kind == "pdf"
    page = follow(owner, case).page
    assert "PDF" in page
    assert "not looked at yet" in page
    bad = client.post(path, {"do": "show", "file": SimpleUploadedFile("x", files.pages(51))})
    assert bad.status_code == 422
    assert "more than 50 pages" in bad.content.decode()
    large = client.post(path, {"do": "show", "file": SimpleUploadedFile("x", b"a" * 5_300_000)})
    assert large.status_code == 413


def test_a_business_appeals_and_takes_the_case_along(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    cases_made.decide(case, Outcome.REJECTED, now=clock.now() + timedelta(days=30))
    room = follow(owner, case)
    assert "Everything stays as it is" in room.page
    assert "Statement of reasons" in room.page
    assert room.post(do="appeal", text="They overlooked the list.").status == 302
    assert Case.objects.get().state == State.APPEALED
    client = room.client
    data = client.get(f"{room.path}?do=data")
    assert json.loads(data.content)["statements"][0]["outcome"] == "rejected"
    assert client.get(f"{room.path}?do=calendar").headers["Content-Disposition"] == 'attachment; filename="case.ics"'
    assert "As whoever filed it reads it" in room.get("?do=sheet").page
    # A link changes nothing.
    assert room.get("?do=withdraw").status == 200
    assert Case.objects.get().state == State.APPEALED


def test_the_pages_may_do_all_of_it_with_their_own_rights(owner: Actor, review: UUID, as_role: AsRole) -> None:
    client = signed_in(User.objects.get(pk=owner.user or 0))
    path = f"/members/b/{owner.business}"
    with as_role("web"):
        steps = Browser(client, f"{path}/reviews/{review}/challenge").get().ground().words().said().looked()
        assert steps.status == 302
        room = Browser(client, steps.led_to).get()
        assert room.post(do="more", text="Found late.").status == 302
        assert room.post(do="offer", text="We take it back.").status == 302
        sent = {"do": "show", "file": SimpleUploadedFile("x", files.png())}
        assert client.post(f"{room.path}/proof", sent).status_code == 302
        assert Browser(client, f"{path}/cases").get().page.count('<li class="task">') == 1
        assert "You, 1" in room.get().page
        assert client.get(f"{room.path}?do=data").status_code == 200
        assert room.post(do="withdraw").status == 302


@pytest.mark.parametrize("role", [Role.READER, Role.AGENT])
def test_a_reader_reads_and_an_agent_acts(owner: Actor, review: UUID, role: Role) -> None:
    case = file(owner, review)
    colleague = make_colleague(owner, role, now=clock.now())
    room = follow(colleague, case)
    assert room.status == 200
    assert ("What you can do" in room.page) is (role is Role.AGENT)
    expected = 403 if role is Role.READER else 302
    assert room.post(do="more", text="Found late.").status == expected
    assert room.post(do="withdraw").status == expected
    steps = browser(colleague, f"/reviews/{review}/challenge").get()
    assert steps.status == (403 if role is Role.READER else 200)
    proof = room.client.get(f"{room.path}/proof")
    assert proof.status_code == (403 if role is Role.READER else 200)


def test_nobody_reaches_into_cases_of_others(owner: Actor, review: UUID) -> None:
    case = file(owner, review)
    stranger = make_member_business(user=make_user().pk, now=clock.now())
    for path in (f"/cases/{case}", f"/cases/{case}/proof", f"/reviews/{review}/challenge"):
        assert browser(stranger, path).get().status == 404
        assert browser(stranger, path).post(do="withdraw").status == 404
    elsewhere = make_case(make_review(make_business()), now=clock.now())
    assert follow(owner, elsewhere).status == 404
    public = cases_made.file_case(
        make_review(owner.business, text=TEXT, now=clock.now() - timedelta(weeks=6)),
        ground=Ground.OFF_TOPIC,
        quote="red",
        side=Side.PUBLIC,
        now=clock.now(),
    )
    assert follow(owner, public).status == 404
    assert Case.objects.filter(state=State.WITHDRAWN).count() == 0


def surge(owner: Actor) -> None:
    """More people than usual say that they lost money."""
    for one in pages_made.SURGE:
        for _ in range(one.many):
            submit(
                owner.business, stars=one.stars, outcome=one.outcome, now=pages_made.now_in(one.ago) - pages_made.HOLD
            )
        publication.publish_due(now=pages_made.now_in(one.ago))
    pages_made.settle()


def test_a_notice_that_stands_is_contested_and_one_that_does_not_is_not() -> None:
    owner = make_member_business(user=make_user().pk, now=pages_made.now_in(14))
    assert "nothing to contest" in browser(owner, "/alerts/surge/contest").get().page
    assert browser(owner, "/alerts/nonsense/contest").post(text="A strike.").status == 200
    assert Case.objects.count() == 0
    surge(owner)
    assert "/alerts/surge/contest" in browser(owner, "/cases").get().page
    form = browser(owner, "/alerts/surge/contest").get()
    assert "strike of a parcel service" in form.page
    assert form.post(text="").status == 422
    assert form.post(text="z" * 2_001).status == 422
    assert form.post(text="Parcels were on strike for three weeks; all buyers were paid back.").status == 302
    case = Case.objects.get()
    assert (case.alert, case.state, case.review_id) == ("surge", State.READY, None)
    page = follow(owner, case.public_id).page
    assert "Case about a notice" in page
    assert "Offer to settle" not in page
    assert "Parcels were on strike" in page
    assert form.post(text="Once more.").status == 422
    assert "Case about a notice" in follow(owner, case.public_id).page
    assert browser(make_colleague(owner, Role.READER, now=clock.now()), "/alerts/surge/contest").get().status == 403


def test_a_second_challenge_of_the_same_review_keeps_what_was_written(owner: Actor, review: UUID) -> None:
    file(owner, review)
    again = browser(owner, f"/reviews/{review}/challenge").get().ground().words().said("Something else.").looked()
    assert again.status == 409
    assert "Something else." in again.page
    assert Case.objects.count() == 1
