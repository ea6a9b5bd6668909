"""Cases at the desk in a real browser: two decide, with and without scripts; nobody is shut out, nothing overflows."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import case_acts, cases
from reputation.disputes import filing, queries, showing
from reputation.disputes.rules import Ground, Outcome, Party
from reputation.ratings.alerts import Alert
from tests import panels_made
from tests.accounts_made import make_user, signed_in
from tests.desk_cases_made import REASONS, SAID, draft, make_case, make_ready, reader, seen
from tests.e2e.looking import faults, looked_over
from tests.e2e.test_desk_browser import enter as enter
from tests.e2e.walking import follow, press
from tests.pages_made import SURGE, Shop, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Enter = Callable[..., Page]
HARD = "Pursuant to the rule it stays."


def browser_of(user: int) -> Client:
    return signed_in(User.objects.get(pk=user), second_factor=True, fresh=True)


def moderator(*read: UUID) -> Client:
    """A browser of a moderator who has said of these cases that nothing ties them."""
    user = make_user(duties=[Duty.MODERATOR])
    for case in read:
        cases.declare(user=user.pk, case=case, now=clock.now())
    return signed_in(user, second_factor=True, fresh=True)


def hidden(shop: Shop) -> UUID:
    """A case whose review is not shown for the time being."""
    case = make_case(shop.id, ground=Ground.NAMES_A_PERSON)
    by = reader(case)
    case_acts.take_interim(
        user=by, case=case, seen=seen(case, by), reasoning=SAID, facts=("A name stands there.",), now=clock.now()
    )
    return case


def every_path(shop: Shop) -> tuple[Client, list[str]]:
    """A moderator, and the pages of cases in every state that is theirs."""
    filed, unread, ready, drafted = hidden(shop), make_case(shop.id, said=SAID, is_held=True), *two_ready(shop)
    showing.show(case=ready, party=Party.WRITER, content=b"An order.", now=clock.now())
    alarmed = make_shop("Surge Ltd", SURGE, domain="").id
    alert = filing.open_about_alert(business=alarmed, alert=Alert.SURGE, said=SAID, now=clock.now())
    client = moderator(filed, unread, ready, drafted, alert)
    draft(drafted)
    ends = ["", f"/{make_case(shop.id)}", f"/{filed}", f"/{unread}", f"/{unread}/words/0", f"/{ready}", f"/{drafted}"]
    ends += [f"/{ready}/draft/{outcome}" for outcome in ("rejected", "masked", "removed")]
    ends += [f"/{ready}/interim", f"/{alert}", f"/{alert}/draft/suspended"]
    return client, [f"/members/desk/cases{end}" for end in ends]


def two_ready(shop: Shop) -> tuple[UUID, UUID]:
    return make_ready(shop.id), make_ready(shop.id)


def panel_paths() -> list[tuple[Client, str]]:
    """The pages of a panel, each with a browser of whoever sees it: an opinion, a vote, a draft."""
    found = []
    for has_opinions, has_draft, seat in ((False, False, 0), (True, False, 0), (True, True, 1)):
        one = panels_made.make_opined() if has_opinions else panels_made.make_seated()
        if has_draft:
            panels_made.draft(one, Outcome.REJECTED)
        user = one.users[seat]
        cases.declare(user=user, case=one.case, now=clock.now())
        ends = ["", "/panel/rejected" if has_opinions and not has_draft else "/panel"]
        found += [(browser_of(user), f"/members/desk/cases/{one.case}{end}") for end in ends]
    return found


def test_nobody_is_shut_out_of_cases_and_nothing_is_too_wide(shop: Shop, enter: Enter) -> None:
    client, paths = every_path(shop)
    page = enter(client)
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += looked_over(page)
    for browser, path in panel_paths():
        page = enter(browser)
        page.goto(path)
        found += looked_over(page)
    assert found == []


SELECT = """(words) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  const all = [];
  while (walker.nextNode()) all.push(walker.currentNode);
  const node = all.find((one) => one.data.includes(words));
  const at = node.data.indexOf(words);
  document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
}"""


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_two_moderators_decide_a_case_by_hand(shop: Shop, enter: Enter, width: int, *, script: bool) -> None:
    case = make_ready(shop.id)
    first, second = enter(moderator(), width=width, script=script), enter(moderator(), width=width, script=script)
    first.goto("/members/desk")
    follow(first, first.get_by_role("link", name=shop.name))
    follow(first, first.get_by_role("button", name="Nothing ties me"))
    follow(first, first.get_by_role("link", name="Leave the review as it is"))
    if script:
        first.evaluate(SELECT, "as agreed")
        first.get_by_role("button", name="Take over what is selected").click()
        expect(first.get_by_label("Words it is about")).to_have_value("as agreed")
    first.get_by_label("Words it is about").fill(REASONS.quote)
    for number, fact in enumerate(REASONS.facts, 1):
        first.get_by_label(f"Fact {number}").fill(fact)
    first.get_by_label("What whoever challenged said").fill(REASONS.business_said)
    first.get_by_label("What the writer said").fill(REASONS.reviewer_said)
    first.get_by_label("Why the rule leads").fill(REASONS.reasoning)
    if script:
        first.get_by_label("In plain words").press_sequentially(HARD)
        first.get_by_text("“pursuant to”: better “by”.").wait_for()
    first.get_by_label("In plain words").fill(REASONS.summary)
    follow(first, first.get_by_role("button", name="Go on"))
    expect(first.get_by_role("heading", name="So it would stand there")).to_be_visible()
    if script:
        assert faults(first) == []
    press(first, "Send it to the second person")
    expect(first.get_by_text("You drafted it")).to_be_visible()
    second.goto("/members/desk/cases")
    follow(second, second.get_by_role("link", name=shop.name))
    follow(second, second.get_by_role("button", name="Nothing ties me"))
    expect(second.get_by_text(REASONS.summary)).to_be_visible()
    follow(second, second.get_by_role("button", name="I agree"))
    expect(second.get_by_text("Decided.").first).to_be_visible()
    assert queries.case(case).outcome == "rejected"
