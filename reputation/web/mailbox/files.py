"""What a writer takes along from the mailbox: days for a calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from django.conf import settings

from reputation.web.terms import Words

# Source: RFC 5545, sections 3.1 (lines end so and have 75 octets at most) and 3.3.11 (what is escaped in a text).
END = "\r\n"
LONGEST_LINE = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Reminder(NamedTuple):
    """A day on which it is worth opening the mailbox, and why."""

    day: date
    says: Words


def calendar(reminders: Iterable[Reminder], *, address: str, now: datetime) -> bytes:
    """Days as an iCalendar file. It names neither business nor codename: calendars are synchronised and shared."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_text(settings.SERVICE_NAME)}//mailbox//EN"]
    for reminder in reminders:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid4()}",
            f"DTSTAMP:{now:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{reminder.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{reminder.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(str(reminder.says))}",
            f"URL:{address}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return END.join([_folded(line) for line in lines] + [""]).encode()


def _text(text: str) -> str:
    return text.translate(ESCAPES)


def _folded(line: str) -> str:
    """A line in pieces that no program finds too long; each but the first begins with a blank."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) >= LONGEST_LINE:
            parts.append(part)
            part = ""
        part += sign
    return f"{END} ".join([*parts, part])
