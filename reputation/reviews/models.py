"""Tables of reviews. No row says who wrote, and none with a text says when."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from reputation.core.db import choices, one_of
from reputation.reviews.columns import (
    HASH_BYTES,
    LANGUAGE,
    month_of,
    only_without_receipt,
    salt_of,
    stars_of,
    text_of,
)
from reputation.reviews.rules import Figures, MarkKind, Outcome, ReceiptClass, State
from reputation.reviews.writer_models import Act, Held, Look, MaskRequest, PendingReply, Writer
from reputation.rulebook.reviews import REPLY_LIMIT, TEXT_LIMIT

__all__ = [
    "Act",
    "Held",
    "Look",
    "Mark",
    "MaskRequest",
    "MaskedWords",
    "PendingReply",
    "Reply",
    "Review",
    "Tombstone",
    "WaitingReview",
    "Writer",
    "figure_columns",
    "figures_of",
]


class WaitingReview(models.Model):
    """A review on hold. It knows its week of publication and nothing about when it came: no instant, no serial."""

    id = models.UUIDField(primary_key=True, editable=False)
    # The check of a foreign key would write the transaction of each review into the row of its business.
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", related_name="+", db_constraint=False
    )
    publish_week = models.DateField()
    stars = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20, choices=choices(Outcome))
    receipt_class = models.CharField(max_length=12, choices=choices(ReceiptClass))
    key_id = models.BinaryField(null=True)
    no_receipt_given = models.BooleanField(null=True)
    language = models.CharField(max_length=3)
    text = models.TextField()
    salt = models.BinaryField()

    class Meta:
        db_table = "reviews_waiting"
        indexes = [models.Index(name="reviews_waiting_week", fields=["publish_week"])]
        constraints = [
            one_of("waiting_outcome_known", "outcome", Outcome),
            one_of("waiting_class_known", "receipt_class", ReceiptClass),
            stars_of("waiting_stars_1_to_5"),
            only_without_receipt("waiting_no_receipt_given"),
            # A class without a key is invented: the trigger `reviews_require_key` takes it from the owner alone.
            models.CheckConstraint(
                name="waiting_key_with_receipt",
                condition=Q(key_id__isnull=True)
                | (~Q(receipt_class=ReceiptClass.NONE.value) & Q(Exact(Length("key_id"), models.Value(HASH_BYTES)))),
            ),
            text_of("waiting_text_length", "text", TEXT_LIMIT.value),
            salt_of("waiting_salt_length"),
            models.CheckConstraint(name="waiting_language_code", condition=Q(language__regex=LANGUAGE)),
            models.CheckConstraint(name="waiting_week_is_monday", condition=Q(publish_week__iso_week_day=1)),
        ]


class Review(models.Model):
    """A published review. The month of publication is the only date it has; figures outlive the text."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", related_name="+", db_index=False
    )
    month = models.PositiveIntegerField()
    stars = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20, choices=choices(Outcome))
    receipt_class = models.CharField(max_length=12, choices=choices(ReceiptClass))
    no_receipt_given = models.BooleanField(null=True)
    language = models.CharField(max_length=3)
    text = models.TextField(null=True)  # noqa: DJ001 - no text is something else than an empty one
    salt = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=choices(State), default=State.PUBLISHED.value)
    are_figures_changed = models.BooleanField(default=False)
    decision = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(name="reviews_review_page", fields=["business", "-month", "public_id"]),
            # Each for a list of one kind: a page of a kind that is rare is found without reading all others.
            models.Index(name="reviews_review_class", fields=["business", "receipt_class", "-month", "public_id"]),
            models.Index(name="reviews_review_outcome", fields=["business", "outcome", "-month", "public_id"]),
            models.Index(name="reviews_review_language", fields=["business", "language", "-month", "public_id"]),
        ]
        constraints = [
            one_of("review_outcome_known", "outcome", Outcome),
            one_of("review_class_known", "receipt_class", ReceiptClass),
            one_of("review_state_known", "state", State),
            stars_of("review_stars_1_to_5"),
            month_of("review_month"),
            only_without_receipt("review_no_receipt_given"),
            text_of("review_text_length", "text", TEXT_LIMIT.value),
            salt_of("review_salt_length"),
            models.CheckConstraint(name="review_language_code", condition=Q(language__regex=LANGUAGE)),
            # A text without its salt comes from a replay; the trigger `log_require_salt` refuses any other.
            models.CheckConstraint(
                name="review_salt_with_text", condition=Q(salt__isnull=True) | Q(text__isnull=False)
            ),
            models.CheckConstraint(
                name="review_text_by_state",
                condition=Q(state=State.PUBLISHED.value, text__isnull=False)
                | Q(state__in=[State.WITHDRAWN.value, State.ERASED.value], text__isnull=True)
                | Q(state=State.RESTRICTED.value),
            ),
            models.CheckConstraint(
                name="review_restricted_by_decision",
                condition=Q(state=State.RESTRICTED.value, decision__isnull=False)
                | (~Q(state=State.RESTRICTED.value) & Q(decision__isnull=True)),
            ),
        ]


class MaskedWords(models.Model):
    """Where in a review's text a neutral wording stands. The words that stood there are nowhere.

    `request`: that of somebody who asked for it, until it is decided; the words are with the request so long.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    start = models.PositiveSmallIntegerField()
    length = models.PositiveSmallIntegerField()
    masked_on = models.DateField()
    decision = models.UUIDField(null=True)
    request = models.UUIDField(null=True)

    class Meta:
        db_table = "reviews_masked_words"
        constraints = [
            # Deferred, because all that follow a new one move at once.
            models.UniqueConstraint(
                name="masked_words_once", fields=["review", "start"], deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="masked_words_length", condition=Q(length__gte=1)),
        ]


class Mark(models.Model):
    """A dated mark beside a review; a challenge's ends with its decision."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=choices(MarkKind))
    case = models.UUIDField()
    marked_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("mark_kind_known", "kind", MarkKind),
            models.UniqueConstraint(
                name="mark_one_live_per_case", fields=["review", "kind", "case"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="mark_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("marked_on")),
            ),
        ]


class Tombstone(models.Model):
    """What stands in place of a removed review: the rule, the day, and the figures before and after.

    `is_interim`: it is not shown for the time being; `decision` is the id of the interim measure then.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    case = models.UUIDField()
    decision = models.UUIDField(unique=True)
    is_interim = models.BooleanField(default=False)
    ground = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=20)
    removed_on = models.DateField()
    lifted_on = models.DateField(null=True)
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

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tombstone_one_live", fields=["review"], condition=Q(lifted_on__isnull=True)),
            models.CheckConstraint(
                name="tombstone_lifted_after",
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=models.F("removed_on")),
            ),
            *(
                models.CheckConstraint(
                    name=f"tombstone_{side}_figures",
                    condition=Q(
                        **{f"{side}_published": True, f"{side}_well__isnull": False, f"{side}_stars__isnull": False}
                    )
                    | Q(**{f"{side}_published": False, f"{side}_well__isnull": True, f"{side}_stars__isnull": True}),
                )
                for side in ("before", "after")
            ),
        ]


class Reply(models.Model):
    """What the business says to a review: once, and it may edit it."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="+")
    month = models.PositiveIntegerField()
    text = models.TextField()
    salt = models.BinaryField(null=True)

    class Meta:
        constraints = [
            text_of("reply_text_length", "text", REPLY_LIMIT.value),
            salt_of("reply_salt_length"),
            month_of("reply_month"),
        ]


def figure_columns(side: str, figures: Figures) -> dict[str, Any]:
    """The columns `<side>_…` of a row that keeps figures."""
    return {f"{side}_{name}": getattr(figures, name) for name in Figures.__slots__}


def figures_of(side: str, row: Any) -> Figures:
    """The figures in the columns `<side>_…`."""
    return Figures(**{name: getattr(row, f"{side}_{name}") for name in Figures.__slots__})
