"""Tables of evidence: keys that sign mails, peppers, payment proofs, and counts. Nothing of a mail is in any."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from reputation.core.db import choices, one_of
from reputation.evidence.rules import DECIDED, Media, Reason, State, Via
from reputation.log.codes import BANDS
from reputation.receipts.columns import KEY_BYTES, long
from reputation.rulebook import evidence as numbers

HASH_BYTES = 32


class MailDomain(models.Model):
    """A domain that a business has shown to control, or a payment provider's; its keys are looked up once a day."""

    domain = models.CharField(max_length=253, primary_key=True)
    looked_on = models.DateField(null=True)

    class Meta:
        db_table = "evidence_mail_domain"


class MailKey(models.Model):
    """A key for mails as it was published under a selector of a domain, and when it was seen first and last."""

    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    record = models.CharField(max_length=numbers.RECORD_LONGEST.value)
    first_seen = models.DateField()
    last_seen = models.DateField()

    class Meta:
        db_table = "evidence_mail_key"
        constraints = [
            models.UniqueConstraint(name="mail_key_once", fields=["domain", "selector", "record"]),
            models.CheckConstraint(name="mail_key_days_in_order", condition=Q(last_seen__gte=F("first_seen"))),
        ]
        indexes = [models.Index(name="mail_key_gone", fields=["last_seen"])]


class Pepper(models.Model):
    """What the marks of the mails of a quarter are made with. With it go all ways to compare anything with them."""

    epoch = models.PositiveIntegerField(primary_key=True)
    pepper = models.BinaryField()

    class Meta:
        db_table = "evidence_pepper"
        constraints = [long("pepper_length", "pepper", KEY_BYTES)]


class PaymentProof(models.Model):
    """A file that shows a payment, until a moderator has looked; then what was found, until it is collected."""

    public_id = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    collect_hash = models.BinaryField(unique=True)
    had_voucher = models.BooleanField()
    week = models.DateField()
    decide_until = models.DateField()
    media = models.CharField(max_length=15, choices=choices(Media))
    file = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=choices(State), default=State.WAITING.value)
    reason = models.CharField(max_length=14, choices=choices(Reason), null=True)  # noqa: DJ001 - none was given

    class Meta:
        db_table = "evidence_payment_proof"
        constraints = [
            one_of("payment_proof_media_known", "media", Media),
            one_of("payment_proof_state_known", "state", State),
            one_of("payment_proof_reason_known", "reason", Reason),
            long("payment_proof_hash_length", "collect_hash", HASH_BYTES),
            models.CheckConstraint(
                name="payment_proof_file_size",
                condition=Q(file__isnull=True)
                | Q(LessThanOrEqual(Length("file"), models.Value(numbers.FILE_LARGEST.value))),
            ),
            models.CheckConstraint(name="payment_proof_until", condition=Q(decide_until__gt=F("week"))),
            # What is decided holds no file: a decision and the end of the file are one statement.
            models.CheckConstraint(
                name="payment_proof_decided_without_file",
                condition=Q(state=State.WAITING.value, file__isnull=False)
                | ~Q(state=State.WAITING.value) & Q(file__isnull=True),
            ),
            models.CheckConstraint(
                name="payment_proof_refused_for_a_reason",
                condition=Q(state=State.REFUSED.value, reason__isnull=False)
                | ~Q(state=State.REFUSED.value) & Q(reason__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="payment_proof_waits", fields=["decide_until"], condition=Q(state=State.WAITING.value))
        ]


class Coverage(models.Model):
    """How many showed a purchase without a voucher, and whether they had got one. `shown`: the band a shop is told."""

    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    epoch = models.PositiveIntegerField()
    via = models.CharField(max_length=13, choices=choices(Via))
    had_voucher = models.BooleanField()
    count = models.PositiveIntegerField()
    shown = models.CharField(max_length=16, choices=[(band, band) for band in BANDS], default=BANDS[0])

    class Meta:
        db_table = "evidence_coverage"
        constraints = [
            one_of("coverage_via_known", "via", Via),
            one_of("coverage_shown_known", "shown", BANDS),
            models.UniqueConstraint(name="coverage_once", fields=["business", "epoch", "via", "had_voucher"]),
        ]


class Decision(models.Model):
    """What became of a payment proof, and who decided: nobody, when nobody looked in time. It outlives the proof."""

    proof = models.UUIDField(unique=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, to_field="public_id", related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DECIDED])
    reason = models.CharField(max_length=14, choices=choices(Reason), null=True)  # noqa: DJ001 - none was given
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField()

    class Meta:
        db_table = "evidence_decision"
        constraints = [
            one_of("evidence_decision_state_known", "state", DECIDED),
            one_of("evidence_decision_reason_known", "reason", Reason),
            models.CheckConstraint(
                name="evidence_decision_by_somebody",
                condition=Q(state=State.UNDECIDED.value, decided_by__isnull=True)
                | ~Q(state=State.UNDECIDED.value) & Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_decision_refused_for_a_reason",
                condition=Q(state=State.REFUSED.value, reason__isnull=False)
                | ~Q(state=State.REFUSED.value) & Q(reason__isnull=True),
            ),
        ]
        indexes = [models.Index(name="evidence_decision_lately", fields=["-decided_on"])]
