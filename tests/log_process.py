"""`manage.py run_log` as a process of its own, on the test database."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from reputation.log import queries

PATIENCE_S = 60.0


@contextmanager
def command(tmp_path: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`manage.py run_log` as a process of its own, on the test database."""
    at = connection.settings_dict
    names = {
        "DATABASE_URL": f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}",
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


# With the test's connection: its server is no production server and knows one user.
RUN = """
import os, sys
import django
from django.core.management import call_command
from django.conf import settings
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.DATABASES["default"]["OPTIONS"] = {}
django.setup()
call_command("run_log")
"""


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
