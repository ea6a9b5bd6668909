"""GET /case/<id>: every step of a case in words and days, both sides' words, the reasons, and the same as data."""

import json
import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from reputation.core import clock
from reputation.disputes import carrying, exchange, filing, interims
from reputation.disputes.models import Case, Said
from reputation.disputes.rules import Ground, Outcome, Party, Side
from reputation.ratings.alerts import Alert
from reputation.reviews import queries as reviews
from reputation.rulebook import cases as numbers
from reputation.rulebook import redress
from tests import cases_made
from tests.pages_made import SURGE, Page, Sent, Shop, get, make_shop, now_in, read, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]

SAID = "We never sold this. <b>Never.</b>"


@pytest.fixture
def shop() -> Shop:
    return make_shop(sent=(Sent(4, 6), Sent(3, 2)))


@pytest.fixture
def now() -> datetime:
    """Some days ago: every last day of a case is still to come."""
    return clock.now() - timedelta(days=9)


def review_of(shop: Shop, place: int = 0) -> UUID:
    return reviews.public(business=shop.id).items[place].public_id


def filed(shop: Shop, now: datetime, *, ground: Ground = Ground.OFF_TOPIC, side: Side = Side.BUSINESS) -> UUID:
    case = cases_made.file_case(review_of(shop), ground=ground, said=SAID, side=side, now=now)
    settle()
    return case


def shown(case: UUID) -> Page:
    settle()
    page = get(f"/case/{case}")
    assert page.status == 200
    return page


def dated(day: object) -> str:
    return f"{day:%-d %B %Y}"


def test_a_new_case_names_every_last_day_from_the_start(shop: Shop, now: datetime) -> None:
    case = filed(shop, now)
    page, row = shown(case), Case.objects.get(public_id=case)
    assert "Being decided: the review stays visible and counted" in page.says
    assert "Filed by the business" in page.says
    assert f"The writer may answer until {dated(row.answer_until)}" in page.says
    assert f"two people decide until {dated(row.decide_until)} at the latest" in page.says
    assert "Silence is not a reason to remove a review" in page.says
    assert f"Before {numbers.SILENCE.value} days that says nothing at all" in page.says
    assert "We never sold this. <b>Never.</b>" in page.says
    assert "copper pan" in page.says
    assert "“The text is not about a purchase from this business.”" in page.says


def test_each_step_is_in_the_timeline_with_its_day(shop: Shop, now: datetime) -> None:
    case = filed(shop, now, side=Side.PUBLIC)
    cases_made.admit(case, now=now + timedelta(days=1))
    says = shown(case).says
    assert "Filed by somebody else" in says
    assert "The writer was told" in says
    assert re.search(r"until \d+ \w+ \d{4} · (\d+ days? left|the last day)\s*The writer may answer", says)
    exchange.answer(case=case, text="It was the pan I had ordered.", now=now + timedelta(days=5))
    says = shown(case).says
    assert "The writer answered" in says
    assert "The writer answersIt was the pan I had ordered." in says.replace(" It was", "It was")
    exchange.reply(case=case, text="It was not ours.", now=now + timedelta(days=6))
    says = shown(case).says
    assert "Whoever challenged replied" in says
    assert "Everybody was heard" in says
    assert "It was not ours." in says
    assert "Decision by two people" in says


def test_a_decision_says_all_that_the_law_asks_for(shop: Shop, now: datetime) -> None:
    case = filed(shop, now_in(2))
    cases_made.decide(case, Outcome.REMOVED, now=now_in(2) + timedelta(days=31))
    page = shown(case)
    row = Case.objects.get(public_id=case)
    for words in (
        "Decided: the review was removed",
        "Statement of reasons",
        "The review is no longer shown and no longer counts.",
        "everywhere it is shown",
        "Off topic, version 1",
        "What the business saidwhat the business said",
        "What the writer saidwhat the writer said",
        "a fact",
        "A challenge by the business",
        "No machine took part in the decision.",
        "Two people: a moderator and a second moderator.",
        f"{dated(row.appeal_until)}, free, decided by people who had no part in this",
        "in the public log",
        "To whom else you can turn",
        f"We answer such a body within {redress.ANSWERED.value} days.",
        "A court, at any time.",
        "Both sides may appeal until",
        "The figure",
    ):
        assert words in page.says, words
    assert 'href="/about/contest#appeal"' in page.html
    assert "Removed on" in page.says  # the tombstone


def test_a_case_that_was_opened_again_shows_both_decisions(shop: Shop) -> None:
    case = filed(shop, now_in(3))
    cases_made.decide(case, Outcome.REMOVED, now=now_in(3) + timedelta(days=31))
    settle()
    cases_made.restore(case, now=now_in(1))
    page = shown(case)
    assert "Decided again: the review is back" in page.says
    assert "Opened again by a late answer" in page.says
    assert "Earlier statement of reasons, replaced" in page.says
    assert "A later decision replaced this one." in page.says
    assert "Restored on" in page.says


def test_a_masked_review_shows_no_word_of_what_was_masked(shop: Shop) -> None:
    case = filed(shop, now_in(2), ground=Ground.NAMES_A_PERSON)
    page = shown(case)
    assert "Not repeated here" in page.says
    assert "We never sold this" not in page.says
    cases_made.decide(case, Outcome.MASKED, wording="a thing", now=now_in(2) + timedelta(days=31))
    page = shown(case)
    assert "some words are masked" in page.says
    assert "copper pan" not in page.says


def test_words_are_shown_as_they_are_now_though_nothing_else_of_the_case_changed(shop: Shop, now: datetime) -> None:
    case = filed(shop, now)
    assert "More of it." not in shown(case).says
    exchange.add_looked_over(case=case, party=Party.CHALLENGER, text="More of it.", is_held=True, now=now)
    assert "More of it." not in shown(case).says
    assert json.loads(get(f"/case/{case}.json").html)["words"][0]["text"] is None
    held = Said.objects.get()
    user = cases_made.moderator(now=now)
    exchange.show(case=case, user=user, said=held.pk, text="More of it, by [a name].", now=now)
    assert "More of it, by [a name]." in shown(case).says
    assert json.loads(get(f"/case/{case}.json").html)["words"][0]["text"] == "More of it, by [a name]."


def test_an_interim_measure_is_shown_with_its_reasons_and_end(shop: Shop, now: datetime) -> None:
    case = filed(shop, now, ground=Ground.THREAT_OR_EXTORTION)
    user = cases_made.moderator(now=now)
    interims.take(case=case, user=user, reasoning="It threatens somebody.", facts=("the words",), now=now)
    carrying.carry_out(case=case, now=now)
    page = shown(case)
    assert "urgent" in page.says
    assert "Not shown for the time being" in page.says
    assert "It threatens somebody." in page.says
    assert f"one person may take a review out for {numbers.INTERIM_ALONE.value} hours" in page.says
    assert "The review is not shown for the time being" in page.says
    interims.end(case=case, user=user, now=now + timedelta(days=1))
    carrying.carry_out(case=case, now=now + timedelta(days=1))
    page = shown(case)
    assert "It was not shown for the time being" in page.says
    assert "The measure for the time being ended" in page.says


def test_a_withdrawn_case_ends_and_says_when_its_files_go(shop: Shop, now: datetime) -> None:
    case = filed(shop, now)
    filing.withdraw(case=case, now=now + timedelta(days=2))
    page = shown(case)
    assert "Withdrawn: the review stays" in page.says
    assert "Files of the case erased" in page.says


def test_a_paused_case_says_for_how_long(shop: Shop, now: datetime) -> None:
    case = filed(shop, now)
    cases_made.admit(case, now=now)
    exchange.pause(case=case, user=cases_made.moderator(now=now), now=now + timedelta(days=1))
    page = shown(case)
    assert f"it may for {numbers.PAUSES_LONGEST.value} days in all" in page.says


def test_a_case_about_a_notice_with_counts() -> None:
    shop = make_shop(sent=SURGE)
    now = now_in(0)
    case = filing.contest_alert(business=shop.id, alert=Alert.SURGE, said="Our parcel service was on strike.", now=now)
    page = shown(case)
    assert "Being decided: the notice stands" in page.says
    assert "The business contests a notice with counts" in page.says
    assert "Our parcel service was on strike." in page.says
    assert "More people than usual say they lost money" in page.says
    assert "The writer has said nothing" not in page.says
    assert "Ground: " not in page.says
    data = json.loads(Client().get(f"/case/{case}.json").content)
    assert (data["alert"], data["review"], data["ground"]) == ("surge", None, "innocent-cause")


def test_the_same_as_data_by_page_and_api(shop: Shop) -> None:
    case = filed(shop, now_in(2))
    decision = cases_made.decide(case, Outcome.REMOVED, now=now_in(2) + timedelta(days=31))
    settle()
    answer = Client().get(f"/case/{case}.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.json()
    assert found == Client().get(f"/api/v1/cases/{case}").json()
    assert (found["case"], found["state"], found["outcome"]) == (str(case), "decided", "removed")
    statement = found["statements"][0]
    assert statement["decision"] == str(decision)
    told = statement["transparency_database"]
    assert told["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert told["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert told["incompatible_content_explanation"] == "why"
    assert told["decision_facts"] == "a fact"
    assert told["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    assert told["end_date_visibility_restriction"] == statement["until"]
    assert told["puid"] == str(decision)
    assert len(told["territorial_scope"]) == 30
    assert [row["kind"] for row in found["log"]][:2] == ["challenge", "case-step"]
    assert {"step": "noticed"}.items() <= found["happened"][0].items()


def test_what_restricts_nothing_is_no_matter_of_the_database(shop: Shop) -> None:
    case = filed(shop, now_in(2), ground=Ground.UNLAWFUL_CONTENT)
    cases_made.decide(case, Outcome.REJECTED, now=now_in(2) + timedelta(days=31))
    settle()
    found = Client().get(f"/api/v1/cases/{case}").json()
    assert found["statements"][0]["transparency_database"] is None
    assert found["law"] == "Article 1"


@pytest.mark.parametrize("path", ["/case/{}.json", "/api/v1/cases/{}"])
def test_a_case_that_is_none_is_refused(path: str) -> None:
    assert get(path.format("00000000-0000-4000-8000-000000000000")).status == 404


def test_every_step_has_its_words(shop: Shop, now: datetime) -> None:
    page = read(Client().get(f"/de/case/{filed(shop, now)}"))
    assert page.status == 200
    assert ("html", {"lang": "de", "dir": "ltr"}) in page.tags


def test_the_feed_tells_of_decisions_restorations_and_measures(shop: Shop) -> None:
    review = review_of(shop)
    case = filed(shop, now_in(3))
    cases_made.decide(case, Outcome.REMOVED, now=now_in(3) + timedelta(days=31))
    settle()
    feed = get(f"{shop.path}/feed")
    assert feed.status == 200
    assert "Correction: Decided: the review was removed" in feed.says
    assert f"/case/{case}" in feed.html
    assert f"/review/{review}" in feed.html
    cases_made.restore(case, now=now_in(1))
    settle()
    feed = get(f"{shop.path}/feed")
    titles = re.findall(r"<title>Correction: (.*?)</title>", feed.html)
    assert titles == ["Decided again: the review is back", "Decided: the review was removed"]
    assert f"<updated>{now_in(1):%Y-%m-%d}T00:00:00Z</updated>" in feed.html.split("<entry>")[0]


def test_a_review_that_is_out_for_the_time_being_says_so_wherever_it_stood(shop: Shop, now: datetime) -> None:
    review = review_of(shop)
    case = filed(shop, now, ground=Ground.THREAT_OR_EXTORTION)
    user = cases_made.moderator(now=now)
    interims.take(case=case, user=user, reasoning="It threatens somebody.", facts=("the words",), now=now)
    carrying.carry_out(case=case, now=now)
    settle()
    for path in (f"/review/{review}", f"{shop.path}/reviews"):
        page = get(path)
        assert f"Not shown for the time being, since {dated(now)}" in page.says
        assert "Nothing is decided yet; the measure ends by itself." in page.says
        assert f'href="/case/{case}#interim"' in page.html
    assert "The review is not shown for the time being" in get(f"{shop.path}/feed").says
