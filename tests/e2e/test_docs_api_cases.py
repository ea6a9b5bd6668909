"""The examples of docs/api-cases.md run as they stand, one after the other, against a live service."""

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.core import clock
from reputation.disputes.models import Case
from reputation.disputes.rules import State
from reputation.proofs.models import Proof
from tests import pages_made
from tests.api_made import account_key
from tests.members_made import make_member_business
from tests.reviews_made import make_review

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api-cases.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq")
# Nothing here is left out by a slip: so many examples of each kind there are.
MANY = 4


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE) if found == kind]


def test_every_block_is_run() -> None:
    assert {kind for kind, _ in BLOCK.findall(PAGE)} == {"bash", "python"}
    assert len(blocks("bash")) == len(blocks("python")) == MANY
    assert PAGE.count("```") == 2 * len(BLOCK.findall(PAGE))


@pytest.fixture
def asked(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> dict[str, str]:
    """A business with a review, and where the examples find them."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    owner = make_member_business(now=clock.now() - timedelta(days=90))
    review = make_review(owner.business, text="The parking next door is dear.", now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return {
        "API": f"{live_server.url}/api/v1",
        "BUSINESS": str(owner.business),
        "REVIEW": str(review),
        "KEY": account_key(owner.user),
        "PATH": os.environ["PATH"],
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["bash", "python"])
def test_the_examples_run(kind: str, asked: dict[str, str], tmp_path: Path) -> None:
    if kind == "bash" and not all(map(shutil.which, TOOLS)):
        pytest.skip("the examples for the shell need bash, curl and jq")
    command = ["bash", "-euo", "pipefail", "-s"] if kind == "bash" else [sys.executable, "-"]
    text = "\n".join(blocks(kind))
    done = subprocess.run(
        command, input=text, env=asked, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert Case.objects.get().state == State.WITHDRAWN
    assert Proof.objects.count() == 1
