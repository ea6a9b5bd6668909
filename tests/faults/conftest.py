"""Folders for servers of their own, and homes in them.

The folders of pytest are closed to the account a database runs under when we are root.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from tests.faults.homes import BEGIN, make_home, python


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


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """A folder everybody may enter, for all tests of a worker."""
    yield from _folder()


@pytest.fixture(scope="session")
def begun(session_folder: Path) -> tuple[Path, str]:
    """A home with a published log, to copy; and what is in it. Whoever asks for it belongs to the group "homes"."""
    home = make_home(session_folder / "begun")
    return home, json.dumps(python(home, BEGIN))


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@pytest.fixture
def made(home: Path, begun: tuple[Path, str]) -> Path:
    subprocess.run(["cp", "-a", str(begun[0]), str(home)], check=True)
    return home


@pytest.fixture(scope="module")
def key(module_folder: Path) -> tuple[str, Path]:
    identity = pyrage.x25519.Identity.generate()
    (module_folder / "key").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), module_folder / "key"
