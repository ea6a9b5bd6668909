"""The course of a case: who is told, who says what, what time brings about, and what nobody can do alone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from reputation.businesses import leavings
from reputation.disputes import (
    course,
    deciding,
    errors,
    exchange,
    filing,
    queries,
    rooms,
    writers,
)
from reputation.disputes.challenger_rules import Do
from reputation.disputes.models import Case, Claim, Draft, Filer, Said, WriterAct
from reputation.disputes.rules import Ground, Outcome, Party, Side, WriterActKind
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.reviews import actions as review_actions
from reputation.reviews import codenames
from reputation.reviews import errors as review_errors
from reputation.reviews import queries as reviews
from tests import cases_made
from tests.cases_made import admit, approve, draft, hear, moderator
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review

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


def test_everybody_is_heard_before_it_is_decided() -> None:
    case = noticed()
    writers.note(case=case, kind=WriterActKind.ANSWER, text="I was there.", now=LATER)
    assert state(case) == "noticed", "what a writer does comes out with the release"
    assert list(WriterAct.objects.values_list("text", flat=True)) == ["I was there."]
    assert writers.release(now=NOON) == 1
    assert (state(case), days(case).reply_until) == ("answered", LATER.date() + 5 * DAY)
    exchange.reply(case=case, text="Nobody saw you.", now=NOON + DAY)
    assert [(said.party, said.kind, said.text) for said in queries.case(case).words] == [
        ("writer", "answer", "I was there."),
        ("challenger", "reply", "Nobody saw you."),
    ]
    draft(case, Outcome.REJECTED, now=NOON + DAY)
    approve(case, now=NOON + DAY)
    assert state(case) == "decided"
    assert steps(case) == ["noticed", "answered", "replied", "ready"]


def test_nobody_waits_for_a_side_that_is_silent() -> None:
    case = noticed()
    last = days(case).answer_until
    assert course.move_on(now=at(last)) == course.move_on(now=at(last + DAY, hour=11)) == 0
    assert course.move_on(now=at(last + DAY)) == 1
    assert state(case) == "ready"


def test_an_answer_on_the_last_day_is_in_time_though_it_comes_out_after_it() -> None:
    case = noticed()
    last = days(case).answer_until
    day = writers.note(case=case, kind=WriterActKind.ANSWER, text="I was away.", now=at(last, hour=23))
    assert day == last + DAY
    course.move_on(now=at(last + DAY))
    assert state(case) == "noticed", "it waits for the release"
    writers.release(now=at(last + 3 * DAY))
    assert [said.kind for said in queries.case(case).words] == ["answer"]


def test_nobody_replies_and_it_is_decided_all_the_same() -> None:
    case = noticed()
    exchange.answer(case=case, text="I was there.", now=LATER)
    until = days(case).reply_until
    assert until is not None
    course.move_on(now=at(until))
    assert state(case) == "answered"
    course.move_on(now=at(until + DAY))
    assert state(case) == "ready"


def test_a_writer_asks_for_more_time_once() -> None:
    case = noticed()
    before = days(case).answer_until
    writers.note(case=case, kind=WriterActKind.MORE_TIME, now=LATER)
    writers.release(now=NOON)
    assert days(case).answer_until == before + 14 * DAY
    with pytest.raises(errors.WrongState):
        writers.note(case=case, kind=WriterActKind.MORE_TIME, now=LATER)


def test_where_no_moderator_looks_the_writer_is_told_all_the_same_and_the_delay_counts() -> None:
    case = make_case(make_review())
    until = days(case).admit_until
    assert course.move_on(now=at(until)) == 0
    course.move_on(now=at(until + DAY))
    found = queries.case(case)
    assert (found.state, found.answer_until) == ("noticed", until + 15 * DAY)
    assert [(one.step, one.deadline) for one in found.happened] == [("overdue", "admissibility"), ("noticed", None)]


def test_a_draft_that_nobody_seconds_keeps_no_case_from_the_writer() -> None:
    case = make_case(make_review())
    draft(case, Outcome.INADMISSIBLE, now=LATER)
    until = days(case).admit_until
    assert course.move_on(now=at(until)) == 0
    course.move_on(now=at(until + DAY))
    assert state(case) == "noticed"
    assert not Draft.objects.exists()
    assert steps(case) == ["overdue", "noticed"]
    with pytest.raises(errors.WrongState):
        approve(case, now=at(until + DAY))


def test_what_is_not_decided_in_time_counts_once() -> None:
    case = noticed()
    for _ in range(2):
        course.move_on(now=at(days(case).decide_until + DAY))
    assert steps(case) == ["noticed", "ready", "overdue"]


def test_a_late_answer_opens_a_case_again_before_and_after_the_decision() -> None:
    case = noticed()
    course.move_on(now=at(days(case).answer_until + DAY))
    draft(case, Outcome.REMOVED, now=at(days(case).answer_until + DAY))
    exchange.answer(case=case, text="I was in hospital.", now=at(days(case).answer_until + 2 * DAY))
    assert state(case) == "answered"
    with pytest.raises(errors.WrongState):
        approve(case, now=LATER + 40 * DAY)
    other = make_case(make_review())
    make_decision(other, Outcome.REMOVED)
    cases_made.restore(other, now=LATER + 60 * DAY)
    assert steps(other) == ["noticed", "ready", "reopened", "ready"]
    assert [mark.kind for mark in reviews.one(review_of(other)).marks] == ["restored"]
    with pytest.raises(errors.WrongState):
        exchange.answer(case=other, text="Once more.", now=LATER + 61 * DAY)


def test_a_late_answer_that_changes_nothing_leaves_the_review_out_and_the_next_one_brings_it_back() -> None:
    case = make_case(make_review())
    first = make_decision(case, Outcome.REMOVED)
    exchange.answer(case=case, text="I was there.", now=LATER + 40 * DAY)
    assert [mark.kind for mark in reviews.one(review_of(case)).marks] == ["challenged"]
    exchange.waive_reply(case=case, now=LATER + 40 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 41 * DAY)
    second = approve(case, now=LATER + 41 * DAY)
    found = reviews.one(review_of(case))
    assert (found.state, found.marks) == ("restricted", ())
    assert [(one.public_id, one.replaces) for one in queries.case(case).statements] == [(first, None), (second, first)]


def test_nobody_answers_what_took_nothing_from_them() -> None:
    case = make_case(make_review())
    make_decision(case, Outcome.REJECTED)
    with pytest.raises(errors.WrongState):
        writers.note(case=case, kind=WriterActKind.ANSWER, text="Thank you.", now=LATER + 40 * DAY)


def test_what_cannot_be_raised_ends_without_bothering_the_writer() -> None:
    case = make_case(make_review(), ground=Ground.OFF_TOPIC)
    with pytest.raises(errors.WrongState):
        draft(case, Outcome.REJECTED, now=LATER)
    draft(case, Outcome.INADMISSIBLE, now=LATER)
    deciding.give_back(case=case, user=moderator(2, now=LATER), words="Say which words.", now=LATER)
    assert (state(case), Draft.objects.get().returned) == ("filed", "Say which words.")
    draft(case, Outcome.INADMISSIBLE, now=LATER)
    approve(case, now=LATER)
    assert (state(case), queries.case(case).outcome) == ("decided", "inadmissible")
    assert steps(case) == []


def test_whoever_challenged_takes_it_back_or_settles() -> None:
    case = noticed()
    with pytest.raises(errors.NothingOffered):
        exchange.settle(case=case, now=LATER)
    filing.offer(case=case, text="We pay the money back.", now=LATER)
    writers.note(case=case, kind=WriterActKind.AGREE, now=LATER)
    writers.release(now=NOON)
    other = make_case(make_review())
    filing.withdraw(case=other, now=LATER)
    assert (state(case), state(other)) == ("settled", "withdrawn")
    for one in (case, other):
        assert queries.case(one).ended_on == LATER.date()
        assert reviews.one(review_of(one)).marks == ()
        with pytest.raises(errors.WrongState):
            filing.withdraw(case=one, now=LATER)


def test_a_writer_may_take_back_what_waits() -> None:
    case = noticed()
    writers.note(case=case, kind=WriterActKind.ANSWER, text="First.", now=LATER)
    writers.note(case=case, kind=WriterActKind.ANSWER, text="Better.", now=LATER)
    writers.take_back(case=case, kind=WriterActKind.ANSWER)
    assert writers.release(now=NOON) == 0
    assert state(case) == "noticed"


def test_pauses_put_off_the_decision_and_are_bounded() -> None:
    case = noticed()
    before, user = days(case).decide_until, moderator(now=LATER)
    exchange.pause(case=case, user=user, now=LATER)
    with pytest.raises(errors.WrongState):
        exchange.pause(case=case, user=user, now=LATER)
    exchange.resume(case=case, user=user, now=LATER + 10 * DAY)
    assert (days(case).decide_until, days(case).paused_days) == (before + 10 * DAY, 10)
    exchange.pause(case=case, user=user, now=LATER + 10 * DAY)
    course.move_on(now=LATER + 31 * DAY)
    assert (days(case).decide_until, days(case).paused_days) == (before + 30 * DAY, 30)
    with pytest.raises(errors.PausedLongEnough):
        exchange.pause(case=case, user=user, now=LATER + 31 * DAY)


def test_nothing_is_decided_while_a_case_is_paused() -> None:
    case = noticed()
    hear(case, now=LATER + 30 * DAY)
    exchange.pause(case=case, user=moderator(now=LATER), now=LATER + 30 * DAY)
    with pytest.raises(errors.WrongState):
        draft(case, Outcome.REJECTED, now=LATER + 30 * DAY)


def test_a_case_is_closed_once_nobody_can_appeal() -> None:
    case = make_case(make_review())
    make_decision(case, Outcome.REJECTED)
    until = days(case).appeal_until
    assert until is not None
    course.move_on(now=at(until + DAY, hour=11))
    assert state(case) == "decided"
    course.move_on(now=at(until + DAY))
    assert (state(case), queries.case(case).ended_on) == ("closed", until + DAY)


def test_a_review_its_writer_takes_back_ends_what_is_undecided() -> None:
    case = noticed()
    review_actions.withdraw(review_id=review_of(case), now=LATER)
    hear(case, now=LATER)
    found = queries.case(case)
    assert (found.state, found.outcome, found.quote) == ("closed", "closed", None)
    assert Claim.objects.get().quote is None
    assert steps(case) == ["noticed", "closed"]


def test_a_review_that_goes_between_draft_and_approval_is_not_decided_about() -> None:
    case = make_case(make_review())
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    review_actions.withdraw(review_id=review_of(case), now=LATER + 30 * DAY)
    with pytest.raises(errors.ReviewGone):
        approve(case, now=LATER + 30 * DAY)
    course.move_on(now=LATER + 30 * DAY)
    assert state(case) == "closed"


def test_an_erased_review_is_decided_about_for_its_figures_count() -> None:
    case = make_case(make_review())
    review_actions.erase(review_id=review_of(case), now=LATER)
    assert queries.case(case).quote is None, "no page repeats what was erased"
    make_decision(case, Outcome.REMOVED)
    assert reviews.one(review_of(case)).state == "restricted"


def test_a_business_that_leaves_has_its_cases_decided() -> None:
    business = make_business()
    case = make_case(make_review(business))
    leavings.leave(business=business, now=LATER)
    make_decision(case, Outcome.REMOVED)
    assert reviews.one(review_of(case)).state == "restricted"


def test_what_a_side_says_is_looked_over_and_whoever_insists_waits_for_a_moderator() -> None:
    case = noticed()
    with pytest.raises(review_errors.PassagesFound):
        exchange.add(case=case, party=Party.CHALLENGER, text="Call me: 0041 44 268 50 00.", now=LATER)
    exchange.add(case=case, party=Party.CHALLENGER, text="Call me: 0041 44 268 50 00.", insists=True, now=LATER)
    assert [said.text for said in queries.case(case).words] == [None]
    row = Said.objects.get()
    exchange.show(case=case, user=moderator(now=LATER), said=row.pk, text="Call me: [a number].", now=LATER)
    assert [said.text for said in queries.case(case).words] == ["Call me: [a number]."]
    with pytest.raises(errors.WrongState):
        exchange.show(case=case, user=moderator(now=LATER), said=row.pk, text="Another.", now=LATER)


def test_somebody_who_is_no_business_comes_back_by_a_codename_until_it_is_over() -> None:
    codename = codenames.make()
    given: dict[str, Any] = {"ground": Ground.OFF_TOPIC, "quote": "copper", "said": "It is not.", "side": Side.PUBLIC}
    first, second = make_review(), make_review()
    with pytest.raises(review_errors.BadCodename):
        filing.file_challenge(review=first, codename="no codename", now=LATER, **given)
    with pytest.raises(errors.BadClaim) as refused:
        filing.file_challenge(review=first, codename=codename, email="nowhere", now=LATER, **given)
    assert refused.value.facts == {"field": "email"}
    case = filing.file_challenge(review=first, codename=codename, email="me@mail.example", now=LATER, **given)
    with pytest.raises(review_errors.CodenameUsed):
        filing.file_challenge(review=second, codename=codename, now=LATER, **given)
    assert Filer.objects.get().email == "me@mail.example"
    filing.withdraw(case=case, now=LATER)
    assert not Filer.objects.exists()


def test_an_unlawful_text_needs_the_law_it_breaks() -> None:
    with pytest.raises(errors.BadClaim) as refused:
        filing.file_challenge(
            review=make_review(),
            ground=Ground.UNLAWFUL_CONTENT,
            quote="copper",
            said="It is forbidden.",
            side=Side.BUSINESS,
            now=LATER,
        )
    assert refused.value.facts == {"field": "law"}


def test_a_release_of_nothing_and_a_case_nobody_knows() -> None:
    assert writers.release(now=LATER) == 0
    with pytest.raises(errors.NoSuchCase):
        writers.note(case=uuid4(), kind=WriterActKind.MORE_TIME, now=LATER)
    assert not WriterAct.objects.exists()
    assert rooms.of_business(make_business(), which=rooms.Which.ALL, now=LATER) == []


def test_a_late_answer_brings_a_decision_anew_and_no_withdrawal_keeps_the_review_out() -> None:
    """Or whoever challenged could end the case, and nobody would look at the removal any more."""
    case = noticed()
    filing.offer(case=case, text="A new pan.", now=LATER)
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    approve(case, now=LATER + 30 * DAY)
    now = LATER + 40 * DAY
    exchange.answer(case=case, text="I was there.", now=now)
    with pytest.raises(errors.WrongState):
        filing.withdraw(case=case, now=now)
    with pytest.raises(errors.WrongState):
        filing.offer(case=case, text="A new pan.", now=now)
    with pytest.raises(errors.WrongState):
        exchange.settle(case=case, now=now)
    assert WriterActKind.AGREE not in writers.may(days(case), now.date())
    assert not {Do.WITHDRAW, Do.OFFER} & rooms.room(case, now=now).may
    exchange.waive_reply(case=case, now=now)
    draft(case, Outcome.RESTORED, now=now)
    approve(case, now=now)
    assert reviews.one(review_of(case)).state == "published"


def test_a_draft_goes_with_its_case() -> None:
    case = noticed()
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    filing.withdraw(case=case, now=LATER + 30 * DAY)
    assert not Draft.objects.exists()
