"""Tables of cases. Who decided is a role, never a person; a decision is never edited."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reputation.core.db import choices, one_of
from reputation.disputes.columns import text_of, unfounded_of
from reputation.disputes.measure_models import Measure
from reputation.disputes.panel_models import Appeal, Candidate, Panel, Seat
from reputation.disputes.people_models import Decider, Draft, Due, Filer, Said, Taking, WriterAct
from reputation.disputes.reminder_models import Reminder
from reputation.disputes.rules import (
    ALERT_GROUND,
    DOMAIN_GROUND,
    FOLLOWS,
    OPEN,
    OVER,
    SANCTIONS,
    Deadline,
    Ground,
    Outcome,
    Role,
    Side,
    State,
    Step,
    Subject,
)
from reputation.ratings.alerts import Alert
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers

__all__ = [
    "AlertSuspension",
    "Appeal",
    "Candidate",
    "Case",
    "CaseStep",
    "Claim",
    "Decider",
    "Decision",
    "Draft",
    "Due",
    "Filer",
    "Interim",
    "Measure",
    "Panel",
    "Reminder",
    "Said",
    "Seat",
    "Taking",
    "WriterAct",
    "figure_columns",
    "figures_of",
]

GROUNDS = (*map(str, Ground), ALERT_GROUND, DOMAIN_GROUND)
OPEN_STATES = sorted(map(str, OPEN))
OVER_STATES = sorted(map(str, OVER))
ENDING = sorted(map(str, SANCTIONS))


def follows() -> Q:
    """Each decision follows one that it may; a panel may also leave what was decided."""
    found = Q(replaces__isnull=True, replaced_outcome__isnull=True, outcome__in=sorted(map(str, FOLLOWS[None])))
    for replaced, outcomes in FOLLOWS.items():
        if replaced is not None:
            after = Q(replaces__isnull=False, replaced_outcome=replaced.value)
            found |= after & Q(outcome__in=sorted(map(str, outcomes)))
            found |= after & Q(outcome=Outcome.REJECTED.value, is_final=True)
    return found


class Case(models.Model):
    """What follows when somebody says that a review breaks a rule, or contests an alert or a warning of an address.

    Its last days are fixed when it is filed. Later ones may only be later: more time for the writer, or a pause.
    `domain`: the registered domain that is warned of, because it looks like one of the business. `paused_days`: those
    of pauses that are over. `has_answer`: the writer, or the business that an address looks like, said something to
    the claim.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+", null=True)
    alert = models.CharField(max_length=20, choices=choices(Alert), null=True)  # noqa: DJ001 - a case about a review
    domain = models.CharField(max_length=253, null=True)  # noqa: DJ001 - a case about a review or an alert
    side = models.CharField(max_length=12, choices=choices(Side))
    state = models.CharField(max_length=12, choices=choices(State), default=State.FILED.value)
    is_urgent = models.BooleanField(default=False)
    filed_on = models.DateField()
    admit_until = models.DateField()
    answer_until = models.DateField()
    reply_until = models.DateField(null=True)
    decide_until = models.DateField()
    appeal_until = models.DateField(null=True)
    is_extended = models.BooleanField(default=False)
    has_answer = models.BooleanField(default=False)
    paused_on = models.DateField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("case_side_known", "side", Side),
            one_of("case_state_known", "state", State),
            one_of("case_alert_known", "alert", Alert),
            models.CheckConstraint(
                name="case_one_subject",
                condition=Q(review__isnull=False, alert__isnull=True, domain__isnull=True)
                | Q(review__isnull=True, alert__isnull=False, domain__isnull=True, side=Side.BUSINESS.value)
                | Q(review__isnull=True, alert__isnull=True, domain__isnull=False, side=Side.PUBLIC.value),
            ),
            models.CheckConstraint(
                name="case_ended_by_state",
                condition=Q(state__in=OVER_STATES, ended_on__isnull=False)
                | (~Q(state__in=OVER_STATES) & Q(ended_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="case_days_in_order",
                condition=Q(admit_until__gte=F("filed_on"), answer_until__gt=F("admit_until"))
                & Q(decide_until__gt=F("filed_on"))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("filed_on"))),
            ),
            models.CheckConstraint(
                name="case_appeal_once_decided",
                condition=Q(appeal_until__isnull=False) | ~Q(state__in=[State.DECIDED.value, State.FINAL.value]),
            ),
            models.CheckConstraint(
                name="case_pauses_while_open",
                condition=Q(paused_on__isnull=True) | Q(state__in=OPEN_STATES, paused_on__gte=F("filed_on")),
            ),
            # Those that were decided once may be appealed or opened again beside a new one: nobody loses that right.
            models.UniqueConstraint(
                name="case_one_open_per_review",
                fields=["review"],
                condition=Q(state__in=OPEN_STATES, appeal_until__isnull=True),
            ),
            models.UniqueConstraint(
                name="case_one_open_per_alert",
                fields=["business", "alert"],
                condition=Q(state__in=OPEN_STATES, appeal_until__isnull=True, alert__isnull=False),
            ),
            models.UniqueConstraint(
                name="case_one_open_per_domain",
                fields=["business", "domain"],
                condition=Q(state__in=OPEN_STATES, appeal_until__isnull=True, domain__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="case_of_business", fields=["business", "-filed_on"]),
            models.Index(name="case_not_over", fields=["state", "decide_until"], condition=~Q(state__in=OVER_STATES)),
        ]

    @property
    def subject(self) -> Subject:
        """What the case is about."""
        if self.review_id is not None:
            return Subject.REVIEW
        return Subject.DOMAIN if self.alert is None else Subject.ALERT


class Claim(models.Model):
    """What is said against the review: which rule, in which version, which words. About an alert there are no words.

    `quote`: about an address, the host that was warned of, which may lie below the registered domain. `is_held`: a
    moderator looks at what was said before anybody else reads it. `masked_words`: what a decision masked, sealed, until
    nobody can have it put back any more.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40, choices=[(ground, ground) for ground in GROUNDS])
    rule_version = models.CharField(max_length=20)
    quote = models.TextField(null=True)  # noqa: DJ001 - an alert has no words
    said = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=False)
    masked_words = models.BinaryField(null=True)

    class Meta:
        constraints = [
            one_of("claim_ground_known", "ground", GROUNDS),
            text_of("claim_quote_length", "quote", numbers.QUOTE_LIMIT.value),
            text_of("claim_said_length", "said", numbers.REASON_LIMIT.value),
        ]


class CaseStep(models.Model):
    """What happened in a case, as the log says it. Append-only. `until`: the day until which it gives time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=choices(Step))
    deadline = models.CharField(max_length=20, choices=choices(Deadline), null=True)  # noqa: DJ001 - nothing is late
    until = models.DateField(null=True)
    happened_on = models.DateField()

    class Meta:
        db_table = "disputes_case_step"
        constraints = [
            one_of("step_known", "step", Step),
            one_of("step_deadline_known", "deadline", Deadline),
            models.CheckConstraint(
                name="step_deadline_overdue",
                condition=Q(step=Step.OVERDUE.value, deadline__isnull=False)
                | ~Q(step=Step.OVERDUE.value) & Q(deadline__isnull=True),
            ),
            models.UniqueConstraint(
                name="step_overdue_once", fields=["case", "deadline"], condition=Q(deadline__isnull=False)
            ),
            models.UniqueConstraint(
                name="step_words_gone_once", fields=["case"], condition=Q(step=Step.WORDS_GONE.value)
            ),
        ]


class Interim(models.Model):
    """A review is not shown for the time being. One person may for 48 hours, a second one for as long as the case runs.

    Its confirmation and its end are added, each once; nothing else of it ever changes.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+")
    ground = models.CharField(max_length=40, choices=[(ground, ground) for ground in GROUNDS])
    reasoning = models.TextField()
    facts = ArrayField(models.TextField())
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    confirmed_on = models.DateField(null=True)
    until = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("interim_ground_known", "ground", GROUNDS),
            text_of("interim_reasoning_length", "reasoning", numbers.REASON_LIMIT.value),
            models.CheckConstraint(name="interim_cites_facts", condition=Q(facts__len__gte=1)),
            models.CheckConstraint(name="interim_lapses", condition=Q(lapses_at__gt=F("taken_at"))),
            models.CheckConstraint(
                name="interim_two_persons",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("taken_by")),
            ),
            # Who took one that was read back from the log nobody knows, nor who confirmed it.
            models.CheckConstraint(
                name="interim_confirmed_by_somebody",
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False)
                | Q(taken_by__isnull=True),
            ),
        ]


class Decision(models.Model):
    """What was decided, by which rule, on which facts. Never edited; a later one replaces it.

    Words of a text that is gone go from it, with its salt; that is all that ever changes.

    `until`: the last day of what it does to a review; there is none where it does nothing, or gives something back.
    `unfounded`: why a challenge by the business plainly rests on no rule; empty when it does not.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+", null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    replaced_outcome = models.CharField(max_length=12, choices=choices(Outcome), null=True)  # noqa: DJ001 - none replaced
    is_final = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=choices(Outcome))
    ground = models.CharField(max_length=40, choices=[(ground, ground) for ground in GROUNDS])
    rule_version = models.CharField(max_length=20)
    policy_version = models.CharField(max_length=20)
    quote = models.TextField()
    facts = ArrayField(models.TextField())
    business_said = models.TextField()
    reviewer_said = models.TextField()
    reasoning = models.TextField()
    summary = models.TextField()
    dissent = models.TextField(blank=True)
    unfounded = models.TextField(blank=True)
    is_automated = models.BooleanField()
    decided_by = models.CharField(max_length=20, choices=choices(Role))
    approved_by = models.CharField(max_length=20, choices=choices(Role))
    persons = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    effective_on = models.DateField()
    until = models.DateField(null=True)
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
            one_of("decision_ground_known", "ground", GROUNDS),
            one_of("decision_decided_by_known", "decided_by", Role),
            one_of("decision_approved_by_known", "approved_by", Role),
            models.CheckConstraint(
                name="decision_two_persons",
                condition=Q(persons__gte=numbers.DECIDERS.value, is_final=False)
                & ~Q(decided_by=F("approved_by"))
                & ~Q(decided_by=Role.PANEL.value)
                & ~Q(approved_by=Role.PANEL.value)
                | Q(persons=numbers.PANEL.value, is_final=True)
                & Q(decided_by=Role.PANEL.value, approved_by=Role.PANEL.value),
            ),
            unfounded_of("decision_unfounded_only_where_nothing_follows"),
            models.CheckConstraint(name="decision_not_by_machine", condition=Q(is_automated=False)),
            models.CheckConstraint(name="decision_follows", condition=follows()),
            models.UniqueConstraint(
                name="decision_one_first_per_case", fields=["case"], condition=Q(replaces__isnull=True)
            ),
            # What a panel admits is decided after that, and may be appealed.
            models.UniqueConstraint(
                name="decision_one_final",
                fields=["case"],
                condition=Q(is_final=True) & ~Q(outcome=Outcome.ADMITTED.value),
            ),
            models.CheckConstraint(name="decision_cites_facts", condition=Q(facts__len__gte=1)),
            models.CheckConstraint(
                name="decision_days_in_order",
                condition=Q(effective_on__gte=F("decided_on"), appeal_until__gt=F("decided_on")),
            ),
            models.CheckConstraint(
                name="decision_sanction_ends",
                condition=Q(outcome__in=ENDING, until__gt=F("decided_on"))
                | ~Q(outcome__in=ENDING) & Q(until__isnull=True),
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
            models.CheckConstraint(
                name="suspension_two_persons",
                condition=~Q(decided_by=F("approved_by"))
                | Q(decided_by=Role.PANEL.value, approved_by=Role.PANEL.value),
            ),
            models.CheckConstraint(name="suspension_cites_facts", condition=Q(facts__len__gte=1)),
            models.CheckConstraint(name="suspension_appeal", condition=Q(appeal_until__gt=F("decided_on"))),
            text_of("suspension_reasoning_length", "reasoning", numbers.REASON_LIMIT.value),
            text_of("suspension_summary_length", "summary", numbers.SUMMARY_LIMIT.value),
        ]
