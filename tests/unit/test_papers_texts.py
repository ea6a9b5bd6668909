"""The texts of the papers: the same in both languages, every gap known, nothing said that the code does not do."""

import re
from hashlib import sha256

import pytest
from django.conf import LazySettings, settings

from reputation.core.privacy import CLASSES, FOREIGN, KINDS
from reputation.notices import rules as notices
from reputation.papers import facts, marks, queries
from reputation.papers.blanks import BLANKS, LANGUAGES, PAPERS
from reputation.rulebook import cases, charter
from reputation.service.backups import KEPT_DAYS
from reputation.webhooks import rules as webhooks
from tests.papers_made import DAY, filled

CHARTER = charter.in_force(DAY)
OPERATOR = dict.fromkeys(facts.OPERATOR, "x")
KNOWN = (
    BLANKS.keys()
    | facts.texts(str, service="", operator=OPERATOR, charter=CHARTER).keys()
    | facts.lines(str, charter=CHARTER).keys()
)
# The version of each paper, beside the SHA-256 of its texts in both languages: whoever changes a text counts it up.
VERSIONS: dict[str, tuple[int, str]] = {
    "imprint": (2, "243c0e0bd7673b3b"),
    "privacy-notice": (2, "b39fb4f71464f288"),
    "terms": (2, "0afb4a22cf603ff5"),
    "charter-contract": (2, "e80f8568fa17ebe8"),
    "contact-points": (2, "4e8328aef7249535"),
    "accessibility": (2, "d522d978c92563f7"),
    "impact-assessment": (2, "c6924a592f419a4a"),
    "record-of-processing": (2, "ffae4fd9b77ae627"),
}


def gaps(paper: str, language: str) -> list[str]:
    return queries.GAP.findall(queries.template(paper, language))


def test_every_gap_is_known_and_every_blank_is_used() -> None:
    used = {gap for paper in PAPERS for language in LANGUAGES for gap in gaps(paper, language)}
    assert used <= KNOWN
    assert BLANKS.keys() - used == set()
    assert facts.VALUES.keys() - used == set()


@pytest.mark.parametrize("paper", PAPERS)
def test_both_languages_say_the_same_things_in_the_same_order(paper: str) -> None:
    english, german = (queries.paper(paper, language, on=DAY) for language in LANGUAGES)
    assert set(gaps(paper, "en")) == set(gaps(paper, "de"))
    assert [block.kind for block in english.blocks] == [block.kind for block in german.blocks]
    assert [len(block.rows) for block in english.blocks] == [len(block.rows) for block in german.blocks]
    assert sum(block.kind == "h2" for block in english.blocks) >= 3
    assert english.title != german.title
    articles = re.compile(r"Art\. (\d+)")
    raws = [queries.template(paper, language) for language in LANGUAGES]
    assert set(articles.findall(raws[0])) == set(articles.findall(raws[1]))


@pytest.mark.parametrize("paper", PAPERS)
def test_each_says_when_it_was_reviewed(paper: str) -> None:
    for language in LANGUAGES:
        assert f"{{{{reviewed_{paper.replace('-', '_')}}}}}" in queries.template(paper, language).split("\n\n")[1]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_text_that_changed_has_a_new_version(paper: str) -> None:
    texts = "".join(queries.template(paper, language) for language in LANGUAGES)
    versions = {queries.paper(paper, language, on=DAY).version for language in LANGUAGES}
    version, digest = VERSIONS[paper]
    assert versions == {version}
    assert sha256(texts.encode()).hexdigest()[:16] == digest, "count the version up in both languages, then note this"


def test_numbers_that_the_code_knows_are_not_written_by_hand() -> None:
    """Of the numbers beside a span of time, only those that no code holds may stand in a text."""
    by_hand = re.compile(r"\b(\d+) (?:days|months|weeks|Tage|Tagen|Monate|Monaten|Wochen)\b")
    texts = [queries.template(paper, language) for paper in PAPERS for language in LANGUAGES]
    found = {number for text in texts for number in by_hand.findall(text)}
    # Backups, mails and webhooks, whose number the code has elsewhere; announcements; answers to barriers.
    assert {KEPT_DAYS, notices.KEPT.days, webhooks.KEPT.days} == {30}
    assert found == {"30", "14"}


def test_the_tables_come_from_the_classes_of_the_columns() -> None:
    raw = queries.paper("record-of-processing", "en", on=DAY).raw
    for table, columns in CLASSES.items():
        row = next(line for line in raw.splitlines() if line.startswith(f"| {table} |"))
        assert all(re.search(rf"\b{column}\b", row) for column in columns), table
    assert all(f"| {table} | {kind} |" in raw for table, kind in FOREIGN.items())
    for paper in ("record-of-processing", "privacy-notice"):
        assert all(
            f"| {name} | {kind.holds} {kind.kept} |" in queries.paper(paper, "en", on=DAY).raw
            for name, kind in KINDS.items()
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_cookies_are_those_of_people_who_sign_in_alone(language: str) -> None:
    notice = queries.paper("privacy-notice", language, on=DAY).raw
    section = notice.partition("## Cookies\n")[2].partition("\n## ")[0]
    assert "/members/" in section
    assert {"en": "no cookie", "de": "kein Cookie"}[language] in section
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/members/"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.CSRF_COOKIE_AGE is None, "ends with the browser"
    elsewhere = [queries.paper(paper, language, on=DAY).raw for paper in PAPERS if paper != "privacy-notice"]
    for line in "\n".join(elsewhere).splitlines():
        if "cookie" in line.lower() and "session" not in line.lower():
            assert "/members/" in line or "accounts, cookies" in line or "Konten, Cookies" in line, line


def test_the_terms_name_every_ground_and_no_other() -> None:
    raw = queries.paper("terms", "en", on=DAY).raw
    assert "; ".join(ground.title for ground in cases.GROUNDS.values()) in raw


def test_filled_papers_have_no_gap(settings: LazySettings) -> None:
    settings.PAPERS = filled()
    for paper in PAPERS:
        for language in LANGUAGES:
            found = queries.paper(paper, language, on=DAY)
            assert "[[" not in found.raw
            assert "{{" not in found.raw
            assert ("ausgefüllt" in found.raw) <= (language == "de")


def test_a_blank_shows_until_it_is_filled_and_changes_the_sum(settings: LazySettings) -> None:
    before = queries.paper("imprint", "en", on=DAY)
    assert "[[operator_address]]" in before.raw
    assert marks.Span("", blank="operator_address") in {
        span for block in before.blocks for row in block.rows for cell in row for span in cell
    }
    settings.PAPERS = filled()
    assert queries.paper("imprint", "en", on=DAY).digest != before.digest
    assert before.digest == sha256(before.raw.encode()).hexdigest()
