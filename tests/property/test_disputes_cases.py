"""Random acts of everybody, with the clock moving, over the real tables: no illegal state, no lost day, no lost right.

Whatever comes of it, the audit reads the log that was written and finds nothing wrong. `COURSE_STEPS` sets how many
acts are tried; 10,000 take minutes.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from reputation.audit.case_course import CourseError
from reputation.audit.course import BusinessCourse, ReviewCourse
from reputation.core.errors import DomainError
from reputation.disputes import carrying, course, deciding, exchange, filing, interims, rules, writers
from reputation.disputes.models import Case, CaseStep, Decider, Decision, Interim
from reputation.disputes.rules import OPEN, OVER, SANCTIONS, Ground, Outcome, Party, State, WriterActKind
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.entries import decode
from reputation.reviews import actions as of_reviews
from reputation.reviews import rules as releases
from reputation.reviews.models import Review
from tests import cases_made
from tests.cases_made import REASONS, moderator
from tests.reviews_made import LATER, MONDAY, make_business, make_review

STEPS = int(os.environ.get("COURSE_STEPS", "120"))
AN_EXAMPLE = 20
GROUNDS = (Ground.NO_GENUINE_EXPERIENCE, Ground.THREAT_OR_EXTORTION, Ground.NAMES_A_PERSON, Ground.OFF_TOPIC)
DAYS = ("answer_until", "decide_until", "reply_until", "appeal_until")
which = st.integers(0, 2)
people = st.integers(1, 3)


def reachable(start: State) -> set[State]:
    """Every state a case may come to."""
    found, new = {start}, {start}
    while new:
        new = {to for state in new for to in rules.NEXT[state]} - found
        found |= new
    return found


class Cases(RuleBasedStateMachine):
    """Cases about three reviews, moved by sides, three moderators, writers, the worker and the clock."""

    reviews: ClassVar[list[UUID]] = []
    business: ClassVar[UUID]

    def __init__(self) -> None:
        super().__init__()
        self.before = transaction.savepoint()
        self.now = LATER
        self.seen: dict[UUID, dict[str, Any]] = {}

    def teardown(self) -> None:
        try:
            self.the_audit_finds_nothing()
        finally:
            transaction.savepoint_rollback(self.before)

    def try_(self, act: Callable[..., object], **given: Any) -> None:
        """What is refused is refused in words; anything else that goes wrong is a hole."""
        with suppress(DomainError), transaction.atomic():
            act(**given, now=self.now)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    def case(self, number: int) -> UUID:
        """One of the cases about a review, or none."""
        found = list(Case.objects.order_by("-id").values_list("public_id", flat=True)[:3])
        return found[number] if number < len(found) else UUID(int=0)

    @rule(hours=st.sampled_from([1, 24, 24 * 3, 24 * 6, 24 * 15, 24 * 30, 24 * 70]))
    def time_passes(self, hours: int) -> None:
        for _ in range(min(hours, 3)):
            self.now += timedelta(hours=hours / min(hours, 3))
            self.the_worker_runs()
        self.nothing_is_late()

    def the_worker_runs(self) -> None:
        writers.release(now=self.now)
        course.move_on(now=self.now)
        carrying.carry_out_due(now=self.now)

    @rule(review=which, ground=st.sampled_from(GROUNDS))
    def file(self, review: int, ground: Ground) -> None:
        self.try_(cases_made.file_case, review=self.reviews[review], ground=ground)

    @rule(case=which, user=people)
    def admit(self, case: int, user: int) -> None:
        self.try_(exchange.admit, case=self.case(case), user=moderator(user, now=LATER))

    @rule(case=which, kind=st.sampled_from([k for k in WriterActKind if k in writers.DOES]))
    def the_writer_acts(self, case: int, kind: WriterActKind) -> None:
        self.try_(writers.note, case=self.case(case), kind=kind, text="I was there.", insists=True)

    @rule(case=which, act=st.sampled_from([exchange.reply_looked_over, exchange.waive_reply, filing.withdraw]))
    def the_challenger_acts(self, case: int, act: Callable[..., object]) -> None:
        given = {"text": "You were not."} if act is exchange.reply_looked_over else {}
        self.try_(act, case=self.case(case), **given)

    @rule(case=which)
    def offer(self, case: int) -> None:
        self.try_(filing.offer, case=self.case(case), text="We pay it back.", insists=True)

    @rule(case=which, party=st.sampled_from(Party))
    def add(self, case: int, party: Party) -> None:
        self.try_(exchange.add_looked_over, case=self.case(case), party=party, text="And more.")

    @rule(
        case=which, user=people, act=st.sampled_from([exchange.pause, exchange.resume, interims.confirm, interims.end])
    )
    def a_moderator_acts(self, case: int, user: int, act: Callable[..., object]) -> None:
        self.try_(act, case=self.case(case), user=moderator(user, now=LATER))

    @rule(case=which, user=people)
    def take(self, case: int, user: int) -> None:
        self.try_(interims.take, case=self.case(case), user=moderator(user, now=LATER), reasoning="why", facts=("a",))

    @rule(case=which, user=people, outcome=st.sampled_from(Outcome))
    def draft(self, case: int, user: int, outcome: Outcome) -> None:
        given: dict[str, Any] = {"outcome": outcome, "reasons": REASONS, "wording": "[a thing]"}
        self.try_(deciding.draft, case=self.case(case), user=moderator(user, now=LATER), **given)

    @rule(case=which, user=people)
    def approve(self, case: int, user: int) -> None:
        self.try_(deciding.approve, case=self.case(case), user=moderator(user, now=LATER))

    @rule(case=which, user=people)
    def give_back(self, case: int, user: int) -> None:
        self.try_(deciding.give_back, case=self.case(case), user=moderator(user, now=LATER), words="Say why.")

    @rule(review=which, act=st.sampled_from([of_reviews.withdraw, of_reviews.erase]), chance=st.integers(0, 5))
    def a_review_goes(self, review: int, act: Callable[..., object], chance: int) -> None:
        if chance == 0:
            self.try_(act, review_id=self.reviews[review])

    @invariant()
    def nothing_illegal(self) -> None:
        for case in Case.objects.all():
            before = self.seen.get(case.public_id)
            if before is not None:
                assert case.state in reachable(before["state"]), f"{before['state']} to {case.state}"
                for name in DAYS:
                    day, new = before[name], getattr(case, name)
                    assert day is None or new >= day, f"{name} is earlier than it was"
            self.seen[case.public_id] = {"state": State(case.state), **{name: getattr(case, name) for name in DAYS}}
            self.rights_of(case)

    def rights_of(self, case: Case) -> None:
        last = Decision.objects.filter(case=case).order_by("-id").first()
        may, state = writers.may(case, self.now.date()), State(case.state)
        if state in (State.NOTICED, State.READY, State.DRAFTED) and not case.has_answer:
            assert WriterActKind.ANSWER in may
        if last is None:
            return
        assert Decider.objects.filter(decision=last).values("user").distinct().count() == last.persons >= 2
        assert last.appeal_until == last.decided_on + timedelta(days=184)
        if state is State.DECIDED and last.outcome in SANCTIONS and not case.has_answer:
            assert WriterActKind.ANSWER in may, "a late answer always opens a case again"
        if last.outcome == Outcome.REMOVED:
            told = CaseStep.objects.filter(case=case, step="noticed").order_by("id")[0]
            assert case.has_answer or last.decided_on >= told.happened_on + timedelta(days=14)

    def nothing_is_late(self) -> None:
        today, released = self.now.date(), releases.last_release(self.now)
        for case in Case.objects.all():
            state = State(case.state)
            late: dict[State, date | None] = {State.FILED: case.admit_until, State.ANSWERED: case.reply_until}
            assert today <= (late.get(state) or today), state
            assert state is not State.NOTICED or released <= case.answer_until
            assert state is not State.DECIDED or case.appeal_until is None or released <= case.appeal_until
            if state in OPEN and case.paused_on is None and today > case.decide_until:
                assert CaseStep.objects.filter(case=case, deadline="decision").count() == 1
            assert (state in OVER) == (case.ended_on is not None)
        self.only_what_was_decided_is_done()

    def only_what_was_decided_is_done(self) -> None:
        """Once the worker ran, a review is out by a removal that holds or by a measure that stands, and not without."""
        for review in Review.objects.filter(public_id__in=self.reviews).exclude(state="withdrawn"):
            removed = False
            for case in Case.objects.filter(review=review):
                last = Decision.objects.filter(case=case).order_by("-id").first()
                removed |= last is not None and last.outcome == Outcome.REMOVED
            stands = Interim.objects.filter(review=review, ended_on__isnull=True).exists()
            assert (review.state == "restricted") == (removed or stands)

    def the_audit_finds_nothing(self) -> None:
        self.the_worker_runs()
        while log.sequence():
            pass
        business, courses = BusinessCourse(), dict[str, ReviewCourse]()
        for row in entries.entries(after=0, limit=100_000):
            entry = decode(row.raw)
            if entry.body.get("business") != str(self.business):
                continue
            key = entry.body.get("review")
            one = business if key is None else courses.setdefault(key, ReviewCourse(business))
            try:
                one.feed(row.position, entry)
            except CourseError as error:
                raise AssertionError(f"entry {row.position} {entry.kind} {entry.body}: {error}") from error
        wrong = [text for one in courses.values() for _, _, text in one.left_undone(self.now.date())]
        assert wrong == []


@pytest.mark.django_db
def test_no_sequence_of_acts_leads_astray() -> None:
    log.start(now=MONDAY - timedelta(days=60))
    Cases.business = make_business()
    Cases.reviews = [make_review(Cases.business) for _ in range(3)]
    for number in (1, 2, 3):
        moderator(number, now=LATER)
    run_state_machine_as_test(Cases, settings=how_many())


def how_many() -> settings:
    return settings(
        max_examples=max(1, STEPS // AN_EXAMPLE),
        stateful_step_count=AN_EXAMPLE,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
