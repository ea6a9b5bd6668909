"""The example of the page about panels runs as it stands, and its script draws as we do."""

import base64
import re
import shlex
import subprocess
import sys
from pathlib import Path

from reputation.log import lots

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLES = DOCS / "examples"


def blocks() -> list[tuple[list[str], str]]:
    """The commands of the page, without the name of Python, and what the page says they print."""
    page = (DOCS / "panels.md").read_text(encoding="utf-8")
    found = re.findall(r"```console\n\$ python (.*)\n([^`]*)```", page)
    return [(shlex.split(command), said) for command, said in found]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", *arguments]
    return subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True, check=False)


def test_the_lot_of_the_page_is_drawn_as_it_says() -> None:
    [(_, _), (command, said)] = blocks()
    answer = run(*command)
    assert (answer.returncode, answer.stdout) == (0, said), answer.stderr


def test_it_is_the_lot_that_we_would_draw() -> None:
    _, (command, said) = blocks()
    _, _, path, sha256, root, challenger, writer = command
    roster = (EXAMPLES / path).read_text(encoding="ascii").split()
    assert lots.roster_sha256(roster) == sha256
    nonces = {"challenger": bytes.fromhex(challenger), "writer": bytes.fromhex(writer)}
    assert lots.ranked(lots.seed(base64.b64decode(root), **nonces), roster) == said.split()[1::2]


def test_another_list_is_refused() -> None:
    _, (command, _) = blocks()
    answer = run(*command[:3], lots.roster_sha256(["00" * 32]), *command[4:])
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "not the list that was logged" in answer.stderr


def test_a_nonce_comes_with_its_commitment() -> None:
    (command, _), _ = blocks()
    made = [run(*command).stdout.split() for _ in range(2)]
    assert made[0] != made[1]
    for words in made:
        assert lots.nonce_commitment(bytes.fromhex(words[2])) == words[5]
