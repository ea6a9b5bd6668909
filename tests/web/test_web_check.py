"""POST /check: every kind of answer, in both languages, kept nowhere."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.pages_made import FEW, LEI, SURGE, check, get, make_left, make_registered, make_shop, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
LOOK = "What a careful buyer can look at"
NEUTRAL = "We have no figure for this business. That says nothing about it, good or bad"
WARNING_WORDS = ("unverified", "not trusted", "unknown business", "suspicious", "yet to")


def test_a_participant_is_answered_in_one_sentence_with_its_doubt() -> None:
    shop = make_shop()
    page = check("https://www.kettle-and-moss.example/pans?x=1")
    assert page.status == 200
    assert "It takes part" in page.says
    assert "Of 100 recent buyers who reviewed, about" in page.says
    assert "belongs to this business" in page.says
    assert shop.path in page.html
    assert "12 reviews in 24 months: 6 with a receipt from a payment provider or marketplace" in page.says
    assert LOOK not in page.says, "a participant gets its own answer, not the list for all shops"


def test_too_few_reviews_say_so_and_nothing_else() -> None:
    make_shop(sent=FEW)
    page = check("kettle-and-moss.example")
    assert "Too few recent reviews to show a figure" in page.says
    assert "This says nothing for or against the business." in page.says
    assert "of 100" not in page.says.split("Reviews and details")[0]


def test_a_notice_comes_before_the_sentence_with_counts_and_innocent_causes() -> None:
    make_shop(sent=SURGE)
    says = check("kettle-and-moss.example").says
    assert says.index("6 of 6 reviewers with a receipt say so") < says.index("Of 100 recent buyers")
    assert "It can have innocent causes" in says


def test_left_is_said_with_its_day() -> None:
    make_left(make_shop())
    says = check("Kettle & Moss").says
    assert "It took part and left" in says
    assert "It has no figure any more." in says
    assert LOOK in says


@pytest.mark.parametrize("q", [LEI, "tannenberg sofa works"])
def test_not_taking_part_is_neutral_with_sourced_facts_and_next_steps(tmp_path: Path, q: str) -> None:
    make_registered(tmp_path)
    page = check(q)
    assert NEUTRAL in page.says
    assert "Source: " in page.says
    assert LOOK in page.says
    assert "How to get money back" in page.says
    assert "Most fraudulent sites imitate nobody" in page.says
    assert not any(word in page.says.lower() for word in WARNING_WORDS)
    assert not any("notice" in attrs.get("class", "").split() for _, attrs in page.tags)


def test_several_matches_are_a_list_with_each_one_s_state(tmp_path: Path) -> None:
    make_shop("Northgate Bikes Ltd", domain="northgate-bikes.example")
    make_left(make_shop("Northgate Optics Ltd", FEW, domain=""))
    make_registered(tmp_path, "Northgate Tiles GmbH")
    says = check("northgate").says
    assert "3 businesses match “northgate”" in says
    assert "Takes part" in says
    assert "of 100 ended well" in says
    assert "Left on" in says
    assert "Registry facts" in says


def test_nothing_found_is_neither_good_nor_bad_and_helps_on() -> None:
    says = check("nowhere-shop.example").says
    assert "We found nothing for “nowhere-shop.example”." in says
    assert "That is neither good nor bad." in says
    assert LOOK in says


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("+44 20 7946 0958", "This looks like a phone number."),
        ("jo.canary@mail.example", "This looks like an e-mail address."),
        ("@jo_canary", "This looks like somebody’s handle."),
        ("192.0.2.7", "This is a bare network address."),
    ],
)
def test_what_could_be_a_person_s_is_refused_and_not_repeated(q: str, title: str) -> None:
    page = check(q)
    assert page.status == 422
    assert title in page.says
    assert q not in page.html
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("529900T8BM49AURSDO56", "There is a slip in this number."),
        ("x" * 201, "This is too long for a look-up."),
        ("", "Nothing was typed."),
        ("nul\x00l", "This text is damaged."),
        ("!!!", "There is no name in this."),
    ],
)
def test_slips_say_what_is_wrong_and_what_to_do(q: str, title: str) -> None:
    page = check(q)
    assert page.status == 422
    assert title in page.says
    assert "Nothing was kept." in page.says


@pytest.mark.parametrize("q", ["<script>alert(1)</script> shop", "'; DROP TABLE businesses_business;--", '"><b>x'])
def test_markup_and_sql_are_names_like_any_other(q: str) -> None:
    page = check(q)
    assert page.status in (200, 422)
    assert "<script>alert" not in page.html
    assert "<b>x" not in page.html


def test_a_body_without_a_question_or_far_too_large_is_a_clear_error() -> None:
    client = Client(raise_request_exception=False)
    assert "Nothing was typed." in read(client.post("/check", {})).says
    large = read(client.post("/check", {"q": "x" * 300_000}))
    assert large.status in (400, 413)
    assert "too much" in large.says or "damaged" in large.says


def test_the_empty_form_is_there_by_get_and_ignores_what_an_address_says() -> None:
    page = get("/check?q=kettle")
    assert page.status == 200
    assert "kettle" not in page.html.replace("kettle-and-moss", "")


def test_german_answers_are_german() -> None:
    make_shop()
    says = check("kettle-and-moss.example", "de").says
    assert "Von 100, die zuletzt gekauft und bewertet haben" in says
    assert "Of 100" not in says


def test_an_answer_takes_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_shop()
    with django_assert_max_num_queries(6):
        check("kettle-and-moss.example")
    with django_assert_max_num_queries(14):
        check("Kettle & Moss")
