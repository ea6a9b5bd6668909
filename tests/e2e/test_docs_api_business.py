"""The examples of docs/api-business.md run as they stand, one after the other, against a live service."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.businesses import queries as businesses
from reputation.members import queries as members
from reputation.members.rules import DeedKind
from tests import pages_made
from tests.api_made import account_key
from tests.internet import Internet
from tests.members_made import make_user

PAGE = (Path(__file__).parents[2] / "docs" / "api-business.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq")
# Nothing here is left out by a slip: so many examples of each kind there are at least.
LEAST = 12


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE) if found == kind]


def test_every_block_is_run_or_says_nothing_to_run() -> None:
    assert {kind for kind, _ in BLOCK.findall(PAGE)} == {"bash", "python", "text"}
    assert len(blocks("bash")) == len(blocks("python")) >= LEAST
    assert PAGE.count("```") == 2 * len(BLOCK.findall(PAGE))


@pytest.fixture
def asked(
    live_server: LiveServer, settings: LazySettings, tmp_path: Path, outside: Internet
) -> tuple[int, dict[str, str]]:
    """An account, and where its examples find the service and its key."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    user = make_user()
    return user, {"API": f"{live_server.url}/api/v1", "KEY": account_key(user), "PATH": os.environ["PATH"]}


def run(command: list[str], text: str, environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        command, input=text, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def joined(user: int) -> set[DeedKind]:
    (belonging,) = members.belongings(user)
    assert businesses.legal_name(belonging.business) == "Kettle & Moss GmbH"
    return {deed.kind for deed in members.deeds(belonging.business)}


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs bash, curl and jq")
def test_the_examples_in_the_shell(asked: tuple[int, dict[str, str]], tmp_path: Path) -> None:
    user, environment = asked
    run(["bash", "-euo", "pipefail"], "\n".join(blocks("bash")), environment, tmp_path)
    assert {DeedKind.DOMAIN_CHECKED, DeedKind.CONTACT_CHANGED, DeedKind.LEAVING_CANCELLED, DeedKind.EXPORTED} <= joined(
        user
    )


def test_the_examples_in_python(asked: tuple[int, dict[str, str]], tmp_path: Path) -> None:
    user, environment = asked
    run([sys.executable, "-I", "-"], "\n".join(blocks("python")), environment, tmp_path)
    assert {DeedKind.DOMAIN_CHECKED, DeedKind.KEY_ENDED, DeedKind.WEBHOOK_ADDED, DeedKind.LEAVING_CANCELLED} <= joined(
        user
    )
