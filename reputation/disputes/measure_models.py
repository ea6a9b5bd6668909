"""The table of measures about businesses. What was said and decided never changes; appeal and end are added once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reputation.core.db import choices, one_of
from reputation.disputes.appealing import Appealable, explained
from reputation.disputes.measure_rules import End, MeasureKind, Severity, Verdict
from reputation.log import codes
from reputation.rulebook import cases as numbers


class Measure(Appealable):
    """What two persons decided about a business: told with reasons, over on a day, open to one appeal.

    `proposal`: what they confirmed; of a measure read back from the log nobody knows. `rule_text` is the rule as it was
    then. `case`: where a writer was threatened.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=choices(MeasureKind))
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    case = models.ForeignKey("disputes.Case", models.PROTECT, null=True, related_name="+")
    proposal = models.UUIDField(unique=True, null=True)
    ground = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, blank=True)
    rule = models.CharField(max_length=40)
    rule_text = models.TextField()
    facts = ArrayField(models.TextField())
    reasoning = models.TextField()
    summary = models.TextField()
    policy_version = models.CharField(max_length=20)
    persons = models.PositiveSmallIntegerField()
    told_on = models.DateField()
    from_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True)
    why_ended = models.CharField(max_length=10, blank=True)

    class Meta(Appealable.Meta):
        constraints = [
            *Appealable.Meta.constraints,
            one_of("measure_kind_known", "kind", MeasureKind),
            one_of("measure_ground_known", "ground", codes.BUSINESS_GROUNDS),
            one_of("measure_severity_known", "severity", ("", *Severity)),
            one_of("measure_why_ended_known", "why_ended", ("", *End)),
            models.CheckConstraint(name="measure_two_persons", condition=Q(persons__gte=numbers.DECIDERS.value)),
            models.CheckConstraint(
                name="measure_reasoned",
                condition=explained("reasoning")
                & Q(facts__len__gte=1, rule_text__length__gte=1)
                & Q(summary__length__gte=1, summary__length__lte=numbers.SUMMARY_LIMIT.value),
            ),
            models.CheckConstraint(
                name="measure_days_in_order",
                condition=Q(from_on__gte=F("told_on"), until__gt=F("from_on"), appeal_until__gt=F("from_on")),
            ),
            models.CheckConstraint(
                name="measure_appealed_in_time",
                condition=Q(appealed_on__isnull=True) | Q(appealed_on__lte=F("appeal_until")),
            ),
            models.CheckConstraint(
                name="measure_by_kind",
                condition=Q(kind=MeasureKind.WARNING.value, case__isnull=True) & ~Q(severity="")
                | Q(kind=MeasureKind.RIGHT_SUSPENDED.value, case__isnull=True, severity="")
                | Q(kind=MeasureKind.LEGAL_THREAT.value, case__isnull=False, severity=""),
            ),
            models.CheckConstraint(
                name="measure_ended",
                condition=Q(ended_on__isnull=True, why_ended="")
                | Q(ended_on__isnull=False, ended_on__gte=F("from_on"))
                & (
                    Q(why_ended=End.REVERSED.value, appeal_outcome=Verdict.REVERSED.value)
                    | Q(why_ended=End.CURED.value, kind=MeasureKind.WARNING.value)
                ),
            ),
            models.CheckConstraint(
                name="measure_reversed_is_over",
                condition=~Q(appeal_outcome=Verdict.REVERSED.value) | Q(ended_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="measure_one_threat_per_case",
                fields=["case"],
                condition=Q(kind=MeasureKind.LEGAL_THREAT.value, ended_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="measure_of_business", fields=["business", "-id"]),
            models.Index(
                name="measure_appeal_waits",
                fields=["decide_until"],
                condition=Q(appealed_on__isnull=False, appeal_decided_on__isnull=True),
            ),
        ]
