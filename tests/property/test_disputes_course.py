"""Whatever sides and moderators do, in whatever order: no illegal state, no day that gets lost. Without a database."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from reputation.disputes import deadlines, rules
from reputation.disputes.deadlines import Due, Standing
from reputation.disputes.rules import OPEN, OVER, UNDECIDED, Outcome, State, Subject
from reputation.rulebook import cases as numbers

FILED = date(2026, 1, 5)
DAY = timedelta(days=1)
LONGEST = 400
"""Days after which a case that nobody touches any more stands still, wherever it was."""


class Course(RuleBasedStateMachine):
    """A case as the rules see it, moved by its sides, by persons of the service, and by time."""

    def __init__(self) -> None:
        super().__init__()
        limits = deadlines.limits_of(FILED)
        self.today = FILED
        self.has_answer = False
        self.outcome: Outcome | None = None
        self.case = Standing(
            state=State.FILED,
            admit_until=limits.admit_until,
            answer_until=limits.answer_until,
            reply_until=None,
            decide_until=limits.decide_until,
            appeal_until=None,
        )

    def go(self, to: State, **changes: object) -> None:
        """Go on as every action does: by the table or not at all."""
        if to not in OPEN:
            changes["paused_on"] = None
        if rules.may_go(self.case.state, to):
            self.case = replace(self.case, state=to, **changes)  # type: ignore[arg-type]

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        """The worker looks at every case each hour; a writer's acts come out at noon of the same day."""
        for _ in range(days):
            self.today += DAY
            self.settle()

    def settle(self) -> None:
        for _ in range(len(Due)):
            what = deadlines.due(self.case, today=self.today, released_on=self.today)
            if what is None:
                return
            self.let(what)
        raise AssertionError("time brings about more than there is")

    def let(self, what: Due) -> None:
        match what:
            case Due.NOTICE:
                self.notice()
            case Due.END_ANSWERS:
                assert self.today > self.case.answer_until
                self.go(State.READY)
            case Due.END_REPLIES:
                self.go(State.READY)
            case Due.RESUME:
                self.resume()
            case Due.OVERDUE:
                self.case = replace(self.case, is_overdue=True)
            case Due.CLOSE:
                assert self.case.appeal_until is not None
                assert self.today > self.case.appeal_until
                self.go(State.CLOSED)
            case Due.CLOSE_WITHDRAWN:
                self.go(State.CLOSED)

    @rule()
    def notice(self) -> None:
        if self.case.state is State.FILED:
            self.go(State.NOTICED, answer_until=deadlines.answer_until(self.today, self.case.answer_until))

    @rule()
    def answer(self) -> None:
        state = self.case.state
        is_late = state is not State.NOTICED
        may_reopen = state is State.DECIDED and self.outcome in rules.SANCTIONS
        if self.has_answer or (state is State.DECIDED and not may_reopen):
            return
        until = deadlines.reply_until(self.today)
        decide = deadlines.decide_again_until(until, self.case.decide_until) if is_late else self.case.decide_until
        self.go(State.ANSWERED, reply_until=until, decide_until=decide)
        self.has_answer = self.case.state is State.ANSWERED

    @precondition(lambda self: self.case.state is State.ANSWERED)
    @rule()
    def reply(self) -> None:
        self.go(State.READY)

    @precondition(lambda self: self.case.state in UNDECIDED and self.case.paused_on is None)
    @rule()
    def pause(self) -> None:
        if deadlines.pause_left(self.today, self.case.paused_days, self.today) > 0:
            self.case = replace(self.case, paused_on=self.today)

    @precondition(lambda self: self.case.paused_on is not None)
    @rule()
    def resume(self) -> None:
        assert self.case.paused_on is not None
        days = min((self.today - self.case.paused_on).days, numbers.PAUSES_LONGEST.value - self.case.paused_days)
        until = deadlines.paused(self.case.decide_until, days)
        self.case = replace(self.case, paused_on=None, paused_days=self.case.paused_days + days, decide_until=until)

    @precondition(lambda self: self.case.paused_on is None)
    @rule(outcome=st.sampled_from(Outcome))
    def decide(self, outcome: Outcome) -> None:
        """Draft and approve."""
        is_fitting = (self.case.state is State.FILED) == (outcome is Outcome.INADMISSIBLE)
        if not is_fitting or not rules.may_decide(self.outcome, outcome, is_final=False, subject=Subject.REVIEW):
            return
        before = self.case.state
        self.go(State.DRAFTED)
        if self.case.state is State.DRAFTED and before is not State.DRAFTED:
            self.outcome = outcome
            self.go(State.DECIDED, appeal_until=deadlines.appeal_until(self.today))

    @rule(outcome=st.sampled_from(Outcome))
    def appeal(self, outcome: Outcome) -> None:
        """Appeal, and have a panel decide."""
        if self.case.state is not State.DECIDED and not self.case.is_overdue:
            return
        if not rules.may_decide(self.outcome, outcome, is_final=True, subject=Subject.REVIEW):
            return
        self.go(State.APPEALED, paused_on=None)
        if self.case.state is not State.APPEALED:
            return
        self.outcome = outcome
        if outcome is Outcome.ADMITTED:
            self.go(State.NOTICED, answer_until=deadlines.answer_until(self.today, self.case.answer_until))
        else:
            self.go(State.FINAL)

    @rule(to=st.sampled_from([State.WITHDRAWN, State.SETTLED]))
    def end(self, to: State) -> None:
        self.go(to, paused_on=None)

    @rule()
    def take_the_review_back(self) -> None:
        self.case = replace(self.case, is_review_gone=True)

    @invariant()
    def nobody_lost_a_day(self) -> None:
        case = self.case
        assert case.answer_until >= deadlines.limits_of(FILED).answer_until
        assert case.decide_until >= deadlines.limits_of(FILED).decide_until
        assert case.paused_days <= numbers.PAUSES_LONGEST.value

    @invariant()
    def what_is_over_stays_over_and_what_is_decided_was_decided(self) -> None:
        state = self.case.state
        if state in OVER:
            assert deadlines.due(self.case, today=date(2099, 1, 1), released_on=date(2099, 1, 1)) is None
        if state in (State.DECIDED, State.FINAL):
            assert self.outcome is not None

    def teardown(self) -> None:
        """Let nobody do anything any more: the case comes to rest, and whatever is late is counted."""
        for _ in range(LONGEST):
            self.today += DAY
            self.settle()
        state = self.case.state
        assert state in OVER | {State.READY, State.DRAFTED, State.APPEALED}, state
        if state in OPEN - {State.APPEALED}:
            assert self.case.is_overdue, "a side could go straight to a panel"


TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=60, stateful_step_count=30)
