"""What persons do in a case, and what is done to a review: nobody alone, nobody about themselves, nothing for good."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.disputes import (
    carrying,
    course,
    deciding,
    errors,
    exchange,
    filing,
    interims,
    persons,
    queries,
    rooms,
)
from reputation.disputes.models import Case, Claim, Due, Said, Taking
from reputation.disputes.rules import Ground, Outcome, Part, Party
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.ratings.alerts import Alert
from reputation.reviews import publication
from reputation.reviews import queries as reviews
from reputation.reviews.rules import Outcome as Told
from tests import cases_made
from tests.cases_made import admit, approve, draft, hear, moderator
from tests.members_made import make_member_business
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review, submit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = LATER.replace(hour=12)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def steps(case: UUID) -> list[str]:
    """The steps of a case as the log says them."""
    while log.sequence():
        pass
    found = entries.entries(after=0, limit=10_000)
    return [row.body["step"] for row in found if row.kind == "case-step" and row.body["case"] == str(case)]


def state(case: UUID) -> str:
    return queries.case(case).state


def days(case: UUID) -> Case:
    return Case.objects.get(public_id=case)


def at(day: Any, hour: int = 13) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LATER.tzinfo)


def noticed(review: UUID | None = None, **given: Any) -> UUID:
    case = make_case(review or make_review(), **given)
    admit(case, now=LATER)
    return case


def review_of(case: UUID) -> UUID:
    found = queries.case(case).review
    assert found is not None
    return found.public_id


def test_whoever_works_no_more_neither_drafts_nor_approves_nor_has_drafted() -> None:
    case = make_case(make_review())
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    first, second = moderator(1, now=LATER), moderator(2, now=LATER)
    accounts.end_duty(user_id=first, duty=Duty.MODERATOR, now=LATER + 30 * DAY)
    with pytest.raises(errors.NotForYou) as refused:
        deciding.approve(case=case, user=second, now=LATER + 30 * DAY)
    assert refused.value.facts == {"reason": "drafter"}
    deciding.give_back(case=case, user=second, words="Somebody else.", now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, user=2, now=LATER + 30 * DAY)
    with pytest.raises(errors.NotForYou) as refused:
        deciding.approve(case=case, user=first, now=LATER + 30 * DAY)
    assert refused.value.facts == {"reason": "duty"}
    approve(case, user=3, now=LATER + 30 * DAY)


def test_whoever_is_tied_or_would_rather_not_does_nothing_in_a_case() -> None:
    tied, declined = moderator(1, now=LATER), moderator(2, now=LATER)
    business = make_member_business(user=tied, now=MONDAY).business
    case = make_case(make_review(business))
    persons.decline(case=case, user=declined, now=LATER)
    for user, reason in ((tied, "tie"), (declined, "declined")):
        for act in (exchange.admit, persons.declare):
            with pytest.raises(errors.NotForYou) as refused:
                act(case=case, user=user, now=LATER)
            assert refused.value.facts == {"reason": reason}
    persons.declare(case=case, user=moderator(3, now=LATER), now=LATER)
    assert set(Taking.objects.values_list("part", flat=True)) == {Part.DECLINED, Part.DECLARED}


def test_everybody_who_did_something_is_kept_so_that_none_decides_an_appeal() -> None:
    case = make_case(make_review())
    admit(case, now=LATER)
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REJECTED, user=2, now=LATER + 30 * DAY)
    deciding.give_back(case=case, user=moderator(4, now=LATER), words="No.", now=LATER + 30 * DAY)
    draft(case, Outcome.REJECTED, user=2, now=LATER + 30 * DAY)
    approve(case, user=3, now=LATER + 30 * DAY)
    had_part = set(Taking.objects.exclude(part=Part.DECLARED).values_list("user_id", flat=True))
    assert had_part == {moderator(number, now=LATER) for number in (1, 2, 3, 4)}


def test_a_summary_that_is_hard_to_read_is_acknowledged_or_written_plainer() -> None:
    case = make_case(make_review())
    hear(case, now=LATER + 30 * DAY)
    hard = replace(cases_made.REASONS, summary="It goes pursuant to the rule.")
    with pytest.raises(errors.HardToRead):
        draft(case, Outcome.REMOVED, reasons=hard, now=LATER + 30 * DAY)
    deciding.draft(
        case=case,
        user=moderator(1, now=LATER),
        outcome=Outcome.REMOVED,
        reasons=hard,
        acknowledges=True,
        now=LATER + 30 * DAY,
    )


def urgent() -> UUID:
    return make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)


def take(case: UUID, *, now: datetime = LATER) -> UUID:
    found = interims.take(case=case, user=moderator(now=now), reasoning="why", facts=("a fact",), now=now)
    carrying.carry_out(case=case, now=now)
    return found


def test_one_person_takes_a_review_out_for_48_hours_and_a_second_for_longer() -> None:
    lapsing, lasting = urgent(), urgent()
    for case in (lapsing, lasting):
        take(case)
        stone = reviews.one(review_of(case)).tombstone
        assert stone is not None
        assert stone.is_interim
    with pytest.raises(errors.OnePerson):
        interims.confirm(case=lasting, user=moderator(1, now=LATER), now=LATER)
    interims.confirm(case=lasting, user=moderator(2, now=LATER), now=LATER)
    assert interims.lapse_due(now=LATER + 2 * DAY - timedelta(minutes=1)) == 0
    assert interims.lapse_due(now=LATER + 2 * DAY) == 1
    carrying.carry_out_due(now=LATER + 2 * DAY)
    assert reviews.one(review_of(lapsing)).state == "published"
    assert reviews.one(review_of(lasting)).state == "restricted"
    with pytest.raises(errors.NoInterim):
        interims.confirm(case=lapsing, user=moderator(2, now=LATER), now=LATER + 2 * DAY)
    with pytest.raises(errors.InterimTaken):
        take(lapsing, now=LATER + 3 * DAY)
    until = days(lasting).decide_until
    assert interims.lapse_due(now=at(until)) == 0
    assert interims.lapse_due(now=at(until + DAY)) == 1


@pytest.mark.parametrize("outcome", [Outcome.REMOVED, Outcome.REJECTED, Outcome.MASKED])
def test_a_decision_takes_the_place_of_an_interim_measure(outcome: Outcome) -> None:
    case = urgent()
    take(case)
    interims.confirm(case=case, user=moderator(2, now=LATER), now=LATER)
    make_decision(case, outcome, wording="[a thing]" if outcome is Outcome.MASKED else "")
    found = reviews.one(review_of(case))
    assert found.state == ("restricted" if outcome is Outcome.REMOVED else "published")
    assert (found.tombstone is not None and not found.tombstone.is_interim) == (outcome is Outcome.REMOVED)
    assert ([span.text for span in found.spans if span.is_masked] == ["[a thing]"]) == (outcome is Outcome.MASKED)


def test_only_what_is_urgent_is_taken_out_and_with_reasons() -> None:
    case = make_case(make_review(), ground=Ground.OFF_TOPIC)
    with pytest.raises(errors.NotUrgent):
        take(case)
    with pytest.raises(errors.Unreasoned):
        interims.take(case=urgent(), user=moderator(now=LATER), reasoning="why", facts=(), now=LATER)


def test_masked_words_can_be_put_back_until_nobody_may_appeal_and_are_plain_nowhere() -> None:
    name = "Canary Wharfinger"
    case = make_case(
        make_review(text=f"By {name}, twice."), ground=Ground.NAMES_A_PERSON, quote=name, said=f"{name} is."
    )
    exchange.admit(case=case, user=moderator(now=LATER), now=LATER)
    exchange.add(case=case, party=Party.CHALLENGER, text=f"It was not {name}.", insists=True, now=LATER)
    make_decision(case, Outcome.MASKED, wording="[a person]")
    assert not Said.objects.filter(text__contains=name).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT masked_words FROM disputes_claim")
        assert name.encode() not in bytes(cursor.fetchone()[0])
    cases_made.restore(case, now=LATER + 40 * DAY)
    assert "".join(span.text for span in reviews.one(review_of(case)).spans) == f"By {name}, twice."
    until = days(case).appeal_until
    assert until is not None
    course.move_on(now=at(until + DAY))
    assert Claim.objects.get().masked_words is None


def test_a_case_about_an_alert_is_ready_at_once_and_has_no_writer() -> None:
    business = make_business()
    for number in range(6):
        submit(business, stars=1, outcome=Told.NEVER_DELIVERED, text=f"Lost {number}")
    publication.publish_due(now=LATER)
    while log.sequence():
        pass
    case = filing.contest_alert(business=business, alert=Alert.SURGE, said="A strike, as was printed.", now=LATER)
    found = queries.case(case)
    assert (found.state, found.review, found.alert, found.quote) == ("ready", None, "surge", None)
    with pytest.raises(errors.AlreadyOpen):
        filing.contest_alert(business=business, alert=Alert.SURGE, said="Again.", now=LATER)
    with pytest.raises(errors.WrongState):
        filing.offer(case=case, text="Nothing.", now=LATER)
    with pytest.raises(errors.WrongState):
        draft(case, Outcome.REMOVED, reasons=cases_made.REASONS, now=LATER)
    deciding.draft(
        case=case,
        user=moderator(1, now=LATER),
        outcome=Outcome.SUSPENDED,
        reasons=cases_made.REASONS,
        until_month=months.of(LATER) + 2,
        now=LATER,
    )
    approve(case, now=LATER)
    assert [one.alert for one in queries.suspensions(business)] == ["surge"]
    assert rooms.of_business(business, which=rooms.Which.ALL, now=LATER)[0].outcome == "suspended"


def test_what_is_decided_and_not_done_is_counted_and_made_up_for() -> None:
    case = make_case(make_review())
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    deciding.approve(case=case, user=moderator(2, now=LATER), now=LATER + 30 * DAY)
    assert reviews.one(review_of(case)).state == "published", "the worker does it"
    assert carrying.note_late(now=LATER + 33 * DAY) == 0
    assert carrying.note_late(now=LATER + 34 * DAY) == 1
    assert carrying.carry_out_due(now=LATER + 34 * DAY) == 1
    assert reviews.one(review_of(case)).state == "restricted"
    assert not Due.objects.exists()
    assert carrying.carry_out_due(now=LATER + 34 * DAY) == 0
