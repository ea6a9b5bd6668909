"""The fault table: at every write of sequencer and publisher it fails, or the process is killed, or the power goes.

Whatever happens: a published folder is whole at any moment, what was acknowledged is in the log once, nothing is signed
twice differently, and a start by the same code makes all well. The writes are listed in tests/data/log_steps.txt.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Signer
from tests import naive_tree
from tests.durable_steps import FAILS, FUNCTIONS, modes
from tests.log_process import address
from tests.log_scripts import Witnessed, assert_one_history

ROOT = Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "tests" / "data" / "log_steps.txt"
README = ROOT / "reputation" / "log" / "README.md"
# What is written here is thrown away, and syncs are modelled: memory is as good as a disk, and quicker.
MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)  # noqa: S108


def read_list() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = steps = []
        elif line and not line.startswith("#"):
            steps.append(line)
    return found


STEPS = read_list()
GROUP = {script: pytest.mark.xdist_group(f"faults {script}") for script in STEPS}
TABLE = [
    pytest.param(script, at, mode, id=f"{script} {at}, {step}, {mode}", marks=GROUP[script])
    for script, steps in STEPS.items()
    for at, step in enumerate(steps)
    # What a start does is tried where it has most to do.
    if script != "growth" or at >= steps.index("sequence: delete log_waiting, insert log_entry")
    for mode in modes(step)
]
pytestmark = pytest.mark.django_db  # whose test database is copied


class Tries:
    """The process that is asked, on a database of its own."""

    def __init__(self, url: str, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.log_faults"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "REPUTATION_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, at: int | None = None, mode: str = "") -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"script": script, "at": at, "mode": mode}) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


@pytest.fixture(scope="module")
def tries(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tries]:
    with django_db_blocker.unblock():
        connection.close()
        whole = connection.settings_dict["NAME"]
        name = f"{whole}_faults"
        with (
            psycopg.connect(address("postgres"), autocommit=True) as admin,
            tempfile.TemporaryDirectory(dir=MEMORY) as home,
        ):
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{whole}"')
            asked = Tries(address(name), Path(home))
            try:
                yield asked
            finally:
                asked.process.communicate()
                admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize(("script", "at", "mode"), TABLE)
def test_a_fault_does_no_harm(tries: Tries, script: str, at: int, mode: str) -> None:
    found = tries.run(script, at, mode)
    assert not found["problems"], found["problems"][0]
    step = STEPS[script][at]
    assert found["steps"][: at + 1] == STEPS[script][: at + 1]
    fails = mode in FAILS or mode.endswith("fails")
    assert found["was_killed"] != fails
    # A partial tile that stays does no harm, so a failure to remove it is passed over.
    assert not fails or found["is_loud"] or step.startswith("drop: ")


@pytest.mark.parametrize("script", [pytest.param(script, marks=GROUP[script]) for script in STEPS])
def test_the_list_is_what_the_code_does(tries: Tries, script: str) -> None:
    found = tries.run(script)
    assert not found["problems"], found["problems"][0]
    assert found["steps"] == STEPS[script]
    assert found["shown"] == (script in ("first", "growth"))
    assert bool(found["signed"]) == (script != "ratings")


SIGNER = Signer("log.example", b"\x01" * 32)
ONE, TWO, OTHER = (
    SIGNER.sign(Checkpoint(SIGNER.name, len(raws), naive_tree.root([naive_tree.leaf(raw) for raw in raws])).text)
    for raws in ([b"a"], [b"a", b"b"], [b"b"])
)


@pytest.mark.parametrize(
    ("signed", "shown", "words"),
    [
        ([ONE, ONE.replace("log.example", "log.example2")], [], "twice"),
        ([ONE, OTHER], [], "twice"),
        ([OTHER], [], "otherwise"),
        ([ONE, TWO], [TWO, ONE], "went back"),
        ([ONE], [ONE], "a row is missing"),
    ],
)
def test_a_planted_fault_is_found(signed: list[str], shown: list[str], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        assert_one_history([b"a", b"b"], Witnessed(signed, shown))


def test_the_readme_names_every_step_in_order() -> None:
    table = README.read_text(encoding="utf-8").partition("## The durable steps")[2].partition("\n## ")[0]
    named = re.findall(r"^\| \d+\. `\w+\.(\w+)` \|", table, re.MULTILINE)
    assert [*named, "write"] == list(FUNCTIONS)
    assert {step.partition(":")[0] for steps in STEPS.values() for step in steps} == set(FUNCTIONS)
