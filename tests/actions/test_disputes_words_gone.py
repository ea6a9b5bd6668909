"""Words of a review whose text is gone go from every place that quotes them, also where the case was over before."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from reputation.disputes import course, exchange, forgetting, interims, own_cases, queries, rooms
from reputation.disputes.models import Case, CaseStep, Claim, Decision, Interim, Said
from reputation.disputes.rules import Ground, Outcome, Party
from reputation.log import actions as log
from reputation.log.models import SideFile
from reputation.reviews import actions as reviews
from tests import cases_made
from tests.cases_made import REASONS, moderator
from tests.reviews_made import LATER, MONDAY, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
WORDS = "the waiter Hans Miller shouted at me"
TEXT = f"A copper pan, as agreed, but {WORDS} when I came."
SOON = LATER + timedelta(days=31)
YEARS = LATER + timedelta(days=900)
# A run of the words within what others wrote, in another spelling.
REPEATED = "It says that The Waiter, Hans Miller shouted at somebody."
CLEARED = "It says that […] somebody."


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def side_file(case: UUID) -> str:
    return SideFile.objects.values_list("document", flat=True).get(kind="cases", subject=case) or ""


def everything(case: UUID, now: datetime) -> Iterator[tuple[str, str]]:
    """Where words of a case are read by anybody, and what stands there."""
    row = Case.objects.get(public_id=case)
    assert row.review_id is not None
    yield "page", repr(asdict(queries.case(case)))
    yield "challenger", repr(asdict(rooms.room(case, now=now)))
    yield "writer", repr([asdict(one) for one in own_cases.of_review(row.review_id, now)])
    yield "side file", side_file(case)


def stored() -> Iterator[tuple[str, str]]:
    for table in (Claim, Said, Decision, Interim):
        yield table.__name__, repr(list(table.objects.values()))


def decided(outcome: Outcome = Outcome.REJECTED) -> UUID:
    case = make_case(make_review(text=TEXT), ground=Ground.THREAT_OR_EXTORTION, quote=WORDS, said=REPEATED, now=LATER)
    facts = (REPEATED,)
    interims.take(case=case, user=moderator(3, now=LATER), reasoning=REPEATED, facts=facts, now=LATER)
    cases_made.admit(case, now=LATER)
    exchange.add_looked_over(case=case, party=Party.CHALLENGER, text=REPEATED, is_held=False, now=LATER)
    given: dict[str, Any] = {**asdict(REASONS), "quote": WORDS, "facts": facts, "reasoning": REPEATED}
    make_decision(case, outcome, reasons=type(REASONS)(**given))
    return case


@pytest.mark.parametrize("goes", [reviews.erase, reviews.withdraw])
@pytest.mark.parametrize("stands", ["closed", "decided"])
def test_words_of_a_text_that_is_gone_are_read_nowhere(goes: Any, stands: str) -> None:
    case, is_over = decided(), stands == "closed"
    if is_over:
        course.move_on(now=SOON + timedelta(days=190))
    assert queries.case(case).state == stands
    assert all(WORDS in found for place, found in everything(case, SOON)), "before"
    now = SOON + timedelta(days=191) if is_over else SOON
    review = Case.objects.get(public_id=case).review_id
    goes(review_id=review, now=now)
    for place, found in everything(case, now):
        assert place == "side file" or "Miller" not in found, place
    assert forgetting.words(now=now) == 1
    for place, found in everything(case, now):
        assert "Miller" not in found, place
        assert CLEARED in found, place
    step = CaseStep.objects.get(step="words-gone")
    assert (step.case.public_id, step.happened_on) == (case, now.date())
    assert forgetting.words(now=now) == 0, "once"
    if not is_over:
        assert Claim.objects.get().quote == WORDS, "a panel may still have to decide"
        course.move_on(now=YEARS)
        assert forgetting.words(now=YEARS) == 1
    for table, found in stored():
        assert "Miller" not in found, table
    assert Decision.objects.get().salt is None, "nobody can prove any more what was said of them"
    assert forgetting.words(now=YEARS) == 0


def test_words_stay_where_the_text_does() -> None:
    case = decided()
    course.move_on(now=SOON + timedelta(days=190))
    assert forgetting.words(now=YEARS) == 0
    assert all(WORDS in found for place, found in everything(case, SOON))


def test_a_case_that_its_writer_closes_by_taking_the_review_back_keeps_nothing() -> None:
    case = make_case(make_review(text=TEXT), quote=WORDS, said=REPEATED)
    review = Case.objects.get(public_id=case).review_id
    assert review is not None
    reviews.withdraw(review_id=review, now=LATER)
    course.move_on(now=LATER)
    assert all("Miller" not in found for place, found in stored())
    assert "Miller" not in side_file(case)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disputes_decision SET summary = 'another'",
        "UPDATE disputes_decision SET quote = '[…]', salt = NULL",
        "UPDATE disputes_decision SET quote = '[…]', salt = NULL, outcome = 'removed'",
        "UPDATE disputes_claim SET said = 'another', quote = NULL",
        "UPDATE disputes_said SET text = 'another'",
        "UPDATE disputes_interim SET reasoning = 'another'",
        "DELETE FROM disputes_decision",
    ],
)
def test_the_database_lets_nothing_change_while_the_text_is_there(change: str) -> None:
    decided()
    with pytest.raises(Error, match=r"never|once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "change", ["summary = 'another'", "quote = '[…]', salt = NULL, persons = 3", "quote = 'another', salt = NULL"]
)
def test_only_words_of_a_decision_may_go_with_the_text(change: str) -> None:
    case = decided()
    review = Case.objects.get(public_id=case).review_id
    assert review is not None
    reviews.erase(review_id=review, now=SOON)
    with pytest.raises(Error, match="only words"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disputes_decision SET {change}")
