"""Guidance per country: complete in both languages, dated, sourced, and the same for every shop."""

import copy
from pathlib import Path
from typing import Any

import pytest

from reputation.lookup import guidance

FILES = sorted(guidance.DATA.glob("*.toml"))
MEMBERS = "at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se".split()  # noqa: SIM905
WITH_CENTRE = [*MEMBERS, "no", "is"]
WITH_POLICE = "de at fr nl be es it pl ie us gb ch ca au no is".split()  # noqa: SIM905
INSINUATING = ("scam shop", "fake", "dodgy", "suspicious shop", "unseriös", "dubios", "untrustworthy", "rogue")


def some_file() -> dict[str, Any]:
    return copy.deepcopy(guidance.load(guidance.DATA / "us.toml"))


def items(found: guidance.Guidance) -> list[guidance.Item]:
    return [*found.whom_to_ask, *found.pay_safely, *found.money_back, *found.report]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_is_complete_in_every_language(path: Path) -> None:
    assert guidance.faults(guidance.load(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_chain_ends_at_the_international_file_which_alone_says_what_to_look_at(path: Path) -> None:
    name, steps = path.stem, [path.stem]
    while name != guidance.FALLBACK:
        raw = guidance.load(guidance.DATA / f"{name}.toml")
        assert "look" not in raw
        name = raw["inherits"]
        assert name not in steps
        steps.append(name)
    assert "inherits" not in guidance.load(guidance.DATA / f"{name}.toml")


def test_a_missing_translation_is_found() -> None:
    raw = some_file()
    del raw["report"][0]["text"]["de"]
    assert guidance.faults(raw) == ["report ftc: text lacks de"]


@pytest.mark.parametrize("field", sorted(guidance.ITEM_FIELDS - {"key"}))
def test_a_missing_field_is_found(field: str) -> None:
    raw = some_file()
    del raw["report"][0][field]
    assert f"report ftc: no {field}" in guidance.faults(raw)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ftc.gov",
        "https://localhost/",
        "https://ftc",
        "https://1.2.3.4/",
        "https://user@ftc.gov",
        "https://ftc.gov:8443/",
        "https://ftc.gov/?q=shop",
        "https://ftc.gov/#shop",
        "https://FTC.gov",
        "https://-ftc.gov",
        "https://[::1]/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_doubtful_address_is_found(url: str) -> None:
    raw = some_file()
    raw["report"][0]["url"] = url
    assert guidance.faults(raw) == ["report ftc: url is not a plain https address"]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("as_of", "November 2026", "as_of is not a month"),
        ("as_of", "2026-13", "as_of is not a month"),
        ("text", "the same in every language", "text is not given per language"),
        ("text", {"en": "x" * 301, "de": "x"}, "text en is longer than 300 characters"),
        ("text", {"en": "x", "de": " "}, "text de is empty or has spaces around it"),
        ("text", {"en": "x", "de": "x", "fr": "x"}, "text in a language we do not have: fr"),
        ("name", {"en": "x"}, "name lacks de"),
        ("source", "", "source is empty or has spaces around it"),
        ("phone", "101", "unknown field phone"),
    ],
)
def test_other_faults_are_found(field: str, value: object, fault: str) -> None:
    raw = some_file()
    raw["report"][0][field] = value
    assert guidance.faults(raw) == [f"report ftc: {fault}"]


def test_two_items_with_one_key_an_unknown_list_and_a_half_translated_look_are_found() -> None:
    raw = some_file()
    raw["report"].append(raw["report"][0])
    raw["links"] = []
    raw["look"] = [{"en": "Who is behind it?"}]
    assert guidance.faults(raw) == ["unknown field links", "look 1: text lacks de", "report: key ftc twice"]


@pytest.mark.parametrize("language", guidance.LANGUAGES)
@pytest.mark.parametrize("country", [*sorted(guidance.countries()), "zz"])
def test_every_answer_has_all_its_parts_sourced_and_dated(country: str, language: str) -> None:
    found = guidance.for_country(country, language)
    assert len(found.look) == 4
    for each in guidance.LISTS:
        assert getattr(found, each), each
    for item in items(found):
        assert item.name
        assert item.source
        assert item.as_of >= "2026-11"
        assert 0 < len(item.text) <= guidance.LONGEST_TEXT
        assert not any(word in f"{item.text} {item.name}".lower() for word in INSINUATING)


def test_what_to_look_at_is_the_same_for_every_shop() -> None:
    for language in guidance.LANGUAGES:
        assert len({guidance.for_country(each, language).look for each in [*guidance.countries(), ""]}) == 1


def test_languages_differ() -> None:
    english, german = guidance.for_country("DE", "en"), guidance.for_country("DE", "de")
    assert [item.url for item in items(english)] == [item.url for item in items(german)]
    assert all(one.text != other.text for one, other in zip(items(english), items(german), strict=True))
    assert not set(english.look) & set(german.look)


@pytest.mark.parametrize("country", WITH_CENTRE)
def test_every_member_norway_and_iceland_name_their_own_consumer_centre(country: str) -> None:
    found = guidance.for_country(country, "en")
    assert found.country == country.upper()
    general = guidance.load(guidance.DATA / "eea.toml")["whom_to_ask"][0]["url"]
    centres = [item for item in found.whom_to_ask if item.source == "European Commission, ECC-Net"]
    assert len(centres) == 1
    assert centres[0].url != general


def test_members_have_the_rights_of_the_union() -> None:
    for country in MEMBERS:
        sources = " ".join(item.source for item in guidance.for_country(country, "en").money_back)
        assert "2011/83/EU" in sources
        assert "2015/2366" in sources


@pytest.mark.parametrize("country", ["no", "is"])
def test_norway_and_iceland_are_not_told_what_holds_in_the_union_alone(country: str) -> None:
    sources = " ".join(item.source for item in items(guidance.for_country(country, "en")))
    assert "2011/83/EU" in sources
    assert "2024/886" not in sources
    assert "861/2007" not in sources
    assert "2019/771" not in sources


@pytest.mark.parametrize("country", WITH_POLICE)
def test_where_to_report_is_the_countrys_own_and_comes_first(country: str) -> None:
    own = guidance.load(guidance.DATA / f"{country}.toml")["report"]
    assert "police" in {item["key"] for item in own}
    first = guidance.for_country(country, "en").report[0]
    assert first.url in {item["url"] for item in own}


def test_an_own_item_takes_the_place_of_the_inherited_one() -> None:
    spain, germany = guidance.for_country("ES", "en"), guidance.for_country("DE", "en")
    for found, years in ((spain, "three years"), (germany, "two years")):
        guarantees = [item for item in found.money_back if item.name == "Legal guarantee"]
        assert len(guarantees) == 1
        assert years in guarantees[0].text


def test_the_nearest_come_first_whom_to_ask_and_the_general_step_first_for_money() -> None:
    found = guidance.for_country("DE", "en")
    assert found.whom_to_ask[0].name == "Verbraucherzentrale"
    assert found.whom_to_ask[-1].name == "Your Europe"
    assert found.money_back[0].text.startswith("Write to the shop first")


@pytest.mark.parametrize("country", ["", "zz", "EU", "eea", "international", "../us", "de/..", "BR", "d", "DEU"])
def test_a_country_without_a_file_gets_the_international_one(country: str) -> None:
    assert guidance.for_country(country, "en") == guidance.for_country("zz", "en")
    assert guidance.for_country(country, "en").country == "international"


@pytest.mark.parametrize(("asked", "given"), [("fr", "en"), ("", "en"), ("de-AT", "de"), ("DE", "de"), ("en-GB", "en")])
def test_an_unknown_language_gets_english(asked: str, given: str) -> None:
    assert guidance.for_country("AT", asked) == guidance.for_country("at", given)


def test_an_answer_is_read_once_and_cannot_be_changed() -> None:
    found = guidance.for_country("GB", "en")
    assert found is guidance.for_country("gb", "en-GB")
    with pytest.raises(AttributeError):
        found.country = "US"  # type: ignore[misc]
