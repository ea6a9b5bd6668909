"""The panel at the desk: nothing ties them, each writes alone, one drafts, the others vote; dissent is read by all."""

import pytest

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_panels, case_queue, cases
from reputation.desk.case_queue import Next
from reputation.desk.errors import CaseChanged
from reputation.disputes import exchange, files, queries
from reputation.disputes.models import Said, Seat
from reputation.disputes.rules import Outcome, Party, State
from tests import cases_made, panels_made
from tests.accounts_made import signed_in
from tests.desk_cases_made import REASONS, fields
from tests.desk_pages_made import At
from tests.pages_made import Page, read
from tests.panels_made import Decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
WHY = "The order names another shop, so the pan was bought there."


class Seated:
    """A member of a panel, in a browser."""

    def __init__(self, one: Decided, user: int) -> None:
        self.case, self.user = one.case, user
        self.client = signed_in(User.objects.get(pk=user), second_factor=True, fresh=True)

    def get(self, end: str = "") -> Page:
        return read(self.client.get(f"/members/desk/cases/{self.case}{end}"))

    def post(self, end: str = "", **given: str) -> Page:
        return read(self.client.post(f"/members/desk/cases/{self.case}{end}", given, follow=True))

    @property
    def seen(self) -> str:
        return cases.sight(user=self.user, case=self.case, today=clock.now().date()).seen

    def opine(self, outcome: str = "rejected", text: str = WHY) -> Page:
        return self.post("/panel", do="opine", seen=self.seen, outcome=outcome, text=text)


@pytest.fixture
def one() -> Decided:
    return panels_made.make_seated()


@pytest.fixture
def three(one: Decided) -> list[Seated]:
    """The three, who have said that nothing ties them."""
    found = [Seated(one, user) for user in one.users]
    for seat in found:
        seat.post(do="declare")
    return found


def test_a_seat_is_taken_by_saying_that_nothing_ties_one(one: Decided) -> None:
    first = Seated(one, one.users[0])
    door = first.get()
    assert "Before you take your seat" in door.says
    assert "Another shop sold the pan." not in door.says
    assert first.get("/panel").status == 403
    first.post(do="declare")
    shown = first.get()
    assert "You have seat 1." in shown.says
    assert "No lot was possible" in shown.says
    assert "Another shop sold the pan." in shown.says
    assert "It is not so." in shown.says


def test_who_declines_a_seat_is_followed_by_somebody_else(one: Decided) -> None:
    before = one.users
    first = Seated(one, before[0])
    assert "Nobody asks why." in first.post(do="decline").says
    assert first.get().status == 403
    after = one.users
    assert len(after) == 3
    assert before[0] not in after
    assert set(before[1:]) <= set(after)


def test_nobody_reads_the_opinions_of_others_before_all_three_are_there(three: list[Seated]) -> None:
    first, second, third = three
    assert "Written." in first.opine(text="The first thinks so.").says
    assert "The first thinks so." in first.get().says
    for other in (second, third):
        assert "The first thinks so." not in other.get().says
        assert "The first thinks so." not in other.get("/panel").says
    second.opine(text="The second thinks so.")
    assert "The second thinks so." not in first.get().says
    third.opine(text="The third thinks so.")
    for seat in three:
        shown = seat.get().says
        assert all(f"The {name} thinks so." in shown for name in ("first", "second", "third"))


def test_an_opinion_is_whole_and_written_once(three: list[Seated]) -> None:
    first = three[0]
    assert first.post("/panel", do="opine", seen=first.seen, outcome="rejected", text="").status == 422
    kept = first.post("/panel", do="opine", seen=first.seen, outcome="nonsense", text=WHY)
    assert kept.status == 422
    assert WHY in kept.html
    assert first.opine().status == 200
    assert first.opine(text="Another one.").status == 422
    assert Seat.objects.get(user=first.user).opinion_text == WHY


def test_the_three_decide_and_who_disagrees_is_read(one: Decided, three: list[Seated]) -> None:
    for seat in three:
        seat.opine("restored")
    first, second, third = three
    assert "You draft the decision" in first.get().says
    assert "It is the turn of the others." in second.get().says
    assert second.get("/panel/restored").status == 409
    path = "/panel/restored"
    assert "The words [?] fit this business as well" in first.get(path).html
    preview = first.post(path, **fields(do="preview", seen=first.seen))
    assert "Put it to the vote of the others" in preview.says
    assert "Drafted. The others vote on it." in first.post(path, **fields(do="send", seen=first.seen)).says
    assert REASONS.summary in second.get("/panel").says
    assert second.post("/panel", do="vote", seen=second.seen, agrees="").status == 422
    assert second.post("/panel", do="vote", seen=second.seen, agrees="no", dissent="").status == 422
    assert second.post("/panel", do="vote", seen=second.seen, agrees="yes", dissent="But.").status == 422
    dissent = "I would have left it removed."
    second.post("/panel", do="vote", seen=second.seen, agrees="no", dissent=dissent)
    assert "Decided." in third.post("/panel", do="vote", seen=third.seen, agrees="yes", dissent="").says
    page = queries.case(one.case)
    assert page.state == State.FINAL
    assert page.outcome == "restored"
    assert page.statements[-1].dissent == dissent
    assert page.statements[-1].is_final


def test_nobody_votes_while_words_wait_for_a_moderator(one: Decided, three: list[Seated]) -> None:
    """Once it is decided nobody would look at them any more."""
    for seat in three:
        seat.opine("restored")
    first, second, third = three
    first.post("/panel/restored", **fields(do="send", seen=first.seen))
    second.post("/panel", do="vote", seen=second.seen, agrees="yes", dissent="")
    now = clock.now()
    exchange.add_looked_over(case=one.case, party=Party.WRITER, text="It was Jordan Pikeley.", is_held=True, now=now)
    answer = third.post("/panel", do="vote", seen=third.seen, agrees="yes", dissent="")
    assert answer.status == 422
    assert queries.case(one.case).state == State.APPEALED
    assert Next.WORDS in {line.next for line in case_queue.lines(cases_made.moderator(9, now=now), now)}
    [held] = Said.objects.filter(is_held=True)
    exchange.show(case=one.case, user=cases_made.moderator(9, now=now), said=held.pk, text="It was somebody.", now=now)
    assert "Decided." in third.post("/panel", do="vote", seen=third.seen, agrees="yes", dissent="").says


def test_a_draft_that_changed_is_not_voted_on(three: list[Seated]) -> None:
    for seat in three:
        seat.opine("restored")
    first, second, third = three
    before = second.seen
    first.post("/panel/restored", **fields(do="send", seen=first.seen))
    answer = second.post("/panel", do="vote", seen=before, agrees="yes", dissent="")
    assert answer.status == 422
    assert "Something happened in this case" in answer.says
    third.post("/panel", do="vote", seen=third.seen, agrees="yes", dissent="")
    assert second.post("/panel", do="vote", seen=second.seen, agrees="yes", dissent="").status == 200


def test_a_draft_that_leaves_what_was_decided_says_so(three: list[Seated]) -> None:
    for seat in three:
        seat.opine("rejected")
    first = three[0]
    shown = first.post("/panel/rejected", **fields(do="preview", seen=first.seen))
    assert "The appeal is rejected: what was decided stays." in shown.says
    assert "The review stays as it is." not in shown.says


@pytest.mark.parametrize("duties", [(Duty.PANEL,), (Duty.MODERATOR, Duty.PANEL), (Duty.MODERATOR,)])
def test_nobody_without_a_seat_writes(one: Decided, duties: tuple[Duty, ...]) -> None:
    person = At(*duties)
    person.post(f"/cases/{one.case}", do="declare")
    assert person.get(f"/cases/{one.case}/panel").status == 403
    assert person.get(f"/cases/{one.case}/panel/restored").status == 403
    answer = person.post(f"/cases/{one.case}/panel", do="opine", outcome="rejected", text=WHY, seen="0" * 16)
    assert answer.status == 403
    assert not Seat.objects.exclude(opinion=None).exists()


def test_those_who_decided_first_have_no_seat_and_a_moderator_reads_no_opinion(
    one: Decided, three: list[Seated]
) -> None:
    three[0].opine(text="The first thinks so.")
    moderator = At(Duty.MODERATOR)
    moderator.post(f"/cases/{one.case}", do="declare")
    shown = moderator.get(f"/cases/{one.case}")
    assert shown.status == 200
    assert "The first thinks so." not in shown.html
    assert "Nothing for a moderator" in shown.says
    assert set(one.by).isdisjoint(one.users)


def test_a_member_of_the_panel_takes_no_step_of_moderators(one: Decided, three: list[Seated]) -> None:
    for what in ("admit", "approve", "pause"):
        assert three[0].post(do=what, seen=three[0].seen).status == 403
    assert files.of(one.case).state is State.APPEALED


def test_a_late_reader_of_the_panel_is_told_what_is_wrong_by_the_rules(one: Decided, three: list[Seated]) -> None:
    with pytest.raises(CaseChanged):
        case_panels.opine(
            user=three[0].user, case=one.case, seen="stale", outcome=Outcome.REJECTED, text=WHY, now=clock.now()
        )
