"""Every call of a logger names a fixed event: a value in its words would be dropped, and the line be useless."""

import ast
from pathlib import Path

import pytest

from config.logs import EVENT, KEYS

ROOT = Path(__file__).resolve().parent.parent.parent
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def calls(source: str) -> list[ast.Call]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id.lower() in ("logger", "logging", "_logger", "log"):
                found.append(node)
    return found


def _is_event(value: object) -> bool:
    return isinstance(value, str) and EVENT.fullmatch(value) is not None


def faults(source: str) -> list[str]:
    found = []
    for call in calls(source):
        first = call.args[0] if call.args else None
        if len(call.args) != 1 or not isinstance(first, ast.Constant) or not _is_event(first.value):
            found.append(f"line {call.lineno}: not a fixed event name alone")
        for keyword in call.keywords:
            if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
                names = [str(getattr(key, "value", "a value")) for key in keyword.value.keys]
                found += [f"line {call.lineno}: {name} is not listed" for name in names if name not in KEYS]
    return found


def test_the_code_logs_fixed_events_with_listed_keys_only() -> None:
    bad = {}
    for path in sorted((ROOT / "reputation").rglob("*.py")):
        if found := faults(path.read_text(encoding="utf-8")):
            bad[str(path.relative_to(ROOT))] = found
    assert bad == {}


@pytest.mark.parametrize(
    "planted", ['logger.info(f"shown {name}")', 'logger.info("shown %s", x)', 'logger.info("ok", extra={"path": 1})']
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert faults(planted)
    assert not faults('logger.info("page-shown", extra={"status": 200})')
