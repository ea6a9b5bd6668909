"""Drafts of decisions: what cannot go out, what is hard to read, and that nothing typed is ever lost."""

from dataclasses import replace
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.disputes import files
from reputation.disputes.rules import State
from tests.desk_cases_made import REASONS, Deciding, fields, make_ready
from tests.desk_pages_made import At
from tests.pages_made import make_shop, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.fixture
def shop() -> UUID:
    return make_shop().id


@pytest.mark.parametrize("outcome", ["", "nonsense", "admitted", "suspended", "restored", "inadmissible"])
def test_what_cannot_be_decided_is_not_offered_by_any_address(shop: UUID, outcome: str) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    assert first.get(f"/cases/{case}/draft/{outcome}").status in (404, 409)


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"quote": "copper pam"}, "These words are not in the text"),
    ({"quote": ""}, "This field is required."),
    ({"fact_1": "", "fact_2": ""}, "This field is required."),
    ({"fact_1": "[?]"}, "A gap of the template is left"),
    ({"reasoning": "What was brought as a tie is [?]."}, "A gap of the template is left"),
    ({"reasoning": "x" * 2_001}, "at most 2000 characters"),
    ({"summary": "x " * 251}, "at most 500 characters"),
    ({"summary": "Pursuant to the rule it stays."}, "Some of it is hard to read."),
    ({"fact_1": "y" * 3_000, "fact_2": "y" * 3_000}, "This is missing, or too long."),
)


@pytest.mark.parametrize(("change", "says"), WRONG)
def test_a_draft_with_something_missing_goes_nowhere_and_keeps_the_rest(
    shop: UUID, change: dict[str, str], says: str
) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    for do in ("preview", "send"):
        answer = first.post(f"/cases/{case}/draft/rejected", **(fields(do=do, seen=first.seen) | change))
        assert answer.status == 422
        assert says in answer.says
        assert REASONS.business_said in answer.html
    assert files.of(case).state is State.READY


def test_hard_words_are_acknowledged_one_by_one(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    path = f"/cases/{case}/draft/rejected"
    hard = replace(REASONS, summary="Pursuant to the rule it stays.")
    answer = first.post(path, **fields(hard, do="preview", seen=first.seen))
    said = answer.html.partition('name="plain" value="')[2].partition('"')[0]
    assert "better “by”" in answer.says
    assert first.post(path, **fields(hard, do="preview", seen=first.seen, plain=said)).status == 200
    other = replace(REASONS, summary="Hereby it stays.")
    assert first.post(path, **fields(other, do="preview", seen=first.seen, plain=said)).status == 422
    first.post(path, **fields(hard, do="send", seen=first.seen, plain=said))
    assert files.of(case).state is State.DRAFTED


def test_a_side_is_told_in_fewer_words_than_it_said() -> None:
    long = "It was never sold here, and here is why. " * 20
    case = make_ready(make_shop().id, said=long)
    first = Deciding(case)
    first.open()
    answer = first.post(
        f"/cases/{case}/draft/rejected", **fields(replace(REASONS, business_said=long), do="send", seen=first.seen)
    )
    assert answer.status == 422
    assert "Tell it in fewer words than they did." in answer.says


def test_the_live_check_answers_with_the_same_doubts_and_keeps_nothing(shop: UUID) -> None:
    first = At(Duty.MODERATOR)
    answer = read(first.client.post("/members/desk/plain", {"text": "Hereby it stays, <b>pursuant to</b> it."}))
    assert "“hereby”" in answer.html
    assert "<b>pursuant" not in answer.html
    assert read(first.client.post("/members/desk/plain", {"text": "It stays."})).says.strip() == ""
    assert At(Duty.OPERATOR).client.post("/members/desk/plain", {"text": "x"}).status_code == 403


def test_rows_for_facts_grow_and_nothing_is_said_about_what_is_missing(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    path = f"/cases/{case}/draft/rejected"
    assert 'name="fact_2"' in first.get(path).html
    assert 'name="fact_3"' not in first.get(path).html
    more = first.post(path, do="more", seen=first.seen, fact_1="One.", fact_2="Two.")
    assert more.status == 200
    assert 'name="fact_4"' in more.html
    assert "errs" not in more.html
