"""Tables of applications of which a rule was in doubt. Who is admitted at once leaves none, nor does who is refused."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reputation.admissions.rules import State
from reputation.core.db import choices, one_of


class Application(models.Model):
    """A wish to join that persons have to look at. What was given is kept until it is decided for good."""

    public_id = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", null=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=choices(State), default=State.WAITING.value)
    country = models.CharField(max_length=2)
    legal_form = models.CharField(max_length=120, blank=True)
    legal_name = models.CharField(max_length=300)
    trading_names = ArrayField(models.CharField(max_length=300))
    place = models.CharField(max_length=100, blank=True)
    domains = ArrayField(models.CharField(max_length=253))
    contact_email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)
    charter_version = models.CharField(max_length=12)
    accepted_by = models.CharField(max_length=120)
    office = models.CharField(max_length=120)
    doubts = ArrayField(models.CharField(max_length=40))
    filed_on = models.DateField()
    decide_until = models.DateField()
    decided_on = models.DateField(null=True)
    reasons = models.TextField(blank=True)
    appeal_until = models.DateField(null=True)
    appealed_on = models.DateField(null=True)
    appeal = models.TextField(blank=True)
    appeal_decided_on = models.DateField(null=True)
    appeal_reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            one_of("application_state_known", "state", State),
            models.CheckConstraint(
                name="application_admitted_has_joined",
                condition=Q(state=State.ADMITTED.value, business__isnull=False)
                | ~Q(state=State.ADMITTED.value) & Q(business__isnull=True),
            ),
            models.CheckConstraint(
                name="application_refused_with_reasons",
                condition=~Q(state__in=[State.REFUSED.value, State.APPEALED.value, State.UPHELD.value])
                | ~Q(reasons="") & Q(decided_on__isnull=False, appeal_until__isnull=False),
            ),
            models.CheckConstraint(
                name="application_appeal_is_decided_with_reasons",
                condition=~Q(state=State.UPHELD.value) | ~Q(appeal_reasons="") & Q(appeal_decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="application_appealed_says_why",
                condition=Q(appealed_on__isnull=True, appeal="") | Q(appealed_on__isnull=False) & ~Q(appeal=""),
            ),
        ]
        indexes = [
            models.Index(
                name="application_queue",
                fields=["decide_until", "id"],
                condition=Q(state__in=[State.WAITING.value, State.APPEALED.value]),
            )
        ]


class Number(models.Model):
    """A registry number given with an application. Gone when it was decided for good, or found to be a person's."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="numbers")  # goes with its application
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="application_number_once", fields=["application", "scheme", "value"])
        ]
