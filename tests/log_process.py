"""`manage.py run_log` as a process of its own, on the test database."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from reputation.log import queries

PATIENCE_S = 60.0


def address(database: str = "") -> str:
    """The test database, or another one of its server, for processes of their own."""
    at = connection.settings_dict
    parts = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    given = {name: value for name, value in parts.items() if value}
    return f"postgresql:///{database or at['NAME']}?{urlencode(given)}"


@contextmanager
def command(tmp_path: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`manage.py run_log` as a process of its own, on the test database."""
    names = {
        "DATABASE_URL": address(),
        "REPUTATION_HOME": str(tmp_path),
        "PUBLIC_ROOT": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
    }
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=root,
        env={**os.environ, **names, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


# With the test's connection: its server is no production server and knows one user. The file that CLOCK names, if any,
# says how many seconds the process's clock is off.
RUN = """
import os, sys
from datetime import timedelta
from pathlib import Path
import django
from django.core.management import call_command
from django.conf import settings
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.DATABASES["default"]["OPTIONS"] = {}
django.setup()
from reputation.core import clock
if "CLOCK" in os.environ:
    right, off = clock.now, Path(os.environ["CLOCK"])
    clock.now = lambda: right() + timedelta(seconds=float(off.read_text() or 0))
call_command("run_log")
"""


class Running:
    """A `run_log` with its folder; `lines` is what it has said so far."""

    def __init__(self, process: "subprocess.Popen[str]", public: Path) -> None:
        self.process, self.public = process, public
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(self.process.stderr)

    def until_said(self, words: str) -> None:
        """Wait for a line that holds these words."""
        until, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while not any(words in line for line in self.lines):
            assert time.monotonic() < until, "".join(self.lines)
            assert self.process.poll() is None, "".join(self.lines)
            pause.wait(0.01)

    def end(self) -> int:
        """Ask it to stop and wait for that; its exit status."""
        self.process.terminate()
        self._reader.join(PATIENCE_S)
        return self.process.wait(PATIENCE_S)


def until_published(size: int) -> queries.Checkpoint:
    """The checkpoint, once it covers so many entries."""
    until = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while time.monotonic() < until:
        latest = queries.latest_checkpoint()
        if latest is not None and latest.size >= size:
            return latest
        pause.wait(0.01)
    pytest.fail(f"no checkpoint covers {size} entries")
