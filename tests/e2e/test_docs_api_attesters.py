"""The examples of docs/api-attesters.md run as they stand against a live service; midway two operators decide."""

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk.rules import Kind
from reputation.issuing.models import Voucher
from reputation.receipts import queries, totals
from reputation.receipts.models import Total
from reputation.receipts.rules import AttesterState
from tests import pages_made
from tests.attesters_made import Counted, end_key, make_key
from tests.desk_made import decide, two
from tests.members_made import join_bare

PAGE = (Path(__file__).parents[2] / "docs" / "api-attesters.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOOLS = ("bash", "curl", "jq", "openssl", "sha256sum")
# Nothing here is left out by a slip: so many examples of each kind there are.
MANY = 5
APPLIED = 2
"""So many of them come before it is decided."""


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE) if found == kind]


def test_every_block_is_run_or_says_nothing_to_run() -> None:
    assert {kind for kind, _ in BLOCK.findall(PAGE)} == {"bash", "python", "text"}
    assert len(blocks("bash")) == len(blocks("python")) == MANY
    assert PAGE.count("```") == 2 * len(BLOCK.findall(PAGE))


@pytest.fixture
def asked(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> tuple[UUID, dict[str, str]]:
    """A shop, and where the examples find the service."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    shop = join_bare(now=clock.now())
    return shop, {"API": f"{live_server.url}/api/v1", "BUSINESS": str(shop), "PATH": os.environ["PATH"]}


def run(command: list[str], text: str, environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        command, input=text, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def admit(shop: UUID) -> UUID:
    """Two operators admit whoever applied, and a total of it waits. Answers its id."""
    (found,) = queries.applied()
    decide(Kind.ADMIT_ATTESTER, found.public_id, two(Duty.OPERATOR), now=clock.now())
    key = make_key(shop, now=clock.now())
    end_key(key, now=clock.now() - timedelta(days=2))
    totals.make_due([Counted(key, found.public_id, 30, 8)], now=clock.now())
    return found.public_id


def assert_done(attester: UUID, codes: int) -> None:
    assert queries.attester(attester).state is AttesterState.ENDED
    assert Voucher.objects.count() == codes
    # It was signed; the change of the key that follows takes what is not in the log back.
    assert Total.objects.get().signature is None


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs bash, curl, jq, openssl and sha256sum")
def test_the_examples_in_the_shell(asked: tuple[UUID, dict[str, str]], tmp_path: Path) -> None:
    shop, environment = asked
    bash, examples = ["bash", "-euo", "pipefail"], blocks("bash")
    keep = "declare -p ATTESTER KEY HOST > kept; declare -f call >> kept\n"
    run(bash, "\n".join([*examples[:APPLIED], keep]), environment, tmp_path)
    attester = admit(shop)
    run(bash, "\n".join(["source kept", *examples[APPLIED:]]), environment, tmp_path)
    assert_done(attester, 3)


def test_the_examples_in_python(asked: tuple[UUID, dict[str, str]], tmp_path: Path) -> None:
    shop, environment = asked
    python, examples = [sys.executable, "-I", "-"], blocks("python")
    keep = 'open("kept", "w").write(private.private_bytes_raw().hex() + me)\n'
    back = [
        'kept = open("kept").read()',
        "private, me = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept[:64])), kept[64:]",
    ]
    run(python, "\n".join([*examples[:APPLIED], keep]), environment, tmp_path)
    attester = admit(shop)
    run(python, "\n".join([examples[0], *back, *examples[APPLIED:]]), environment, tmp_path)
    assert_done(attester, 1_000)
