"""Tables of cases. Who decided is a role, never a person; a decision is never edited."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from reputation.core.db import choices, one_of
from reputation.disputes.rules import Ground, Outcome, Role, Side, State
from reputation.ratings.alerts import Alert
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers


def text_of(name: str, column: str, limit: int) -> models.CheckConstraint:
    """A check that a text has 1 to `limit` characters."""
    fits = Q(GreaterThanOrEqual(Length(column), 1)) & Q(LessThanOrEqual(Length(column), limit))
    return models.CheckConstraint(name=name, condition=fits)


class Case(models.Model):
    """What follows when somebody says that a review breaks a rule. Its last days are fixed when it is filed."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+")
    side = models.CharField(max_length=12, choices=choices(Side))
    state = models.CharField(max_length=12, choices=choices(State), default=State.FILED.value)
    filed_on = models.DateField()
    answer_until = models.DateField()
    decide_until = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("case_side_known", "side", Side),
            one_of("case_state_known", "state", State),
            models.CheckConstraint(
                name="case_ended_by_state",
                condition=Q(state=State.FILED.value, ended_on__isnull=True)
                | (~Q(state=State.FILED.value) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_days_in_order",
                condition=Q(answer_until__gt=F("filed_on"), decide_until__gt=F("answer_until"))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("filed_on"))),
            ),
            models.UniqueConstraint(
                name="case_one_open_per_review", fields=["review"], condition=Q(state=State.FILED.value)
            ),
        ]


class Claim(models.Model):
    """What is said against the review: which rule, in which version, which words."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40, choices=choices(Ground))
    rule_version = models.CharField(max_length=20)
    quote = models.TextField()
    said = models.TextField()

    class Meta:
        constraints = [
            one_of("claim_ground_known", "ground", Ground),
            text_of("claim_quote_length", "quote", numbers.QUOTE_LIMIT.value),
            text_of("claim_said_length", "said", numbers.REASON_LIMIT.value),
        ]


class Decision(models.Model):
    """What was decided, by which rule, on which facts. Append-only; a later one replaces it."""

    public_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    replaced_outcome = models.CharField(max_length=12, choices=choices(Outcome), null=True)  # noqa: DJ001 - none replaced
    outcome = models.CharField(max_length=12, choices=choices(Outcome))
    ground = models.CharField(max_length=40, choices=choices(Ground))
    rule_version = models.CharField(max_length=20)
    policy_version = models.CharField(max_length=20)
    quote = models.TextField()
    facts = ArrayField(models.TextField())
    business_said = models.TextField()
    reviewer_said = models.TextField()
    reasoning = models.TextField()
    summary = models.TextField()
    is_automated = models.BooleanField()
    decided_by = models.CharField(max_length=20, choices=choices(Role))
    approved_by = models.CharField(max_length=20, choices=choices(Role))
    decided_on = models.DateField()
    effective_on = models.DateField()
    appeal_until = models.DateField()
    before_month = models.PositiveIntegerField()
    before_log_size = models.PositiveBigIntegerField()
    before_published = models.BooleanField()
    before_well = models.PositiveSmallIntegerField(null=True)
    before_stars = models.PositiveSmallIntegerField(null=True)
    after_month = models.PositiveIntegerField()
    after_log_size = models.PositiveBigIntegerField()
    after_published = models.BooleanField()
    after_well = models.PositiveSmallIntegerField(null=True)
    after_stars = models.PositiveSmallIntegerField(null=True)
    salt = models.BinaryField(null=True)

    class Meta:
        constraints = [
            one_of("decision_outcome_known", "outcome", Outcome),
            one_of("decision_ground_known", "ground", Ground),
            one_of("decision_decided_by_known", "decided_by", Role),
            one_of("decision_approved_by_known", "approved_by", Role),
            models.CheckConstraint(name="decision_two_persons", condition=~Q(decided_by=F("approved_by"))),
            models.CheckConstraint(name="decision_not_by_machine", condition=Q(is_automated=False)),
            models.CheckConstraint(
                name="decision_follows",
                condition=Q(replaces__isnull=True, replaced_outcome__isnull=True) & ~Q(outcome=Outcome.RESTORED.value)
                | Q(replaces__isnull=False, replaced_outcome=Outcome.REMOVED.value, outcome=Outcome.RESTORED.value),
            ),
            models.UniqueConstraint(
                name="decision_one_first_per_case", fields=["case"], condition=Q(replaces__isnull=True)
            ),
            models.CheckConstraint(name="decision_cites_facts", condition=Q(facts__len__gte=1)),
            models.CheckConstraint(
                name="decision_days_in_order",
                condition=Q(effective_on__gte=F("decided_on"), appeal_until__gt=F("decided_on")),
            ),
            text_of("decision_quote_length", "quote", numbers.QUOTE_LIMIT.value),
            text_of("decision_business_said_length", "business_said", numbers.REASON_LIMIT.value),
            text_of("decision_reviewer_said_length", "reviewer_said", numbers.REASON_LIMIT.value),
            text_of("decision_reasoning_length", "reasoning", numbers.REASON_LIMIT.value),
            text_of("decision_summary_length", "summary", numbers.SUMMARY_LIMIT.value),
        ]


def figure_columns(side: str, figures: Figures) -> dict[str, Any]:
    """The columns `<side>_…` of a decision."""
    return {f"{side}_{name}": getattr(figures, name) for name in Figures.__slots__}


def figures_of(side: str, row: Decision) -> Figures:
    """The figures in the columns `<side>_…` of a decision."""
    return Figures(**{name: getattr(row, f"{side}_{name}") for name in Figures.__slots__})


class AlertSuspension(models.Model):
    """Two persons found that an alert has an innocent cause: it is shown as suspended until a month. Append-only."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    alert = models.CharField(max_length=20, choices=choices(Alert))
    until = models.PositiveIntegerField()
    facts = ArrayField(models.TextField())
    reasoning = models.TextField()
    summary = models.TextField()
    policy_version = models.CharField(max_length=20)
    decided_by = models.CharField(max_length=20, choices=choices(Role))
    approved_by = models.CharField(max_length=20, choices=choices(Role))
    decided_on = models.DateField()
    appeal_until = models.DateField()

    class Meta:
        db_table = "disputes_alert_suspension"
        constraints = [
            one_of("suspension_alert_known", "alert", Alert),
            one_of("suspension_decided_by_known", "decided_by", Role),
            one_of("suspension_approved_by_known", "approved_by", Role),
            models.CheckConstraint(name="suspension_two_persons", condition=~Q(decided_by=F("approved_by"))),
            models.CheckConstraint(name="suspension_cites_facts", condition=Q(facts__len__gte=1)),
            models.CheckConstraint(name="suspension_appeal", condition=Q(appeal_until__gt=F("decided_on"))),
            text_of("suspension_reasoning_length", "reasoning", numbers.REASON_LIMIT.value),
            text_of("suspension_summary_length", "summary", numbers.SUMMARY_LIMIT.value),
        ]
