"""What a challenger takes along: days for a calendar, and the whole case as a file."""

import json
from datetime import datetime

from reputation.disputes.rooms import Room
from reputation.reports import case_documents
from reputation.web.contest import words
from reputation.web.mailbox import files
from reputation.web.mailbox.files import Reminder


def calendar(room: Room, *, address: str, now: datetime) -> bytes:
    """The days ahead. They name neither the business nor the review: calendars are shared."""
    found = [Reminder(day, words.REMINDERS[who]) for who, day in room.days.items()]
    return files.calendar(found, address=address, now=now)


def data(room: Room) -> bytes:
    """The whole case, for people to keep and machines to read."""
    return json.dumps(case_documents.room(room), ensure_ascii=False, indent=2).encode()
