"""What waits in cases: the urgent first, then by deadline; for whom; what is late; and how much it costs to ask."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reputation.accounts.rules import Duty
from reputation.desk import case_acts, case_queue
from reputation.desk.case_queue import Line, Next, Waits
from reputation.disputes import course, exchange, files
from reputation.disputes.models import Case
from reputation.disputes.rules import Ground, Outcome
from reputation.rulebook import cases as numbers
from reputation.web.members.desk import cases as desk_cases
from reputation.web.members.desk import queue as desk_queue
from tests import panels_made
from tests.desk_cases_made import Deciding, draft, make_case, make_drafted, make_ready, reader, seen
from tests.desk_made import somebody
from tests.desk_pages_made import NOW, At
from tests.members_made import make_member_business
from tests.pages_made import make_shop, now_in
from tests.reviews_made import make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.fixture
def shop() -> UUID:
    return make_shop().id


def lines(user: int) -> list[Line]:
    return case_queue.lines(user, NOW)


def only(user: int) -> Line:
    found = lines(user)
    assert len(found) == 1
    return found[0]


def test_a_new_case_waits_for_a_moderator_two_working_days(shop: UUID) -> None:
    case = make_case(shop)
    line = only(somebody(Duty.MODERATOR))
    assert (line.case, line.next, line.waits) == (case, Next.ADMIT, Waits.YOU)
    assert line.name == "Kettle & Moss Ltd"
    assert not line.is_late(NOW)


def test_an_urgent_case_comes_first_and_is_looked_at_within_a_day(shop: UUID) -> None:
    make_case(shop, now=NOW - timedelta(days=20))
    urgent = make_case(shop, ground=Ground.THREAT_OR_EXTORTION)
    found = lines(somebody(Duty.MODERATOR))
    assert [line.next for line in found] == [Next.LOOK, Next.ADMIT]
    assert found[0].case == urgent
    assert found[0].due - NOW.date() <= timedelta(hours=numbers.URGENT.value)
    assert found[1].is_late(NOW)


@pytest.mark.parametrize(
    ("step", "following", "waits"),
    [("admit", Next.ANSWER, Waits.WRITER), ("answer", Next.REPLY, Waits.CHALLENGER), ("ready", Next.DRAFT, Waits.YOU)],
)
def test_each_step_waits_for_the_next_one(shop: UUID, step: str, following: Next, waits: Waits) -> None:
    case = make_case(shop)
    moderator = somebody(Duty.MODERATOR)
    exchange.admit(case=case, user=moderator, now=NOW)
    if step != "admit":
        exchange.answer(case=case, text="It is so.", now=NOW)
    if step == "ready":
        exchange.waive_reply(case=case, now=NOW)
    line = only(moderator)
    assert (line.next, line.waits) == (following, waits)


def test_a_draft_waits_for_somebody_else(shop: UUID) -> None:
    case = make_ready(shop)
    first = draft(case)
    assert (only(first).next, only(first).waits) == (Next.SECOND, Waits.SECOND)
    assert only(somebody(Duty.MODERATOR)).waits is Waits.YOU


def test_a_decision_is_due_when_we_say_in_public_that_we_aim_at(shop: UUID) -> None:
    """Two weeks after everybody was heard, and not only on the last day there is."""
    case = make_ready(shop)
    aim = Case.objects.get(public_id=case).filed_on + timedelta(days=numbers.DECISION_AIM.value)
    assert only(somebody(Duty.MODERATOR)).due == aim
    draft(case)
    assert only(somebody(Duty.MODERATOR)).due == aim


def test_that_a_ground_cannot_be_raised_is_seconded_as_soon_as_somebody_looks(shop: UUID) -> None:
    case = make_case(shop)
    draft(case, Outcome.INADMISSIBLE)
    assert only(somebody(Duty.MODERATOR)).due == Case.objects.get(public_id=case).admit_until


def test_an_interim_measure_waits_for_a_second_person_until_it_lapses(shop: UUID) -> None:
    case = make_case(shop, ground=Ground.NAMES_A_PERSON)
    first = reader(case)
    case_acts.take_interim(
        user=first, case=case, seen=seen(case, first), reasoning="It cannot wait.", facts=("A name.",), now=NOW
    )
    mine = next(line for line in lines(first) if line.next is Next.CONFIRM)
    other = next(line for line in lines(somebody(Duty.MODERATOR)) if line.next is Next.CONFIRM)
    assert (mine.waits, other.waits) == (Waits.SECOND, Waits.YOU)
    assert other.until == NOW + timedelta(hours=numbers.INTERIM_ALONE.value)
    assert not other.is_late(other.until - timedelta(seconds=1))
    assert other.is_late(other.until)


def test_held_words_and_a_pause_wait_too(shop: UUID) -> None:
    held = make_case(shop, is_held=True)
    moderator = reader(held)
    assert {line.next for line in lines(moderator)} == {Next.WORDS, Next.ADMIT}
    exchange.show(case=held, user=moderator, said=None, now=NOW)
    exchange.pause(case=held, user=moderator, now=NOW)
    line = only(moderator)
    assert (line.next, line.waits) == (Next.RESUME, Waits.OUTSIDE)
    assert line.due == NOW.date() + timedelta(days=numbers.PAUSES_LONGEST.value)


def test_nothing_waits_of_a_case_that_is_decided(shop: UUID) -> None:
    case = make_drafted(shop)
    second = reader(case)
    case_acts.approve(user=second, case=case, seen=seen(case, second), now=NOW)
    assert lines(second) == []


def test_a_panel_sees_its_own_cases_and_what_is_theirs_to_do() -> None:
    one = panels_made.make_seated()
    first, second, third = one.users
    found = case_queue.lines(first, panels_made.SEATED)
    assert [(line.case, line.next, line.waits) for line in found] == [(one.case, Next.OPINION, Waits.YOU)]
    panels_made.opine(one, first)
    assert case_queue.lines(first, panels_made.SEATED)[0].next is Next.OTHERS
    for user in (second, third):
        panels_made.opine(one, user)
    assert case_queue.lines(first, panels_made.SEATED)[0].next is Next.PANEL_DRAFT
    panels_made.draft(one, Outcome.REJECTED)
    assert [case_queue.lines(user, panels_made.SEATED)[0].next for user in one.users] == [
        Next.OTHERS,
        Next.VOTE,
        Next.VOTE,
    ]
    assert case_queue.lines(somebody(Duty.PANEL), panels_made.SEATED) == []
    assert case_queue.lines(somebody(Duty.MODERATOR), panels_made.SEATED) == []


def test_a_case_about_ones_own_business_is_in_nobodys_queue() -> None:
    tied = somebody(Duty.MODERATOR)
    owner = make_member_business(user=tied, now=NOW)
    make_review(owner.business, now=now_in(3))
    make_case(owner.business)
    assert lines(tied) == []
    assert len(lines(somebody(Duty.MODERATOR))) == 1
    assert lines(somebody(Duty.OPERATOR)) == []


def test_the_queue_costs_the_same_for_one_case_and_for_many(shop: UUID) -> None:
    moderator = somebody(Duty.MODERATOR, Duty.PANEL)
    counts = []
    for many in (1, 3):
        for _ in range(many):
            make_case(shop)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(lines(moderator)) >= many
        counts.append(len(asked))
    assert counts == [COST, COST]


COST = 9
"""Duties, claims with their cases, drafts, interim measures, appeals, held words, ties, what they declined, seats."""


def test_the_pages_show_it_narrowed_as_one_asks(shop: UUID) -> None:
    late = make_case(shop, now=NOW - timedelta(days=30))
    urgent = make_case(shop, ground=Ground.UNLAWFUL_CONTENT)
    mine = make_ready(shop)
    first = Deciding(mine)
    first.open()
    draft(mine, user=first.id)
    for asked, shown in {
        "": {late, urgent, mine},
        "you": {late, urgent},
        "second": {mine},
        "urgent": {urgent},
        "late": {late},
        "sides": set(),
    }.items():
        page = first.get(f"/cases?show={asked}")
        assert page.status == 200
        assert {case for case in (late, urgent, mine) if str(case) in page.html} == shown, asked
    assert "Nothing waits here." in first.get("/cases?show=sides").says
    assert "late by" in first.get("/cases?show=late").says
    queue = first.get("")
    assert all(str(case) in queue.html for case in (late, urgent, mine))
    assert str(mine) not in first.get("?show=you").html


def test_the_first_line_of_the_page_is_the_urgent_one(shop: UUID) -> None:
    other = make_case(shop, now=NOW - timedelta(days=30))
    urgent = make_case(shop, ground=Ground.UNLAWFUL_CONTENT)
    html = At(Duty.MODERATOR).get("/cases").html
    assert html.index(str(urgent)) < html.index(str(other))
    assert "Urgent" in html


def test_time_alone_brings_a_case_to_a_moderator(shop: UUID) -> None:
    case = make_case(shop, now=NOW - timedelta(days=30))
    exchange.admit(case=case, user=somebody(Duty.MODERATOR), now=NOW - timedelta(days=29))
    moderator = somebody(Duty.MODERATOR)
    assert only(moderator).next is Next.ANSWER
    course.move_on(now=NOW)
    assert only(moderator).next is Next.DRAFT


def test_what_does_not_fit_on_a_page_is_on_the_next(shop: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_cases, "LINES_SHOWN", 1)
    monkeypatch.setattr(desk_queue, "LINES_SHOWN", 1)
    for _ in range(3):
        make_case(shop)
    at = At(Duty.MODERATOR)
    first = at.get("/cases?show=you")
    assert "2 more wait after these. The next ones" in first.says
    assert "?show=you&amp;page=2" in first.html
    assert "1 more waits after these." in at.get("/cases?show=you&page=2").says
    assert "more wait" not in at.get("/cases?show=you&page=3").says
    assert at.get("/cases?page=x").says == at.get("/cases").says
    assert "/members/desk/cases?show=" in at.get("").html


def test_only_so_many_open_cases_are_looked_through_the_urgent_first(
    shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "WAITING_MOST", 2)
    make_case(shop, now=NOW)
    make_case(shop, now=NOW - timedelta(days=1))
    urgent = make_case(shop, ground=Ground.NAMES_A_PERSON, now=NOW)
    found = files.waiting()
    assert found[0].public_id == urgent
    assert [one.filed_on for one in found][1:] == [(NOW - timedelta(days=1)).date()]
