"""Private exponents are used in one module, by the exponentiation that is made for secrets."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECEIPTS = sorted(path for room in ("receipts", "issuing") for path in (ROOT / "reputation" / room).glob("*.py"))
BLIND = ROOT / "reputation/receipts/blind_rsa.py"
# Where the built-in power of whole numbers hides: `pow`, `**`, and what takes them from elsewhere.
POWERS = {"pow", "__pow__", "__rpow__"}


def uses(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute and import in a module, and the operator."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (part.name for part in node.names)
            yield getattr(node, "module", None) or ""
        elif isinstance(node, ast.Pow):
            yield "**"


def of(path: Path) -> set[str]:
    return set(uses(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", RECEIPTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_receipts_never_use_the_built_in_power(path: Path) -> None:
    assert not of(path) & POWERS
    if path == BLIND:
        assert "**" not in of(path)


def test_what_is_forbidden_would_be_seen() -> None:
    for line in ("pow(1, d, n)", "x ** d % n", "from builtins import pow", "f = (2).__pow__", "import operator.pow"):
        assert set(uses(ast.parse(line))) & (POWERS | {"**", "operator.pow"})


def test_the_arithmetic_of_keys_is_in_one_module() -> None:
    users = {path for path in (ROOT / "reputation").rglob("*.py") if "gmpy2" in of(path)}
    assert users == {BLIND}


def test_private_exponents_go_to_the_exponentiation_for_secrets_alone() -> None:
    """Each call in the module that names an exponent of the key, and which function it is."""
    found = set()
    for node in ast.walk(ast.parse(BLIND.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            for given in node.args:
                if isinstance(given, ast.Attribute) and given.attr in ("d", "d_p", "d_q"):
                    found.add((given.attr, node.func.attr))
    assert found == {("d_p", "powmod_sec"), ("d_q", "powmod_sec")}
