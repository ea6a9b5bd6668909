"""The script of the check page reads every address as the service does, and refuses the same for the same reason."""

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from reputation.businesses import hosts
from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import keys, tables
from tests import addresses
from tests.unit.test_lookalikes_keys import ALIKE, NONSENSE, REFUSED, VECTORS

STATIC = Path(__file__).parents[2] / "reputation/web/static/web"
PARTS = ("check-core.js", "punycode.js", "sha256.js", "check-tables.txt")
DRIVER = Path(__file__).with_name("check_keys.mjs")
GENERATED, SEED = 100_000, 8

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


def ours(address: str) -> list[str]:
    try:
        made = keys.of(address)
    except NotADomain as error:
        return [error.code]
    both = (made.domain_key.hex(), made.skeleton_key.hex())
    return [made.host, made.registrable, made.label, made.skeleton, *both]


def started(folder: Path, given: list[str]) -> subprocess.Popen[str]:
    """The script at work on these; it is asked beside, since both take seconds for all of them."""
    for part in PARTS:
        shutil.copy(STATIC / part, folder / part)
    shutil.copy(DRIVER, folder / DRIVER.name)
    (folder / "package.json").write_text('{"type": "module"}', encoding="ascii")
    (folder / "given").write_text("".join(f"{json.dumps(one)}\n" for one in given), encoding="ascii")
    with (folder / "given").open(encoding="ascii") as source:
        return subprocess.Popen(["node", DRIVER.name], cwd=folder, stdin=source, stdout=subprocess.PIPE, text=True)


def differences(folder: Path, given: list[str]) -> list[tuple[str, list[str], list[str]]]:
    with started(folder, given) as script:
        expected = [ours(address) for address in given]
        told = script.communicate()[0].splitlines()
    assert json.loads(told[0]) == tables.digests()
    found = [json.loads(line) for line in told[1:]]
    return [row for row in zip(map(ascii, given), expected, found, strict=True) if row[1] != row[2]]


def test_it_agrees_on_all_vectors(tmp_path: Path) -> None:
    own = [one for ways in (*ALIKE.values(), *REFUSED.values(), NONSENSE) for one in ways]
    assert differences(tmp_path, [*(vector[0] for vector in VECTORS), *own]) == []


def test_it_agrees_on_a_hundred_thousand_addresses(tmp_path: Path) -> None:
    given = list(addresses.generated(SEED, GENERATED))
    read = [one for one in map(ours, given[:2000]) if len(one) > 1]
    assert 500 < len(read) < 1500  # of both kinds there are enough
    assert differences(tmp_path, given)[:5] == []


def test_it_agrees_on_every_character_that_becomes_another_or_is_a_mark(tmp_path: Path) -> None:
    assert differences(tmp_path, list(characters()))[:5] == []


def characters() -> Iterator[str]:
    """Names with each character that is mapped, and with each that may not come first, at either end."""
    for first, last, kind in hosts.character_runs():
        for char in map(chr, range(first, last + 1)):
            if kind == "mapped" or unicodedata.category(char).startswith("M"):
                yield f"a{char}b.example"
                yield f"{char}b.example"


def test_it_knows_every_suffix(tmp_path: Path) -> None:
    rules = [rule.lstrip("!").replace("*", "any") for rule in tables.suffix_rules()]
    assert differences(tmp_path, [f"{left}{rule}" for rule in rules for left in ("", "a.", "b.a.")])[:5] == []
