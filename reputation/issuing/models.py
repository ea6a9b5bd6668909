"""Tables of the issuer. No row says when it came, none points out of here, and none leads from a claim to a review.

They can live in a database of their own: `reputation.issuing.database` says in which.
"""

from django.db import models
from django.db.models import Q

from reputation.core.db import choices, one_of
from reputation.issuing.rules import MOST_CODES, KeyState
from reputation.receipts.columns import ID_BYTES, long
from reputation.receipts.rules import ReceiptClass

HASH_BYTES = 32


class IssuingKey(models.Model):
    """A key that signs receipts of a business, class and epoch. `sealed`: the private half, gone when it ended."""

    business = models.UUIDField()
    receipt_class = models.CharField(max_length=12, choices=choices(ReceiptClass))
    epoch = models.PositiveIntegerField()
    last_epoch = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=choices(KeyState), default=KeyState.ASKED)
    key_id = models.BinaryField(null=True)
    public_key = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "issuing_key"
        constraints = [
            one_of("issuing_key_class_known", "receipt_class", ReceiptClass),
            one_of("issuing_key_state_known", "state", KeyState),
            long("issuing_key_id_length", "key_id", ID_BYTES),
            models.UniqueConstraint(name="issuing_key_id_once", fields=["key_id"]),
            models.UniqueConstraint(
                name="issuing_key_one_lives",
                fields=["business", "receipt_class", "epoch"],
                condition=~Q(state=KeyState.ENDED.value),
            ),
            models.CheckConstraint(
                name="issuing_key_made",
                condition=Q(
                    state=KeyState.ASKED.value, key_id__isnull=True, public_key__isnull=True, sealed__isnull=True
                )
                | Q(
                    state__in=[KeyState.MADE.value, KeyState.ISSUING.value],
                    key_id__isnull=False,
                    public_key__isnull=False,
                    sealed__isnull=False,
                )
                | Q(state=KeyState.ENDED.value, sealed__isnull=True),
            ),
        ]


class Batch(models.Model):
    """Codes that an attester registered at once. `sha256` is over them, so that the same batch again is no other."""

    public_id = models.UUIDField(unique=True, editable=False)
    key = models.ForeignKey(IssuingKey, models.PROTECT, related_name="batches")
    attester = models.UUIDField()
    codes = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    registered_on = models.DateField()

    class Meta:
        constraints = [
            long("issuing_batch_sha256_length", "sha256", HASH_BYTES),
            models.CheckConstraint(name="issuing_batch_size", condition=Q(codes__gte=1, codes__lte=MOST_CODES)),
        ]


class Voucher(models.Model):
    """A code that was registered, as its SHA-256. Whether it was claimed is not said here."""

    hash = models.BinaryField(primary_key=True)
    # A foreign key is looked up code by code, which takes longer than all else: a trigger looks once for a whole batch.
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="vouchers", db_constraint=False)

    class Meta:
        constraints = [long("issuing_voucher_hash_length", "hash", HASH_BYTES)]


class Claim(models.Model):
    """A code that was claimed. `request`: the SHA-256 of the request, so that the same one again gets the same answer.

    `is_contested`: somebody came with another request. The rows are copied every night, in random order.
    """

    # The check of a foreign key would write the transaction of each claim into the row of its code: a trigger looks.
    voucher = models.OneToOneField(
        Voucher, models.PROTECT, primary_key=True, related_name="claim", db_column="hash", db_constraint=False
    )
    request = models.BinaryField()
    is_contested = models.BooleanField(default=False)

    class Meta:
        constraints = [long("issuing_claim_request_length", "request", HASH_BYTES)]


class Mark(models.Model):
    """That a proof of a purchase was used: an HMAC under the pepper of its epoch, and nothing of the proof itself."""

    mark = models.BinaryField(primary_key=True)
    epoch = models.PositiveIntegerField()

    class Meta:
        constraints = [long("issuing_mark_length", "mark", HASH_BYTES)]
