"""Tables of writers: what leads back to a review, what waits for a moderator, what waits for a release."""

from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.reviews.columns import LANGUAGE, hash_of, text_of
from reputation.reviews.rules import (
    ActKind,
    HeldCause,
    HeldKind,
    HeldState,
    MaskState,
    Outcome,
    Refusal,
)
from reputation.rulebook.reviews import REPLY_LIMIT, TEXT_LIMIT

WITH_CONTENT = [HeldState.WAITING.value, HeldState.REFUSED.value, HeldState.APPEALED.value]


class Writer(models.Model):
    """How a writer comes back: what a codename leads to. No row says when it was made.

    `verifier`: the HMAC of the codename. `slip`: acceptance and salt, sealed; none while a moderator looks at the text.
    """

    verifier = models.BinaryField(primary_key=True)
    review = models.UUIDField(unique=True)
    slip = models.BinaryField(null=True)

    class Meta:
        db_table = "reviews_writer"
        constraints = [hash_of("writer_verifier_length", "verifier")]


class Held(models.Model):
    """A text at which a moderator looks, sealed. It goes with the decision, or when the time is over.

    `id` of a review is the id that it will have; of all else it is its own, and `review` says whose it is.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=8, choices=choices(HeldKind))
    cause = models.CharField(max_length=16, choices=choices(HeldCause))
    # The check of a foreign key would write the transaction of each into the row of its business.
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", related_name="+", db_constraint=False
    )
    review = models.UUIDField(null=True)
    language = models.CharField(max_length=3)
    content = models.BinaryField(null=True)
    week = models.DateField()
    decide_by = models.DateField()
    state = models.CharField(max_length=8, choices=choices(HeldState), default=HeldState.WAITING.value)
    reason = models.CharField(max_length=20, choices=choices(Refusal), null=True)  # noqa: DJ001 - none is no reason
    forget_on = models.DateField(null=True)

    class Meta:
        db_table = "reviews_held"
        indexes = [models.Index(name="reviews_held_due", fields=["state", "decide_by"])]
        constraints = [
            one_of("held_kind_known", "kind", HeldKind),
            one_of("held_cause_known", "cause", HeldCause),
            one_of("held_state_known", "state", HeldState),
            one_of("held_reason_known", "reason", Refusal),
            models.CheckConstraint(name="held_language_code", condition=Q(language__regex=LANGUAGE)),
            models.CheckConstraint(name="held_week_is_monday", condition=Q(week__iso_week_day=1)),
            models.CheckConstraint(
                name="held_review_is_itself",
                condition=Q(kind=HeldKind.REVIEW.value, review__isnull=True)
                | ~Q(kind=HeldKind.REVIEW.value) & Q(review__isnull=False),
            ),
            models.CheckConstraint(
                name="held_audit_has_its_cause",
                condition=Q(kind=HeldKind.AUDIT.value, cause=HeldCause.AUDIT.value)
                | ~Q(kind=HeldKind.AUDIT.value) & ~Q(cause=HeldCause.AUDIT.value),
            ),
            models.CheckConstraint(
                name="held_content_until_decided",
                condition=Q(state__in=WITH_CONTENT, content__isnull=False)
                | ~Q(state__in=WITH_CONTENT) & Q(content__isnull=True),
            ),
            models.CheckConstraint(
                name="held_reason_with_refusal",
                condition=Q(state__in=[HeldState.WAITING.value, HeldState.OVERDUE.value], reason__isnull=True)
                | ~Q(state__in=[HeldState.WAITING.value, HeldState.OVERDUE.value]) & Q(reason__isnull=False),
            ),
            # One of each kind about a review: the later edit or reply takes the place of the earlier one.
            models.UniqueConstraint(
                name="held_one_per_review", fields=["review", "kind"], condition=Q(review__isnull=False)
            ),
        ]


class Look(models.Model):
    """That a moderator decided about a held text: counted for the error rate, without a word of the text.

    `marked`: passages that the screening had marked; `wrong`: those that named nobody; `missed`: those it had not seen.
    """

    held = models.UUIDField()
    kind = models.CharField(max_length=8, choices=choices(HeldKind))
    cause = models.CharField(max_length=16, choices=choices(HeldCause))
    language = models.CharField(max_length=3)
    is_second = models.BooleanField(default=False)
    passed = models.BooleanField(null=True)
    marked = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    decided_on = models.DateField()

    class Meta:
        db_table = "reviews_look"
        constraints = [
            one_of("look_kind_known", "kind", HeldKind),
            one_of("look_cause_known", "cause", HeldCause),
            models.UniqueConstraint(name="look_once_each", fields=["held", "is_second"]),
            # Nobody decided: it was overdue.
            models.CheckConstraint(
                name="look_overdue_by_nobody",
                condition=Q(passed__isnull=True, decided_by__isnull=True)
                | Q(passed__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="look_wrong_of_marked", condition=Q(wrong__lte=models.F("marked"))),
        ]


class Act(models.Model):
    """What a writer wants to become of a review at the next release: one at a time, the later one holds.

    `release_on`: the day of that release; none for the change of a review that waits, which comes out with it.
    """

    review = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8, choices=choices(ActKind))
    stars = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=20, choices=choices(Outcome), null=True)  # noqa: DJ001 - as it was
    text = models.TextField(null=True)  # noqa: DJ001 - as it was
    release_on = models.DateField(null=True)

    class Meta:
        db_table = "reviews_act"
        constraints = [
            models.CheckConstraint(
                name="act_only_a_change_has_no_day",
                condition=Q(kind=ActKind.CHANGE.value) | Q(release_on__isnull=False),
            ),
            one_of("act_kind_known", "kind", ActKind),
            one_of("act_outcome_known", "outcome", Outcome),
            text_of("act_text_length", "text", TEXT_LIMIT.value),
            models.CheckConstraint(
                name="act_stars_1_to_5", condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5)
            ),
            models.CheckConstraint(
                name="act_change_changes",
                condition=Q(kind=ActKind.CHANGE.value) & ~Q(stars=None, outcome=None, text=None)
                | ~Q(kind=ActKind.CHANGE.value) & Q(stars=None, outcome=None, text=None),
            ),
        ]


class PendingReply(models.Model):
    """A reply on its way: the worker puts it beside its review within seconds."""

    review = models.UUIDField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    text = models.TextField()

    class Meta:
        db_table = "reviews_pending_reply"
        constraints = [text_of("pending_reply_text_length", "text", REPLY_LIMIT.value)]


class MaskRequest(models.Model):
    """Words of a text that name somebody, as somebody asked. They are gone with the decision; their hash stays.

    `review`: published, or waiting still when a moderator's second look found the words.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    review = models.UUIDField()
    words = models.CharField(max_length=200, null=True)  # noqa: DJ001 - gone is something else than empty
    words_hash = models.BinaryField()
    wording = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=choices(MaskState), default=MaskState.ASKED.value)
    asked_on = models.DateField()
    decide_by = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        db_table = "reviews_mask_request"
        indexes = [models.Index(name="reviews_mask_of_review", fields=["review"])]
        constraints = [
            one_of("mask_state_known", "state", MaskState),
            hash_of("mask_words_hash_length", "words_hash"),
            models.UniqueConstraint(
                name="mask_one_pending",
                fields=["review"],
                condition=Q(state__in=[MaskState.ASKED.value, MaskState.MASKED.value]),
            ),
            # From then on until the worker has done what was decided.
            models.CheckConstraint(
                name="mask_words_until_decided",
                condition=Q(decided_on__isnull=True, words__isnull=False) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mask_decided_by_somebody",
                condition=Q(
                    state__in=[MaskState.ASKED.value, MaskState.MASKED.value],
                    decided_by__isnull=True,
                    decided_on__isnull=True,
                )
                | Q(
                    state__in=[MaskState.STAYS.value, MaskState.LIFTED.value],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(name="mask_wording_there", condition=~Q(wording="")),
        ]
