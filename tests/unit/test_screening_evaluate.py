"""The evaluation: it reads both forms of labels and counts what it says it counts; what was reached holds."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reputation.screening import engine, identifiers
from reputation.screening.evaluate import invented, runs, texts
from reputation.screening.evaluate.__main__ import lines
from reputation.screening.evaluate.disguises import DISGUISES, disguised
from reputation.screening.evaluate.figures import Figures, Share, percentile
from reputation.screening.evaluate.texts import Span, Text, cased
from reputation.screening.findings import Finding, Findings, Kind, Known, Tier
from reputation.screening.gazetteer import shipped

SETS = Path(__file__).parents[2].parent / "shared" / "data" / "screening"
REVIEWS, LEAST_FOUND, MOST_FLAGGED = "en_ewt_reviews_docs", 0.95, 0.15
"""Real reviews, and what docs/screening.md says was reached on them."""
MOST_CASE_LOSS = 0.02
ROWS: dict[str, list[dict[str, Any]]] = {
    "one": [
        {"text": "Mr Smith was rude.", "spans": [{"start": 3, "end": 8, "label": "PER"}], "lang": "en"},
        {"text": "The soup was cold.", "spans": [], "lang": "en"},
    ],
    "other": [{"text": "Ask bob@example.com", "spans": [["EMAIL", 4, 19], ["TITLE", 0, 3]], "lang": "en"}],
}


def find(text: str, language: str) -> Findings:
    return engine.find(text, language, Known())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in ROWS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "public.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_both_forms_of_labels_are_read_and_counted(folder: Path) -> None:
    found = runs.labelled(texts.read(folder), shipped(), find, iter)
    for case in texts.CASES:
        figures = found["sets"]["one, en"][case]
        assert (figures.found.hits, figures.found.of, figures.sure.hits) == (1, 1, 1)
        assert (figures.flagged.hits, figures.flagged.of) == (0, 1)
    assert found["sets"]["other, en"]["as given"].flagged.of == 1
    assert found["identifiers"]["EMAIL"].hits == 1
    assert found["origins"]["several"].of + found["origins"].get("english", Share()).of == 1
    told = "\n".join(lines(found))
    assert "one, en" in told
    assert json.loads(json.dumps(runs.as_json(found)))["identifiers"]["EMAIL"]["share"] == 1.0


def test_a_name_is_found_when_touched_and_whole_when_no_letter_is_left() -> None:
    text = Text("x", "en", "So Ann Lee left.", (Span(3, 10, "PERSON"),))

    def counted(start: int, end: int, kind: Kind = Kind.PERSON) -> tuple[int, int, int]:
        figures = Figures()
        figures.count(text, [Finding(start, end, kind, Tier.ASKS, 0.4, "x")])
        return figures.sure.hits, figures.found.hits, figures.whole.hits

    assert counted(3, 10) == (0, 1, 1)
    assert counted(3, 6) == (0, 1, 0)
    assert counted(10, 15) == (0, 0, 0)
    assert counted(3, 10, Kind.PHONE) == (0, 0, 0)


def test_intervals_are_wilsons() -> None:
    low, high = Share(95, 100).interval
    assert (round(low, 4), round(high, 4)) == (0.8882, 0.9785)
    assert math.isnan(Share().value)
    assert percentile([3, 1, 2], 0.95) == 3


def test_labels_stay_in_place_in_every_case_and_disguise() -> None:
    text = Text("x", "de", "Frau Strauß und İpek.", (Span(5, 11, "PERSON"), Span(16, 20, "PERSON")))
    for case in texts.CASES:
        assert cased(text, case).text[5:11].lower() == "strauß"
    for change in DISGUISES.values():
        changed = disguised(text, change)
        assert [changed.text[one.start : one.end] for one in changed.spans] == [change("Strauß"), change("İpek")]
        assert changed.text.startswith("Frau ")


def test_what_is_invented_is_the_same_every_time_and_valid() -> None:
    assert invented.reviews("fr") == invented.reviews("fr")
    for language in invented.LANGUAGES:
        found = invented.reviews(language)
        assert sum(bool(text.persons) for text in found) == invented.WITH_PERSON
        assert all("{" not in text.text for text in found)
    assert len({text.spans[0].label for text in invented.numbers()}) > 5


def test_valid_numbers_are_found() -> None:
    def find_numbers(text: str, language: str) -> Findings:
        return engine.find(text, language, Known(), [identifiers])

    found = runs.labelled(invented.numbers(), shipped(), find_numbers, iter)["identifiers"]
    shares = {label: share.value for label, share in found.items()}
    assert min(shares.values()) >= 0.99, shares


def test_the_command_says_what_it_takes() -> None:
    module = "reputation.screening.evaluate"
    done = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True)
    assert "--json" in done.stdout


@pytest.mark.skipif(not SETS.is_dir(), reason="the labelled sets are not here")
def test_what_was_reached_on_real_reviews_holds() -> None:
    of_set = [text for text in texts.read(SETS) if text.set == REVIEWS]
    figures = {case: Figures() for case in texts.CASES}
    for text in of_set:
        for case, counted in figures.items():
            changed = cased(text, case)
            counted.count(changed, find(changed.text, changed.language).items)
    given = figures["as given"]
    assert given.found.value >= LEAST_FOUND
    assert given.flagged.value <= MOST_FLAGGED
    assert min(one.found.value for one in figures.values()) >= given.found.value - MOST_CASE_LOSS
