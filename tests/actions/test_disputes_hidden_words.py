"""Public texts of a case repeat no words that it hides: of interim measures, removals, masks, and what comes after."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from reputation.disputes import carrying, errors, exchange, interims, queries
from reputation.disputes.models import Claim, Draft, Interim, Said
from reputation.disputes.rules import Ground, Outcome, Party
from reputation.log import actions as log
from tests import cases_made
from tests.cases_made import REASONS, moderator
from tests.reviews_made import LATER, MONDAY, make_case, make_review

pytestmark = pytest.mark.django_db
WORDS = "the waiter Hans Miller shouted at me"
TEXT = f"A copper pan, as agreed, but {WORDS} when I came."
REPEATS = "It says that The Waiter, Hans Miller was rude."
REPEATED = "The Waiter, Hans Miller"
SOON = LATER + timedelta(days=31)
PARTS: dict[str, Any] = {
    "facts": ("a fact", REPEATS),
    "business_said": REPEATS,
    "reviewer_said": REPEATS,
    "reasoning": REPEATS,
    "summary": REPEATS,
}


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def filed(ground: Ground = Ground.NAMES_A_PERSON) -> UUID:
    return make_case(make_review(text=TEXT), ground=ground, quote=WORDS, said="This is why.")


def ready(ground: Ground = Ground.NAMES_A_PERSON) -> UUID:
    case = filed(ground)
    cases_made.hear(case, now=SOON)
    return case


@pytest.mark.parametrize("typed", [{"reasoning": REPEATS}, {"facts": ("a fact", REPEATS)}])
def test_an_interim_measure_repeats_none(typed: dict[str, Any]) -> None:
    case = filed()
    given: dict[str, Any] = {"reasoning": "It names a waiter.", "facts": ("a fact",)}
    with pytest.raises(errors.RepeatsWords) as refused:
        interims.take(case=case, user=moderator(now=LATER), now=LATER, **given | typed)
    assert (refused.value.words, refused.value.facts) == (REPEATED, {}), "the words go to nobody but their author"
    assert not Interim.objects.exists()
    interims.take(case=case, user=moderator(now=LATER), now=LATER, **given)


def test_where_everybody_reads_the_words_a_measure_may_repeat_them() -> None:
    case = filed(Ground.THREAT_OR_EXTORTION)
    interims.take(case=case, user=moderator(now=LATER), reasoning=REPEATS, facts=(REPEATS,), now=LATER)
    assert queries.case(case).quote == WORDS


@pytest.mark.parametrize("part", PARTS)
def test_a_removal_that_hides_words_repeats_none(part: str) -> None:
    case, reasons = ready(), replace(REASONS, quote=WORDS)
    with pytest.raises(errors.RepeatsWords) as refused:
        cases_made.draft(case, Outcome.REMOVED, reasons=replace(reasons, **{part: PARTS[part]}), now=SOON)
    assert refused.value.words == REPEATED
    assert not Draft.objects.exists()
    cases_made.draft(case, Outcome.REMOVED, reasons=reasons, now=SOON)


def test_nor_words_of_the_quotation_that_the_claim_did_not_have() -> None:
    case = ready()
    reasons = replace(REASONS, quote=TEXT, reasoning="A copper pan, as agreed, is none.")
    with pytest.raises(errors.RepeatsWords):
        cases_made.draft(case, Outcome.REMOVED, reasons=reasons, now=SOON)


@pytest.mark.parametrize("part", [part for part in PARTS if part != "summary"])
def test_what_leaves_the_words_where_they_are_may_repeat_them(part: str) -> None:
    reasons = replace(REASONS, quote=WORDS, **{part: PARTS[part]})
    cases_made.draft(ready(), Outcome.REJECTED, reasons=reasons, now=SOON)
    cases_made.draft(ready(Ground.CONFLICT_OF_INTEREST), Outcome.REMOVED, reasons=reasons, now=SOON)


@pytest.mark.parametrize("part", [*PARTS, "quote", "wording"])
def test_a_mask_repeats_none_in_any_spelling(part: str) -> None:
    case, reasons = ready(Ground.CONFLICT_OF_INTEREST), replace(REASONS, quote=WORDS)
    changed = {"quote": WORDS[:-3]} if part == "quote" else {part: PARTS.get(part)} if part in PARTS else {}
    wording = "Hans Miller shouted at all" if part == "wording" else "(a waiter was rude)"
    with pytest.raises(errors.RepeatsWords):
        cases_made.draft(case, Outcome.MASKED, reasons=replace(reasons, **changed), wording=wording, now=SOON)


def masked() -> UUID:
    case = ready()
    exchange.add_looked_over(case=case, party=Party.CHALLENGER, text=REPEATS, is_held=False, now=SOON)
    reasons = replace(REASONS, quote=WORDS)
    cases_made.draft(case, Outcome.MASKED, reasons=reasons, wording="(a waiter was rude)", now=SOON)
    cases_made.approve(case, now=SOON)
    return case


def test_a_mask_takes_words_out_of_what_was_said_in_another_spelling_too() -> None:
    case = masked()
    assert Said.objects.get().text == "It says that (a waiter was rude) was rude."
    assert Claim.objects.get().quote == "(a waiter was rude)"
    assert "Miller" not in repr(queries.case(case))


def test_what_is_decided_after_a_mask_repeats_none_as_long_as_it_holds() -> None:
    case = masked()
    exchange.answer(case=case, text="I was there.", now=SOON)
    exchange.waive_reply(case=case, now=SOON)
    reasons = replace(REASONS, quote="(a waiter was rude)")
    with pytest.raises(errors.RepeatsWords):
        cases_made.draft(case, Outcome.REMOVED, reasons=replace(reasons, reasoning=REPEATS), now=SOON)
    with pytest.raises(errors.RepeatsWords):
        interims.take(case=case, user=moderator(now=SOON), reasoning=REPEATS, facts=("a fact",), now=SOON)
    cases_made.draft(case, Outcome.RESTORED, reasons=replace(reasons, reasoning=REPEATS), now=SOON)
    cases_made.approve(case, now=SOON)
    carrying.carry_out(case=case, now=SOON)
