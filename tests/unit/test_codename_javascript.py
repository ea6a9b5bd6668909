"""The page's script makes codenames that Python reads, each word as likely as any."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reputation.reviews import codenames

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "reputation/web/static/web/codename.js"
LIST = ROOT / "reputation/reviews/data/eff_large.txt"
DRIVER = Path(__file__).with_name("codename_vectors.mjs")
MANY = 7776
ROOM = 2**32 - 2**32 % MANY
"""From this number on, what was drawn would favour the first words."""

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("codenames")
    shutil.copy(SCRIPT, made / "codename.mjs")
    shutil.copy(LIST, made / LIST.name)
    shutil.copy(DRIVER, made / DRIVER.name)
    return made


def told(folder: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    given = "\n".join(json.dumps(question) for question in questions)
    done = subprocess.run(["node", DRIVER.name], cwd=folder, input=given, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_both_find_the_same_eighth_word(folder: Path) -> None:
    chance = random.Random(7)
    drawn = [tuple(chance.choices(codenames.words(), k=codenames.DRAWN)) for _ in range(200)]
    drawn.append((codenames.words()[0],) * 7)
    found = told(folder, [{"ask": "check", "drawn": one} for one in drawn])
    assert [one["says"] for one in found] == [codenames.check_word(one) for one in drawn]


def test_what_the_script_makes_python_reads(folder: Path) -> None:
    made = [one["says"] for one in told(folder, [{"ask": "make"}] * 50)]
    assert [" ".join(codenames.parse(one)) for one in made] == made
    assert len(set(made)) == 50


def test_a_number_that_would_favour_some_words_is_drawn_again(folder: Path) -> None:
    plain = [0, 1, MANY, MANY * 3 + 5, ROOM - 1, 12_345_678, 7775]
    again = [ROOM, *plain[:4], 2**32 - 1, *plain[4:]]
    expected = [codenames.words()[number % MANY] for number in plain]
    for numbers in (plain, again):
        (found,) = told(folder, [{"ask": "make", "numbers": numbers}])
        assert found["says"].split()[:7] == expected
    assert told(folder, [{"ask": "make", "numbers": [*plain[:6], ROOM]}]) == [{"refused": "no number is left"}]


def test_a_list_that_is_not_whole_makes_no_codename(folder: Path) -> None:
    half = "\n".join(codenames.words()[:-1])
    (found,) = told(folder, [{"ask": "list", "text": half}])
    assert found == {"refused": "the list of words is not whole"}
