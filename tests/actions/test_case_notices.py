"""Each step of a case tells everybody it concerns, in its transaction; nobody learns anything of the writer."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.disputes import course, deciding, exchange, filing, interims, notices, reminders
from reputation.disputes.models import Case, Filer, Reminder
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import Ground, Outcome, Side
from reputation.members import queries as members
from reputation.members.rules import Actor
from reputation.notices.models import Mail
from reputation.reviews import codenames
from reputation.webhooks.models import Event as Told
from tests import cases_made, pages_made
from tests.accounts_made import make_user
from tests.conftest import AsRole
from tests.members_made import make_member_business
from tests.reviews_made import make_review
from tests.webhooks_made import make_hook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NOW = clock.now()
TEXT = "The copper pan I ordered never came."
FILER = "quxfiler@mail.example"


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


@pytest.fixture
def owner(log: None) -> Actor:
    found = make_member_business(now=NOW - timedelta(days=90))
    pages_made.settle()
    return found


@pytest.fixture
def review(owner: Actor) -> UUID:
    found = make_review(owner.business, text=TEXT, now=NOW - timedelta(weeks=6))
    pages_made.settle()
    Mail.objects.all().delete()
    return found


def told() -> list[str]:
    """The kinds of mail that wait, and to whom they go, each once; they are taken away."""
    ours = {address for business in members.with_members() for address, _ in members.addresses(business)}
    rows = Mail.objects.order_by("id").values_list("kind", "to")
    found = [f"{kind} {'business' if to in ours else to.partition('@')[0]}" for kind, to in rows]
    Mail.objects.all().delete()
    return list(dict.fromkeys(found))


def hooks(business: UUID) -> list[tuple[str, dict[str, str]]]:
    """What the systems of a business were told; it is taken away."""
    rows = list(Told.objects.filter(business__public_id=business).order_by("id"))
    Told.objects.filter(business__public_id=business).delete()
    found = [(row.kind, json.loads(row.body)["data"]) for row in rows]
    return [(kind, {k: v for k, v in data.items() if k not in ("business", "link")}) for kind, data in found]


def test_a_business_follows_its_own_challenge(owner: Actor, review: UUID) -> None:
    hook = make_hook(owner.business)
    case = cases_made.file_case(review, now=NOW)
    assert told() == ["case-received business"]
    ground = {"case": str(case), "side": "business", "about": "review", "ground": "conflict-of-interest"}
    assert hooks(hook.business) == [("case-filed", ground)]
    cases_made.admit(case, now=NOW)
    assert told() == ["case-admitted business"]
    assert hooks(hook.business) == [("case-changed", {"case": str(case), "state": "noticed"})]
    exchange.extend(case=case, now=NOW)
    exchange.answer(case=case, text="I was there.", now=NOW)
    assert told() == ["case-extended business", "case-answered business"]
    exchange.reply(case=case, text="You were not.", now=NOW)
    assert told() == []
    hooks(hook.business)
    cases_made.draft(case, Outcome.REMOVED, now=NOW)
    cases_made.moderator(2, now=NOW)
    assert told() == [], "only whoever drafted works here"
    cases_made.approve(case, now=NOW)
    assert told() == ["review-decided business"]
    assert [kind for kind, _ in hooks(hook.business)] == ["case-decided", "review-restricted"]


def test_a_second_person_is_wanted_and_whoever_drafted_is_not(owner: Actor, review: UUID) -> None:
    case = cases_made.file_case(review, now=NOW - cases_made.HEARD)
    cases_made.moderator(2, now=NOW)
    cases_made.hear(case, now=NOW)
    told()
    cases_made.draft(case, Outcome.REJECTED, now=NOW)
    assert told() == ["desk-wanted moderator-2"]


def test_whoever_else_challenges_is_told_by_mail_and_the_business_what_concerns_it(owner: Actor, review: UUID) -> None:
    case = filing.file_challenge(
        review=review,
        ground=Ground.OFF_TOPIC,
        quote="copper pan",
        said="It is about another thing.",
        side=Side.PUBLIC,
        language="de",
        codename=codenames.make(),
        email=FILER,
        now=NOW,
    )
    mail = Mail.objects.get(kind="case-received")
    assert (mail.to, mail.language) == (FILER, "de")
    assert f"/de/case/{case}" in mail.text
    assert sorted(told()) == sorted(["case-of-others business", "case-received quxfiler"])
    filing.withdraw(case=case, now=NOW)
    assert sorted(told()) == sorted(["case-withdrawn business", "case-withdrawn quxfiler"])
    assert not Filer.objects.exists()


def test_without_an_address_nobody_is_written_to(owner: Actor, review: UUID) -> None:
    filing.file_challenge(
        review=review,
        ground=Ground.OFF_TOPIC,
        quote="copper pan",
        said="It is about another thing.",
        side=Side.PUBLIC,
        codename=codenames.make(),
        now=NOW,
    )
    assert [one.partition(" ")[0] for one in told()] == ["case-of-others"]


def test_an_urgent_case_and_an_interim_measure_ask_for_moderators(owner: Actor, review: UUID) -> None:
    first, second = make_user(duties=[Duty.MODERATOR]), make_user(duties=[Duty.MODERATOR])
    case = cases_made.file_case(review, ground=Ground.THREAT_OR_EXTORTION, now=NOW)
    wanted = [one for one in told() if one.startswith("desk-wanted")]
    assert len(wanted) == 2
    interims.take(case=case, user=first.pk, reasoning="It threatens.", facts=("The words.",), now=NOW)
    assert [one for one in told() if one.startswith("desk-wanted")] == [f"desk-wanted {second.email.partition('@')[0]}"]
    interims.confirm(case=case, user=second.pk, now=NOW)
    interims.end(case=case, user=second.pk, now=NOW)
    assert [one.partition(" ")[0] for one in told()] == ["case-hidden-still", "case-shown-again"]


def test_a_missed_deadline_is_told_to_the_side_that_waits_and_to_those_who_missed_it(
    owner: Actor, review: UUID
) -> None:
    operator = make_user(duties=[Duty.OPERATOR])
    case = cases_made.file_case(review, now=NOW - timedelta(days=62))
    course.move_on(now=NOW - timedelta(days=40))
    told()
    course.move_on(now=NOW)
    found = told()
    assert "case-overdue business" in found
    assert f"desk-wanted {operator.email.partition('@')[0]}" in found
    assert Case.objects.get(public_id=case).state == "ready"


def test_nothing_is_told_of_a_step_that_did_not_happen(owner: Actor, review: UUID) -> None:
    case = cases_made.file_case(review, now=NOW)
    told()
    with transaction.atomic():
        cases_made.admit(case, now=NOW)
        transaction.set_rollback(True)
    assert told() == []


def test_reminders_come_once_each_and_only_to_whoever_has_something_to_appeal_for(owner: Actor, review: UUID) -> None:
    case = cases_made.file_case(review, now=NOW - cases_made.HEARD)
    cases_made.decide(case, Outcome.REJECTED, now=NOW)
    until = Case.objects.get(public_id=case).appeal_until
    assert until is not None
    told()
    last = NOW + (until - NOW.date())
    for left, count in ((6, 0), (5, 1), (5, 0), (3, 0), (1, 1), (0, 0), (-1, 0)):
        assert reminders.remind(now=last - timedelta(days=left)) == count, left
    assert told() == ["case-day-near business"]
    assert not Reminder.objects.exists(), "what is over is forgotten"


def test_a_reminder_about_a_reply_comes_a_day_before(owner: Actor, review: UUID) -> None:
    case = cases_made.file_case(review, now=NOW)
    cases_made.admit(case, now=NOW)
    exchange.answer(case=case, text="I was there.", now=NOW)
    told()
    assert reminders.remind(now=NOW + timedelta(days=3)) == 0
    assert reminders.remind(now=NOW + timedelta(days=4)) == 1
    assert [one.partition(" ")[0] for one in told()] == ["case-day-near"]


def test_pages_and_worker_may_tell(owner: Actor, review: UUID, as_role: AsRole) -> None:
    make_hook(owner.business)
    case = cases_made.file_case(review, ground=Ground.THREAT_OR_EXTORTION, now=NOW)
    row = Case.objects.get(public_id=case)
    make_user(duties=[Duty.MODERATOR, Duty.OPERATOR, Duty.PANEL])
    for role in ("web", "worker"):
        for event in (Event.FILED, Event.ADMITTED, Event.DRAFTED, Event.OVERDUE, Event.CLOSED):
            with as_role(role):
                notices.notify(case=row, event=event, now=NOW)
    with as_role("worker"):
        assert reminders.remind(now=NOW) == 0


def test_no_mail_of_a_case_holds_a_word_of_it(owner: Actor, review: UUID) -> None:
    case = cases_made.file_case(review, said="quxsaid", now=NOW)
    cases_made.admit(case, now=NOW)
    exchange.answer(case=case, text="quxanswer", now=NOW)
    exchange.reply(case=case, text="quxreply", now=NOW)
    cases_made.moderator(2, now=NOW)
    cases_made.draft(case, Outcome.REMOVED, now=NOW)
    deciding.approve(case=case, user=cases_made.moderator(2, now=NOW), now=NOW)
    said = " ".join(f"{subject} {text}" for subject, text in Mail.objects.values_list("subject", "text"))
    assert said.count("/cases/") > 3
    for hidden in ("qux", "copper pan", str(review)):
        assert hidden not in said
