"""What may be drafted in a case, and when a side is told at its full length."""

import pytest

from reputation.desk import drafting
from reputation.disputes import reasons, rules
from reputation.disputes.rules import Outcome, State, Subject
from reputation.rulebook.cases import RULES
from reputation.rulebook.desk import TOLD_AS_IT_IS
from reputation.web.members.desk import case_templates

MODERATORS = frozenset(Outcome) - {Outcome.ADMITTED}


def test_a_new_case_can_only_be_found_inadmissible() -> None:
    assert drafting.outcomes(State.FILED, None, subject=Subject.REVIEW) == (Outcome.INADMISSIBLE,)


def test_a_heard_case_offers_the_narrowest_first() -> None:
    of_reviews = (Outcome.REJECTED, Outcome.MASKED, Outcome.REMOVED)
    assert drafting.outcomes(State.READY, None, subject=Subject.REVIEW) == of_reviews
    assert drafting.outcomes(State.READY, None, subject=Subject.ALERT) == (Outcome.REJECTED, Outcome.SUSPENDED)
    assert drafting.outcomes(State.READY, None, subject=Subject.DOMAIN) == (Outcome.REJECTED, Outcome.EXEMPT)
    assert drafting.outcomes(State.READY, Outcome.REMOVED, subject=Subject.REVIEW)[0] is Outcome.RESTORED


@pytest.mark.parametrize("state", sorted(set(State) - {State.FILED, State.READY}))
def test_nothing_is_drafted_in_any_other_state(state: State) -> None:
    assert drafting.outcomes(state, None, subject=Subject.REVIEW) == ()


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("last", [None, *Outcome])
def test_what_is_offered_is_what_may_be_decided(last: Outcome | None, subject: Subject) -> None:
    offered = drafting.outcomes(State.READY, last, subject=subject)
    may = {one for one in MODERATORS if rules.may_decide(last, one, is_final=False, subject=subject)}
    assert set(offered) == may - {Outcome.INADMISSIBLE}


def test_few_words_may_be_told_as_they_are_and_many_not() -> None:
    short, long = "I bought it.", "word " * TOLD_AS_IT_IS.value
    assert not drafting.is_repeated(short, short)
    assert drafting.is_repeated(long, long)
    assert not drafting.is_repeated("The writer bought it.", long)
    assert not drafting.is_repeated("x" * TOLD_AS_IT_IS.value, "x" * TOLD_AS_IT_IS.value)


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("ground", list(RULES))
def test_every_template_has_a_gap_that_keeps_it_from_going_out(ground: str, outcome: Outcome) -> None:
    begun = case_templates.reasoning(ground, outcome)
    assert "[?]" in begun
    assert reasons.is_unfilled(begun)
    assert not reasons.is_unfilled(begun.replace("[?]", "what is shown"))
