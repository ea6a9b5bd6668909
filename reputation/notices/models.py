"""The outbox: mails that wait, and of those that went only that they did."""

from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.notices.rules import Language, State, Why


class Mail(models.Model):
    """A mail to one address. Once it went, or never will, the address and every word are gone from it.

    `why`: why the last try failed. Of one that is under way it says that nobody knows yet.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, choices=choices(Language))
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=choices(State), default=State.WAITING)
    queued_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=20, choices=choices(Why), null=True)  # noqa: DJ001 - no try has failed
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("mail_language_known", "language", Language),
            one_of("mail_state_known", "state", State),
            one_of("mail_why_known", "why", Why),
            models.CheckConstraint(name="mail_kind_shape", condition=Q(kind__regex="^[a-z]+(-[a-z]+)*$")),
            models.CheckConstraint(name="mail_header_is_one_line", condition=~Q(subject__regex="[\r\n]")),
            # Hold less: nothing tells whom a mail went to once it did.
            models.CheckConstraint(
                name="mail_waits_or_is_empty",
                condition=(
                    Q(state=State.WAITING, queued_at__isnull=False, next_try_at__isnull=False, ended_on__isnull=True)
                    & ~Q(to="")
                    & ~Q(subject="")
                    & ~Q(text="")
                )
                | (
                    Q(state__in=[State.SENT, State.FAILED], ended_on__isnull=False)
                    & Q(to="", subject="", text="", queued_at__isnull=True, next_try_at__isnull=True)
                ),
            ),
        ]
        indexes = [
            models.Index(name="mail_due", fields=["next_try_at"], condition=Q(state=State.WAITING)),
        ]
