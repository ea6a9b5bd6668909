"""P2: only a business that joined has a rating; leaving is no escape; who never joined gets no verdict of any kind."""

import html
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from reputation import web
from reputation.businesses import actions as businesses
from reputation.businesses import leavings
from reputation.businesses.errors import NumberTaken
from reputation.core import clock, months
from reputation.log import actions as log_actions
from reputation.lookup import queries as lookup
from reputation.lookup.queries import Kind
from reputation.ratings import queries as ratings
from reputation.reviews import errors, publication
from reputation.rulebook.charter import TOMBSTONE
from tests import log_entries, pages_made
from tests.pages_made import LEI, SURGE, Page, check, get, make_left, make_registered, make_shop, now_in, settle
from tests.reviews_made import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]

STRANGER = UUID("77777777-7777-4777-8777-777777777777")
# A judgement by another name; whole words, in both languages of the pages.
INSINUATIONS = re.compile(
    r"\b(?:unverified|not verified|untrusted|not trusted|untrustworthy|unknown risk|risky?|suspicious|doubtful|dubious|"
    r"beware|caution|careful with|warning|alert|unsafe|not yet|refus(?:es|ed) to|no reviews|scam|blacklist|"
    r"nicht verifiziert|ungeprüft|unseriös|nicht vertrauenswürdig|verdächtig|fragwürdig|vorsicht|warnung|"
    r"unbekanntes risiko|betrug|weigert)\b",
    re.IGNORECASE,
)
# The classes of what draws or weighs in our pages: the crowd and its key, the sentence, rails of figures, notices.
VERDICT_PARTS = {"hundred", "key", "p1", "p2", "p3", "p4", "say", "rail-w", "track", "notice"}


@pytest.fixture
def log(db: None, settings: Any, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


def rated() -> dict[str, set[UUID]]:
    """Which businesses every table of the ratings knows."""
    found = {}
    with connection.cursor() as cursor:
        for table in ("answer", "month", "review", "annulled_key", "suspension"):
            cursor.execute(f"SELECT business FROM ratings_{table}")
            found[table] = {key for (key,) in cursor.fetchall()}
    return found


def append(kind: str, **body: Any) -> None:
    with transaction.atomic():
        log_actions.append(kind=kind, body=body)
    settle()


def classes(page: Page) -> set[str]:
    return {name for _, attrs in page.tags for name in attrs.get("class", "").split()}


def api_check(q: str) -> dict[str, Any]:
    answer = Client().post("/api/v1/check", json.dumps({"q": q}), content_type="application/json")
    found: dict[str, Any] = answer.json()
    return found


def test_entries_about_who_never_joined_make_no_rating(tmp_path: Path) -> None:
    shop = make_shop()
    for number in range(12):
        append("review", **log_entries.review(business=str(STRANGER), review=log_entries.uuid(100 + number)))
    assert rated()["answer"] == {shop.id}
    assert all(found <= {shop.id} for found in rated().values())
    assert ratings.answer(STRANGER) is None
    assert Client().get(f"/api/v1/businesses/{STRANGER}/rating").status_code == 404


def test_every_rating_has_its_entry_of_joining() -> None:
    make_shop()
    make_left(make_shop("Orrin Electronics Ltd", (), domain=""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT business FROM log_entry WHERE kind = 'business-joined'")
        joined = {key for (key,) in cursor.fetchall()}
    assert len(joined) == 2
    assert all(found <= joined for found in rated().values())


def numbers(document: object) -> list[object]:
    if isinstance(document, dict):
        return [number for value in document.values() for number in numbers(value)]
    if isinstance(document, list):
        return [number for value in document for number in numbers(value)]
    return [document] if isinstance(document, int | float) else []


@pytest.mark.parametrize("q", [LEI, "Tannenberg Sofa Works"])
def test_an_answer_about_who_never_joined_has_no_number_and_no_verdict(tmp_path: Path, q: str) -> None:
    make_registered(tmp_path)
    found = api_check(q)
    (match,) = found["matches"]
    assert (found["answer"], match["kind"], match["rating"], match["business"]) == ("not-participating",) * 2 + (
        None,
    ) * 2
    assert numbers(match) == []
    assert match["facts"]
    assert all(fact["source"] and fact["as_of"] for fact in match["facts"])
    assert not INSINUATIONS.search(json.dumps(match))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("q", [LEI, "Nowhere Shop", "nowhere-shop.example"])
def test_a_page_about_who_never_joined_insinuates_nothing(tmp_path: Path, language: str, q: str) -> None:
    make_registered(tmp_path)
    page = check(q, language)
    assert page.status == 200
    said = html.unescape(re.sub(r"<[^>]*>", " ", page.html.partition("<article")[2].partition("</article>")[0]))
    assert len(said) > 100
    assert not INSINUATIONS.search(said), INSINUATIONS.search(said)
    assert not classes(page) & VERDICT_PARTS
    assert not re.search(r"%|\bof 100\b|\bvon 100\b", said)


def test_the_help_below_is_the_same_as_for_one_that_left(tmp_path: Path) -> None:
    """The list of what to look at is no hint: it is the same whoever was asked about."""
    make_registered(tmp_path, "Somebody Else Ltd")
    make_left(make_shop())
    left, never = api_check("Kettle & Moss"), api_check("Somebody Else")
    assert (left["answer"], never["answer"]) == ("left", "not-participating")
    assert left["guidance"]["look"] == never["guidance"]["look"]


def test_words_and_parts_that_judge_are_found() -> None:
    for words in ("This shop is unverified.", "unknown risk", "Vorsicht: nicht vertrauenswürdig"):
        assert INSINUATIONS.search(words)
    shop = make_shop(sent=SURGE)
    assert classes(check(shop.domain)) & VERDICT_PARTS >= {"hundred", "key", "p1", "p4", "say", "notice"}


def test_not_taking_part_has_no_colour_but_that_of_edges() -> None:
    """Nothing found, and left, look the same in this respect; only who takes part has a colour of its own."""
    css = (Path(web.__file__).parent / "static" / "web" / "site.css").read_text(encoding="utf-8")
    rules = [
        says for who, says in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if re.search(r"\.a-(?:out|none|left)\b", who)
    ]
    assert rules
    for says in rules:
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", says)) <= {"edge"}
        assert not re.search(r"#(?!0000\b)[0-9a-fA-F]{3,8}\b|rgb|hsl|oklch", says)


def test_leaving_takes_the_figure_away_and_leaves_a_dated_note_for_a_year() -> None:
    shop = make_shop()
    make_left(shop, ago=1)
    stored = ratings.answer(shop.id)
    assert stored is not None
    document = json.loads(stored)
    assert (document["status"], document["published"], document["figure"]) == ("left", False, None)
    found = api_check(shop.name)
    assert (found["answer"], found["matches"][0]["rating"]) == ("left", None)
    assert found["matches"][0]["left_on"] == now_in(1).date().isoformat()
    last = months.later(now_in(1).date(), TOMBSTONE.value)
    assert lookup.check(shop.name, today=last - timedelta(days=1)).kind is Kind.LEFT
    assert lookup.check(shop.name, today=last).kind is Kind.NONE
    assert get(shop.path).status == 200


def test_who_left_can_still_be_reviewed_while_the_note_stands() -> None:
    shop = make_shop()
    make_left(shop, ago=1)
    submit(shop.id, now=clock.now())
    with pytest.raises(errors.NotReviewable):
        submit(shop.id, now=clock.now() + timedelta(days=366))


def test_coming_back_resumes_the_same_counts() -> None:
    shop = make_shop()
    before = json.loads(ratings.answer(shop.id) or b"")
    make_left(shop, ago=1)
    leavings.come_back(business=shop.id, now=clock.now())
    settle()
    after = json.loads(ratings.answer(shop.id) or b"")
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {"log_size"}
    assert after["figure"] == before["figure"]
    assert before["figure"] is not None


def test_joining_anew_under_the_same_number_is_refused() -> None:
    shop = make_shop()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheme, value FROM businesses_registrynumber n JOIN businesses_business b ON b.id = n.business_id "
            "WHERE b.public_id = %s",
            [shop.id],
        )
        numbers_ = cursor.fetchall()
    make_left(shop)
    with pytest.raises(NumberTaken):
        businesses.join(legal_name="Quite Another Ltd", numbers=numbers_, country="GB", now=clock.now())


def test_reviews_that_came_while_a_business_was_away_count_when_it_is_back() -> None:
    shop = make_shop()
    before = json.loads(ratings.answer(shop.id) or b"")["counts"]
    make_left(shop, ago=2)
    submit(shop.id, stars=1, now=now_in(2))
    publication.publish_due(now=clock.now())
    leavings.come_back(business=shop.id, now=clock.now())
    settle()
    after = json.loads(ratings.answer(shop.id) or b"")["counts"]
    assert after["seller"] == before["seller"] + 1
