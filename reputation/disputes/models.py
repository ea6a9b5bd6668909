"""Tables of cases. Who decided is a role, never a person; a decision is never edited."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from reputation.core.db import choices, one_of
from reputation.disputes.rules import (
    ALERT_GROUND,
    FOLLOWS,
    OPEN,
    OVER,
    SANCTIONS,
    Deadline,
    Ground,
    NoLot,
    Outcome,
    Part,
    Party,
    Role,
    Saying,
    Side,
    State,
    Step,
    Way,
    WriterActKind,
)
from reputation.ratings.alerts import Alert
from reputation.reviews.columns import hash_of
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers


def text_of(name: str, column: str, limit: int) -> models.CheckConstraint:
    """A check that a text has 1 to `limit` characters."""
    fits = Q(GreaterThanOrEqual(Length(column), 1)) & Q(LessThanOrEqual(Length(column), limit))
    return models.CheckConstraint(name=name, condition=fits)


GROUNDS = (*map(str, Ground), ALERT_GROUND)
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
    """What follows when somebody says that a review, or an alert, breaks a rule.

    Its last days are fixed when it is filed. Later ones may only be later: more time for the writer, or a pause.
    `paused_days`: those of pauses that are over. `has_answer`: the writer said something to the claim.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    review = models.ForeignKey("reviews.Review", models.PROTECT, to_field="public_id", related_name="+", null=True)
    alert = models.CharField(max_length=20, choices=choices(Alert), null=True)  # noqa: DJ001 - a case about a review
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
                condition=Q(review__isnull=False, alert__isnull=True)
                | Q(review__isnull=True, alert__isnull=False, side=Side.BUSINESS.value),
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
        ]
        indexes = [
            models.Index(name="case_of_business", fields=["business", "-filed_on"]),
            models.Index(name="case_not_over", fields=["state", "decide_until"], condition=~Q(state__in=OVER_STATES)),
        ]


class Claim(models.Model):
    """What is said against the review: which rule, in which version, which words. About an alert there are no words.

    `is_held`: a moderator looks at what was said before anybody else reads it. `masked_words`: what a decision masked,
    until nobody can have it put back any more.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=40, choices=[(ground, ground) for ground in GROUNDS])
    rule_version = models.CharField(max_length=20)
    quote = models.TextField(null=True)  # noqa: DJ001 - an alert has no words
    said = models.TextField()
    law = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=False)
    masked_words = models.TextField(null=True)  # noqa: DJ001 - nothing is masked

    class Meta:
        constraints = [
            one_of("claim_ground_known", "ground", GROUNDS),
            text_of("claim_quote_length", "quote", numbers.QUOTE_LIMIT.value),
            text_of("claim_said_length", "said", numbers.REASON_LIMIT.value),
        ]


class Filer(models.Model):
    """Who challenged and is no business: what their codename opens, and where to write. Gone when the case is over."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")  # goes with it, though no case ever goes
    verifier = models.BinaryField(unique=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [hash_of("filer_verifier_length", "verifier")]


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
        ]


class Said(models.Model):
    """What a side says in a case after the claim. A writer's words come with the daily release.

    Words that a decision masks are masked here too. `is_held`: a moderator looks before anybody else reads it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    party = models.CharField(max_length=12, choices=choices(Party))
    kind = models.CharField(max_length=12, choices=choices(Saying))
    text = models.TextField()
    is_held = models.BooleanField(default=False)
    said_on = models.DateField()

    class Meta:
        constraints = [
            one_of("said_party_known", "party", Party),
            one_of("said_kind_known", "kind", Saying),
            text_of("said_text_length", "text", numbers.REASON_LIMIT.value),
            models.CheckConstraint(
                name="said_by_whom_it_may",
                condition=~Q(kind__in=[Saying.ANSWER.value, Saying.LATE_ANSWER.value])
                & ~Q(kind__in=[Saying.REPLY.value, Saying.OFFER.value])
                | Q(kind__in=[Saying.ANSWER.value, Saying.LATE_ANSWER.value], party=Party.WRITER.value)
                | Q(kind__in=[Saying.REPLY.value, Saying.OFFER.value], party=Party.CHALLENGER.value),
            ),
        ]


class WriterAct(models.Model):
    """What a writer does in a case, until the daily release: one of each kind, the later one holds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(WriterActKind))
    text = models.TextField(blank=True)
    is_held = models.BooleanField(default=False)
    nonce_commitment = models.BinaryField(null=True)
    release_on = models.DateField()

    class Meta:
        db_table = "disputes_writer_act"
        constraints = [
            one_of("writer_act_kind_known", "kind", WriterActKind),
            models.UniqueConstraint(name="writer_act_one_of_a_kind", fields=["case", "kind"]),
        ]


class Taking(models.Model):
    """That somebody of the service took part in a case: kept so that nobody decides about their own decision."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=choices(Part))
    taken_on = models.DateField()

    class Meta:
        constraints = [
            one_of("taking_part_known", "part", Part),
            models.UniqueConstraint(name="taking_once", fields=["case", "user", "part"]),
        ]


class Draft(models.Model):
    """A decision that waits for a second person, or for the others of a panel. It goes when it is decided."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=choices(Outcome))
    quote = models.TextField()
    facts = ArrayField(models.TextField())
    business_said = models.TextField()
    reviewer_said = models.TextField()
    reasoning = models.TextField()
    summary = models.TextField()
    wording = models.CharField(max_length=60, blank=True)
    until_month = models.PositiveIntegerField(null=True)
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [one_of("draft_outcome_known", "outcome", Outcome)]


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
        ]


class Decision(models.Model):
    """What was decided, by which rule, on which facts. Append-only; a later one replaces it.

    `until`: the last day of what it does to a review; there is none where it does nothing, or gives something back.
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


class Decider(models.Model):
    """Who decided: never public, and needed so that two are two. Of a decision read back from the log nobody knows."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=choices(Role))

    class Meta:
        constraints = [
            one_of("decider_role_known", "role", Role),
            models.UniqueConstraint(name="decider_once", fields=["decision", "user"]),
        ]


class Due(models.Model):
    """A decision that the worker has not carried out yet. It goes as soon as that is done."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="+")


class Appeal(models.Model):
    """That a side has others look at a decision. Both may of the same one; the panel hears both.

    Without a decision: none came in time, and the side goes straight to the panel.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", null=True)
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

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
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
