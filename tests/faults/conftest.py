"""Folders for servers of their own: pytest's are closed to the account a database runs under when we are root."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    """A folder everybody may enter, for one module."""
    yield from _folder()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder everybody may enter, for one test."""
    yield from _folder()


def _folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="reputation-fault-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)
