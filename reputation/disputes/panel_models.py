"""Tables of appeals: who appealed, and which panel decides."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reputation.core.db import choices, one_of
from reputation.disputes.rules import NoLot, Outcome, Party, Way


class Appeal(models.Model):
    """That a side has others look at a decision. Both may of the same one; the panel hears both.

    Without a decision: none came in time, and the side goes straight to the panel.
    """

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    decision = models.ForeignKey("disputes.Decision", models.PROTECT, related_name="+", null=True)
    party = models.CharField(max_length=12, choices=choices(Party))
    appealed_on = models.DateField()
    aim_on = models.DateField()
    decide_until = models.DateField()
    nonce_commitment = models.BinaryField(null=True)
    nonce = models.BinaryField(null=True)

    class Meta:
        constraints = [
            one_of("appeal_party_known", "party", Party),
            models.UniqueConstraint(name="appeal_once_each", fields=["decision", "party"]),
            models.UniqueConstraint(
                name="appeal_undecided_once_each", fields=["case", "party"], condition=Q(decision__isnull=True)
            ),
            models.CheckConstraint(
                name="appeal_days_in_order",
                condition=Q(aim_on__gt=F("appealed_on"), decide_until__gte=F("aim_on")),
            ),
        ]


class Panel(models.Model):
    """Three persons who had no part in a case. `drawn_at`: the size of the checkpoint whose root was the seed.

    A case that a panel admits may come to another one. `ended_on`: it decided.
    """

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=choices(Way))
    why = models.CharField(max_length=20, choices=choices(NoLot), null=True)  # noqa: DJ001 - there was a lot
    roster = ArrayField(models.UUIDField(), null=True)
    roster_sha256 = models.CharField(max_length=64, blank=True)
    roster_on = models.DateField(null=True)
    drawn_at = models.PositiveBigIntegerField(null=True)
    seed = models.BinaryField(null=True)
    seated_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="panel_one_at_a_time", fields=["case"], condition=Q(ended_on__isnull=True)),
            one_of("panel_way_known", "way", Way),
            one_of("panel_why_known", "why", NoLot),
        ]


class Seat(models.Model):
    """A person on a panel. Each writes an opinion before seeing those of the others, then a vote on the draft."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    declined_on = models.DateField(null=True)
    opinion = models.CharField(max_length=12, choices=choices(Outcome), null=True)  # noqa: DJ001 - none yet
    opinion_text = models.TextField(blank=True)
    opinion_on = models.DateField(null=True)
    agrees = models.BooleanField(null=True)
    dissent = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("seat_opinion_known", "opinion", Outcome),
            models.UniqueConstraint(name="seat_once", fields=["panel", "user"]),
            models.UniqueConstraint(
                name="seat_one_of_a_number", fields=["panel", "number"], condition=Q(declined_on__isnull=True)
            ),
        ]
