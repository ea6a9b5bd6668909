"""Codes and pages in step: whoever gets a code finds its page, and no page is left behind."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import reputation
from reputation.core.errors import DomainError
from reputation.lookup import rules
from reputation.lookup.errors import KINDS, TITLES

PAGES = Path(__file__).resolve().parents[2] / "docs" / "problems"


def kinds(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def refusals() -> dict[str, type[DomainError]]:
    for module in pkgutil.walk_packages(reputation.__path__, "reputation."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)
    return {kind.code: kind for kind in kinds() if hasattr(kind, "title")}


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(refusals())


@pytest.mark.parametrize("code", sorted(TITLES))
def test_every_refused_look_up_has_a_code_of_its_own(code: str) -> None:
    assert KINDS[code].code == code


def test_pages_tell_status_and_what_to_do() -> None:
    for code, kind in refusals().items():
        lines = (PAGES / f"{code}.md").read_text(encoding="utf-8").strip().split("\n\n")
        assert lines[0] == f"# {kind.title}", code
        assert lines[1] == f"Code `{code}`, HTTP status {kind.status}.", code
        assert len(lines[2]) > 20, code


def test_the_rules_of_a_look_up_refuse_with_known_codes_only() -> None:
    source = Path(str(rules.__file__)).read_text(encoding="utf-8")
    used = {part.split('"')[1] for part in source.split("Refused(")[1:] if part.startswith('"')}
    assert used <= set(TITLES)
    assert len(used) > 8
