"""Tables of appeals: who appealed, which panel decides, who can be drawn for it, who sits on it."""

from django.db import models
from django.db.models import F, Q

from reputation.core.db import choices, one_of
from reputation.disputes.panels import Left
from reputation.disputes.rules import NoLot, Outcome, Party, Way
from reputation.reviews.columns import hash_of
from reputation.rulebook import cases as numbers


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
    """Three persons who had no part in a case. How they are found is in appeals.py and seats.py.

    Of a lot: `roster_sha256` is what was logged of the list, `salt` what its members are called by, `drawn_at` the size
    of the checkpoint whose root goes into `seed`, `reveal_until` the last day for the nonces. `drafter`: the number of
    whoever drafts. A case that a panel admits may come to another one; `ended_on`: it decided.
    """

    case = models.ForeignKey("disputes.Case", models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=choices(Way))
    why = models.CharField(max_length=20, choices=choices(NoLot), null=True)  # noqa: DJ001 - there was a lot
    roster_sha256 = models.CharField(max_length=64, blank=True)
    roster_on = models.DateField(null=True)
    salt = models.BinaryField(null=True)
    drawn_at = models.PositiveBigIntegerField(null=True)
    reveal_until = models.DateField(null=True)
    seed = models.BinaryField(null=True)
    seated_on = models.DateField(null=True)
    drafter = models.PositiveSmallIntegerField(default=1)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="panel_one_at_a_time", fields=["case"], condition=Q(ended_on__isnull=True)),
            models.UniqueConstraint(name="panel_roster_once", fields=["roster_sha256"], condition=~Q(roster_sha256="")),
            one_of("panel_way_known", "way", Way),
            one_of("panel_why_known", "why", NoLot),
            hash_of("panel_salt_length", "salt"),
            hash_of("panel_seed_length", "seed"),
            models.CheckConstraint(
                name="panel_lot_or_reason",
                condition=Q(way=Way.LOT.value, why__isnull=True, roster_on__isnull=False)
                | Q(way=Way.ASSIGNED.value, why__isnull=False, drawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="panel_roster_whole",
                condition=Q(roster_sha256="", roster_on__isnull=True, salt__isnull=True)
                | Q(roster_sha256__regex="^[0-9a-f]{64}$", roster_on__isnull=False),
            ),
            models.CheckConstraint(
                name="panel_drawn_in_order",
                condition=Q(drawn_at__isnull=True, reveal_until__isnull=True, seed__isnull=True)
                | Q(drawn_at__isnull=False, reveal_until__isnull=False),
            ),
            models.CheckConstraint(
                name="panel_seated_in_order",
                condition=Q(seated_on__isnull=True, ended_on__isnull=True)
                | Q(seated_on__isnull=False, way=Way.ASSIGNED.value)
                | Q(seated_on__isnull=False, seed__isnull=False),
            ),
            models.CheckConstraint(
                name="panel_drafter_sits", condition=Q(drafter__gte=1, drafter__lte=numbers.PANEL.value)
            ),
        ]


class Candidate(models.Model):
    """Somebody on the list a panel is drawn from. `member` is what they are called there, and nowhere else."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    member = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="candidate_once", fields=["panel", "user"]),
            models.UniqueConstraint(name="candidate_called_once", fields=["panel", "member"]),
            models.CheckConstraint(name="candidate_member_sha256", condition=Q(member__regex="^[0-9a-f]{64}$")),
        ]


class Seat(models.Model):
    """A person who was asked to be on a panel. Each writes an opinion before seeing the others', then votes on a draft.

    Whoever leaves, or could not sit any more when their turn came, keeps the row; another one takes the number.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    left_on = models.DateField(null=True)
    left_as = models.CharField(max_length=12, choices=choices(Left), null=True)  # noqa: DJ001 - still sits there
    opinion = models.CharField(max_length=12, choices=choices(Outcome), null=True)  # noqa: DJ001 - none yet
    opinion_text = models.TextField(blank=True)
    opinion_on = models.DateField(null=True)
    agrees = models.BooleanField(null=True)
    dissent = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("seat_opinion_known", "opinion", Outcome),
            one_of("seat_left_known", "left_as", Left),
            models.UniqueConstraint(name="seat_once", fields=["panel", "user"]),
            models.UniqueConstraint(
                name="seat_one_of_a_number", fields=["panel", "number"], condition=Q(left_on__isnull=True)
            ),
            models.CheckConstraint(name="seat_number", condition=Q(number__gte=1, number__lte=numbers.PANEL.value)),
            models.CheckConstraint(
                name="seat_left_whole",
                condition=Q(left_on__isnull=True, left_as__isnull=True)
                | Q(left_on__isnull=False, left_as__isnull=False),
            ),
            models.CheckConstraint(
                name="seat_opinion_whole",
                condition=Q(opinion__isnull=True, opinion_on__isnull=True, opinion_text="", agrees__isnull=True)
                | Q(opinion__isnull=False, opinion_on__isnull=False),
            ),
            models.CheckConstraint(
                name="seat_dissent_has_words",
                condition=Q(agrees=False) & ~Q(dissent="") | (Q(agrees__isnull=True) | Q(agrees=True)) & Q(dissent=""),
            ),
        ]
