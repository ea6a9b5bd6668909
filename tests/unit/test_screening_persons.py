"""Who is named: titles, leads, initials, particles; lists and capitals as evidence."""

import pytest

from reputation.screening import engine, evidence, gazetteer
from reputation.screening.findings import Finding, Kind, Known, Tier, Trouble, Verdict
from reputation.screening.gazetteer import Gazetteer
from reputation.screening.names import NamesFailed
from reputation.screening.persons import Persons

NOBODY = Known()


def persons(text: str, language: str = "en") -> list[tuple[str, str]]:
    found = engine.find(text, language, NOBODY).items
    return [(text[one.start : one.end], one.tier.value) for one in found if one.kind is Kind.PERSON]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Mrs Kowalczyk signed for it.", "en", "Mrs Kowalczyk"),
        ("Frau Zzyzx war unfreundlich.", "de", "Frau Zzyzx"),
        ("Madame Grzyb a refusé.", "fr", "Madame Grzyb"),
        ("La señora Uxbal no quiso.", "es", "señora Uxbal"),
        ("Volgens mevrouw Ypma kon het niet.", "nl", "mevrouw Ypma"),
        ("HERR SCHMIDT WAR NICHT DA.", "de", "HERR SCHMIDT"),
        ("we talked to mr smith about it", "en", "mr smith"),
        ("served by J. van der Berg as always", "en", "J. van der Berg"),
        ("Servie par Anne-Sophie, très aimable.", "fr", "Anne-Sophie"),
        ("Ask for María José O'Neill there.", "en", "María José O'Neill"),
        ("I spoke to T-h-o-m-a-s about it.", "en", "T-h-o-m-a-s"),
    ],
)
def test_a_title_or_a_lead_before_a_name_is_sure(text: str, language: str, name: str) -> None:
    assert persons(text, language) == [(name, "A")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The pizza was cold and nobody came to our table.", "en"),
        ("We talked to the manager, who was kind.", "en"),
        ("Die Frau an der Kasse war freundlich.", "de"),
        ("Merci à toute l'équipe.", "fr"),
        ("", "en"),
        ("1234 !!! 🌟", "en"),
    ],
)
def test_a_text_that_names_nobody_passes(text: str, language: str) -> None:
    findings = engine.find(text, language, NOBODY)
    assert [one for one in findings.items if one.kind is Kind.PERSON] == []
    assert findings.trouble is None


def test_what_is_found_is_told_in_places_of_the_text_as_given() -> None:
    text = "Thanks t\u200bo\u200b Thomas Mi\u200bll\u200ber\u200b, who helped."
    (one,) = [one for one in engine.find(text, "en", NOBODY).items if one.kind is Kind.PERSON]
    assert text[one.start : one.end].replace("\u200b", "") == "Thomas Miller"
    assert one.suggestion


def test_lists_find_what_the_model_does_not_know_and_can_be_made_to_forget() -> None:
    text = "Vreneli war die einzige, die uns half."
    known, unknown = gazetteer.shipped(), Gazetteer(gazetteer.entries(), without=["Vreneli"])
    scores = []
    for lists in (known, unknown):
        words = evidence.words(text, [], lists)
        scores.append(evidence.scores(text, words, "de")[0])
    assert scores[0] > scores[1] * 2


def test_lists_know_names_in_parts_and_without_marks() -> None:
    lists = gazetteer.shipped()
    assert lists.look("ÉLODIE") == lists.look("elodie")
    assert lists.look("Jean-Pierre").given
    assert lists.look("rose").also_word_in >= {"en", "de"}
    assert lists.look("Deutschland").is_place
    assert lists.look("qqqq") == gazetteer.UNKNOWN


def test_capitals_tell_nothing_where_all_or_none_are() -> None:
    assert evidence.capitals_tell("We met Thomas.")
    assert not evidence.capitals_tell("WE MET THOMAS.")
    assert not evidence.capitals_tell("we met thomas.")


def test_the_weights_belong_to_the_evidence() -> None:
    words = evidence.words("Thomas left.", [], gazetteer.shipped())
    assert all(len(row) == len(evidence.WEIGHTS) for row in evidence.evidence("Thomas left.", words, "en"))


def test_a_model_that_fails_lets_nothing_through_and_hides_nothing_that_was_found() -> None:
    class Failing:
        def find(self, *_: str) -> list[Finding]:
            raise NamesFailed("missing")

    engines = tuple(Failing() if isinstance(one, Persons) else one for one in engine.ENGINES)
    found = engine.find("Write to bob@example.com", "en", NOBODY, engines)
    assert (found.trouble, found.verdict) == (Trouble.FAILED, Verdict.MODERATOR)
    assert [one.kind for one in found.items] == [Kind.EMAIL]
    assert engine.find("All was well.", "en", NOBODY, engines).verdict is Verdict.MODERATOR


def test_of_passages_that_touch_the_surest_stays_and_of_equals_the_longest() -> None:
    def passage(start: int, end: int, tier: Tier, score: float) -> Finding:
        return Finding(start, end, Kind.PERSON, tier, score, "x")

    sure, long, short = passage(5, 9, Tier.PROPOSES, 1.0), passage(0, 7, Tier.ASKS, 0.7), passage(0, 3, Tier.ASKS, 0.7)
    apart = passage(20, 22, Tier.ASKS, 0.3)
    assert engine.resolved([apart, long, sure]) == [sure, apart]
    assert engine.resolved([short, long]) == [long]
    assert engine.resolved([short, sure]) == [short, sure], "they do not touch"


def test_the_business_itself_is_left_alone() -> None:
    text = "Malcolm Smith Motorsports sold me this."
    assert persons(text)
    assert engine.find(text, "en", Known(names=["Malcolm Smith"])).items == ()
