"""docs/running.md knows every setting and every refusal to start."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
INTERNAL = {"REPUTATION_ROLE", "DATABASE_PASSWORD", "STATIC_COLLECTED", "DEBUG"}


def sources() -> list[str]:
    folders = (ROOT / "config", ROOT / "reputation" / "service")
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.py"))]


def test_every_refusal_to_start_is_explained() -> None:
    codes = set()
    for source in sources():
        codes |= set(re.findall(r'StartRefused\(\s*"([a-z-]+)"', source))
        codes |= set(re.findall(r'_trouble\([^"]*"([a-z-]+)"', source))
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_every_setting_is_listed() -> None:
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) - INTERNAL
    listed = set(re.findall(r"`(_?[A-Z][A-Z_]+)`", PAGE))
    listed |= {f"OPERATOR{suffix}" for suffix in listed if suffix.startswith("_")}
    assert names - listed == set()
