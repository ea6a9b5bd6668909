"""The charter of a business, leaving with notice and coming back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from reputation.businesses import errors as business_errors
from reputation.businesses import leavings as business_leavings
from reputation.businesses import queries as profiles
from reputation.businesses.rules import EventKind, State
from reputation.members import actions, charters, errors, leavings, queries
from reputation.members.models import Leaving
from reputation.members.rules import Actor, Role
from reputation.notices.models import Mail
from reputation.rulebook import charter as rulebook
from reputation.rulebook import members as numbers
from tests.members_made import ANSWERS, NOW, make_colleague, make_member_business, make_user

pytestmark = pytest.mark.django_db
SECOND = rulebook.Charter("2", date(2026, 4, 1), date(2026, 5, 1), rulebook.VERSIONS["1"].rules)
ANNOUNCED = NOW + timedelta(days=31)
BINDING = NOW + timedelta(days=60)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rulebook.VERSIONS, "2", SECOND)


def mails(kind: str) -> int:
    return Mail.objects.filter(kind=kind).count()


def accept(actor: Actor, version: str = "2", **changes: object) -> None:
    given = {"name": "Ada Moss", "office": "Director", "answers": ANSWERS, "now": ANNOUNCED} | changes
    charters.accept(actor=actor, version=version, **given)  # type: ignore[arg-type]


def test_every_announced_version_gives_thirty_days() -> None:
    versions = sorted(rulebook.VERSIONS.values(), key=lambda charter: charter.effective)
    for charter in versions[1:]:
        assert charter.effective - charter.announced >= timedelta(days=numbers.NOTICE_OF_CHARTER.value)
    assert len({rule.code for charter in versions for rule in charter.rules}) >= 4


def test_joining_keeps_who_accepted_and_every_rule_has_a_question() -> None:
    actor = make_member_business()
    (row,) = queries.acceptances(actor.business)
    assert (row.version, row.name, row.office) == ("1", "Ada Moss", "Director")
    assert all(rule.asks.endswith("?") for rule in rulebook.VERSIONS["1"].rules)


@pytest.mark.parametrize("code", ANSWERS)
def test_whoever_does_not_keep_a_rule_or_leaves_it_open_has_not_accepted(second: None, code: str) -> None:
    actor = make_member_business()
    for answers in (ANSWERS | {code: not ANSWERS[code]}, {key: ANSWERS[key] for key in ANSWERS if key != code}):
        with pytest.raises(errors.CharterNotAccepted) as refused:
            accept(actor, answers=answers)
        assert refused.value.facts == {"rule": code}
    accept(actor)
    assert profiles.profile(actor.business).charter_version == "2"


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("office", ""), ("name", "x" * 121), ("office", "a\x07b")])
def test_it_is_accepted_by_name_and_office(second: None, field: str, value: str) -> None:
    actor = make_member_business()
    with pytest.raises(errors.CharterNotAccepted) as refused:
        accept(actor, **{field: value})
    assert refused.value.facts == {"rule": field}


def test_only_the_version_in_force_or_announced_is_accepted_and_only_by_an_owner(second: None) -> None:
    actor = make_member_business()
    for version, now in (("2", NOW), ("3", ANNOUNCED), ("1", BINDING)):
        with pytest.raises(errors.NoSuchCharter):
            accept(actor, version, now=now)
    with pytest.raises(errors.NotAllowed):
        accept(make_colleague(actor, Role.AGENT))


def test_what_was_accepted_is_not_accepted_again_nor_an_older_version_after_it(second: None) -> None:
    actor = make_member_business()
    with pytest.raises(errors.NothingChanged):
        accept(actor, "1", now=NOW)
    accept(actor)
    with pytest.raises(errors.NothingChanged):
        accept(actor, "1")
    assert profiles.profile(actor.business).charter_version == "2"


def test_a_new_version_is_told_once_and_without_acceptance_notice_follows(second: None) -> None:
    actor, content = make_member_business(), make_member_business()
    assert charters.announce_due(now=NOW) == 0
    assert charters.announce_due(now=ANNOUNCED) == 2
    assert charters.announce_due(now=ANNOUNCED) == 0
    told = mails("charter-announced")
    assert told >= 2
    accept(content)
    assert charters.leave_without(now=BINDING - timedelta(days=1)) == 0
    assert charters.leave_without(now=BINDING) == 1
    assert charters.leave_without(now=BINDING) == 0
    notice = queries.leaving(actor.business)
    assert notice is not None
    assert notice.leaves_on == BINDING.date() + timedelta(days=30)
    assert queries.leaving(content.business) is None
    with pytest.raises(errors.AlreadyLeaving):
        leavings.take_back(actor=actor, now=BINDING)
    accept(actor, now=BINDING)
    assert queries.leaving(actor.business) is None
    assert leavings.leave_due(now=BINDING + timedelta(days=31)) == 0


def test_leaving_takes_thirty_days_and_can_be_taken_back() -> None:
    actor = make_member_business()
    leavings.give_notice(actor=actor, now=NOW)
    with pytest.raises(errors.AlreadyLeaving):
        leavings.give_notice(actor=actor, now=NOW)
    leavings.take_back(actor=actor, now=NOW)
    with pytest.raises(errors.AlreadyLeaving):
        leavings.take_back(actor=actor, now=NOW)
    leavings.give_notice(actor=actor, now=NOW)
    assert leavings.leave_due(now=NOW + timedelta(days=29)) == 0
    assert leavings.leave_due(now=NOW + timedelta(days=30)) == 1
    assert leavings.leave_due(now=NOW + timedelta(days=30)) == 0
    profile = profiles.profile(actor.business)
    assert (profile.state, profile.left_on) == (State.LEFT, (NOW + timedelta(days=30)).date())
    assert (mails("leaving-noticed"), mails("leaving-cancelled"), mails("left")) == (4, 2, 2)
    with pytest.raises(business_errors.WrongBusinessState):
        leavings.give_notice(actor=actor, now=NOW + timedelta(days=31))


def left(now_days: int = 30) -> Actor:
    actor = make_member_business()
    leavings.give_notice(actor=actor, now=NOW)
    leavings.leave_due(now=NOW + timedelta(days=now_days))
    return actor


def test_coming_back_takes_the_charter_and_resumes_the_history() -> None:
    actor, later = left(), NOW + timedelta(days=100)
    given = {"name": "Ada Moss", "office": "Director", "now": later}
    with pytest.raises(errors.CharterNotAccepted):
        leavings.come_back(actor=actor, answers={}, **given)  # type: ignore[arg-type]
    leavings.come_back(actor=actor, answers=ANSWERS, **given)  # type: ignore[arg-type]
    profile = profiles.profile(actor.business)
    assert (profile.state, profile.joined_on) == (State.PARTICIPANT, NOW.date())
    assert [row.kind for row in profile.history][-2:] == [EventKind.LEFT, EventKind.RETURNED]


def test_who_was_excluded_stays_away_until_the_day() -> None:
    actor = make_member_business()
    until = (NOW + timedelta(days=200)).date()
    business_leavings.terminate(
        business=actor.business, case=actor.business, ground="false-reviews", persons=2, until=until, now=NOW
    )
    given = {"name": "Ada Moss", "office": "Director", "answers": ANSWERS}
    with pytest.raises(business_errors.Excluded):
        leavings.come_back(actor=actor, now=NOW + timedelta(days=199), **given)  # type: ignore[arg-type]
    leavings.come_back(actor=actor, now=NOW + timedelta(days=200), **given)  # type: ignore[arg-type]


def test_where_we_write_to_goes_with_the_note() -> None:
    actor = left()
    actions.forget_old(now=NOW + timedelta(days=390))
    assert queries.contact(actor.business) is not None
    actions.forget_old(now=NOW + timedelta(days=400))
    assert queries.contact(actor.business) is None


def test_of_duplicates_one_left_and_points_on_for_the_owner_of_both() -> None:
    user = make_user()
    first, second = make_member_business(user=user), make_member_business(user=user)
    with pytest.raises(business_errors.BadSuccessor):
        leavings.name_successor(actor=first, successor=second, now=NOW)
    leavings.give_notice(actor=first, now=NOW)
    later = NOW + timedelta(days=30)
    leavings.leave_due(now=later)
    with pytest.raises(business_errors.BadSuccessor):
        leavings.name_successor(actor=first, successor=first, now=later)
    leavings.name_successor(actor=first, successor=second, now=later)
    assert profiles.profile(first.business).successor == second.business
    with pytest.raises(business_errors.BadSuccessor):
        leavings.name_successor(actor=first, successor=second, now=later)


def test_the_database_refuses_a_second_notice_and_one_that_is_at_once() -> None:
    actor = make_member_business()
    leavings.give_notice(actor=actor, now=NOW)
    day = NOW.date()
    for leaves_on, constraint in ((day + timedelta(days=1), "leaving_once"), (day, "leaving_after_notice")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Leaving.objects.create(business_id=actor.business, why="asked", given_on=day, leaves_on=leaves_on)
