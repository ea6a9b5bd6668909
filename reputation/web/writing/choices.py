"""A text that is sent in one step, such as a change or a reply, with what was chosen about its passages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from reputation.reviews import sending
from reputation.screening.findings import Findings
from reputation.web.writing import passages
from reputation.web.writing.steps import asked


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
    chosen = {words: given.get(f"choice-{number}", "") for number, words in enumerate(shown, start=1)}
    findings = sending.look_over(business=business, language=language, text=text)
    settled = passages.settle(text, findings, chosen)
    if settled != text:
        findings = sending.look_over(business=business, language=language, text=settled)
    before = [words for words in passages.listed(given.get("kept", "")) if chosen.get(words) != passages.USE]
    wanted = {*before, *(words for words, choice in chosen.items() if choice == passages.KEEP)}
    kept = [words for words in dict.fromkeys(passages.words_of(settled, findings)) if words in wanted]
    return Choices(settled, language, findings, kept)
