"""Finds what names or reaches a person without being a name: contacts, numbers, addresses, plates. Pure."""

from reputation.screening import contacts, national, numbers, places, plates
from reputation.screening.findings import Finding
from reputation.screening.passages import apart


def find(plain_text: str, language: str) -> list[Finding]:
    """All of them by place, none within another; places are those of the plain text."""
    return apart(
        found for part in (contacts, numbers, national, places, plates) for found in part.find(plain_text, language)
    )
