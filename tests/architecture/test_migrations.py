"""Migrations stand on their own: what they say must not change when the code beside them does."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "reputation"


def imported(text: str) -> set[str]:
    """The top packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "reputation").partition(".")[0])
    return found


def test_no_migration_imports_our_code() -> None:
    paths = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    assert len(paths) > 50
    assert [str(path.relative_to(ROOT)) for path in paths if "reputation" in imported(path.read_text())] == []


@pytest.mark.parametrize("text", ["import reputation.log.rules", "from reputation.log import rules", "from . import x"])
def test_an_import_of_our_code_is_seen(text: str) -> None:
    assert imported(text) == {"reputation"}
