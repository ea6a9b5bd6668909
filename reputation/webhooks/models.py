"""Where a business's own systems are told, what they are told, and how each telling went."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.webhooks.rules import (
    LONGEST_URL,
    WANTABLE,
    DeliveryState,
    EndpointState,
    EventKind,
    Told,
)


class Endpoint(models.Model):
    """An address of a business that wants to be told. The secrets are encrypted."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    url = models.CharField(max_length=LONGEST_URL)
    kinds = ArrayField(models.CharField(max_length=40))
    secret = models.BinaryField()
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=choices(EndpointState), default=EndpointState.LIVE)
    made_on = models.DateField()
    failing_since = models.DateTimeField(null=True)
    told = models.CharField(max_length=8, choices=choices(Told), default=Told.NOTHING)

    class Meta:
        constraints = [
            one_of("endpoint_state_known", "state", EndpointState),
            one_of("endpoint_told_known", "told", Told),
            models.CheckConstraint(
                name="endpoint_kinds_known",
                condition=Q(kinds__contained_by=[str(kind) for kind in WANTABLE]) & Q(kinds__len__gte=1),
            ),
            models.CheckConstraint(
                name="endpoint_former_secret_ends",
                condition=Q(former_secret__isnull=True, former_until__isnull=True)
                | Q(former_secret__isnull=False, former_until__isnull=False),
            ),
        ]


class Event(models.Model):
    """Something that happened to a business, in the words its systems get. Its id is the id of the message."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    kind = models.CharField(max_length=40, choices=choices(EventKind))
    body = models.CharField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        constraints = [one_of("webhook_event_kind_known", "kind", EventKind)]
        indexes = [
            models.Index(name="webhook_event_of_business", fields=["business", "at"]),
            models.Index(name="webhook_event_age", fields=["at"]),
        ]


class Delivery(models.Model):
    """An event on its way to an endpoint. `status` and `reason` are of the last try: one of them, or neither yet."""

    public_id = models.UUIDField(unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")  # kept no longer than what was sent
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="+")  # removing an endpoint keeps nothing
    state = models.CharField(max_length=10, choices=choices(DeliveryState), default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("delivery_state_known", "state", DeliveryState),
            models.UniqueConstraint(name="delivery_once", fields=["endpoint", "event"]),
            models.CheckConstraint(
                name="delivery_waits_or_is_finished",
                condition=Q(state=DeliveryState.WAITING, next_try_at__isnull=False, finished_at__isnull=True)
                | Q(
                    state__in=[DeliveryState.DELIVERED, DeliveryState.FAILED],
                    next_try_at__isnull=True,
                    finished_at__isnull=False,
                ),
            ),
            models.CheckConstraint(name="delivery_status_or_reason", condition=Q(status__isnull=True) | Q(reason="")),
        ]
        indexes = [
            models.Index(name="delivery_due", fields=["next_try_at"], condition=Q(state=DeliveryState.WAITING)),
        ]


class AnnouncedRating(models.Model):
    """Which answer about a business its systems were told of last."""

    business = models.OneToOneField(
        "businesses.Business", models.PROTECT, to_field="public_id", related_name="+", primary_key=True
    )
    sha256 = models.BinaryField(max_length=32)

    class Meta:
        db_table = "webhooks_announced_rating"
