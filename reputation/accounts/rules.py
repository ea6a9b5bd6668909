"""What somebody who signs in may do in general, and for how long. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum


class Duty(StrEnum):
    """What somebody does for the service. Members of businesses have none."""

    MODERATOR = "moderator"
    PANEL = "panel"
    OPERATOR = "operator"


class Counted(StrEnum):
    """What is counted of a name, so that guessing and mails to it are slowed."""

    FAILURES = "failures"
    TURNS = "turns"
    CODES = "codes"
    CODE_TURNS = "code-turns"
    MAILS = "mails"


LANGUAGES = ("en", "de")
EMAIL_LIMIT = 254
"""Characters of an e-mail address. Source: RFC 5321, 4.5.3.1.3, less the angle brackets."""

LONGEST_SESSION = timedelta(days=14)
IDLE_WITH_DUTY = timedelta(hours=12)
"""After so long without a request somebody with a duty signs in again."""
BEFORE_SIGN_IN = timedelta(hours=1)
"""How long a browser may take between the steps of signing in."""
NOTED_EVERY = timedelta(hours=1)
"""A use is noted no finer than this: it is enough for the above, and tells less."""


def written(email: str) -> str:
    """An e-mail address in the one way it is stored and looked for: nobody tells two accounts apart by capitals."""
    return email.strip().lower()


def session_until(*, now: datetime, signed_in_on: date | None, has_duty: bool) -> datetime:
    """Until when a session used now may be used again."""
    if signed_in_on is None:
        return now + BEFORE_SIGN_IN
    end = datetime.combine(signed_in_on, time(), UTC) + LONGEST_SESSION
    return min(end, now + IDLE_WITH_DUTY) if has_duty else end
