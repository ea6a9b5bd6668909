"""/contest/warning and what follows: contesting a warning without an account, answering it, deciding at the desk."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.core import clock
from reputation.disputes import exchange, queries
from reputation.disputes.models import Case, Claim, Filer, Said
from reputation.disputes.rules import Outcome
from reputation.lookalikes import keys
from reputation.lookalikes import queries as warnings
from reputation.members.rules import Actor, Role
from tests import cases_made, pages_made
from tests.accounts_made import make_user, signed_in
from tests.conftest import AsRole
from tests.contest_made import Browser
from tests.desk_cases_made import Deciding, fields
from tests.members_made import make_colleague, make_member_business
from tests.warnings_made import LOOKS_LIKE, SAID, WATCHED, contest, hear, watch
from tests.writing_made import worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
PATH = "/contest/warning"


@pytest.fixture
def owner() -> Actor:
    found = make_member_business(user=make_user().pk, now=clock.now() - timedelta(days=90))
    watch(found.business, now=clock.now() - timedelta(days=80))
    pages_made.settle()
    return found


def begun(address: str = f"https://www.{LOOKS_LIKE}/tea?who=me") -> Browser:
    return Browser(Client(), PATH).get().post(address=address)


def said(browser: Browser, business: UUID, text: str = SAID, **given: str) -> Browser:
    return browser.post(business=str(business), text=text, good_faith="on", **given)


def case_of(owner: Actor) -> UUID:
    case = contest(owner.business, now=clock.now())
    pages_made.settle()
    return case


def in_portal(actor: Actor, path: str) -> Browser:
    return Browser(signed_in(User.objects.get(pk=actor.user or 0)), f"/members/b/{actor.business}{path}").get()


def shown(case: UUID) -> str:
    answer = Client().get(f"/case/{case}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_anybody_contests_in_three_steps_and_comes_back_by_codename(owner: Actor) -> None:
    browser = begun()
    assert browser.step == "1"
    assert WATCHED in browser.page
    assert f"Once it is filed, www.{LOOKS_LIKE} and what you say are public, for good." in browser.page
    said(browser, owner.business, email="tea@moss.example")
    assert browser.step == "2"
    assert Case.objects.count() == 0
    codename = browser.fields["codename"]
    browser.named()
    assert "You contest the warning" in browser.page
    case, claim = Case.objects.get(), Claim.objects.get()
    assert (case.domain, case.business_id, claim.quote, claim.said) == (
        LOOKS_LIKE,
        owner.business,
        f"www.{LOOKS_LIKE}",
        SAID,
    )
    assert Filer.objects.get().email == "tea@moss.example"
    room = Browser(Client(), "/case").get().post(codename=codename, work=worked("/case/work"))
    assert "Case about a warning" in room.page
    assert "Offer to settle" not in room.page
    exchange.answer(case=case.public_id, text="We know them well.", now=clock.now())
    room.post(do="room")
    assert "We know them well." in room.page
    room.post(do="ask-reply")
    assert "We know them well." in room.page
    room.post(do="reply", text="Then they know that we sell tea.")
    assert "Your reply is in the case" in room.page
    assert "Then they know that we sell tea." in room.post(do="sheet").page


def test_the_address_is_in_no_link_and_no_answer_is_kept(owner: Actor) -> None:
    answer = Client().post(PATH, {"address": LOOKS_LIKE, "step": "0"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"={LOOKS_LIKE}" not in answer.content.decode().replace(f'value="{LOOKS_LIKE}"', "")


@pytest.mark.parametrize("address", ["", "192.0.2.1", "co.uk", "no address", "javascript:alert(1)", "a" * 501])
def test_what_is_no_address_is_asked_again(owner: Actor, address: str) -> None:
    browser = begun(address)
    assert (browser.status, browser.step) == (422, "0")


@pytest.mark.parametrize("address", [WATCHED, "tea-and-cups.example", "wikipedia.org"])
def test_of_what_nobody_is_warned_nothing_is_contested(owner: Actor, address: str) -> None:
    browser = begun(address)
    assert (browser.status, browser.step) == (422, "0")
    assert "No check warns of this address" in browser.page


def test_what_is_missing_is_said_and_nothing_that_was_typed_is_lost(owner: Actor) -> None:
    browser = begun()
    for given in ({"text": ""}, {"good_faith": ""}, {"business": str(UUID(int=1))}, {"email": "nowhere"}):
        typed = {"business": str(owner.business), "text": SAID, "good_faith": "on", **given}
        browser.post(**typed)
        assert (browser.status, browser.step) == (422, "1"), given
    assert SAID in browser.page
    said(browser, owner.business).post(back="1")
    assert browser.step == "1"
    assert SAID in browser.page
    assert Case.objects.count() == 0


def test_passages_that_name_somebody_are_asked_about_first(owner: Actor) -> None:
    text = "Write to jordan@mail.example about it."
    browser = said(begun(), owner.business, text)
    assert (browser.status, browser.step) == (422, "1")
    assert "jordan@mail.example" in browser.page
    many = len(json.loads(browser.fields["passages"]))
    said(browser, owner.business, text, **{f"choice-{n}": "keep" for n in range(1, many + 1)}).named()
    assert Claim.objects.get().is_held
    assert "jordan@mail.example" not in shown(Case.objects.get().public_id)


def test_wrong_words_of_the_codename_and_no_work_file_nothing(owner: Actor) -> None:
    browser = said(begun(), owner.business)
    assert browser.named(work="").status == 422
    assert browser.named(first="wrong").status == 422
    assert Case.objects.count() == 0
    assert "You contest the warning" in browser.named().page


def test_the_same_sent_twice_is_filed_once_and_a_second_case_waits(owner: Actor) -> None:
    browser = said(begun(), owner.business)
    kept = dict(browser.fields)
    browser.named()
    browser.fields = kept
    assert "You contest the warning" in browser.named().page
    other = said(begun(), owner.business, "Another reason altogether.").named()
    assert other.status == 409
    assert "Another reason altogether." in other.page
    assert Case.objects.count() == 1


def test_the_pages_may_do_all_of_it_with_their_own_rights(owner: Actor, as_role: AsRole) -> None:
    with as_role("web"):
        said(begun(), owner.business).named()
    assert Case.objects.count() == 1


def test_the_page_of_the_case_says_what_it_is_about_and_how_it_ends(owner: Actor) -> None:
    case = case_of(owner)
    page = shown(case)
    for words in ("the warning stands", SAID, LOOKS_LIKE, WATCHED, "The business has said nothing", "may answer"):
        assert words in page
    assert "writer" not in page.partition("<main")[2].partition("</main")[0].replace("The writer’s", "")
    hear(case, now=clock.now())
    cases_made.draft(case, Outcome.EXEMPT, now=clock.now())
    cases_made.approve(case, now=clock.now())
    pages_made.settle()
    page = shown(case)
    for words in ("Decided: the address imitates nothing", "We do not know them.", "The business answered", "For good"):
        assert words in page
    data = json.loads(Client().get(f"/case/{case}.json").content)
    assert (data["domain"], data["review"], data["alert"], data["outcome"]) == (LOOKS_LIKE, None, None, "exempt")
    assert data == Client().get(f"/api/v1/cases/{case}").json()
    assert data["statements"][0]["transparency_database"] is None


def test_a_warning_that_stays_may_be_appealed_by_whoever_contested(owner: Actor) -> None:
    case = case_of(owner)
    cases_made.draft(case, Outcome.REJECTED, now=clock.now())
    cases_made.approve(case, now=clock.now())
    pages_made.settle()
    page = shown(case)
    assert "Whoever contested the warning may appeal until" in page
    assert "The warning stays as it is." in page


def test_the_business_answers_once_in_the_portal(owner: Actor) -> None:
    case = case_of(owner)
    listed = in_portal(owner, "/cases").page
    assert LOOKS_LIKE in listed
    assert "You may answer, once" in listed
    browser = in_portal(owner, f"/cases/{case}")
    assert SAID in browser.page
    assert browser.post(do="answer", text="").status == 422
    browser.post(do="answer", text="It is not ours, and does us no harm.")
    assert (browser.status, Said.objects.get().text) == (302, "It is not ours, and does us no harm.")
    again = in_portal(owner, f"/cases/{case}")
    assert "It is not ours, and does us no harm." in again.page
    assert 'name="text"' not in again.page
    again.post(do="answer", text="Once more.")
    assert Said.objects.count() == 1


def test_who_may_only_look_does_not_answer_and_others_see_nothing(owner: Actor) -> None:
    case = case_of(owner)
    reader = make_colleague(owner, Role.READER, now=clock.now())
    assert 'name="text"' not in in_portal(reader, f"/cases/{case}").page
    assert in_portal(reader, f"/cases/{case}").post(do="answer", text="Mine.").status == 403
    stranger = make_member_business(user=make_user().pk, now=clock.now() - timedelta(days=90))
    assert in_portal(stranger, f"/cases/{case}").status == 404
    assert not Said.objects.exists()


def test_two_at_the_desk_see_both_addresses_and_exempt_one(owner: Actor) -> None:
    case = case_of(owner)
    first, second = Deciding(case), Deciding(case)
    page = first.open()
    for words in (LOOKS_LIKE, WATCHED, "Rule: skeleton; tier: strong", "The business may answer until", SAID):
        assert words in page.says
    path = f"/cases/{case}/draft/exempt"
    assert 'name="quote"' not in first.get(path).html
    assert "may still answer" in first.post(path, **fields(do="send", seen=first.seen)).says
    hear(case, now=clock.now())
    assert "We do not know them." in first.open().says
    assert "Drafted." in first.post(path, **fields(do="send", seen=first.seen)).says
    assert warnings.imitated(keys.of(LOOKS_LIKE))
    second.open()
    second.do("approve")
    assert not warnings.imitated(keys.of(LOOKS_LIKE))
    assert queries.case(case).outcome == "exempt"


def test_the_pages_are_there_in_german(owner: Actor) -> None:
    assert Client().get(f"/de{PATH}").status_code == 200
