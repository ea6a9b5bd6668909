"""The table of claims: what of proving a domain is not public."""

from django.db import models
from django.db.models import Q

from reputation.businesses.rules import Method
from reputation.core.db import choices, one_of
from reputation.domains.rules import HELD, LIVE, State

TOKEN = r"^[0-9a-f]{64}$"  # noqa: S105 - a shape


class Claim(models.Model):
    """A business says that a domain is its own. `token` is what it publishes there; it is for nothing else."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    domain = models.CharField(max_length=253)
    token = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=choices(State), default=State.WAITING)
    method = models.CharField(max_length=8, choices=choices(Method), null=True)  # noqa: DJ001 - none was seen yet
    claimed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    unseen_since = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    grace_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("claim_state_known", "state", State),
            one_of("claim_method_known", "method", Method),
            models.UniqueConstraint(
                name="claim_one_live", fields=["business", "domain"], condition=Q(ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="claim_held_by_one", fields=["domain"], condition=Q(state__in=sorted(str(one) for one in HELD))
            ),
            models.CheckConstraint(name="claim_token_shape", condition=Q(token__regex=TOKEN)),
            models.CheckConstraint(
                name="claim_live_is_checked",
                condition=Q(
                    state__in=sorted(str(one) for one in LIVE), ended_at__isnull=True, next_check_at__isnull=False
                )
                | Q(
                    state__in=sorted(str(one) for one in frozenset(State) - LIVE),
                    ended_at__isnull=False,
                    next_check_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="claim_held_was_seen",
                condition=Q(state__in=[State.WAITING.value, State.GIVEN_UP.value])
                | Q(seen_at__isnull=False, method__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_failing_has_a_grace",
                condition=Q(state=State.FAILING.value, failing_since__isnull=False, grace_until__isnull=False)
                | ~Q(state=State.FAILING.value) & Q(failing_since__isnull=True, grace_until__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="claim_due", fields=["next_check_at"], condition=Q(next_check_at__isnull=False)),
        ]
