"""What only operators and time do: one process in the home of a running service, told what to do line by line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.homes import ROOT, environment

# Answers a line for each line: what the function of that name said.
SERVE = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, ".")
import django
django.setup()
from tests.e2e import operators
for line in sys.stdin:
    name, given = json.loads(line)
    print(json.dumps(getattr(operators, name)(**given)), flush=True)
"""


class Operators:
    """Asks that process, and waits for its answer."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            cwd=ROOT,
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, name: str, **given: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, given]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{name} failed: see above"
        return json.loads(line)

    def end(self) -> None:
        self._process.communicate(timeout=30)


@contextmanager
def operating(home: Path) -> Iterator[Operators]:
    made = Operators(home)
    try:
        yield made
    finally:
        made.end()
