"""Reading the outbox."""

from datetime import datetime

from reputation.notices.models import Mail
from reputation.notices.rules import State


def waiting_since(moment: datetime) -> int:
    """How many mails have waited since before a moment."""
    return Mail.objects.filter(state=State.WAITING, queued_at__lt=moment).count()
