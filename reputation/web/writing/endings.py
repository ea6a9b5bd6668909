"""What the writer gets in the end: an answer, a slip to keep, a codename as a file, a day for the calendar."""

import base64
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from reputation.receipts.tokens import to_base64
from reputation.reviews.acceptances import Slip
from reputation.reviews.sending import Accepted, HeldNow
from reputation.rulebook import reviews as numbers
from reputation.web import pages
from reputation.web.mailbox import files
from reputation.web.writing.subjects import Subject


def show(request: HttpRequest, subject: Subject, found: Accepted | HeldNow) -> HttpResponse:
    """The answer to a review that was sent. What lies on the device of it is deleted by the page."""
    context = {"section": "voucher", "subject": subject, "found": found}
    if isinstance(found, HeldNow):
        return pages.unkept("web/writing/held.html", context, path=request.path)
    slip = Slip(found.acceptance, found.salt, b"").document
    context["slip"] = f"data:application/json;base64,{base64.b64encode(slip).decode()}"
    context["token"] = "" if subject.token is None else to_base64(subject.token)
    return pages.unkept("web/writing/accepted.html", context, path=request.path)


def codename_file(codename: str, name: str) -> str:
    """A codename as a text to keep."""
    lines = [f"{number}  {word}" for number, word in enumerate(codename.split(), start=1)]
    head = _("%(service)s: codename of a review of %(name)s") % {"service": settings.SERVICE_NAME, "name": name}
    return "\n".join([head, "", *lines, "", f"{settings.SERVICE_URL}{reverse('mailbox')}", ""])


def calendar(now: datetime) -> bytes:
    """The day on which the last review of today is out, to look into the mailbox."""
    day = now.date() + timedelta(weeks=numbers.HOLD_LONGEST.value + 1)
    reminder = files.Reminder(day, _("Look into the mailbox"))
    return files.calendar([reminder], address=f"{settings.SERVICE_URL}{reverse('mailbox')}", now=now)
