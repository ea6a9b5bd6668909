"""A text as somebody sends it, a review, a change or a reply, with what was chosen about its passages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reputation.reviews import sending
from reputation.screening.findings import Findings
from reputation.web.terms import Words
from reputation.web.writing import passages, words


@dataclass(frozen=True, slots=True)
class Choices:
    """The text as it reads with them. `kept`: the words that are wanted as they are."""

    text: str
    language: str
    findings: Findings
    kept: list[str]

    @property
    def is_settled(self) -> bool:
        """Whether somebody was asked about every passage that is marked."""
        return set(passages.words_of(self.text, self.findings)) <= set(self.kept)

    @property
    def context(self) -> dict[str, Any]:
        """What the part of a page about passages shows, and what it carries."""
        return {
            **asked(self.text, self.language, self.findings, self.kept),
            "kept": passages.as_field(self.kept),
            "text_language": self.language,
        }


def made(given: Mapping[str, str], text: str, *, business: UUID, language: str) -> Choices:
    """Put the words that were chosen into a text, and look it over once more if that changed it."""
    shown = passages.listed(given.get("passages", ""))
    chosen = {one: given.get(f"choice-{number}", "") for number, one in enumerate(shown, start=1)}
    findings = sending.look_over(business=business, language=language, text=text)
    settled = passages.settle(text, findings, chosen)
    if settled != text:
        findings = sending.look_over(business=business, language=language, text=settled)
    before = [one for one in passages.listed(given.get("kept", "")) if chosen.get(one) != passages.USE]
    wanted = {*before, *(one for one, choice in chosen.items() if choice == passages.KEEP)}
    kept = [one for one in dict.fromkeys(passages.words_of(settled, findings)) if one in wanted]
    return Choices(settled, language, findings, kept)


def asked(text: str, language: str, findings: Findings, kept: list[str]) -> dict[str, Any]:
    """What the part of the page about passages shows."""
    found = passages.passages(text, findings, kept)
    return {
        "passages": [(one, *_told_of(one)) for one in found],
        "pieces": passages.pieces(text, findings, found),
        "listed": passages.as_field(one.words for one in found),
        "trouble": findings.trouble,
        "seems": "" if findings.language == language else words.LANGUAGES.get(findings.language, ""),
    }


def _told_of(passage: passages.Passage) -> tuple[str, Words]:
    title, why = words.PASSAGES[passage.kind]
    return str(title) % {"words": passage.words}, why
