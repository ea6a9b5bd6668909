"""First version. Pure."""

from reputation.screening.findings import Finding


def find(plain_text: str, language: str) -> list[Finding]:
    """Nothing yet."""
    return []
