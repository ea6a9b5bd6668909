"""Measures on pages: proposed and confirmed at the desk, read and appealed by the business, shown to everybody."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.businesses import queries as profiles
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind
from reputation.disputes import conduct, listing
from reputation.members.rules import Actor, Role
from reputation.web.pages import STORE
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.desk_cases_made import make_case
from tests.desk_made import REASONS, WHY_NOT, decide, two
from tests.desk_pages_made import NOW, At
from tests.measures_made import (
    WARNING,
    file,
    make_unfounded,
    make_warning,
    suspend,
    warn_for_unfounded,
)
from tests.members_made import make_colleague, make_member_business
from tests.pages_made import Sent, read
from tests.reviews_made import make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
FACTS = "On 3 March its shop promised 5 euros.\r\nThe offer was there on 9 March."
SUMMARY = "The shop paid for good reviews."
STRANGER = "00000000-0000-4000-8000-000000000000"
STATEMENT = {"facts": FACTS, "reasons": REASONS, "summary": SUMMARY}


def browser_of(actor: Actor) -> Client:
    """A browser of somebody who acts for a business."""
    assert actor.user is not None
    return signed_in(User.objects.get(pk=actor.user))


def public_page(owner: Actor) -> pages_made.Page:
    """The page of the business as everybody sees it now."""
    pages_made.settle()
    STORE.clear()
    return pages_made.get(f"/b/{owner.business}/{profiles.profile(owner.business).slug}")


def test_two_moderators_warn_the_business_appeals_and_two_of_the_panel_reverse_it() -> None:
    owner = make_member_business(now=NOW)
    first, second, panel, other = At(Duty.MODERATOR), At(Duty.MODERATOR), At(Duty.PANEL), At(Duty.PANEL)
    path = f"/business/{owner.business}/warn"
    assert "Propose to warn it" in first.get(f"/business/{owner.business}").says
    asked = first.get(path)
    assert "No paid, rewarded or filtered reviews." in asked.says
    wrong = first.post(path, rule="no-reward", severity="minor", facts="  ", reasons=REASONS, summary=SUMMARY)
    assert wrong.status == 422
    first.post(path, rule="no-reward", severity="minor", **STATEMENT)
    made = Proposal.objects.get().public_id
    shown = second.get(f"/proposal/{made}")
    for words in ("minor: three months at most", "On 3 March", SUMMARY, REASONS, "No paid, rewarded"):
        assert words in shown.says, words
    assert conduct.measures(owner.business) == []
    second.post(f"/proposal/{made}", do="confirm", words="")
    (found,) = conduct.measures(owner.business)
    assert found.facts == ("On 3 March its shop promised 5 euros.", "The offer was there on 9 March.")
    everybody = public_page(owner)
    for words in ("Two people warned this business", SUMMARY, "It changes no figure.", "On 3 March", REASONS):
        assert words in everybody.says, words
    theirs, page = browser_of(owner), f"/members/b/{owner.business}/measures/{found.public_id}"
    home = read(theirs.get(f"/members/b/{owner.business}"))
    assert "A measure about the business stands" in home.says
    assert read(theirs.post(page, {"said": "No."})).status == 422
    assert "The panel will look at it." in read(theirs.post(page, {"said": WHY_NOT}, follow=True)).says
    assert str(found.public_id) in panel.get("").html
    assert WHY_NOT in panel.get(f"/measure/{found.public_id}").says
    panel.post(f"/measure/{found.public_id}", do="reverse", reasons=REASONS)
    other.post(f"/proposal/{Proposal.objects.get(kind='reverse-measure').public_id}", do="confirm", words="")
    assert "Reversed after an appeal" in read(theirs.get(page)).says
    assert "warned this business" not in public_page(owner).says


def test_a_moderator_proposes_to_end_a_warning_that_was_put_right() -> None:
    owner, made = make_warning(now=NOW)
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    first.post(f"/measure/{made}", do="reverse", reasons=REASONS)
    assert not Proposal.objects.filter(kind="reverse-measure").exists()
    first.post(f"/measure/{made}", do="end", reasons=REASONS)
    second.post(f"/proposal/{Proposal.objects.get(kind='end-warning').public_id}", do="confirm", words="")
    assert not conduct.standing(owner.business, NOW.date())
    assert "Ended early" in read(browser_of(owner).get(f"/members/b/{owner.business}/measures")).says


def test_members_read_it_an_owner_appeals_and_a_stranger_sees_nothing() -> None:
    owner, made = make_warning(now=NOW)
    page = f"/members/b/{owner.business}/measures/{made}"
    client = browser_of(make_colleague(owner, Role.READER, now=NOW))
    assert "An owner can appeal." in read(client.get(page)).says
    client.post(page, {"said": WHY_NOT})
    assert conduct.measure(made).appealed_on is None
    assert signed_in(make_user()).get(page).status_code == 404
    other = make_member_business(now=NOW)
    assert browser_of(other).get(f"/members/b/{other.business}/measures/{made}").status_code == 404
    assert browser_of(other).get(f"/members/b/{other.business}/measures/{made}/statement").status_code == 404


def test_the_statement_is_a_file_without_who_decided() -> None:
    owner, made = make_warning(now=NOW)
    answer = browser_of(owner).get(f"/members/b/{owner.business}/measures/{made}/statement")
    assert answer["Content-Disposition"].startswith("attachment")
    found = json.loads(answer.content)
    assert (found["summary"], found["facts"]) == (WARNING.summary, list(WARNING.facts or ()))
    assert "proposal" not in found


def test_an_answer_to_a_check_and_the_badge_say_that_it_was_warned() -> None:
    shop = pages_made.make_shop()
    make_warning(business=shop.id, now=NOW)
    pages_made.settle()
    client = Client(headers={"host": "localhost"})
    shown = read(client.post("/check", {"q": shop.domain}))
    assert "Two people warned this business" in shown.says
    found = client.post("/api/v1/check", {"q": shop.domain}, content_type="application/json").json()
    (warning,) = found["matches"][0]["warnings"]
    assert (warning["severity"], warning["ground"]) == ("minor", "charter-breach")
    until = conduct.measures(shop.id)[0].until
    badge = client.get(f"{shop.path}/badge.svg").content.decode()
    assert f"1 warning until {until.day} " in badge
    assert "warned this business" in read(client.get(f"{shop.path}/badge")).says
    assert "warnings" not in found["matches"][0]["rating"]


def test_the_list_of_businesses_shows_the_warnings_that_stand() -> None:
    shop = pages_made.make_shop()
    make_warning(business=shop.id, now=NOW)
    pages_made.settle()
    client = Client(headers={"host": "localhost"})

    def listed() -> dict[str, list[tuple[str, str]]]:
        items = client.get("/api/v1/businesses").json()["items"]
        assert not any("warnings" in one["rating"] for one in items)
        return {one["business"]: [(said["severity"], said["ground"]) for said in one["warnings"]] for one in items}

    found = listed()
    assert found.pop(str(shop.id)) == [("minor", "charter-breach")]
    assert set(map(tuple, found.values())) <= {()}
    decide(Kind.END_WARNING, conduct.measures(shop.id)[0].public_id, two(Duty.MODERATOR), now=NOW)
    assert listed()[str(shop.id)] == []


def test_cases_of_a_business_are_read_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    shop = pages_made.make_shop(sent=(Sent(4, 3),))
    filed = [make_case(shop.id) for _ in range(2)]
    pages_made.settle()
    client = Client(headers={"host": "localhost"})
    address = f"/api/v1/businesses/{shop.id}"
    first = client.get(address).json()["challenges"]
    assert (first["total"], first["cases_after"]) == (2, first["cases"][0])
    second = client.get(f"{address}?cases_after={first['cases_after']}").json()["challenges"]
    assert ({*first["cases"], *second["cases"]}, second["cases_after"]) == ({str(one) for one in filed}, None)
    assert client.get(f"{address}?cases_after={STRANGER}").json()["code"] == "no-such-case"
    page = read(client.get(shop.path)).says
    assert "The newest 1 case is linked here. All of them, as data" in page


def test_the_api_tells_the_measures_that_stand_and_the_statistics() -> None:
    shop = pages_made.make_shop()
    make_warning(business=shop.id, now=NOW)
    pages_made.settle()
    client = Client(headers={"host": "localhost"})
    found = client.get(f"/api/v1/businesses/{shop.id}").json()
    (measure,) = found["measures"]
    assert (measure["kind"], measure["persons"], measure["summary"]) == ("warning", 2, WARNING.summary)
    assert measure["facts"] == list(WARNING.facts or ())
    challenges = found["challenges"]
    assert (challenges["own_decided"], challenges["suspended_rights"], challenges["threats"]) == (0, 0, 0)
    assert sum(challenges["by_ground"].values()) == challenges["total"]
    decide(Kind.END_WARNING, conduct.measures(shop.id)[0].public_id, two(Duty.MODERATOR), now=NOW)
    assert client.get(f"/api/v1/businesses/{shop.id}").json()["measures"] == []


def test_a_suspended_right_is_proposed_where_the_numbers_allow_it_and_shown() -> None:
    owner = make_member_business(now=NOW - timedelta(days=40))
    before = NOW - timedelta(days=2)
    make_unfounded(owner.business, 3, now=before)
    first = At(Duty.MODERATOR)
    shown = first.get(f"/business/{owner.business}")
    assert "called 3 of them manifestly unfounded" in shown.says
    assert "The next step: a warning." in shown.says
    refused = first.post(f"/business/{owner.business}/suspend", **STATEMENT)
    assert refused.status == 422
    assert "The numbers do not allow this step now" in refused.says
    warn_for_unfounded(owner.business, now=before)
    make_unfounded(owner.business, 3, now=NOW - timedelta(days=1))
    assert "suspended for 30 days" in first.get(f"/business/{owner.business}").says
    suspend(owner.business, now=NOW)
    page = read(browser_of(owner).get(f"/members/b/{owner.business}/measures"))
    assert "The right to challenge reviews is suspended until" in page.says
    assert "0 of 5 challenges that may be open at once." in page.says
    everybody = public_page(owner)
    assert "Its right to challenge was suspended 1 time in the last two years." in everybody.says
    assert "Of the 6 that the business filed and that were decided, 0 took a review out" in everybody.says


def test_a_threat_is_proposed_from_a_case_and_shown_on_it() -> None:
    owner = make_member_business(now=NOW - timedelta(days=40))
    case = file(make_review(owner.business, now=NOW - timedelta(weeks=6)), now=NOW)
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    first.post(f"/case/{case}/threat", **STATEMENT)
    made = Proposal.objects.get(kind="note-legal-threat").public_id
    second.post(f"/proposal/{made}", do="confirm", words="")
    pages_made.settle()
    STORE.clear()
    assert "The business threatened the writer with the law" in pages_made.get(f"/case/{case}").says
    assert "It threatened the writer of a review with the law in 1 case" in public_page(owner).says
    again = first.post(f"/case/{case}/threat", **STATEMENT)
    assert "The case says so already." in again.says


def test_whoever_belongs_to_a_business_proposes_nothing_about_it() -> None:
    owner = make_member_business(now=NOW)
    assert owner.user is not None
    tied = signed_in(User.objects.get(pk=owner.user), second_factor=True, fresh=True)
    assert tied.get(f"/members/desk/business/{owner.business}/warn").status_code == 403
