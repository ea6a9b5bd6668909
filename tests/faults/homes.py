"""Homes for the tests with services of their own: commands and questions in processes of their own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import made_once
from tests.faults.service import ROOT

# What the commands below run in: the settings of the home, with its database started around them.
SETUP = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, ".")
import django
from config.command_line import database_for
with database_for(["manage.py", "shell"]):
    django.setup()
    from django.db import transaction
    from tests import lost_database as lost
    from datetime import timedelta
    from tests.reviews_made import LATER, make_review
    from reputation.core import clock
    from reputation.log import publisher, queries
"""
BEGIN = """
    made = lost.begin()
    print(json.dumps([made.shop.hex, made.other.hex, [r.hex for r in made.reviews], made.case.hex, made.named.hex,
                      made.decided.hex, made.soon.hex, made.much_later.hex]))
"""
TELL = """
    from pathlib import Path
    from django.conf import settings
    lost.settle()
    said = lost.texts_in_database()
    print(json.dumps({
        "size": queries.head().size, "root": queries.head().root.hex(), "waiting": queries.waiting(),
        "erased": lost.ERASED in said, "named": lost.NAMED in said,
        "pages": lost.pages(), "rows": {name: list(map(repr, rows)) for name, rows in lost.public_rows().items()},
    }))
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process of the home is told."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
    return plain | {"REPUTATION_HOME": str(home), "DEMONSTRATION": "no"} | more


def python(home: Path, code: str, **more: str) -> Any:
    """Run code in the home. Answers what it printed last."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP + code],
        cwd=ROOT,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None


def manage(home: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the home."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def well(done: subprocess.CompletedProcess[str]) -> str:
    """What was said by a command that did what it should."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The code of a refusal: one line, no traceback."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1].partition(":")[0] if ":" in done.stderr else done.stderr


def make_home(home: Path) -> Path:
    """A home whose database has its tables, copied from one that is made once for all workers of a run.

    To make a cluster and its tables takes longer than all that follows. What a process was promised survives its end
    without the server's waiting for the disk too, so these servers do not wait.
    """
    first = Path(os.environ["REPUTATION_TEST_SHARED"]) / "home"
    with made_once("home") as is_made:
        if not is_made:
            first.mkdir()
            well(manage(first, "migrate", "-v0"))
            with (first / "postgres" / "data" / "postgresql.auto.conf").open("a", encoding="ascii") as settings:
                settings.write("fsync = off\n")
    subprocess.run(["cp", "-a", str(first), str(home)], check=True)
    return home


def lose_database(home: Path) -> None:
    """What a broken disk does."""
    folder = home / "postgres"
    shutil.rmtree(folder.resolve())
    if folder.is_symlink():
        folder.unlink()


def only(where: Path) -> Path:
    """The one file there."""
    (found,) = where.iterdir()
    return found
