"""What the follower keeps: reviews, months and answers as the log makes them. All of it can be rebuilt from the log."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reputation.core.db import one_of
from reputation.ratings.alerts import Alert
from reputation.ratings.counts import SIZE, Outcome, ReceiptClass
from reputation.ratings.fold import Status


class ReviewRow(models.Model):
    """A review's latest state, as far as ratings go."""

    pk = models.CompositePrimaryKey("business", "review")
    business = models.UUIDField()
    review = models.UUIDField()
    month = models.IntegerField()
    receipt_class = models.CharField(max_length=20)
    key_id = models.BinaryField(null=True)
    stars = models.SmallIntegerField()
    outcome = models.CharField(max_length=40)
    no_receipt_given = models.BooleanField()
    is_withdrawn = models.BooleanField()
    is_restricted = models.BooleanField()
    is_annulled = models.BooleanField()

    class Meta:
        db_table = "ratings_review"
        constraints = [
            one_of("ratings_review_class_known", "receipt_class", ReceiptClass),
            one_of("ratings_review_outcome_known", "outcome", Outcome),
            models.CheckConstraint(name="ratings_review_stars_range", condition=Q(stars__gte=1, stars__lte=5)),
            models.CheckConstraint(
                name="ratings_review_no_receipt_given_without_only",
                condition=Q(no_receipt_given=False) | Q(receipt_class=ReceiptClass.NONE.value),
            ),
        ]
        indexes = [
            models.Index(name="ratings_review_by_key", fields=["business", "key_id"], condition=Q(key_id__isnull=False))
        ]


class MonthRow(models.Model):
    """A publication month of a business: its 26 counts, and the 16 weights they come to, which no later day changes."""

    pk = models.CompositePrimaryKey("business", "month")
    business = models.UUIDField()
    month = models.IntegerField()
    counts = ArrayField(models.IntegerField())
    weights = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "ratings_month"
        constraints = [
            models.CheckConstraint(name="ratings_month_counts_whole", condition=Q(counts__len=SIZE)),
            models.CheckConstraint(name="ratings_month_weights_whole", condition=Q(weights__len=16)),
        ]


class AnnulledKey(models.Model):
    """A receipt key whose reviews do not count, those still to come included."""

    pk = models.CompositePrimaryKey("business", "key_id")
    business = models.UUIDField()
    key_id = models.BinaryField()

    class Meta:
        db_table = "ratings_annulled_key"


class Suspension(models.Model):
    """An alert that two persons suspended until a month."""

    pk = models.CompositePrimaryKey("business", "alert")
    business = models.UUIDField()
    alert = models.CharField(max_length=20)
    until = models.IntegerField()

    class Meta:
        db_table = "ratings_suspension"
        constraints = [one_of("ratings_suspension_alert_known", "alert", Alert)]


class Answer(models.Model):
    """The rendered answer about a business, the bytes that are shown and published.

    `log_size` counts the log up to the last entry read for it. `order_key` sorts lists.
    """

    business = models.UUIDField(primary_key=True)
    month = models.IntegerField()
    log_size = models.BigIntegerField()
    status = models.CharField(max_length=20)
    published = models.BooleanField()
    order_key = models.SmallIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "ratings_answer"
        constraints = [
            one_of("ratings_answer_status_known", "status", Status),
            models.CheckConstraint(
                name="ratings_answer_left_has_no_figure",
                condition=Q(published=False) | Q(status=Status.PARTICIPANT.value),
            ),
        ]
        indexes = [
            models.Index(
                name="ratings_answer_in_order",
                fields=["order_key", "business"],
                condition=Q(status=Status.PARTICIPANT.value),
            ),
            models.Index(name="ratings_answer_by_month", fields=["month", "business"]),
        ]


class Cursor(models.Model):
    """How far the follower has read. Whoever moves it holds its lock, so two followers take turns.

    `refused` counts entries that could not follow those before them and were left without effect.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    month = models.IntegerField(default=0)
    refused = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ratings_cursor"
        constraints = [models.CheckConstraint(name="ratings_cursor_only_one", condition=Q(id=1))]
