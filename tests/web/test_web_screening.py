"""GET /about/screening: how texts are looked at, and how often that was late or wrong."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import texts
from reputation.reviews import held
from reputation.reviews.judging import Marked
from reputation.reviews.rules import Choice
from tests.desk_made import somebody
from tests.desk_texts_made import make_held
from tests.pages_made import Page, get, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
BEFORE = clock.now() - timedelta(days=1)


def let_out(text: UUID, choice: Choice, now: datetime = BEFORE) -> int:
    """Have a moderator say the same of every marked passage. Answers how many there were."""
    marks = [Marked(one.start, one.end, choice, None) for one in held.one(text).findings.items]
    assert marks
    texts.decide(user=somebody(Duty.MODERATOR), held=text, choices=marks, missed=[], refusal=None, now=now)
    return len(marks)


def page(prefix: str = "") -> Page:
    return get(f"{prefix}/about/screening")


def test_without_a_text_there_is_no_figure() -> None:
    assert "Nobody has had to look at a text so far, so there is no figure." in page().says
    for path in ("/about", "/about/privacy"):
        assert 'href="/about/screening"' in get(path).html


def test_what_was_found_yesterday_is_told_and_what_is_found_today_is_not() -> None:
    shop = make_shop(sent=())
    wrong = let_out(make_held(shop.id, now=BEFORE), Choice.FINE)
    told = f"{wrong} of {wrong}: too few to show a figure"
    assert told in page().says
    let_out(make_held(shop.id), Choice.PUBLIC, now=clock.now())
    shown = page().says
    assert told in shown
    assert "Others 1" in shown
    assert page("/de").status == 200


def test_from_twenty_on_errors_are_figures_with_their_doubt() -> None:
    shop = make_shop(sent=())
    for _ in range(12):
        let_out(make_held(shop.id, now=BEFORE), Choice.FINE)
    shown = page()
    assert "likely" in shown.says
    assert "English 12" in shown.says
    assert 'class="rail u"' in shown.html
