"""What the page of a mailbox shows of it: where the review stands, until when, and what can be done."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from reputation.log import queries as log
from reputation.reviews import sending
from reputation.reviews.mailbox import Mailbox, Stage
from reputation.reviews.rules import ActKind
from reputation.web.mailbox import words
from reputation.web.mailbox.files import Reminder
from reputation.web.templatetags.web import day
from reputation.web.writing.choices import asked

OF_HELD_TEXT = (Stage.HELD, Stage.REFUSED, Stage.APPEALED)
WRITE_AGAIN = (Stage.OVERDUE, Stage.REFUSED_FINALLY)


def context(box: Mailbox, *, now: datetime) -> dict[str, Any]:
    """The names of its template."""
    told = words.STAGES[box.stage]
    days = {"decide_by": box.decide_by, "published_by": box.published_by}
    return {
        "title": told.title,
        "says": str(told.says) % {name: day(found) for name, found in days.items() if found is not None},
        "reason": None if box.reason is None else words.REFUSALS[box.reason],
        "draft": _draft(box),
        "act_words": None if box.act is None else words.ACTS[box.act.kind],
        "edit": _edit(box),
        "may": _may(box),
        "is_waiting": box.stage is Stage.WAITING,
        "may_write_again": box.stage in WRITE_AGAIN,
        "entries": log.of_review(box.business, box.review) if box.public is not None else [],
        "now": now,
    }


def may_give_up(box: Mailbox) -> bool:
    """Whether there is a text that can be given up before it comes out."""
    return box.stage in OF_HELD_TEXT


def _may(box: Mailbox) -> dict[str, bool]:
    """What the page offers. Of what waits, to take it back erases it as well; what is wanted already is not offered."""
    wanted = None if box.act is None else box.act.kind
    return {
        "change": ActKind.CHANGE in box.may and wanted in (None, ActKind.CHANGE),
        "withdraw": ActKind.WITHDRAW in box.may and wanted is not ActKind.WITHDRAW,
        "erase": ActKind.ERASE in box.may and wanted is not ActKind.ERASE and box.stage is not Stage.WAITING,
        "give_up": may_give_up(box),
    }


def _draft(box: Mailbox) -> dict[str, Any] | None:
    """A text at which a moderator looks or looked, with what the screening marks in it."""
    if box.own is None or box.stage not in OF_HELD_TEXT:
        return None
    own = box.own
    findings = sending.look_over(business=box.business, language=own.language, text=own.text)
    return asked(own.text, own.language, findings, [])


def _edit(box: Mailbox) -> dict[str, Any] | None:
    """A change at which a moderator looks first."""
    if box.held_edit is None:
        return None
    edit = box.held_edit
    told = words.EDITS[edit.stage]
    return {
        "title": told.title,
        "says": str(told.says) % {"decide_by": day(edit.decide_by)},
        "reason": None if edit.reason is None else words.REFUSALS[edit.reason],
        "text": edit.changes.text,
    }


def reminders(box: Mailbox) -> list[Reminder]:
    """Days on which it is worth coming back."""
    found = []
    if box.stage in (Stage.HELD, Stage.APPEALED) and box.decide_by is not None:
        found.append(Reminder(box.decide_by, _("A moderator has decided by today: open your mailbox")))
    if box.may_appeal and box.answer_by is not None:
        found.append(Reminder(box.answer_by, _("Last day to have a second person look: open your mailbox")))
    if box.published_by is not None:
        found.append(Reminder(box.published_by, _("Your review is out by today: open your mailbox")))
    if box.act is not None and box.act.released_on is not None:
        found.append(Reminder(box.act.released_on, _("What you asked for is done by today: open your mailbox")))
    return found
