"""Cases at the desk: who may read one, and the steps of moderators on the pages, from filing to decision."""

from dataclasses import replace
from uuid import UUID

import pytest

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.disputes import appeals, exchange, files, queries
from reputation.disputes.models import Taking
from reputation.disputes.rules import Ground, Outcome, Part, Party, State
from reputation.reviews import queries as reviews
from reputation.reviews.rules import ReceiptClass
from tests import pages_made
from tests.cases_made import file_case
from tests.desk_cases_made import ANSWER, REASONS, SAID, Deciding, draft, fields, make_case, make_drafted, make_ready
from tests.desk_pages_made import NOW, At
from tests.members_made import make_member_business
from tests.pages_made import make_shop, read
from tests.reviews_made import make_decision, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
WHY = "The facts do not say where the pan was bought."


@pytest.fixture
def shop() -> UUID:
    return make_shop().id


def test_nobody_reads_a_case_before_they_said_that_nothing_ties_them(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    door = first.get(f"/cases/{case}")
    assert door.status == 200
    assert "Before you read it" in door.says
    assert SAID not in door.says
    for end in ("/draft/inadmissible", "/interim", "/words/0"):
        refused = first.get(f"/cases/{case}{end}")
        assert refused.status == 403
        assert "Say first whether anything ties you" in refused.says
    assert first.do_blindly("admit").status == 403
    assert files.of(case).state is State.FILED
    shown = first.open()
    assert SAID in shown.says
    assert files.parts(case, first.id) == {Part.DECLARED}


def test_whoever_declined_sees_it_no_more_and_nobody_asks_why(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    assert "Nobody asks why." in first.post(f"/cases/{case}", do="decline").says
    assert str(case) not in first.get("/cases").html
    again = first.get(f"/cases/{case}")
    assert again.status == 403
    assert "You declined this case." in again.says
    assert first.post(f"/cases/{case}", do="declare").status == 403
    assert list(Taking.objects.values_list("part", flat=True)) == ["declined"]


def test_it_can_be_declined_after_reading_too(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    first.open()
    first.post(f"/cases/{case}", do="decline")
    assert first.get(f"/cases/{case}").status == 403


def test_who_belongs_to_the_business_gets_no_further_than_its_name(shop: UUID) -> None:
    tied = At(Duty.MODERATOR)
    owner = make_member_business(user=tied.id, now=NOW)
    make_review(owner.business, now=pages_made.now_in(3))
    case = make_case(owner.business)
    assert str(case) not in tied.get("/cases").html
    page = tied.get(f"/cases/{case}")
    assert page.status == 403
    assert "You belong to the business" in page.says
    assert tied.post(f"/cases/{case}", do="declare").status == 403
    assert Deciding(case).open().status == 200


def test_other_duties_do_not_read_cases(shop: UUID) -> None:
    case = make_case(shop)
    assert At(Duty.OPERATOR).get(f"/cases/{case}").status == 403
    panel = At(Duty.PANEL).get(f"/cases/{case}")
    assert panel.status == 403
    assert "Your duty is another one." in panel.says


def test_everything_is_on_one_screen(shop: UUID) -> None:
    first_case = make_ready(shop)
    shown = Deciding(first_case).open()
    assert "<mark>copper pan</mark>" in shown.html
    for words in (SAID, ANSWER, "The writer, Answer", "What shows the tie or the incentive.", "Both sides were heard"):
        assert words in shown.says
    assert "Examples, all invented" in shown.says
    assert "A comparison is no tie." in shown.says
    assert "Nothing was shown." in shown.says
    assert "days left" in shown.says
    assert "Who wrote it is not known" in shown.says


def test_earlier_cases_about_the_same_review_are_linked(shop: UUID) -> None:
    before = make_drafted(shop)
    second = Deciding(before)
    second.open()
    second.do("approve")
    review = files.of(before).review
    assert review is not None
    again = make_case_about(review)
    assert f"/case/{before}" in Deciding(again).open().html


def make_case_about(review: UUID) -> UUID:
    return file_case(review, ground=Ground.OFF_TOPIC, now=NOW)


def test_a_moderator_admits_and_the_writer_is_told(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    first.open()
    assert "The writer is told" in first.do("admit").says
    assert files.of(case).state is State.NOTICED
    assert "The writer has not answered." in first.get(f"/cases/{case}").says
    assert Part.ADMITTED in files.parts(case, first.id)


def test_what_cannot_be_raised_is_drafted_so_and_takes_two(shop: UUID) -> None:
    case = make_case(shop)
    first, second = Deciding(case), Deciding(case)
    first.open()
    path = f"/cases/{case}/draft/inadmissible"
    assert first.get(f"/cases/{case}/draft/removed").status == 409
    first.post(path, **fields(replace(REASONS, reviewer_said="The writer was not asked."), do="send", seen=first.seen))
    assert files.of(case).state is State.DRAFTED
    second.open()
    second.do("approve")
    assert queries.case(case).outcome == "inadmissible"


def test_a_case_is_decided_by_two_on_the_pages(shop: UUID) -> None:
    case = make_ready(shop)
    first, second = Deciding(case), Deciding(case)
    assert "Draft the decision" in first.open().says
    path = f"/cases/{case}/draft/rejected"
    begun = first.get(path)
    assert "What was brought as a tie is [?]." in begun.html
    assert SAID in begun.html
    preview = first.post(path, **fields(do="preview", seen=first.seen))
    assert "So it would stand there" in preview.says
    assert REASONS.summary in preview.says
    assert "The figure did not change." in preview.says
    assert files.of(case).state is State.READY
    back = first.post(path, **fields(do="change", seen=first.seen))
    assert REASONS.facts[1] in back.html
    assert "errs" not in back.html
    assert "A second person agrees" in first.post(path, **fields(do="send", seen=first.seen)).says
    own = first.get(f"/cases/{case}")
    assert "You drafted it" in own.says
    assert 'value="approve"' not in own.html
    assert REASONS.summary in second.open().says
    assert "Decided." in second.do("approve").says
    page = queries.case(case)
    assert page.outcome == "rejected"
    assert page.statements[0].facts == REASONS.facts
    assert "What was decided" in first.get(f"/cases/{case}").says


def test_nobody_both_drafts_and_approves_by_any_form(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    draft(case, user=first.id)
    refused = first.do("approve")
    assert refused.status == 403
    assert "You did what comes before it" in refused.says
    assert first.do("give-back", words=WHY).status == 422
    assert files.of(case).state is State.DRAFTED


def test_a_draft_is_given_back_with_words_and_comes_back_as_it_was(shop: UUID) -> None:
    case = make_drafted(shop)
    second = Deciding(case)
    second.open()
    short = second.do("give-back", words="No.")
    assert short.status == 422
    assert "Say why, in 20 to 2,000 characters." in short.says
    assert "Given back." in second.do("give-back", words=WHY).says
    assert files.of(case).state is State.READY
    third = Deciding(case)
    assert WHY in third.open().says
    again = third.get(f"/cases/{case}/draft/rejected")
    assert REASONS.reasoning in again.html
    assert WHY in again.says
    third.post(f"/cases/{case}/draft/rejected", **fields(do="send", seen=third.seen))
    assert files.of(case).state is State.DRAFTED


def test_whoever_drafted_and_lost_the_duty_is_not_followed(shop: UUID) -> None:
    case = make_ready(shop)
    first, second = Deciding(case), Deciding(case)
    first.open()
    draft(case, user=first.id)
    accounts.end_duty(user_id=first.id, duty=Duty.MODERATOR, now=NOW)
    second.open()
    refused = second.do("approve")
    assert refused.status == 403
    assert "Whoever drafted this may not decide" in refused.says
    assert files.of(case).state is State.DRAFTED


def test_words_are_masked_and_the_preview_shows_how(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    path = f"/cases/{case}/draft/masked"
    said = replace(REASONS, facts=("A thing is named.",), business_said="It never sold it.", reviewer_said="It did.")
    assert first.post(path, **fields(said, do="preview", seen=first.seen)).status == 422
    shown = first.post(path, **fields(said, do="preview", seen=first.seen, wording="a thing"))
    assert "<mark>[a thing]</mark>" in shown.html
    assert "copper pan" not in shown.html.replace('value="copper pan"', "").replace("copper pan</textarea>", "")
    first.post(path, **fields(said, do="send", seen=first.seen, wording="a thing"))
    second = Deciding(case)
    assert "In the place of the words stands: [a thing]" in second.open().says
    second.do("approve")
    assert queries.case(case).quote == "a thing"


def test_a_challenge_is_called_manifestly_unfounded_with_reasons(shop: UUID) -> None:
    case = make_ready(shop)
    first, second = Deciding(case), Deciding(case)
    first.open()
    assert "manifestly unfounded" in first.get(f"/cases/{case}/draft/rejected").says
    assert "manifestly unfounded" not in first.get(f"/cases/{case}/draft/removed").says
    why = "It quotes words and names no rule that they break."
    first.post(f"/cases/{case}/draft/rejected", **fields(do="send", seen=first.seen, unfounded=why))
    assert why in second.open().says
    second.do("approve")
    assert queries.case(case).outcome == "rejected"


def test_silence_is_not_weighed_before_its_time() -> None:
    shop = make_shop(sent=(pages_made.Sent(3, 1, kind=ReceiptClass.NONE),)).id
    case = make_ready(shop, ground=Ground.NO_GENUINE_EXPERIENCE, is_answered=False)
    first = Deciding(case)
    first.open()
    early = first.post(f"/cases/{case}/draft/removed", **fields(do="send", seen=first.seen))
    assert early.status in (409, 422)
    assert files.of(case).state is not State.DRAFTED


def test_what_happened_meanwhile_is_looked_at_first_and_nothing_typed_is_lost(shop: UUID) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    stale = first.seen
    exchange.add_looked_over(case=case, party=Party.WRITER, text="Here is more.", now=NOW)
    path = f"/cases/{case}/draft/rejected"
    answer = first.post(path, **fields(do="send", seen=stale))
    assert answer.status == 409
    assert "Something happened in the case" in answer.says
    assert "Here is more." in answer.says
    assert REASONS.summary in answer.html
    assert files.of(case).state is State.READY
    first.post(path, **fields(do="send", seen=first.seen))
    assert files.of(case).state is State.DRAFTED


@pytest.mark.parametrize("what", ["approve", "pause", "admit", "resume", "end", "confirm"])
def test_a_stale_button_does_nothing(shop: UUID, what: str) -> None:
    case = make_drafted(shop)
    first = Deciding(case)
    first.open()
    answer = first.post(f"/cases/{case}", do=what, seen="0" * 16)
    assert answer.status == 409
    assert "Load the page again" in answer.says
    assert files.of(case).state is State.DRAFTED


def test_another_draft_than_the_one_that_was_read_is_not_approved(shop: UUID) -> None:
    case = make_drafted(shop)
    second, third = Deciding(case), Deciding(case)
    second.open()
    third.open()
    read_before = second.seen
    third.do("give-back", words=WHY)
    draft(case, reasons=replace(REASONS, summary="Something else."))
    assert second.post(f"/cases/{case}", do="approve", seen=read_before).status == 409
    assert files.of(case).state is State.DRAFTED


def test_time_stands_still_and_runs_on(shop: UUID) -> None:
    case = make_case(shop)
    first = Deciding(case)
    first.open()
    first.do("admit")
    assert "The time stands still" in first.do("pause").says
    assert files.of(case).paused_on is not None
    assert "Let the time run on" in first.get("/cases").says
    assert "runs on" in first.do("resume").says
    assert files.of(case).paused_on is None


def test_a_late_answer_opens_a_case_again_and_the_review_can_come_back() -> None:
    shop = make_shop(sent=(pages_made.Sent(3, 1, kind=ReceiptClass.NONE),)).id
    review = next(one.public_id for one in reviews.public(business=shop).items)
    case = file_case(review, now=pages_made.now_in(1))
    make_decision(case, Outcome.REMOVED, now=pages_made.now_in(1))
    exchange.answer(case=case, text=ANSWER, now=NOW)
    exchange.waive_reply(case=case, now=NOW)
    first, second = Deciding(case), Deciding(case)
    shown = first.open()
    assert "Put the review back" in shown.says
    assert "A copper pan, as agreed." in shown.says
    first.post(f"/cases/{case}/draft/restored", **fields(do="send", seen=first.seen))
    second.open()
    second.do("approve")
    assert queries.case(case).outcome == "restored"


@pytest.mark.parametrize("end", ["", "/draft/rejected", "/draft/masked", "/interim"])
def test_every_page_speaks_both_languages(shop: UUID, end: str) -> None:
    case = make_ready(shop)
    first = Deciding(case)
    first.open()
    german = read(first.client.get(f"/members/de/desk/cases/{case}{end}"))
    assert german.status == 200
    assert 'lang="de"' in german.html


def test_what_happened_tells_what_was_decided_and_who_appealed(shop: UUID) -> None:
    case = make_drafted(shop)
    second = Deciding(case)
    second.open()
    second.do("approve")
    appeals.open_appeal(case=case, party=Party.CHALLENGER, text="No.", now=clock.now())
    shown = second.get(f"/cases/{case}").says
    happened = shown.partition("What happened")[2]
    assert "Decided by two people: Leave the review as it is" in happened
    assert happened.index("Decided by two people") < happened.index("Whoever challenged appealed")
