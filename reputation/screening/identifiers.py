"""First version. Pure."""

import re

from reputation.screening.findings import Finding, Kind, Tier
from reputation.screening.suggestions import suggest

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}", re.IGNORECASE)


def find(plain_text: str, language: str) -> list[Finding]:
    """E-mail addresses so far."""
    return [
        Finding(at.start(), at.end(), Kind.EMAIL, Tier.PROPOSES, 1.0, suggest(Kind.EMAIL, language, at.group()))
        for at in _EMAIL.finditer(plain_text)
    ]
