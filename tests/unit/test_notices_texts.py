"""Every mail in both languages: each fact is in it, nothing in a fact breaks out of its place, and it is signed."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.accounts.rules import Duty
from reputation.disputes.measure_rules import Verdict
from reputation.log.codes import BUSINESS_GROUNDS
from reputation.members.rules import Role
from reputation.notices import rules, texts, words
from reputation.notices.rules import NEEDS, SHAPES, Fact, Kind, Language, Shape

GIVEN = {
    Shape.LINE: "The {fact} of Kettle & Moss",
    Shape.NAME: "The {fact} of Kettle & Moss Ltd",
    Shape.CODE: "code-of-{fact}",
    Shape.TEXT: "First line about {fact}.\n\nSecond line.",
    Shape.DAY: "2026-03-09",
    Shape.PATH: "/portal/{fact}?page=1",
}
DAYS = {Language.EN: "9 March 2026", Language.DE: "9. März 2026"}
BOTH = list(product(Language, Kind))


def facts_for(kind: Kind) -> dict[str, str]:
    return {str(fact): GIVEN[SHAPES.get(fact, Shape.LINE)].format(fact=fact) for fact in sorted(NEEDS[kind])}


def said(text: texts.Text) -> str:
    return " ".join(f"{text.subject}\n{text.body}".split())


@pytest.mark.parametrize(("language", "kind"), BOTH)
def test_every_fact_is_told(language: Language, kind: Kind, settings: LazySettings) -> None:
    settings.SERVICE_URL = "https://reference.example"
    text = texts.render(language=language, kind=kind, facts=facts_for(kind))
    for fact in NEEDS[kind]:
        shape = SHAPES.get(fact, Shape.LINE)
        shown = GIVEN[shape].format(fact=fact)
        if shape is Shape.DAY:
            shown = DAYS[language]
        if shape is Shape.PATH:
            shown = f"\nhttps://reference.example{shown}\n"
            assert shown in text.body, "a link stands alone on its line"
        assert " ".join(shown.split()) in said(text), fact
    assert not re.search(r"[{}]", said(text))
    assert "\n" not in text.subject
    assert 10 < len(text.subject) <= rules.LONGEST_LINE
    assert max(map(len, text.body.splitlines())) < 80
    assert text.body.endswith(f"\n{settings.OPERATOR['contact']}\n")
    assert f"\n-- \n{settings.SERVICE_NAME}\n" in text.body
    assert settings.OPERATOR["name"] in text.body


@pytest.mark.parametrize("language", Language)
def test_there_is_a_template_for_each_kind_and_none_besides(language: Language) -> None:
    files = {path.stem for path in (texts.TEMPLATES / language).iterdir()}
    assert files == {*Kind, "signature"}


@pytest.mark.parametrize("kind", Kind)
def test_a_template_uses_exactly_the_facts_of_its_kind(kind: Kind) -> None:
    always = {"service", "contact"}
    for language in Language:
        used = set(re.findall(r"{(\w+)}", (texts.TEMPLATES / language / f"{kind}.txt").read_text(encoding="utf-8")))
        assert used - always == NEEDS[kind], language


def test_whoever_may_object_is_told_how() -> None:
    """A mail about something that was done says whom to write to, or where to appeal."""
    ways = {Language.EN: r"{contact}|you can appeal|a court|{link}|without giving a reason"}
    ways[Language.DE] = r"{contact}|Einspruch|Gericht|{link}|ohne Angabe von Gründen"
    for language, kind in BOTH:
        text = (texts.TEMPLATES / language / f"{kind}.txt").read_text(encoding="utf-8")
        assert re.search(ways[language], text), (language, kind)


@pytest.mark.parametrize(
    "planted",
    [
        "Kettle\r\nBcc: everybody@example.org",
        "Kettle\nBcc: everybody@example.org",
        "Kettle\rBcc: everybody@example.org",
        "Kettle\u2028Bcc: everybody@example.org",
        "Kettle\x85Bcc: everybody@example.org",
        "Kettle\x00 Bcc: everybody@example.org",
        "Kettle\x0bBcc: everybody@example.org",
        "{contact}{business.__class__} Bcc: everybody@example.org",
    ],
)
def test_no_fact_begins_a_line_of_its_own(planted: str) -> None:
    for language, kind in BOTH:
        facts = facts_for(kind)
        plain = texts.render(language=language, kind=kind, facts=facts)
        for fact in facts:
            if SHAPES.get(Fact(fact), Shape.LINE) in (Shape.LINE, Shape.NAME, Shape.CODE):
                text = texts.render(language=language, kind=kind, facts=facts | {fact: planted})
                assert text.subject.isprintable()
                assert text.body.count("\n\n") == plain.body.count("\n\n")
                assert all(letter.isprintable() or letter == "\n" for letter in text.body)
                assert "class '" not in text.body


def test_whoever_was_excluded_comes_back_and_does_not_apply() -> None:
    for language, back in ((Language.EN, "come back"), (Language.DE, "zurückkehren")):
        body = said(texts.render(language=language, kind=Kind.TERMINATED, facts=facts_for(Kind.TERMINATED)))
        assert back in body
        assert "can apply again" not in body
        assert "Antrag stellen" not in body


def test_a_name_that_is_too_long_is_cut() -> None:
    for length, shown in ((80, "x" * 80), (81, "x" * 79 + "…"), (300, "x" * 79 + "…")):
        text = texts.render(language=Language.EN, kind=Kind.LEFT, facts={"business": "x" * length})
        assert f"{shown} has left" in text.subject
        assert "x" * 80 not in text.body.replace(shown, "")


def test_reasons_keep_their_lines_and_nothing_that_is_not_printed() -> None:
    assert rules.lines("\n One.\x07\r\n\r\nTwo\u202e \n") == "One.\n\nTwo"


def test_facts_are_exactly_those_of_the_kind() -> None:
    facts = facts_for(Kind.LEAVING_NOTICED)
    assert rules.wrong_facts(Kind.LEAVING_NOTICED, facts) is None
    for wrong in (
        {name: value for name, value in facts.items() if name != "link"},
        facts | {"reasons": "none"},
        facts | {"business": " "},
        facts | {"leaves_on": "9 March"},
        facts | {"link": "https://elsewhere.example/"},
        facts | {"link": "//elsewhere.example/"},
        facts | {"link": "/portal/ and more"},
    ):
        with pytest.raises(ValueError, match=r"link|reasons|business|isoformat|begins"):
            texts.render(language=Language.EN, kind=Kind.LEAVING_NOTICED, facts=wrong)


def test_a_code_is_told_in_words_of_the_language() -> None:
    told = {language: words.shown(language, Fact.DUTY, "panel") for language in Language}
    assert told == {Language.EN: "member of the panel", Language.DE: "Mitglied des Gremiums"}
    assert words.shown(Language.DE, Fact.DUTY, "of-tomorrow") == "of-tomorrow"
    assert words.WORDS.keys() == set(Language)
    en, de = ({(fact, code) for fact in told for code in told[fact]} for told in words.WORDS.values())
    assert en == de
    assert {code for fact, code in en if fact is Fact.DUTY} == set(Duty)
    assert {code for fact, code in en if fact is Fact.ROLE} == set(Role)
    assert {code for fact, code in en if fact is Fact.GROUND} == set(BUSINESS_GROUNDS)
    assert {code for fact, code in en if fact is Fact.OUTCOME} == {*Verdict, "rejected"}
    assert {fact for fact, _ in en} == {fact for fact, shape in SHAPES.items() if shape is Shape.CODE}


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_waits_grow_and_three_days_have_more_than_ten_tries() -> None:
    at, tries = NOW, 0
    waits = []
    while at < NOW + rules.GIVEN_UP_AFTER:
        tries += 1
        waits.append(rules.next_try(tries=tries, now=at) - at)
        at += waits[-1]
    assert waits == sorted(waits)
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30)]
    assert waits[-1] == timedelta(hours=8)
    assert 10 < tries < 20


def test_no_template_holds_a_tag_or_an_address_of_somebody_else() -> None:
    for path in Path(texts.TEMPLATES).rglob("*.txt"):
        assert not re.search(r"<|http|www\.|@", path.read_text(encoding="utf-8")), path
