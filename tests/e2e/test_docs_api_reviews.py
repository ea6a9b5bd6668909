"""The examples of docs/api-reviews.md run as they stand, one after the other, against a live service."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.reviews.models import Act, MaskRequest, PendingReply, WaitingReview
from reputation.reviews.rules import ActKind
from tests import pages_made
from tests.api_made import account_key
from tests.mailbox_made import make_published
from tests.members_made import make_member_business
from tests.writing_made import make_bought, make_ticket

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api-reviews.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq", "python3")
# Nothing here is left out by a slip: so many examples of each kind there are.
MANY = 7


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE) if found == kind]


def test_every_block_is_run() -> None:
    assert {kind for kind, _ in BLOCK.findall(PAGE)} == {"bash", "python"}
    assert len(blocks("bash")) == len(blocks("python")) == MANY
    assert PAGE.count("```") == 2 * len(BLOCK.findall(PAGE))


@pytest.fixture
def asked(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> tuple[UUID, dict[str, str]]:
    """A business with a review, a ticket of another one, and where the examples find them."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    owner = make_member_business()
    written = make_published(owner.business)
    (tmp_path / "review-ticket.txt").write_text(make_ticket(make_bought()))
    shutil.copy(ROOT / "reputation" / "reviews" / "data" / "eff_large.txt", tmp_path / "words.txt")
    return written.review, {
        "API": f"{live_server.url}/api/v1",
        "BUSINESS": str(owner.business),
        "REVIEW": str(written.review),
        "KEY": account_key(owner.user),
        "PATH": os.environ["PATH"],
    }


def run(command: list[str], text: str, environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        command, input=text, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def assert_done(review: UUID) -> None:
    assert sorted(row.receipt_class for row in WaitingReview.objects.all()) == ["none", "seller"]
    assert Act.objects.get().kind == ActKind.WITHDRAW
    assert MaskRequest.objects.get().review == review
    assert PendingReply.objects.get().review == review


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs bash, curl, jq and python3")
def test_the_examples_in_the_shell(asked: tuple[UUID, dict[str, str]], tmp_path: Path) -> None:
    review, environment = asked
    run(["bash", "-euo", "pipefail"], "\n".join(blocks("bash")), environment, tmp_path)
    assert_done(review)


def test_the_examples_in_python(asked: tuple[UUID, dict[str, str]], tmp_path: Path) -> None:
    review, environment = asked
    run([sys.executable, "-I", "-"], "\n".join(blocks("python")), environment, tmp_path)
    assert_done(review)
