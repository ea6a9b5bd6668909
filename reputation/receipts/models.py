"""Tables of receipts: who may vouch, the keys that the log names, and what attesters say about them."""

from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.log.codes import BANDS, KEY_ANNULMENTS, KEY_ENDS
from reputation.notices.rules import Language
from reputation.receipts.columns import ID_BYTES, KEY_BYTES, NULLIFIER_BYTES, SIGNATURE_BYTES, long
from reputation.receipts.rules import (
    TOKEN_BYTES,
    AttesterKind,
    AttesterState,
    KeyState,
    Moment,
    ReceiptClass,
    show_epoch,
)

_ADMITTED = [AttesterState.ADMITTED.value, AttesterState.ENDED.value]


class Attester(models.Model):
    """Somebody who may vouch for purchases, or asked to. `public_key`: Ed25519; without it totals stay unsigned.

    `key_changes`: how often the key was changed on the day `key_changed_on`, the last on which it was.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=choices(AttesterKind))
    receipt_class = models.CharField(max_length=12, choices=choices(ReceiptClass))
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, to_field="public_id", related_name="+", null=True
    )
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=253)
    contact = models.EmailField(max_length=254, null=True)  # noqa: DJ001 - a business has its own, ours have none
    language = models.CharField(max_length=2, choices=choices(Language), default=Language.EN.value)
    public_key = models.BinaryField(null=True)
    key_changed_on = models.DateField(null=True)
    key_changes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=choices(AttesterState))
    applied_on = models.DateField()
    admitted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("attester_kind_known", "kind", AttesterKind),
            one_of("attester_class_known", "receipt_class", ReceiptClass),
            one_of("attester_state_known", "state", AttesterState),
            one_of("attester_language_known", "language", Language),
            long("attester_key_length", "public_key", KEY_BYTES),
            models.UniqueConstraint(
                name="attester_one_of_a_business",
                fields=["business"],
                condition=Q(state=AttesterState.ADMITTED.value),
            ),
            models.UniqueConstraint(
                name="attester_key_of_one",
                fields=["public_key"],
                condition=Q(state__in=[AttesterState.APPLIED.value, AttesterState.ADMITTED.value]),
            ),
            models.UniqueConstraint(
                name="attester_own_once",
                fields=["kind", "receipt_class"],
                condition=Q(
                    kind__in=[AttesterKind.MAIL.value, AttesterKind.MODERATOR.value],
                    state=AttesterState.ADMITTED.value,
                ),
            ),
            models.UniqueConstraint(
                name="attester_one_application",
                fields=["website"],
                condition=Q(state=AttesterState.APPLIED.value),
            ),
            # A business vouches for itself, and only for itself.
            models.CheckConstraint(
                name="attester_business_is_seller",
                condition=Q(
                    kind=AttesterKind.BUSINESS.value, business__isnull=False, receipt_class=ReceiptClass.SELLER.value
                )
                | ~Q(kind=AttesterKind.BUSINESS.value) & Q(business__isnull=True),
            ),
            models.CheckConstraint(
                name="attester_admitted_on_a_day",
                condition=Q(state__in=_ADMITTED, admitted_on__isnull=False)
                | ~Q(state__in=_ADMITTED) & Q(admitted_on__isnull=True),
            ),
            models.CheckConstraint(
                name="attester_ended_on_a_day",
                condition=Q(state=AttesterState.ENDED.value, ended_on__isnull=False)
                | ~Q(state=AttesterState.ENDED.value) & Q(ended_on__isnull=True),
            ),
        ]


class Key(models.Model):
    """A key that the log names. `last_epoch`: the last in which it takes batches, later than its own with few claims.

    `claimed`: the band that writers are told, renewed at night. `unused`: how many of its tokens the log named without
    a review so far; as many may come out.
    """

    key_id = models.BinaryField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    receipt_class = models.CharField(max_length=12, choices=choices(ReceiptClass))
    epoch = models.PositiveIntegerField()
    last_epoch = models.PositiveIntegerField()
    public_key = models.BinaryField()
    state = models.CharField(max_length=8, choices=choices(KeyState), default=KeyState.ISSUING)
    claimed = models.CharField(max_length=16, choices=[(band, band) for band in BANDS], default=BANDS[0])
    end_reason = models.CharField(max_length=16, choices=[(one, one) for one in KEY_ENDS], null=True)  # noqa: DJ001
    ended_on = models.DateField(null=True)
    annulment = models.CharField(max_length=24, choices=[(one, one) for one in KEY_ANNULMENTS], null=True)  # noqa: DJ001
    annulled_on = models.DateField(null=True)
    unused = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(name="receipts_key_of", fields=["business", "receipt_class", "epoch"])]
        constraints = [
            one_of("key_class_known", "receipt_class", ReceiptClass),
            one_of("key_state_known", "state", KeyState),
            one_of("key_claimed_known", "claimed", BANDS),
            one_of("key_end_reason_known", "end_reason", KEY_ENDS),
            one_of("key_annulment_known", "annulment", KEY_ANNULMENTS),
            long("key_id_length", "key_id", ID_BYTES),
            models.UniqueConstraint(
                name="key_one_lives",
                fields=["business", "receipt_class", "epoch"],
                condition=Q(state=KeyState.ISSUING.value),
            ),
            models.CheckConstraint(name="key_issues_a_year", condition=Q(last_epoch__gte=models.F("epoch"))),
            models.CheckConstraint(
                name="key_ended_for_a_reason",
                condition=Q(ended_on__isnull=True, end_reason__isnull=True)
                | Q(ended_on__isnull=False, end_reason__isnull=False),
            ),
            models.CheckConstraint(
                name="key_annulled_for_a_reason",
                condition=Q(state=KeyState.ANNULLED.value, annulled_on__isnull=False, annulment__isnull=False)
                | ~Q(state=KeyState.ANNULLED.value) & Q(annulled_on__isnull=True, annulment__isnull=True),
            ),
            models.CheckConstraint(
                name="key_issuing_has_not_ended",
                condition=Q(state=KeyState.ISSUING.value, ended_on__isnull=True)
                | Q(state=KeyState.ENDED.value, ended_on__isnull=False)
                | Q(state=KeyState.ANNULLED.value),
            ),
        ]

    def about(self) -> dict[str, object]:
        """How entries of the log name it."""
        return {
            "business": str(self.business_id),
            "class": self.receipt_class,
            "epoch": show_epoch(self.epoch),
            "key_id": bytes(self.key_id).hex(),
        }


class Total(models.Model):
    """What an attester registered under a key, in bands, at a moment. `signature`: its own, or none."""

    key = models.ForeignKey(Key, models.PROTECT, related_name="totals")
    attester = models.ForeignKey(Attester, models.PROTECT, to_field="public_id", related_name="+")
    moment = models.CharField(max_length=16, choices=choices(Moment))
    registered = models.CharField(max_length=16, choices=[(band, band) for band in BANDS])
    claimed = models.CharField(max_length=16, choices=[(band, band) for band in BANDS])
    contested = models.CharField(max_length=16, choices=[(band, band) for band in BANDS])
    signature = models.BinaryField(null=True)
    sign_until = models.DateField()
    is_logged = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("total_moment_known", "moment", Moment),
            one_of("total_registered_known", "registered", BANDS),
            one_of("total_claimed_known", "claimed", BANDS),
            one_of("total_contested_known", "contested", BANDS),
            long("total_signature_length", "signature", SIGNATURE_BYTES),
            models.UniqueConstraint(name="total_once", fields=["key", "attester", "moment"]),
        ]


class Spent(models.Model):
    """A token that was spent, by its nullifier. No row says when, and none says for which review.

    The token itself is kept until it is published, in the week in which the reviews of its batch come out. One that is
    reserved for a text at which a moderator looks is not here: it is sealed with the text. After `reserved_until` it is
    free again. There is a
    partition for each epoch: one is made when the log names the first key of an epoch, and dropped when the last has
    died. `key_id` is no foreign key: its check would write the transaction of each review into the row of the key.
    """

    pk = models.CompositePrimaryKey("epoch", "nullifier")
    epoch = models.PositiveIntegerField()
    nullifier = models.BinaryField()
    key_id = models.BinaryField()
    token = models.BinaryField(null=True)
    publish_week = models.DateField(null=True)
    reserved_until = models.DateField(null=True)

    class Meta:
        db_table = "receipts_spent"
        indexes = [
            models.Index(name="receipts_spent_week", fields=["publish_week"], condition=Q(publish_week__isnull=False)),
            models.Index(
                name="receipts_spent_reserved", fields=["reserved_until"], condition=Q(reserved_until__isnull=False)
            ),
        ]
        constraints = [
            long("spent_nullifier_length", "nullifier", NULLIFIER_BYTES),
            long("spent_key_id_length", "key_id", ID_BYTES),
            long("spent_token_length", "token", TOKEN_BYTES),
            models.CheckConstraint(
                name="spent_token_waits_for_its_week",
                condition=Q(token__isnull=True, publish_week__isnull=True)
                | Q(token__isnull=False, publish_week__isnull=False, publish_week__iso_week_day=1),
            ),
            models.CheckConstraint(
                name="spent_reserved_has_no_token", condition=Q(reserved_until__isnull=True) | Q(token__isnull=True)
            ),
        ]
