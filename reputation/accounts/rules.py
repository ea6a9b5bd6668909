"""What somebody who signs in may do in general. Pure."""

from enum import StrEnum


class Duty(StrEnum):
    """What somebody does for the service. Members of businesses have none."""

    MODERATOR = "moderator"
    PANEL = "panel"
    OPERATOR = "operator"


LANGUAGES = ("en", "de")
EMAIL_LIMIT = 254
"""Characters of an e-mail address. Source: RFC 5321, 4.5.3.1.3, less the angle brackets."""


def written(email: str) -> str:
    """An e-mail address in the one way it is stored and looked for: nobody tells two accounts apart by capitals."""
    return email.strip().lower()
