import random
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from reputation.screening import identifiers, roles, special, spelling
from reputation.screening.findings import Kind, Tier
from tests.screening_made import cards, found, ibans, nationals
from tests.screening_texts import IDENTIFYING, fine

Made = Callable[[random.Random, int], Iterator[tuple[str, str, str]]]
EACH = 8
MOST_FLAGGED = 0.02
LEAST_FOUND = 0.99


def covers(text: str, language: str, words: str, kind: Kind) -> bool:
    return any(words in passage and one.kind is kind for passage, one in found(text, language))


@pytest.mark.parametrize(("made", "kind"), [(nationals, Kind.IDENTITY), (ibans, Kind.ACCOUNT), (cards, Kind.ACCOUNT)])
def test_numbers_with_check_digits_are_found_and_other_words_proposed(made: Made, kind: Kind) -> None:
    numbers = list(made(random.Random(7), EACH))
    missed = [(text, number) for language, text, number in numbers if not covers(text, language, number, kind)]
    assert len(missed) <= len(numbers) * (1 - LEAST_FOUND), missed


@pytest.mark.parametrize("made", [ibans, cards])
def test_numbers_whose_check_digits_are_wrong_are_no_accounts(made: Made) -> None:
    for language, text, number in made(random.Random(7), 2):
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert not [one for _, one in found(text.replace(number, wrong), language) if one.kind is Kind.ACCOUNT]


@pytest.mark.parametrize(("language", "text", "words", "kind"), IDENTIFYING)
def test_what_names_or_reaches_somebody_is_found(language: str, text: str, words: str, kind: Kind) -> None:
    assert (words, kind) in [(passage, one.kind) for passage, one in found(text, language)]


def test_prices_dates_sizes_goods_and_hours_are_left_alone() -> None:
    texts = list(fine(random.Random(11), 150))
    flagged = []
    for language, text in texts:
        plain = spelling.plain(text)
        if marked := [engine.find(plain.text, language) for engine in (identifiers, roles, special)]:
            flagged += [(text, one) for each in marked for one in each]
    assert len(flagged) <= len(texts) * MOST_FLAGGED, flagged


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "invoice number 2023 and order number 2024"),
        ("en", "I placed an order 12500 times"),
        ("de", "das Buch ISBN 3446193138 kam an"),
        ("de", "Art.-Nr. 0306459272 kam an"),
        ("en", "Flat 3 on the third floor, 12 lane road, at 9 on the way"),
    ],
)
def test_years_counts_and_numbers_of_goods_name_nobody(language: str, text: str) -> None:
    assert not found(text, language)


def test_no_passage_lies_within_another() -> None:
    text = "Order number 4111 1111 1111 1111, card 4111 1111 1111 1111, tel 07700 900123, jordan@gmail.com/x @jordan"
    marks = identifiers.find(text, "en")
    assert len(marks) >= 4
    assert all(one.end <= other.start for one, other in pairwise(marks))


def test_a_number_that_names_a_purchase_is_only_asked_about_and_its_name_stays() -> None:
    ((_, one),) = found("my order number 4711-0815 never came", "en")
    assert (one.tier, one.suggestion) == (Tier.ASKS, "order number")


def test_a_number_needs_its_word_where_its_check_digits_fit_one_in_ten() -> None:
    assert not found("It has 943 476 5919 parts", "es")
    assert found("my NHS number 943 476 5919", "es")


def test_a_mistyped_number_is_asked_about_where_it_is_named() -> None:
    ((_, one),) = found("my NHS number 943 476 5918", "fr")
    assert (one.kind, one.tier) == (Kind.IDENTITY, Tier.ASKS)


def test_a_link_to_anything_is_asked_about_and_one_to_a_person_is_marked() -> None:
    ((_, one),) = found("see https://shops.example/kettles", "en")
    ((_, other),) = found("see https://instagram.com/jordan.p", "en")
    assert (one.tier, other.tier) == (Tier.ASKS, Tier.PROPOSES)
