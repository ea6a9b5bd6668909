"""Tables of what two persons decide. A proposal ends once; what ended never changes."""

from functools import reduce
from operator import and_, or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from reputation.accounts.rules import Duty
from reputation.core.db import choices, one_of
from reputation.desk.rules import CARRIES, WITHOUT_SUBJECT, Kind, Stage, State
from reputation.disputes.appealing import Appealable, explained
from reputation.disputes.measure_rules import Severity, Verdict
from reputation.log import codes
from reputation.rulebook import cases
from reputation.rulebook import desk as numbers

# How a column says that it holds nothing. Numbers have a table of their own.
_EMPTY = {
    "is_natural_person": Q(is_natural_person__isnull=True),
    "edition": Q(edition__isnull=True),
    "sha256": Q(sha256=""),
    "ground": Q(ground=""),
    "until": Q(exclude_until__isnull=True),
    "duty": Q(duty=""),
    "severity": Q(severity=""),
    "rule": Q(rule=""),
    "facts": Q(facts__len=0),
    "summary": Q(summary=""),
}


def _carries() -> Q:
    """Each kind carries its own particulars and no others."""
    return reduce(or_, (_fits(kind, carried) for kind, carried in CARRIES.items()))


def _fits(kind: Kind, carried: frozenset[str]) -> Q:
    columns = (~is_empty if name in carried else is_empty for name, is_empty in _EMPTY.items())
    return reduce(and_, columns, Q(kind=kind.value, subject__isnull=kind in WITHOUT_SUBJECT))


class Proposal(models.Model):
    """What one person proposes and another one confirms.

    `subject`: an application, business, account, exclusion, attester, case or measure. `words` are those of whoever
    declined it, or a note of whoever confirmed it.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=choices(Kind))
    subject = models.UUIDField(null=True)
    is_natural_person = models.BooleanField(null=True)
    edition = models.SmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=40, blank=True)
    exclude_until = models.DateField(null=True)
    duty = models.CharField(max_length=12, blank=True)
    severity = models.CharField(max_length=10, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    facts = ArrayField(models.TextField(), default=list)
    summary = models.TextField(blank=True)
    reasons = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=choices(State), default=State.OPEN.value)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("proposal_kind_known", "kind", Kind),
            one_of("proposal_state_known", "state", State),
            one_of("proposal_ground_known", "ground", ("", *codes.BUSINESS_GROUNDS, *codes.KEY_ANNULMENTS)),
            one_of("proposal_duty_known", "duty", ("", *Duty)),
            one_of("proposal_severity_known", "severity", ("", *Severity)),
            models.CheckConstraint(
                name="proposal_summary_limit", condition=Q(summary__length__lte=cases.SUMMARY_LIMIT.value)
            ),
            models.CheckConstraint(name="proposal_particulars", condition=_carries()),
            models.CheckConstraint(name="proposal_explained", condition=explained("reasons")),
            models.CheckConstraint(name="proposal_until", condition=Q(until__gt=F("proposed_at"))),
            models.CheckConstraint(
                name="proposal_two_persons",
                condition=Q(state=State.OPEN.value, decided_by__isnull=True, decided_at__isnull=True, words="")
                | Q(state=State.LAPSED.value, decided_by__isnull=True, decided_at__isnull=False, words="")
                | Q(state=State.WITHDRAWN.value, decided_by=F("proposed_by"), decided_at__isnull=False, words="")
                | Q(state__in=[State.CONFIRMED.value, State.DECLINED.value], decided_at__isnull=False)
                & Q(decided_by__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_confirmed_in_time",
                condition=~Q(state=State.CONFIRMED.value) | Q(decided_at__lt=F("until")),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_words",
                condition=~Q(state=State.DECLINED.value) | explained("words"),
            ),
            models.CheckConstraint(
                name="proposal_words_limit", condition=Q(words__length__lte=numbers.EXPLANATION_LIMIT.value)
            ),
            models.UniqueConstraint(
                name="proposal_one_open",
                fields=["kind", "subject"],
                condition=Q(state=State.OPEN.value),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="proposal_edition_once",
                fields=["edition"],
                condition=Q(state=State.CONFIRMED.value, edition__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="proposal_by_subject", fields=["subject", "id"]),
            models.Index(name="proposal_lately", fields=["-decided_at"], condition=~Q(state=State.OPEN.value)),
        ]


class Number(models.Model):
    """A registry number that a business is to have."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="numbers")  # goes with its proposal
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(name="proposed_number_once", fields=["proposal", "scheme", "value"])]


class Termination(Appealable):
    """The exclusion of a business: announced with reasons, in effect thirty days later, and open to one appeal."""

    public_id = models.UUIDField(unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    ground = models.CharField(max_length=40)
    reasons = models.TextField()
    announced_on = models.DateField()
    effective_on = models.DateField()
    until = models.DateField()
    stage = models.CharField(max_length=12, choices=choices(Stage), default=Stage.ANNOUNCED.value)

    class Meta(Appealable.Meta):
        constraints = [
            *Appealable.Meta.constraints,
            one_of("termination_stage_known", "stage", Stage),
            one_of("termination_ground_known", "ground", codes.BUSINESS_GROUNDS),
            models.CheckConstraint(name="termination_reasoned", condition=explained("reasons")),
            models.CheckConstraint(
                name="termination_days_in_order",
                condition=Q(effective_on__gt=F("announced_on"), until__gt=F("effective_on"))
                & Q(appeal_until__gt=F("effective_on")),
            ),
            models.CheckConstraint(
                name="termination_reversed_by_appeal",
                condition=Q(stage=Stage.REVERSED.value, appeal_outcome=Verdict.REVERSED.value)
                | ~Q(stage=Stage.REVERSED.value) & ~Q(appeal_outcome=Verdict.REVERSED.value),
            ),
            models.UniqueConstraint(
                name="termination_one_announced", fields=["business"], condition=Q(stage=Stage.ANNOUNCED.value)
            ),
        ]
