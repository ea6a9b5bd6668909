"""Every string that readers see is in the German catalogue, translated, with its gaps, and compiled."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from tools import messages

GAP = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")


@pytest.fixture(scope="module")
def strings() -> list[messages.Found]:
    return messages.found()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_left_in_english(strings: list[messages.Found], language: str) -> None:
    assert len(strings) > 500
    assert sorted({one.singular for one in messages.untranslated(messages.read(language), strings)}) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_is_kept_that_nobody_says(strings: list[messages.Found], language: str) -> None:
    said = {one.singular for one in strings}
    kept = {one.id[0] if isinstance(one.id, tuple) else one.id for one in messages.read(language) if one.id}
    assert kept == said


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_gaps_and_marks_are_the_same(language: str) -> None:
    for one in messages.read(language):
        if one.id:
            ids = one.id if isinstance(one.id, tuple) else (one.id,)
            says = one.string if isinstance(one.string, tuple) else (one.string,)
            texts = ([str(text) for text in says], [str(text) for text in ids])
            said, wanted = ({gap for text in given for gap in GAP.findall(text)} for given in texts)
            assert said == wanted, ids


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    with translation.override(language):
        for one in messages.read(language):
            if isinstance(one.id, str) and one.id:
                assert translation.gettext(one.id) == one.string


def test_a_new_string_in_code_or_template_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% if a %}{% for b in c %}{% translate 'inner words' %}{% endfor %}{% else %}"
        "{% blocktranslate trimmed count n=d %} {{ n }}\n  thing {% plural %} {{ n }} things {% endblocktranslate %}"
        "{% endif %}{% include 'web/parts/limits.html' with x=_('argued words') %}",
        encoding="utf-8",
    )
    assert {(one.singular, one.plural) for one in messages.in_template(page)} == {
        ("inner words", None),
        ("%(n)s thing", "%(n)s things"),
        ("argued words", None),
    }
    code = tmp_path / "code.py"
    code.write_text("x = _('one ' 'string')\ny = ngettext('%(n)s a', '%(n)s b', 2)\n", encoding="utf-8")
    assert {(one.singular, one.plural) for one in messages.in_code(code)} == {
        ("one string", None),
        ("%(n)s a", "%(n)s b"),
    }
