"""Every event of a case, and everybody who is told of it, as one table. What is not in it nobody is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from reputation.disputes import notice_rules
from reputation.disputes.notice_rules import Audience, Event, Facts, LastDay, Line, Notice, Task, notices_for
from reputation.disputes.rules import Outcome, Party, Side, State, Step, Subject
from reputation.notices import texts, words
from reputation.notices.rules import NEEDS, Fact, Kind, Language
from reputation.webhooks import rules as webhooks
from reputation.webhooks.rules import EventKind

CASE, REVIEW = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 9)
AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
FACTS = Facts(
    case=CASE,
    subject=Subject.REVIEW,
    side=Side.BUSINESS,
    state=State.NOTICED,
    ground="off-topic",
    review=REVIEW,
    until=DAY,
)

# Event: what a business that challenged is told, the line in the mailbox, its systems, and those at the desk.
OWN: dict[Event, tuple[Kind | None, Line | None, tuple[EventKind, ...], dict[Audience, Kind]]] = {
    Event.FILED: (Kind.CASE_RECEIVED, Line.CHALLENGED, (EventKind.CASE_FILED,), {}),
    Event.ADMITTED: (Kind.CASE_ADMITTED, Line.MAY_ANSWER, (EventKind.CASE_CHANGED,), {}),
    Event.ANSWERED: (Kind.CASE_ANSWERED, Line.ANSWERED, (EventKind.CASE_CHANGED,), {}),
    Event.ADDED: (Kind.CASE_ADDED, Line.ADDED, (), {}),
    Event.EXTENDED: (Kind.CASE_EXTENDED, Line.MORE_TIME, (EventKind.CASE_CHANGED,), {}),
    Event.PAUSED: (Kind.CASE_PAUSED, Line.PAUSED, (EventKind.CASE_CHANGED,), {}),
    Event.RESUMED: (Kind.CASE_RESUMED, Line.RESUMED, (EventKind.CASE_CHANGED,), {}),
    Event.READY: (None, Line.HEARD, (EventKind.CASE_CHANGED,), {}),
    Event.REPLIED: (None, Line.REPLIED, (EventKind.CASE_CHANGED,), {}),
    Event.OFFERED: (None, Line.OFFERED, (EventKind.CASE_CHANGED,), {}),
    Event.SETTLED: (Kind.CASE_SETTLED, Line.SETTLED, (EventKind.CASE_CHANGED,), {}),
    Event.WITHDRAWN: (Kind.CASE_WITHDRAWN, Line.WITHDRAWN, (EventKind.CASE_CHANGED,), {}),
    Event.REOPENED: (Kind.CASE_REOPENED, Line.REOPENED, (EventKind.CASE_CHANGED,), {}),
    Event.INTERIM_TAKEN: (
        Kind.CASE_HIDDEN,
        Line.HIDDEN,
        (EventKind.REVIEW_RESTRICTED,),
        {Audience.MODERATORS: Kind.DESK_WANTED},
    ),
    Event.INTERIM_CONFIRMED: (Kind.CASE_HIDDEN_STILL, Line.HIDDEN_STILL, (), {}),
    Event.INTERIM_ENDED: (
        Kind.CASE_SHOWN_AGAIN,
        Line.SHOWN_AGAIN,
        (EventKind.REVIEW_RESTORED,),
        {},
    ),
    Event.DRAFTED: (None, None, (), {Audience.MODERATORS: Kind.DESK_WANTED}),
    Event.RETURNED: (None, None, (), {}),
    Event.DECIDED: (Kind.REVIEW_DECIDED, Line.DECIDED, (EventKind.CASE_DECIDED,), {}),
    Event.APPEALED: (Kind.CASE_APPEALED, Line.APPEALED, (EventKind.CASE_CHANGED,), {}),
    Event.ROSTER_LOGGED: (None, None, (), {}),
    Event.SEATED: (None, None, (), {Audience.PANEL: Kind.PANEL_SEATED}),
    Event.FINAL: (Kind.CASE_FINAL, Line.FINAL, (EventKind.CASE_DECIDED,), {}),
    Event.OVERDUE: (
        Kind.CASE_OVERDUE,
        Line.OVERDUE,
        (EventKind.CASE_CHANGED,),
        {Audience.MODERATORS: Kind.DESK_WANTED, Audience.OPERATORS: Kind.DESK_WANTED},
    ),
    Event.CLOSED: (Kind.CASE_CLOSED, Line.CLOSED, (EventKind.CASE_CHANGED,), {}),
    Event.WORDS_GONE: (None, Line.WORDS_GONE, (), {}),
    Event.DAY_NEAR: (Kind.CASE_DAY_NEAR, None, (), {}),
    Event.FILES_GO: (Kind.CASE_FILES_GO, None, (), {}),
}
# What a business is told of a challenge that somebody else made, besides what its systems are told.
OF_OTHERS: dict[Event, Kind] = {
    Event.FILED: Kind.CASE_OF_OTHERS,
    Event.SETTLED: Kind.CASE_SETTLED,
    Event.WITHDRAWN: Kind.CASE_WITHDRAWN,
    Event.REOPENED: Kind.CASE_REOPENED,
    Event.INTERIM_TAKEN: Kind.CASE_HIDDEN,
    Event.INTERIM_CONFIRMED: Kind.CASE_HIDDEN_STILL,
    Event.INTERIM_ENDED: Kind.CASE_SHOWN_AGAIN,
    Event.DECIDED: Kind.REVIEW_DECIDED,
    Event.APPEALED: Kind.CASE_APPEALED,
    Event.FINAL: Kind.CASE_FINAL,
}
DECIDING = {Event.DECIDED, Event.FINAL, Event.CLOSED}


def facts_of(event: Event, facts: Facts = FACTS) -> Facts:
    outcome = Outcome.REJECTED if event in DECIDING else None
    return replace(facts, outcome=outcome, last_day=LastDay.REPLY, by=None)


def by_audience(notices: list[Notice]) -> dict[Audience, list[object]]:
    found: dict[Audience, list[object]] = {}
    for notice in notices:
        found.setdefault(notice.audience, []).append(notice.kind)
    return found


def test_the_table_has_every_event() -> None:
    assert list(OWN) == list(Event), "a new event needs a row here: who is told of it?"
    assert list(notice_rules.TOLD) == list(Event)
    assert set(notice_rules.OF_STEPS) == set(Step), "a new step is told as some event"


@pytest.mark.parametrize("event", Event)
def test_of_a_challenge_by_the_business(event: Event) -> None:
    mail, line, systems, desk = OWN[event]
    wanted: dict[Audience, list[object]] = {audience: [kind] for audience, kind in desk.items()}
    wanted |= {Audience.CHALLENGER: [mail]} if mail else {}
    wanted |= {Audience.WRITER: [line]} if line else {}
    wanted |= {Audience.SYSTEMS: list(systems)} if systems else {}
    assert by_audience(notices_for(event, facts_of(event))) == wanted


@pytest.mark.parametrize("event", Event)
def test_of_a_challenge_by_somebody_else(event: Event) -> None:
    """The filer is told what a business is told that files; the business concerned hears what becomes of its review."""
    facts = facts_of(event, replace(FACTS, side=Side.PUBLIC))
    own = by_audience(notices_for(event, facts_of(event)))
    others = by_audience(notices_for(event, facts))
    assert others == own | ({Audience.CONCERNED: [OF_OTHERS[event]]} if event in OF_OTHERS else {})


@pytest.mark.parametrize("event", Event)
def test_of_a_challenge_to_an_alert_no_writer_is_told(event: Event) -> None:
    facts = facts_of(event, replace(FACTS, subject=Subject.ALERT, review=None))
    found = by_audience(notices_for(event, facts))
    assert Audience.WRITER not in found
    own = by_audience(notices_for(event, facts_of(event)))
    del_writer = {audience: kinds for audience, kinds in own.items() if audience is not Audience.WRITER}
    if event is Event.DECIDED:
        del_writer[Audience.CHALLENGER] = [Kind.ALERT_DECIDED]
    assert found == del_writer


def test_of_an_address_the_business_is_told_that_it_may_answer_and_no_writer_of_anything() -> None:
    facts = replace(FACTS, subject=Subject.DOMAIN, side=Side.PUBLIC, review=None)
    for event in Event:
        found = by_audience(notices_for(event, facts_of(event, facts)))
        assert Audience.WRITER not in found
    filed = by_audience(notices_for(Event.FILED, facts_of(Event.FILED, facts)))
    assert filed[Audience.CHALLENGER] == [Kind.ADDRESS_RECEIVED]
    assert filed[Audience.CONCERNED] == [Kind.ADDRESS_CONTESTED]
    decided = by_audience(notices_for(Event.DECIDED, facts_of(Event.DECIDED, facts)))
    assert decided[Audience.CHALLENGER] == decided[Audience.CONCERNED] == [Kind.ADDRESS_DECIDED]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("event", Event)
def test_everything_that_is_told_has_its_facts_and_its_words(event: Event, subject: Subject, side: Side) -> None:
    for outcome in Outcome:
        facts = replace(facts_of(event), subject=subject, side=side, outcome=outcome, nonces=frozenset(Party))
        for notice in notices_for(event, facts):
            if isinstance(notice.kind, Kind):
                for language in Language:
                    given = {str(fact): "x" for fact in NEEDS[notice.kind] if fact is Fact.BUSINESS}
                    given |= {str(fact): "/case/1" for fact in NEEDS[notice.kind] if fact is Fact.LINK}
                    assert texts.render(language=language, kind=notice.kind, facts={**given, **notice.facts})
            if isinstance(notice.kind, EventKind):
                webhooks.body(kind=notice.kind, business=CASE, facts=notice.facts, service="", at=AT)
                assert set(notice.facts) == set(webhooks.FACTS[notice.kind])


def test_what_depends_on_more_than_the_event() -> None:
    def told(event: Event, **more: object) -> dict[Audience, list[object]]:
        return by_audience(notices_for(event, replace(facts_of(event), **more)))  # type: ignore[arg-type]

    assert told(Event.FILED, is_urgent=True)[Audience.MODERATORS] == [Kind.DESK_WANTED]
    assert Audience.CHALLENGER not in told(Event.ADDED, by=Party.CHALLENGER)
    assert Audience.WRITER not in told(Event.ADDED, by=Party.WRITER)
    assert told(Event.ADDED, by=Party.WRITER)[Audience.CHALLENGER] == [Kind.CASE_ADDED]
    nonces = told(Event.ROSTER_LOGGED, nonces=frozenset({Party.WRITER}))
    assert nonces == {Audience.WRITER: [Line.LOT]}
    assert told(Event.ROSTER_LOGGED, nonces=frozenset({Party.CHALLENGER})) == {Audience.CHALLENGER: [Kind.CASE_LOT]}
    gone = told(Event.CLOSED, outcome=None)
    assert (gone[Audience.CHALLENGER], gone[Audience.WRITER]) == ([Kind.CASE_GONE], [Line.GONE])


@pytest.mark.parametrize("event", [Event.DECIDED, Event.FINAL])
def test_systems_are_told_when_a_decision_hides_or_shows_the_review(event: Event) -> None:
    for outcome in Outcome:
        found = by_audience(notices_for(event, replace(facts_of(event), outcome=outcome)))[Audience.SYSTEMS]
        shown = {Outcome.REMOVED: [EventKind.REVIEW_RESTRICTED], Outcome.RESTORED: [EventKind.REVIEW_RESTORED]}
        assert found == [EventKind.CASE_DECIDED, *shown.get(outcome, [])]


def test_a_panel_that_rejects_leaves_what_was_decided() -> None:
    def decided(event: Event, state: State) -> str:
        facts = replace(facts_of(event), state=state)
        return next(one.facts["decided"] for one in notices_for(event, facts) if one.audience is Audience.CHALLENGER)

    assert decided(Event.DECIDED, State.DECIDED) == "rejected"
    assert decided(Event.FINAL, State.FINAL) == "stands"


def test_each_code_that_is_told_has_words_in_both_languages() -> None:
    for language in Language:
        found = words.WORDS[language]
        assert set(found[Fact.DECIDED]) == {*Outcome, notice_rules.STANDS}
        assert set(found[Fact.ABOUT]) == set(Subject)
        assert set(found[Fact.TASK]) == set(Task)
        assert set(found[Fact.DUE]) == set(LastDay) - {LastDay.FILES}


def test_reminders_come_once_each_before_the_day_and_never_after() -> None:
    def on(last_day: LastDay) -> dict[int, int]:
        days = range(-2, 40)
        found = {left: notice_rules.reminder(last_day, DAY, DAY - timedelta(days=left)) for left in days}
        return {left: before for left, before in found.items() if before is not None}

    assert on(LastDay.REPLY) == {0: 1, 1: 1}
    assert on(LastDay.APPEAL) == {0: 1, 1: 1, 2: 5, 3: 5, 4: 5, 5: 5}
    assert on(LastDay.FILES) == dict.fromkeys(range(31), 30)


def test_whoever_got_what_they_wanted_is_not_reminded_to_appeal() -> None:
    wants = {outcome for outcome in Outcome if notice_rules.may_want_to_appeal(outcome)}
    assert wants == {Outcome.REJECTED, Outcome.INADMISSIBLE, Outcome.RESTORED}
