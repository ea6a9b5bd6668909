"""The translations of the pages: find each string, keep catalogues complete, compile them: `python -m tools.messages`.

A string is found where it stands in a template (`translate`, `blocktranslate`, `_("…")`), in a call of gettext in
Python, or in the tables that pages show. Django's own tool needs GNU gettext; this one needs Babel.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "reputation" / "web"
LOCALE = WEB / "locale"
LANGUAGES = ("de",)
SINGULAR = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
IN_ARGUMENT = re.compile(r"""_\((?P<quote>["'])(?P<text>.+?)(?P=quote)\)""")


class Found(NamedTuple):
    """A string that readers see, its plural if it has one, and where it stands."""

    singular: str
    plural: str | None
    place: str

    @property
    def key(self) -> str | tuple[str, str]:
        return self.singular if self.plural is None else (self.singular, self.plural)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_code(path: Path) -> Iterator[Found]:
    """The strings of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first = _literal(node.args[0])
        if first and node.func.id in SINGULAR:
            yield Found(first, None, _place(path))
        elif first and node.func.id in PLURAL:
            yield Found(first, _literal(node.args[1]), _place(path))


def in_template(path: Path) -> Iterator[Found]:
    """The strings of a template, found in its parsed tree, so exactly as they are looked up when it is rendered."""
    from django.template import Engine

    engine = Engine.get_default()
    tree = engine.from_string(path.read_text(encoding="utf-8")).nodelist
    for singular, plural in _of_nodes(tree):
        yield Found(singular, plural, _place(path))


def _of_nodes(nodes: Iterable[Any]) -> Iterator[tuple[str, str | None]]:
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in nodes:
        if isinstance(node, TranslateNode):
            literal = node.filter_expression.var.literal
            if not isinstance(literal, str):
                raise TypeError("translate takes a literal string")
            yield literal.replace("%", "%%"), None
        elif isinstance(node, BlockTranslateNode):
            singular, _ = node.render_token_list(node.singular)
            yield singular, node.render_token_list(node.plural)[0] if node.plural else None
        yield from _of_expressions(node)
        for name in ("nodelist", *getattr(node, "child_nodelists", ())):
            yield from _of_nodes(getattr(node, name, None) or ())
        for _, inner in getattr(node, "conditions_nodelists", ()):
            yield from _of_nodes(inner)


def _of_expressions(node: Any) -> Iterator[tuple[str, str | None]]:
    """Strings written as `_("…")` in arguments of a tag."""
    given = getattr(node, "extra_context", None)
    for expression in (*(given.values() if isinstance(given, dict) else ()), *getattr(node, "vars", ())):
        for found in IN_ARGUMENT.finditer(str(expression.token)):
            yield found["text"], None


def in_rulebook() -> Iterator[Found]:
    """The texts of the rulebook and of the classes of data that pages translate when they show them."""
    from reputation.businesses import numbers
    from reputation.core import privacy
    from reputation.rulebook import cases, charter, redress
    from reputation.rulebook.examples import EXAMPLES

    for ground in cases.RULES.values():
        yield Found(ground.title, None, "reputation/rulebook/cases.py")
        yield Found(ground.text, None, "reputation/rulebook/cases.py")
        yield Found(ground.evidence, None, "reputation/rulebook/cases.py")
    for body in redress.BODIES:
        yield Found(body.says, None, "reputation/rulebook/redress.py")
    for examples in EXAMPLES.values():
        for example in examples:
            yield Found(example.words, None, "reputation/rulebook/examples.py")
            yield Found(example.why, None, "reputation/rulebook/examples.py")
    for version in charter.VERSIONS.values():
        for rule in version.rules:
            yield Found(rule.says, None, "reputation/rulebook/charter.py")
            yield Found(rule.asks, None, "reputation/rulebook/charter.py")
    for kind in privacy.KINDS.values():
        yield Found(kind.holds, None, "reputation/core/privacy.py")
        yield Found(kind.kept, None, "reputation/core/privacy.py")
    for scheme in numbers.SCHEMES.values():
        yield Found(scheme.says, None, "reputation/businesses/numbers.py")


def found() -> list[Found]:
    """Every string that readers of the pages see."""
    strings: list[Found] = []
    for path in sorted(WEB.rglob("*.py")):
        strings += in_code(path)
    for path in sorted((WEB / "templates").rglob("*")):
        if path.is_file():
            strings += in_template(path)
    return [*strings, *in_rulebook()]


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as it is."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def untranslated(catalogue: Catalog, strings: Iterable[Found]) -> list[Found]:
    """The strings that a reader would see in English."""
    missing = []
    for string in strings:
        message = catalogue.get(string.singular)
        says = message.string if message is not None else ""
        parts = says if isinstance(says, tuple) else (says,)
        is_plural = isinstance(says, tuple)
        if not all(parts) or (message is not None and message.fuzzy) or is_plural != (string.plural is not None):
            missing.append(string)
    return missing


def updated(language: str, strings: Iterable[Found]) -> Catalog:
    """The catalogue with every string of today and none of yesterday; what was translated stays."""
    old = read(language)
    new = Catalog(locale=language, project="Open Reference", header_comment="# Translations of the pages.", fuzzy=False)
    for string in strings:
        known = old.get(string.singular)
        keeps = known is not None and isinstance(known.string, tuple) == (string.plural is not None)
        present = new.get(string.singular)
        places = [*(present.locations if present else ()), (string.place, None)]
        new.delete(string.singular)
        new.add(string.key, known.string if known and keeps else None, locations=list(dict.fromkeys(places)))
    return new


def write(language: str, catalogue: Catalog) -> None:
    """Write the catalogue and its compiled form."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> int:
    """Update and compile all catalogues; 1 while something is not translated."""
    django.setup()
    strings = found()
    status, keys = 0, {string.key for string in strings}
    for language in LANGUAGES:
        catalogue = updated(language, strings)
        write(language, catalogue)
        missing = {string.key: string for string in untranslated(catalogue, strings)}
        for string in missing.values():
            sys.stdout.write(f"{language}: {string.place}: {string.singular!r}\n")
        sys.stdout.write(f"{language}: {len(keys) - len(set(missing))} of {len(keys)} strings translated\n")
        status = 1 if missing else status
    return status


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main())
