"""The three of a panel: opinions apart, a draft, votes; whoever leaves is followed; what they decide takes effect."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from reputation.accounts.rules import Duty
from reputation.disputes import (
    appeals,
    carrying,
    course,
    deciding,
    deliberation,
    errors,
    files,
    queries,
    rooms,
    seats,
    sittings,
)
from reputation.disputes.models import Candidate, Decider, Seat, Taking
from reputation.disputes.panels import Left, Todo
from reputation.disputes.rules import Outcome, Party, State
from reputation.log import actions as log
from reputation.reviews import actions as review_actions
from reputation.reviews import queries as reviews
from tests.conftest import AsRole
from tests.panels_made import (
    DECIDED,
    FILED,
    REASONS,
    SEATED,
    appeal,
    decide,
    draft,
    end_duty,
    logged,
    make_appealed,
    make_decided,
    make_opined,
    make_panelists,
    make_seated,
    opine,
    somebody,
    tie,
)

pytestmark = pytest.mark.django_db
LAST = DECIDED + timedelta(days=184)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=FILED - timedelta(days=90))


def test_the_three_do_not_read_each_other_before_all_have_written() -> None:
    one = make_seated(Outcome.REJECTED)
    first, second, third = one.users
    table = sittings.table(case=one.case, user=first)
    assert (table.todo, table.opinions, table.outcomes) == (Todo.OPINE, (), ("masked", "rejected", "removed"))
    opine(one, first, Outcome.REMOVED)
    opine(one, second)
    assert [read.text for read in sittings.table(case=one.case, user=first).opinions] == ["I say removed."]
    assert sittings.table(case=one.case, user=third).opinions == ()
    with pytest.raises(errors.OpinionsMissing):
        draft(one, Outcome.REMOVED)
    opine(one, third)
    for user in one.users:
        table = sittings.table(case=one.case, user=user)
        assert [(read.number, read.outcome) for read in table.opinions] == [
            (1, "removed"),
            (2, "rejected"),
            (3, "rejected"),
        ]
    assert [one.todo for user in one.users for one in sittings.of_member(user)] == [Todo.DRAFT, Todo.WAIT, Todo.WAIT]
    with pytest.raises(errors.NotOnPanel):
        sittings.table(case=one.case, user=somebody(Duty.PANEL))


def test_an_opinion_is_written_once_by_those_who_sit_there_and_is_one_a_panel_can_have() -> None:
    one = make_seated()
    user = one.users[0]
    for outcome, text, field in (
        (Outcome.MASKED, "x", "outcome"),
        (Outcome.REMOVED, "x", "outcome"),
        (Outcome.RESTORED, " ", "text"),
        (Outcome.RESTORED, "x" * 2001, "text"),
    ):
        with pytest.raises(errors.BadOpinion) as refused:
            deliberation.opine(case=one.case, user=user, outcome=outcome, text=text, now=SEATED)
        assert refused.value.facts == {"field": field}
    with pytest.raises(errors.NotOnPanel):
        opine(one, one.by[0])
    opine(one, user, Outcome.RESTORED)
    with pytest.raises(errors.WrittenBefore):
        opine(one, user)


def test_a_panel_reverses_and_the_review_is_there_again_with_its_figures() -> None:
    one = make_opined()
    assert reviews.one(one.review).state == "restricted"
    decision = decide(one, Outcome.RESTORED)
    assert (one.row.state, one.row.ended_on) == (State.FINAL, SEATED.date())
    found = reviews.one(one.review)
    assert (found.state, [mark.kind for mark in found.marks]) == ("published", ["restored"])
    first, final = one.decisions
    assert (final.public_id, final.is_final, final.persons, final.replaces_id) == (decision, True, 3, first.pk)
    assert set(Decider.objects.filter(decision=final).values_list("user_id", flat=True)) == set(one.users)
    [body] = logged("appeal-decision")
    assert body["decided_by"] == [{"role": "panel", "persons": 3}]
    assert "nonces" not in body
    assert logged("review-restored")[0]["decision"] == str(decision)
    assert [page.ended_on for page in sittings.pages(one.case)] == [SEATED.date()]
    for user in one.users:
        assert sittings.of_member(user) == []
    with pytest.raises(errors.WrongState):
        appeal(one, Party.CHALLENGER, now=SEATED)


def test_a_rejected_appeal_leaves_what_was_decided() -> None:
    one = make_opined()
    decide(one, Outcome.REJECTED)
    assert reviews.one(one.review).state == "restricted"
    assert [row.outcome for row in one.decisions] == ["removed", "rejected"]
    assert queries.case(one.case).outcome == "removed", "an appeal in vain changes nothing of what everybody reads"
    assert rooms.room(one.case, now=SEATED).outcome == "removed"
    summary = queries.summary(one.row.business_id)
    assert (summary.by_outcome["removed"], summary.own_decided, summary.own_upheld) == (1, 1, 1)
    assert logged("review-restored") == []
    final = one.decisions[1]
    assert (final.before_log_size, final.until) == (final.after_log_size, None)


def test_a_panel_removes_or_masks_what_was_left() -> None:
    removed = make_opined(Outcome.REJECTED)
    decide(removed, Outcome.REMOVED)
    assert reviews.one(removed.review).state == "restricted"
    masked = make_opined(Outcome.REJECTED)
    decide(masked, Outcome.MASKED, wording="(a thing)")
    text = "".join(span.text for span in reviews.one(masked.review).spans)
    assert "copper pan" not in text
    assert "(a thing)" in text
    for page in (queries.case(masked.case), rooms.room(masked.case, now=SEATED)):
        assert [one.quote for one in page.statements] == ["(a thing)", "(a thing)"]
        assert "copper pan" not in repr(page.statements), "neither does what was decided before repeat what is masked"
        assert page.statements[0].reasoning == page.statements[0].facts[0] == "[…]"


def test_what_a_panel_admits_begins_with_days_of_its_own_and_can_be_appealed_again() -> None:
    make_panelists(8)
    one = make_decided(Outcome.INADMISSIBLE)
    appeal(one, Party.CHALLENGER)
    appeals.seat_due(now=SEATED)
    first_panel = one.users
    for user in first_panel:
        opine(one, user, Outcome.ADMITTED)
    decide(one, Outcome.ADMITTED)
    row = one.row
    assert (row.state, row.ended_on) == (State.NOTICED, None)
    assert row.answer_until == SEATED.date() + timedelta(days=14)
    assert row.decide_until == SEATED.date() + timedelta(days=60)
    assert [mark.kind for mark in reviews.one(one.review).marks] == ["challenged"]
    assert logged("case-step")[-1]["step"] == "noticed"
    later = SEATED + timedelta(days=30)
    course.move_on(now=later)
    deciding.draft(case=one.case, user=one.by[0], outcome=Outcome.REMOVED, reasons=REASONS, now=later)
    deciding.approve(case=one.case, user=one.by[1], now=later)
    appeal(one, now=later)
    appeals.seat_due(now=later + timedelta(days=5))
    assert not set(one.users) & set(first_panel)
    for user in one.users:
        opine(one, user, Outcome.RESTORED, now=later + timedelta(days=5))
    decide(one, Outcome.RESTORED, now=later + timedelta(days=5))
    assert [row.outcome for row in one.decisions] == ["inadmissible", "admitted", "removed", "restored"]
    assert one.row.state == State.FINAL


def test_two_of_three_decide_and_the_third_is_read_in_the_decision() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    first, second, third = one.users
    with pytest.raises(errors.NotYourTurn):
        deliberation.vote(case=one.case, user=first, agrees=True, now=SEATED)
    for agrees, dissent in ((False, " "), (True, "but"), (False, "x" * 2001)):
        with pytest.raises(errors.BadOpinion):
            deliberation.vote(case=one.case, user=second, agrees=agrees, dissent=dissent, now=SEATED)
    assert (
        deliberation.vote(case=one.case, user=second, agrees=False, dissent="The order is clear.", now=SEATED) is None
    )
    with pytest.raises(errors.WrittenBefore):
        deliberation.vote(case=one.case, user=second, agrees=True, now=SEATED)
    assert deliberation.vote(case=one.case, user=third, agrees=True, now=SEATED) is not None
    assert one.decisions[1].dissent == "The order is clear."
    assert Decider.objects.filter(decision=one.decisions[1], user=second).exists()


def test_where_neither_follows_the_next_one_drafts() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    first, second, third = one.users
    for user in (second, third):
        found = deliberation.vote(case=one.case, user=user, agrees=False, dissent="No.", now=SEATED)
    assert found is None
    assert len(one.decisions) == 1
    assert sittings.table(case=one.case, user=second).todo is Todo.DRAFT
    with pytest.raises(errors.NotYourTurn):
        draft(one, Outcome.RESTORED, user=first)
    draft(one, Outcome.REJECTED)
    with pytest.raises(errors.NotYourTurn):
        draft(one, Outcome.REJECTED)
    assert [seat.agrees for seat in one.sitting] == [None, True, None]
    for user in (first, third):
        found = deliberation.vote(case=one.case, user=user, agrees=True, now=SEATED)
    assert found is not None
    assert one.decisions[1].dissent == ""


def test_a_draft_needs_reasons_and_nobody_votes_without_one() -> None:
    one = make_opined()
    with pytest.raises(errors.NotYourTurn):
        deliberation.vote(case=one.case, user=one.users[1], agrees=True, now=SEATED)
    with pytest.raises(errors.Unreasoned):
        draft(one, Outcome.RESTORED, reasons=replace(REASONS, facts=()))
    with pytest.raises(errors.WrongState):
        draft(one, Outcome.MASKED)
    with pytest.raises(errors.NotYourTurn):
        draft(one, Outcome.RESTORED, user=one.users[1])


def test_a_dissent_repeats_no_words_that_are_to_be_masked() -> None:
    one = make_opined(Outcome.REJECTED)
    draft(one, Outcome.MASKED, wording="(a thing)")
    with pytest.raises(errors.RepeatsWords) as refused:
        deliberation.vote(case=one.case, user=one.users[1], agrees=False, dissent="A Copper  pan is one.", now=SEATED)
    assert refused.value.words == "Copper  pan"
    deliberation.vote(case=one.case, user=one.users[1], agrees=False, dissent="It is one.", now=SEATED)


def test_whoever_leaves_is_followed_by_another_who_writes_too() -> None:
    one = make_opined()
    leaving = one.users[0]
    draft(one, Outcome.RESTORED)
    deliberation.vote(case=one.case, user=one.users[1], agrees=True, now=SEATED)
    appeals.decline(case=one.case, user=leaving, now=SEATED)
    assert len(one.sitting) == 3
    assert leaving not in one.users
    assert [seat.agrees for seat in one.sitting] == [None, None, None]
    table = sittings.table(case=one.case, user=one.users[0])
    assert (table.todo, table.opinions, table.draft) == (Todo.OPINE, (), None)
    assert len(sittings.table(case=one.case, user=one.users[1]).opinions) == 1
    with pytest.raises(errors.NotOnPanel):
        appeals.decline(case=one.case, user=leaving, now=SEATED)
    opine(one, one.users[0], Outcome.RESTORED)
    decide(one, Outcome.RESTORED)
    assert one.row.state == State.FINAL
    assert Taking.objects.filter(case=one.row, user=leaving, part="declined").exists()


def test_whose_duty_ends_or_who_comes_to_have_a_tie_leaves() -> None:
    one = make_opined(many=5)
    first, second, third = one.users
    end_duty(first)
    with pytest.raises(errors.NotOnPanel):
        draft(one, Outcome.RESTORED)
    tie(one, second)
    appeals.seat_due(now=SEATED)
    assert third in one.users
    left = Seat.objects.filter(panel=one.panel, left_on__isnull=False).order_by("number")
    assert list(left.values_list("user_id", "left_as")) == [(first, Left.DUTY_ENDED), (second, Left.TIED)]
    assert len(one.sitting) == 3


def test_a_vote_counts_only_while_all_three_may_sit_there() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    _, second, third = one.users
    deliberation.vote(case=one.case, user=second, agrees=True, now=SEATED)
    end_duty(second)
    assert deliberation.vote(case=one.case, user=third, agrees=True, now=SEATED) is None
    assert len(one.decisions) == 1
    assert second not in one.users
    assert len(one.sitting) == 3


def test_a_panel_waits_for_persons_and_takes_whoever_comes() -> None:
    one = make_appealed()
    two = make_panelists(2)
    assert appeals.seat_due(now=SEATED) == 1
    assert one.panel.seated_on is None
    assert set(one.users) == set(two)
    make_panelists(1)
    assert appeals.seat_due(now=SEATED + timedelta(days=1)) == 0
    assert one.panel.seated_on == (SEATED + timedelta(days=1)).date()


def test_state_counts_not_deltas_for_a_review_that_was_withdrawn_meanwhile() -> None:
    one = make_opined()
    review_actions.withdraw(review_id=one.review, now=SEATED)
    decide(one, Outcome.RESTORED)
    assert one.row.state == State.FINAL
    assert reviews.one(one.review).state == "withdrawn"
    kept = make_opined(Outcome.REJECTED)
    draft(kept, Outcome.REMOVED)
    review_actions.withdraw(review_id=kept.review, now=SEATED)
    for user in kept.users[1:]:
        deliberation.vote(case=kept.case, user=user, agrees=True, now=SEATED)
    carrying.carry_out(case=kept.case, now=SEATED)
    assert (kept.row.state, reviews.one(kept.review).state) == (State.FINAL, "withdrawn")


def test_a_review_that_was_erased_meanwhile_counts_again_without_its_text() -> None:
    one = make_opined()
    review_actions.erase(review_id=one.review, now=SEATED)
    decide(one, Outcome.RESTORED, reasons=REASONS)
    found = reviews.one(one.review)
    assert (found.state, found.spans) == ("erased", ())


def test_lists_opinions_and_votes_are_forgotten_a_year_after_the_decision() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    for user, agrees in zip(one.users[1:], (False, True), strict=True):
        dissent = "" if agrees else "I would not."
        deliberation.vote(case=one.case, user=user, agrees=agrees, dissent=dissent, now=SEATED)
    assert seats.forget_old(now=SEATED + timedelta(days=365)) == 0
    assert seats.forget_old(now=SEATED + timedelta(days=367)) == 1
    kept = Seat.objects.filter(panel=one.panel).values_list("opinion_text", "agrees", "dissent")
    assert set(kept) == {("", None, "")}
    assert queries.case(one.case).statements[-1].dissent == "I would not.", "what was decided stays"
    assert seats.forget_old(now=SEATED + timedelta(days=800)) == 0
    assert len(one.users) == 3


def test_pages_and_worker_have_the_rights_they_need_and_no_others(as_role: AsRole) -> None:
    make_panelists(4)
    one = make_decided()
    with as_role("web"):
        appeal(one)
    with as_role("worker"):
        assert appeals.seat_due(now=SEATED) == 0
        course.move_on(now=SEATED)
    with as_role("web"):
        appeals.decline(case=one.case, user=one.users[2], now=SEATED)
        for user in one.users:
            opine(one, user)
            sittings.table(case=one.case, user=user)
        draft(one, Outcome.RESTORED)
        for user in one.users[1:]:
            deliberation.vote(case=one.case, user=user, agrees=True, now=SEATED)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Candidate.objects.all().delete()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            type(one.panel).objects.update(seed=b"")
    with as_role("worker"):
        carrying.carry_out_due(now=SEATED)
        seats.forget_old(now=SEATED + timedelta(days=400))
    assert (one.row.state, reviews.one(one.review).state) == (State.FINAL, "published")


def test_an_example_of_a_ground_is_what_holds_after_an_appeal_in_vain() -> None:
    """A review that was removed, and stays so, is no example of one that was left."""
    one = make_opined()
    decide(one, Outcome.REJECTED)
    (statement, _) = queries.case(one.case).statements
    assert files.decided(statement.ground, 5) == [(one.case, Outcome.REMOVED)]
