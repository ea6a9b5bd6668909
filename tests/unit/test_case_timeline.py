"""The timeline of a case: every entry about it has its words, and what comes next follows from its last days."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from reputation.disputes.queries import CasePage
from reputation.disputes.rules import State
from reputation.log import codes
from reputation.log.entries import encode
from reputation.log.queries import Row
from reputation.web import case_timeline
from reputation.web.case_terms import CASE_EVENTS
from reputation.web.templatetags.web import case_event
from tests.case_log import CaseLog, Course

TODAY = date(2026, 1, 12)
ID = UUID("00000000-0000-4000-8000-000000000001")
CASE = CasePage(
    public_id=ID,
    business=ID,
    review=None,
    alert=None,
    domain=None,
    side="business",
    state="filed",
    outcome="open",
    is_urgent=False,
    ground="off-topic",
    rule_version="1",
    rule_title="",
    rule_text="",
    law="",
    quote=None,
    said=None,
    filed_on=date(2026, 1, 5),
    admit_until=TODAY,
    answer_until=TODAY + timedelta(days=14),
    reply_until=TODAY + timedelta(days=3),
    decide_until=TODAY + timedelta(days=60),
    appeal_until=TODAY + timedelta(days=184),
    has_answer=False,
    is_extended=False,
    paused_on=None,
    ended_on=None,
    happened=(),
    words=(),
    interim=None,
    statements=(),
)


def rows(log: CaseLog) -> list[Row]:
    return [
        Row(place, entry.kind, encode(entry.kind, entry.body), b"", *([None] * 8))
        for place, entry in enumerate(log.entries)
        if "case" in entry.body
    ]


def course(*, stars: int | None = 3) -> Course:
    log = CaseLog()
    return Course(log, log.uuid(), stars=stars)


def test_every_entry_about_a_case_has_its_words() -> None:
    one = course()
    for side in codes.SIDES:
        one.challenge(side=side)
    for step in codes.STEPS:
        for deadline in codes.DEADLINES if step == "overdue" else [None]:
            one.step(step, 1, **({"deadline": deadline} if deadline else {}))
    for outcome in codes.DECISIONS:
        if outcome != "suspended":
            one.decide(outcome, 2)
            one.panel(outcome, 3)
    for party in codes.PARTIES:
        one.appeal(2, party)
    one.interim(1, 3)
    found = case_timeline.events(CASE, rows(one.log), TODAY)
    alert = course(stars=None).challenge()
    found += case_timeline.events(replace(CASE, alert="surge"), rows(alert.log), TODAY)
    address = Course(alert.log, alert.log.uuid(), domain="sh0p.example").challenge(side="public")
    for step in ("answered", "withdrawn"):
        address.step(step, 1)
    about = [row for row in rows(address.log) if "domain" in row.body]
    found += case_timeline.events(replace(CASE, domain="sh0p.example", state="ready"), about, TODAY)
    assert {event.kind for event in found} <= set(CASE_EVENTS)
    for event in found:
        assert case_event(event, "title")
        assert "%(" not in case_event(event, "says")
    said = {event.kind for event in found} | {"interim-2", "interim-ended", "legal-threat", "case-conduct-ended"}
    assert {kind for kind in CASE_EVENTS if not kind.startswith("next-")} == {
        k for k in said if not k.startswith("next-")
    }


def test_of_an_address_the_business_may_answer_until_it_did() -> None:
    waiting = replace(CASE, domain="sh0p.example", state="ready")
    assert [one.kind for one in case_timeline.events(waiting, [], TODAY)] == ["next-answer-domain", "next-decision"]
    answered = replace(waiting, has_answer=True)
    assert [one.kind for one in case_timeline.events(answered, [], TODAY)] == ["next-decision"]


@pytest.mark.parametrize(
    ("state", "coming"),
    [
        ("filed", ["next-admitted", "next-answer", "next-decision"]),
        ("noticed", ["next-answer", "next-decision"]),
        ("answered", ["next-reply", "next-decision"]),
        ("ready", ["next-decision"]),
        ("drafted", ["next-decision"]),
        ("decided", ["next-appeal"]),
        ("appealed", ["next-panel"]),
        ("final", ["next-erased"]),
        ("closed", ["next-erased"]),
        ("withdrawn", ["next-erased"]),
        ("settled", ["next-erased"]),
    ],
)
def test_what_comes_next_follows_from_where_the_case_stands(state: str, coming: list[str]) -> None:
    one = course().challenge().appeal(3)
    ended_on = TODAY if coming == ["next-erased"] else None
    found = case_timeline.events(replace(CASE, state=state, ended_on=ended_on), rows(one.log), TODAY)
    assert [event.kind for event in found if event.is_next] == coming
    assert [event.is_now for event in found].count(True) == 1


def test_every_state_is_known() -> None:
    for state in State:
        case_timeline.events(replace(CASE, state=state, ended_on=TODAY), [], TODAY)


def test_the_days_that_are_left_are_counted_to_the_last_one() -> None:
    found = {one.kind: one for one in case_timeline.events(CASE, [], TODAY)}
    assert found["next-admitted"].days_left == 0
    assert found["next-answer"].days_left == 14
    later = case_timeline.events(CASE, [], TODAY + timedelta(days=1))
    assert "next-admitted" not in {one.kind for one in later}
