"""The script and the command line answer the same from the same files, and refuse the same false ones."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reputation.businesses.hosts import NotADomain
from reputation.checks import formats
from reputation.clients import checking
from reputation.clients.check import Folder
from reputation.clients.checking import Refused
from reputation.lookalikes import keys, rules
from reputation.tlog.notes import Signer
from tests.checks_files import LOG, RULES, SITES, TABLES, publish, record
from tests.unit.check_cases import CASES, NO_ADDRESS, RECORDS

STATIC = Path(__file__).parents[2] / "reputation/web/static/web"
SCRIPTS = ("check-ask.js", "check-core.js", "check-files.js", "check-rules.js", "check-tables.js", "receipt.js")
DRIVER = Path(__file__).with_name("check_vectors.mjs")
LOG_KEY = LOG.verifier()
OTHER = Signer(LOG.name, b"\x08" * 32)

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
both_kinds = pytest.mark.parametrize("is_large", [False, True], ids=["snapshot", "filter"])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The same records with a snapshot and with a filter."""
    folders = {is_large: tmp_path_factory.mktemp("files") for is_large in (False, True)}
    for is_large, folder in folders.items():
        publish(folder, RECORDS, is_large=is_large)
    return folders


def by_script(at: Path, *rounds: dict[str, Any]) -> list[dict[str, Any]]:
    """What the script says in each round, which has a cache of its own."""
    at.mkdir(exist_ok=True)
    for name in SCRIPTS:
        shutil.copy(STATIC / name, at)
    shutil.copy(DRIVER, at)
    (at / "package.json").write_text('{"type": "module"}')
    given = "\n".join(json.dumps({"key": LOG_KEY.vkey, "tables": TABLES} | one) for one in rounds)
    done = subprocess.run(["node", DRIVER.name], cwd=at, input=given, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_program(folder: Path, addresses: list[str], *, seen: int = 0, key: str = LOG_KEY.vkey) -> list[dict[str, Any]]:
    """What the command line says, without what it prints."""
    source = Folder(folder)
    found: list[dict[str, Any]] = []
    for address in addresses:
        try:
            manifest = checking.open_manifest(source.read("manifest"), checking.parse_vkey(key), seen=seen)
            answer = checking.ask(address, checking.open_lists(source, manifest))
        except (Refused, NotADomain) as error:
            found.append({"refused": error.code})
            continue
        imitation = answer.imitation
        found.append(
            {
                "kind": answer.kind,
                "domain": None if answer.record is None else answer.record["w"],
                "rule": imitation.rule if imitation else None,
                "tier": imitation.tier if imitation else None,
                "range": answer.asked,
            }
        )
    return found


def parts(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said.get(name) for name in ("kind", "domain", "rule", "tier")}


@both_kinds
def test_the_command_line_answers_every_case(published: dict[bool, Path], is_large: bool) -> None:
    found = by_program(published[is_large], [case.address for case in CASES])
    assert {case.address: parts(one) for case, one in zip(CASES, found, strict=True)} == {
        case.address: case.said(is_filtered=is_large) for case in CASES
    }


@needs_node
@both_kinds
def test_the_script_answers_every_case(published: dict[bool, Path], is_large: bool, tmp_path: Path) -> None:
    round_ = {"folders": [str(published[is_large])], "addresses": [case.address for case in CASES]}
    [said] = by_script(tmp_path / "run", round_)
    assert {case.address: parts(one) for case, one in zip(CASES, said["found"], strict=True)} == {
        case.address: case.said(is_filtered=is_large) for case in CASES
    }
