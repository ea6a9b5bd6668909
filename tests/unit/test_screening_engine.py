"""Whatever fails in the screening is told as trouble, and a person looks; nothing of the text is written down."""

import logging

import pytest

from reputation.screening import engine, spelling
from reputation.screening.findings import Finding, Kind, Known, Tier, Trouble, Verdict

TEXT = "Pemberton at the counter kept my pan."


class Finds:
    def find(self, _text: str, _language: str, /) -> list[Finding]:
        return [Finding(0, 9, Kind.PERSON, Tier.PROPOSES, 0.9, "somebody")]


class Breaks:
    def find(self, text: str, _language: str, /) -> list[Finding]:
        raise RuntimeError(text)


def test_an_engine_that_breaks_sends_the_text_to_a_person_with_what_the_others_found(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = engine.find(TEXT, "en", Known(), [Breaks(), Finds()])
    assert found.trouble is Trouble.FAILED
    assert [one.kind for one in found.items] == [Kind.PERSON]
    assert found.verdict is Verdict.MODERATOR
    assert [(line.levelno, line.message) for line in caplog.records] == [(logging.ERROR, "screening-failed")]


def test_an_engine_that_breaks_alone_does_not_let_a_text_pass() -> None:
    assert engine.find("The pan is good.", "en", Known(), [Breaks()]).verdict is Verdict.MODERATOR


def test_a_failure_before_any_engine_does_not_let_a_text_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> spelling.Plain:
        raise ValueError(text)

    monkeypatch.setattr(spelling, "plain", fail)
    found = engine.find("The pan is good.", "en", Known(), [])
    assert (found.trouble, found.verdict) == (Trouble.FAILED, Verdict.MODERATOR)
