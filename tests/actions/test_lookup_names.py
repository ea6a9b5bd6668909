"""Names of the real registry sample, typed as people type: accents, case, legal forms, slips."""

import csv
import gzip
import random
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from reputation.businesses import actions, leavings, registry_import
from reputation.businesses import names as fold_names
from reputation.businesses.rules import Method
from reputation.lookup import names
from reputation.lookup.queries import Kind, check

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROWS = 6_000
SAMPLE = 300


@pytest.fixture(scope="module")
def registry() -> list[list[str]]:
    raw = (files("reputation.businesses") / "data" / "registry.csv.gz").read_bytes()
    rows = list(csv.reader(gzip.decompress(raw).decode().splitlines()))
    return [rows[0], *random.Random(1).sample(rows[1:], ROWS)]


@pytest.fixture
def loaded(db: None, registry: list[list[str]], tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(registry)
    registry_import.import_file(path, today=date(2026, 11, 1))
    return registry[1:]


def slip(dice: random.Random, name: str) -> str:
    """One letter wrong, missing, doubled or swapped with its neighbour, within a word of some length."""
    places = [i for i in range(1, len(name) - 1) if name[i - 1 : i + 2].isalpha()]
    if not places:
        return name
    i = dice.choice(places)
    return dice.choice(
        [
            name[:i] + dice.choice("abcdefghijklmnopqrstuvwxyz") + name[i + 1 :],
            name[:i] + name[i + 1 :],
            name[:i] + name[i] + name[i:],
            name[:i] + name[i + 1] + name[i] + name[i + 2 :],
        ]
    )


def test_names_are_found_as_people_type_them(loaded: list[list[str]]) -> None:
    dice = random.Random(2)
    sample = dice.sample(loaded, SAMPLE)
    missed: dict[str, list[str]] = {"as it is": [], "lower case": [], "with a slip": [], "bare": []}
    for row in sample:
        lei, name = row[0], row[1]
        for way, typed in (
            ("as it is", name),
            ("lower case", name.lower()),
            ("with a slip", slip(dice, name)),
            ("bare", " ".join(fold_names.tokens(name))),
        ):
            found = names.search(typed, 5)
            same = fold_names.fold(name)
            if lei not in [row.lei for row in found] and same not in [row.folded for row in found]:
                missed[way].append(typed)
    assert missed["as it is"] == []
    assert missed["lower case"] == []
    assert missed["bare"] == []
    assert len(missed["with a slip"]) <= 0.05 * SAMPLE, missed["with a slip"]


@pytest.mark.parametrize(
    "q", ["qzxv wjkq", "%", "_", "%%%%", "the", "a", "ltd", "'; DROP TABLE businesses_business; --"]
)
def test_what_is_like_nothing_finds_nothing_odd(loaded: list[list[str]], q: str) -> None:
    assert all(found.score >= names.GOOD for found in names.search(q))


@pytest.mark.django_db
def test_a_business_is_found_by_name_number_and_address() -> None:
    business = actions.join(
        legal_name="Müller & Söhne GmbH",
        trading_names=["Чайная лавка"],
        numbers=[("example", "EX00000117")],
        country="DE",
        now=NOW,
    )
    actions.prove_domain(business=business.public_id, domain="mueller-tee.example", method=Method.DNS, now=NOW)
    for q, asked in (
        ("Müller & Söhne GmbH", "name"),
        ("MULLER UND SOHNE", "name"),
        ("mueller soehne", "name"),
        ("Muller Sohne G.m.b.H.", "name"),
        ("чайная лавка", "name"),
        ("chainaia lavka", "name"),
        ("EX00000117", "number"),
        ("ex 0000 0117", "number"),
        ("mueller-tee.example", "domain"),
        ("https://www.Mueller-Tee.example/kasse?x=1", "domain"),
        ("shop.mueller-tee.example", "domain"),
    ):
        answer = check(q, today=NOW.date())
        assert (answer.kind, answer.asked) == (Kind.PARTICIPANT, asked), q
        assert answer.matches[0].public_id == business.public_id
    leavings.leave(business=business.public_id, now=NOW)
    assert check("mueller-tee.example", today=NOW.date()).kind is Kind.LEFT
    for q in ("mueller-tee.example", "EX00000117", "Müller Söhne"):
        assert check(q, today=date(2027, 3, 1)).kind is Kind.LEFT
        assert check(q, today=date(2027, 3, 2)).kind is Kind.NONE, "the note ends after twelve months"


@pytest.mark.django_db
def test_several_and_none() -> None:
    for number, place in enumerate(("Bath", "York")):
        actions.join(
            legal_name="Blue Heron Ltd", numbers=[("example", f"EX0000020{number}")], country="GB", place=place, now=NOW
        )
    assert check("blue heron", today=NOW.date()).kind is Kind.SEVERAL
    assert {match.place for match in check("blue heron", today=NOW.date()).matches} == {"Bath", "York"}
    assert check("purple pelican", today=NOW.date()).kind is Kind.NONE
    assert check("unknown-shop.example", today=NOW.date()).kind is Kind.NONE
    assert check("EX00009999", today=NOW.date()).kind is Kind.NONE


def test_an_entity_of_the_registry_does_not_take_part(loaded: list[list[str]]) -> None:
    lei, name, country = loaded[0][:3]
    answer = check(lei, today=NOW.date())
    assert (answer.kind, answer.matches[0].name, answer.country) == (Kind.NOT_PARTICIPATING, name, country)
    assert {fact.source for fact in answer.matches[0].facts} == {"GLEIF"}
