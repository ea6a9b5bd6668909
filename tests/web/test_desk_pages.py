"""The desk as its people use it: what waits, what they propose and confirm, and what they are kept from seeing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.admissions import queries as applications
from reputation.admissions.rules import State as Application
from reputation.businesses import queries as profiles
from reputation.desk import queries, terminations
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind, Particulars, Stage, State
from reputation.log import actions as log
from reputation.members.rules import Actor, Role
from reputation.notices.models import Mail
from reputation.rulebook.editions import EDITIONS
from reputation.web.pages import STORE
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.desk_made import (
    REASONS,
    WHY_NOT,
    appeal,
    decide,
    exclusion,
    make_appealed,
    make_application,
    make_exclusion,
    refuse,
    two,
)
from tests.desk_pages_made import NOW, At, propose
from tests.members_made import make_colleague, make_member_business
from tests.pages_made import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def browser_of(actor: Actor) -> Client:
    """A browser of somebody who acts for a business."""
    assert actor.user is not None
    return signed_in(User.objects.get(pk=actor.user))


def test_two_moderators_admit_a_business_on_the_pages() -> None:
    _, application = make_application(now=NOW)
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    shown = first.get("")
    assert shown.status == 200
    assert applications.in_queue(application).legal_name in shown.says
    page = first.get(f"/application/{application}")
    assert "Companies and persons both can have a number of this kind." in page.says
    answer = first.post(f"/application/{application}", do="admit", **{"admit-reasons": REASONS})
    assert "A second person confirms or declines it." in answer.says
    made = Proposal.objects.get().public_id
    own = first.get(f"/proposal/{made}")
    assert 'value="withdraw"' in own.html
    assert 'value="confirm"' not in own.html
    assert "A second person" in first.get("").says
    answer = second.post(f"/proposal/{made}", do="confirm", words="")
    assert "Confirmed, and done." in answer.says
    assert applications.in_queue(application).state is Application.ADMITTED
    pages_made.settle()
    done = second.get("/done")
    assert "Confirmed by two people" in done.says
    assert "Entry 2" in done.says


def test_a_refusal_needs_reasons_and_says_what_is_wrong_beside_them() -> None:
    _, application = make_application(now=NOW)
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    short = first.post(f"/application/{application}", do="refuse", **{"refuse-reasons": "No."})
    assert short.status == 422
    assert "Say why, in 20 to 2,000 characters." in short.says
    assert not Proposal.objects.exists()
    first.post(f"/application/{application}", do="refuse", **{"refuse-reasons": REASONS})
    made = Proposal.objects.get()
    assert made.is_natural_person is False
    declined = second.post(f"/proposal/{made.public_id}", do="decline", words="No.")
    assert declined.status == 422
    second.post(f"/proposal/{made.public_id}", do="decline", words=WHY_NOT)
    assert queries.proposal(made.public_id).state is State.DECLINED
    assert WHY_NOT in first.get(f"/proposal/{made.public_id}").says


def test_who_proposed_cannot_confirm_by_any_form() -> None:
    _, application = make_application(now=NOW)
    first = At(Duty.MODERATOR)
    first.post(f"/application/{application}", do="admit", **{"admit-reasons": REASONS})
    made = Proposal.objects.get().public_id
    answer = first.post(f"/proposal/{made}", do="confirm", words="")
    assert answer.status == 422
    assert "This is for somebody else to decide." in answer.says
    assert queries.proposal(made).state is State.OPEN
    first.post(f"/proposal/{made}", do="withdraw", words="")
    assert queries.proposal(made).state is State.WITHDRAWN


def test_what_the_act_refuses_is_said_and_leaves_it_open() -> None:
    user, application = make_application(now=NOW)
    made = propose(Kind.ADMIT, application, Duty.MODERATOR)
    admissions.withdraw(user=user, application=application, now=NOW)
    answer = At(Duty.MODERATOR).post(f"/proposal/{made}", do="confirm", words="")
    assert answer.status == 422
    assert "This cannot follow any more." in answer.says
    assert queries.proposal(made).state is State.OPEN


def test_an_address_is_shown_to_colleagues_of_the_same_duty_only() -> None:
    _, application, _ = make_appealed(now=NOW)
    moderator = At(Duty.MODERATOR)
    moderator.post(f"/application/{application}", do="admit", **{"admit-reasons": REASONS})
    made = Proposal.objects.get(state="open").public_id
    email = moderator.user.email
    assert email is not None
    assert email in At(Duty.MODERATOR).get(f"/proposal/{made}").says
    others = At(Duty.PANEL).get(f"/proposal/{made}")
    assert others.status == 200
    assert email not in others.says
    assert "moderator" in others.says


def test_the_queue_lists_late_ones_first_and_nobody_their_own_ties() -> None:
    tied = At(Duty.MODERATOR)
    _, early = make_application(now=NOW - timedelta(days=20))
    _, late = make_application(now=NOW)
    _, own = make_application(user=tied.id, now=NOW)
    shown = At(Duty.MODERATOR).get("")
    names = [applications.in_queue(one).legal_name for one in (early, late, own)]
    assert shown.says.index(names[0]) < shown.says.index(names[1])
    assert "late by 6 days" in shown.says
    assert "14 days left" in shown.says
    assert str(own) in shown.html
    assert str(own) not in tied.get("").html
    assert tied.get(f"/application/{own}").status == 403


def test_an_appeal_is_not_listed_for_who_refused_and_they_see_why_they_cannot_decide() -> None:
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    _, application = make_application(now=NOW)
    refuse(application, (first.id, second.id), now=NOW)
    user = applications.in_queue(application).user
    admissions.appeal(user=user, application=application, said=WHY_NOT, now=NOW)
    assert str(application) not in first.get("").html
    page = first.get(f"/application/{application}")
    assert "You had a part in the decision that is appealed." in page.says
    assert "<textarea" not in page.html
    for duty in (Duty.MODERATOR, Duty.PANEL):
        assert str(application) in At(duty).get("").html


def test_the_queue_can_be_narrowed() -> None:
    _, application = make_application(now=NOW)
    propose(Kind.GIVE_DUTY, make_user().public_id, Duty.OPERATOR, particulars=Particulars(duty=Duty.PANEL))
    both = At(Duty.MODERATOR, Duty.OPERATOR)
    assert both.get("").html.count('class="task"') == 2
    doubt = both.get("?show=doubt")
    assert str(application) in doubt.html
    assert doubt.html.count('class="task"') == 1
    assert str(application) not in both.get("?show=second").html


def test_a_business_is_excluded_by_two_operators_and_appeals_on_its_page() -> None:
    owner = make_member_business(now=NOW)
    first, second = At(Duty.OPERATOR), At(Duty.OPERATOR)
    path = f"/business/{owner.business}"
    until = (NOW + timedelta(days=400)).date().isoformat()
    assert "Propose to exclude it" in first.get(path).says
    wrong = first.post(f"{path}/exclude", ground="false-reviews", until="2020-01-01", reasons=REASONS)
    assert wrong.status == 422
    first.post(f"{path}/exclude", ground="false-reviews", until=until, reasons=REASONS)
    second.post(f"/proposal/{Proposal.objects.get().public_id}", do="confirm", words="")
    found = queries.exclusions(owner.business)[0]
    assert found.stage is Stage.ANNOUNCED
    assert str(found.public_id) in second.get("").html
    theirs = browser_of(owner)
    page = f"/members/b/{owner.business}/termination"
    shown = read(theirs.get(page))
    assert REASONS in shown.says
    assert "It wrote or bought reviews" in shown.says
    assert read(theirs.post(page, {"said": "No."})).status == 422
    answer = read(theirs.post(page, {"said": WHY_NOT}, follow=True))
    assert "The panel will look at it." in answer.says
    panel, other = At(Duty.PANEL), At(Duty.PANEL)
    assert str(found.public_id) in panel.get("").html
    assert WHY_NOT in panel.get(f"/exclusion/{found.public_id}").says
    panel.post(f"/exclusion/{found.public_id}", do="reverse", reasons=REASONS)
    made = Proposal.objects.get(kind="reverse-termination").public_id
    other.post(f"/proposal/{made}", do="confirm", words="")
    assert queries.exclusions(owner.business)[0].stage is Stage.REVERSED
    assert "Reversed after an appeal" in read(theirs.get(page)).says
    assert Mail.objects.filter(kind="termination-appeal-decided").exists()


def test_a_member_who_is_no_owner_and_a_stranger_cannot_appeal() -> None:
    owner, made = make_exclusion(now=NOW)
    page = f"/members/b/{owner.business}/termination"
    client = browser_of(make_colleague(owner, Role.READER, now=NOW))
    assert "An owner can appeal." in read(client.get(page)).says
    client.post(page, {"said": WHY_NOT})
    assert queries.exclusion(made).appealed_on is None
    assert signed_in(make_user()).get(page).status_code == 404


def test_a_business_that_was_excluded_says_why_to_everybody() -> None:
    long_ago = NOW - timedelta(days=40)
    owner = make_member_business(now=long_ago)
    decide(Kind.TERMINATE, owner.business, two(Duty.OPERATOR), particulars=exclusion(now=long_ago), now=long_ago)
    terminations.take_effect_due(now=NOW - timedelta(days=10))
    pages_made.settle()
    shown = pages_made.get(f"/b/{owner.business}/{profiles.profile(owner.business).slug}")
    assert shown.status == 200
    for words in ("was excluded on", "It wrote or bought reviews", REASONS, "Two operators", "Possible until"):
        assert words in shown.says
    made = queries.exclusions(owner.business)[0].public_id
    appeal(owner, made, now=NOW)
    STORE.clear()
    shown = pages_made.get(f"/b/{owner.business}/{profiles.profile(owner.business).slug}")
    assert "Appealed on" in shown.says
    assert WHY_NOT not in shown.says


def test_a_business_that_left_by_itself_is_not_called_excluded() -> None:
    shop = pages_made.make_shop()
    pages_made.make_left(shop)
    shown = pages_made.get(shop.path)
    assert "left on" in shown.says
    assert "excluded" not in shown.says


def test_numbers_are_corrected_on_the_pages() -> None:
    owner = make_member_business(now=NOW)
    first, second = At(Duty.MODERATOR), At(Duty.MODERATOR)
    path = f"/business/{owner.business}/numbers"
    assert profiles.profile(owner.business).numbers[0][1] in first.get(path).html
    for wrong in ("EX00990001", "nonsense 1", "es-dni 00000014Z"):
        answer = first.post(path, numbers=wrong, reasons=REASONS)
        assert answer.status == 422
        assert "errs" in answer.html
    first.post(path, numbers="example EX00990001", reasons=REASONS)
    second.post(f"/proposal/{Proposal.objects.get().public_id}", do="confirm", words="")
    assert profiles.profile(owner.business).numbers == (("example", "EX00990001"),)


def test_editions_operator_and_duties_are_proposed_on_their_pages(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = At(Duty.OPERATOR), At(Duty.OPERATOR)
    assert "None. A new edition comes with a release" in first.get("/editions").says
    assert "The log says what the settings say." in first.get("/operator").says
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    settings.OPERATOR = settings.OPERATOR | {"name": "Another Foundation"}
    first.post("/editions", reasons=REASONS)
    changed = first.get("/operator")
    assert "Another Foundation" in changed.says
    assert "Not there yet" in changed.says
    first.post("/operator", reasons=REASONS)
    new = make_user()
    assert first.post("/duties", do="give", email="nobody@nowhere.example", duty="panel", reasons=REASONS).status == 422
    first.post("/duties", do="give", email=new.email or "", duty="panel", reasons=REASONS)
    for made in Proposal.objects.values_list("public_id", flat=True):
        assert "Confirmed, and done." in second.post(f"/proposal/{made}", do="confirm", words="").says
    assert (new.email or "") in first.get("/duties").says
    assert "The next start says it in the log." in first.get("/operator").says
    log.sequence()
    assert "Edition 2" in first.get("/editions").says


def test_a_business_is_found_and_a_person_is_not() -> None:
    shop = pages_made.make_shop()
    somebody_at = At(Duty.MODERATOR)
    assert str(shop.id) in somebody_at.post("/businesses", q="Kettle & Moss").html
    refused = somebody_at.post("/businesses", q="eva@mail.example")
    assert refused.status == 422
    assert "This looks like an e-mail address." in refused.says
    assert somebody_at.client.get("/members/desk/businesses?q=Kettle").content.decode().count("Kettle") == 0


def test_whoever_belongs_to_a_business_does_not_look_at_it_from_the_desk() -> None:
    tied = At(Duty.MODERATOR)
    owner = make_member_business(user=tied.id, now=NOW)
    for end in ("", "/numbers"):
        assert tied.get(f"/business/{owner.business}{end}").status == 403
        assert At(Duty.MODERATOR).get(f"/business/{owner.business}{end}").status == 200
    panel = At(Duty.PANEL)
    assert panel.get(f"/business/{owner.business}").status == 200
    assert panel.get(f"/business/{make_member_business(user=panel.id, now=NOW).business}").status == 403


def test_without_a_second_factor_nobody_gets_to_the_desk() -> None:
    client = signed_in(make_user(duties=[Duty.OPERATOR]))
    for path in ("", "/duties", "/inspect"):
        answer = client.get(f"/members/desk{path}")
        assert answer.status_code == 302
        assert "/members/desk" not in answer["Location"].partition("?")[0]


@pytest.mark.parametrize(
    "path", ["", "/done", "/businesses", "/attesters", "/editions", "/operator", "/duties", "/letters", "/inspect"]
)
def test_every_page_speaks_both_languages_and_counts_nobody(path: str) -> None:
    everybody = At(*Duty)
    assert everybody.get(path).status == 200
    german = read(everybody.client.get(f"/members/de/desk{path}"))
    assert german.status == 200
    assert 'lang="de"' in german.html
