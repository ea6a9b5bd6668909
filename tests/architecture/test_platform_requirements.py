"""The lists of packages: everything by hash, nothing that says from where, nothing forgotten."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LISTS = ("run", "test", "check", "witness", "interop", "client", "fuzz")
NAME = re.compile(r"^([a-z0-9][a-z0-9-]*)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def listed(name: str) -> dict[str, str]:
    return dict(NAME.findall((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")))


def wanted(lines: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in lines}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_says_where_packages_come_from_and_each_has_its_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:index|extra-index|find-links|trusted)|^#|/\w+/", text, re.MULTILINE)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_every_package_we_name_is_listed_and_the_longer_lists_contain_the_shorter() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run, test, check = (listed(name) for name in LISTS[:3])
    assert wanted(project["project"]["dependencies"]) <= set(run)
    assert wanted(groups["test"]) <= set(test)
    assert wanted(groups["check"]) <= set(check)
    assert wanted(groups["interop"]) <= set(listed("interop"))
    assert wanted(groups["client"]) <= set(listed("client"))
    assert wanted(groups["fuzz"]) <= set(listed("fuzz"))
    assert run.items() <= test.items() <= check.items()
