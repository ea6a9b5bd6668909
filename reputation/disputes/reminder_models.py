"""Of what somebody was reminded already."""

from django.db import models

from reputation.core.db import choices, one_of
from reputation.disputes.notice_rules import LastDay


class Reminder(models.Model):
    """That a challenger was reminded of a last day, so many days before: once each. It goes when the day is over."""

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    last_day = models.CharField(max_length=8, choices=choices(LastDay))
    until = models.DateField()
    days_before = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            one_of("reminder_last_day_known", "last_day", LastDay),
            models.UniqueConstraint(name="reminder_once", fields=["case", "last_day", "until", "days_before"]),
        ]
