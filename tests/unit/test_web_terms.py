"""Every code that a page can meet has words; filters write dates, numbers and data as a reader expects them."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from reputation.businesses.rules import EventKind, Method
from reputation.disputes import rules as disputes
from reputation.disputes.measure_rules import End, MeasureKind, Severity, Verdict
from reputation.disputes.queries import OUTCOMES
from reputation.lookup.queries import Kind
from reputation.ratings.alerts import Alert
from reputation.ratings.words import Sure
from reputation.reports import case_figures
from reputation.reviews.rules import MarkKind, Outcome, ReceiptClass
from reputation.simulation.cast import Shows
from reputation.web import (
    case_refusals,
    case_terms,
    check,
    course_picture,
    deciding_refusals,
    errors,
    home,
    icons,
    refusals,
    side_refusals,
    terms,
)
from reputation.web.templatetags import web


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (terms.OUTCOMES, set(Outcome)),
        (terms.OUTCOME_KINDS, set(Outcome)),
        (terms.CLASSES, set(ReceiptClass)),
        (terms.CLASS_NAMES, set(ReceiptClass)),
        (terms.SURE, set(Sure)),
        (terms.BASIS, {"own-receipts-only", "few-independent", "mostly-independent"}),
        (terms.ALERTS, set(Alert)),
        (terms.EVENTS, set(EventKind)),
        (terms.MARKS, set(MarkKind)),
        (terms.MARK_MEANINGS, set(MarkKind)),
        (terms.CASE_OUTCOMES, set(OUTCOMES)),
        (
            terms.CASE_COUNTS,
            set(OUTCOMES) - {"suspended", "exempt"},
        ),  # of alerts and addresses, which are counted apart
        (case_terms.CORRECTIONS, {*disputes.Outcome, "upheld", "interim"} - {"suspended", "exempt"}),
        (case_terms.PARTIES, set(disputes.Speaker)),
        (case_terms.SAYINGS, set(disputes.Saying)),
        (case_terms.FILED_BY, set(disputes.Side)),
        (case_terms.WAYS, set(case_figures.WAYS)),
        (case_terms.REPORT_COUNTS, set(case_figures.ALONE)),
        (case_terms.STARS_BANDS, set(case_figures.ROWS["stars"])),
        (case_terms.SIZE_BANDS, set(case_figures.ROWS["size"])),
        (case_terms.OUTCOME_COUNTS, set(case_figures.STAYED + case_figures.CHANGED)),
        (case_terms.TIMES, set(case_figures.LIMITS)),
        (case_terms.COURSE, {span.name for span in (*course_picture.course(), *course_picture.appeal())}),
        (terms.DECISIONS, set(disputes.Outcome)),
        (terms.DURATIONS, set(disputes.DURATIONS.values())),
        (terms.TERRITORIES, {disputes.TERRITORY}),
        (terms.SOURCES, set(disputes.SOURCES.values())),
        (terms.SIDES, set(disputes.Side)),
        (terms.MEASURES, set(MeasureKind)),
        (terms.SEVERITIES, set(Severity)),
        (terms.MEASURE_ENDS, set(End)),
        (terms.VERDICTS, set(Verdict)),
        (terms.ROLES, set(disputes.Role)),
        (terms.METHODS, set(Method)),
        (check.SHOWN, set(Kind)),
        (home.SHOWS, set(Shows) - {Shows.ORDINARY}),
    ],
)
def test_web_terms_name_every_code(table: dict[str, object], codes: set[str]) -> None:
    assert set(map(str, table)) == set(map(str, codes))


def test_web_terms_draw_every_sign() -> None:
    assert set(terms.OUTCOME_KINDS.values()) <= set(icons.PEOPLE) == set(icons.PEOPLE_CLASS)
    assert {f"receipt-{kind}" for kind in ReceiptClass} <= set(icons.ICONS)
    assert set(MarkKind) <= set(icons.ICONS)


def test_web_terms_never_judge_who_does_not_take_part() -> None:
    """Neutral means neutral: the design forbids these words."""
    everything = " ".join(
        str(words) for table in vars(terms).values() if isinstance(table, dict) for words in table.values()
    )
    assert not re.search(
        r"\b(unverified|untrust\w*|not trusted|scammer|fraudster|suspicious)\b", everything, re.IGNORECASE
    )


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("2 November 2026", "November 2026", "Nov 2026", "4.3", "United Kingdom")),
        ("de", ("2. November 2026", "November 2026", "Nov 2026", "4,3", "Vereinigtes Königreich")),
    ],
)
def test_web_filters_write_as_the_reader_does(language: str, shown: tuple[str, ...]) -> None:
    with translation.override(language):
        found = (
            web.day(date(2026, 11, 2)),
            web.month("2026-11"),
            web.short_month(2026 * 12 + 10),
            web.tenths(43),
            web.country("GB"),
        )
    assert found == shown


def test_web_filters_group_thousands_by_thin_spaces() -> None:
    assert web.grouped(1_234_567) == "1&#8239;234&#8239;567"
    assert web.grouped(12) == "12"


def test_web_filters_let_no_data_end_its_block() -> None:
    value = {"name": "</script><script>alert(1)</script>&<!-- \u2028"}
    text = web.as_data(value)
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text) == value


def test_web_filters_leave_unknown_codes_as_they_are() -> None:
    assert web.term("new-code", "OUTCOMES") == "new-code"
    assert web.ground("new-code") == "new-code"
    assert web.country("ZZ") == "ZZ"
    assert web.scheme("new-code") == "new-code"


def test_web_filters_put_counts_into_an_alert() -> None:
    raised = {"alert": "surge", "recent": {"bad": 7, "all": 33}, "before": {"bad": 1, "all": 58}, "suspended": False}
    assert "<b>7 of 33</b>" in web.counted(raised, "recent")
    assert "<b>1 of 58</b>" in web.counted(raised, "before")
    assert web.counted(raised | {"alert": "money-lost", "before": None}, "before") == ""


def test_no_refusal_has_two_wordings_of_which_one_is_never_shown() -> None:
    source = Path(errors.__file__).read_text(encoding="utf-8")
    own = re.findall(r"""^    "([a-z -]+)": """, source[source.index("WORDS: ") :], flags=re.MULTILINE)
    modules = (refusals, case_refusals, deciding_refusals, side_refusals)
    tables = [table for module in modules for name, table in vars(module).items() if name.startswith("OF_")]
    said = [*own, *(code for table in tables for code in table)]
    assert [code for code, times in Counter(said).items() if times > 1] == []
    assert set(said) == set(errors.WORDS)
