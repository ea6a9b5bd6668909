"""Tables of proofs: a key for each case, what is encrypted under it, and who looked."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from reputation.core.db import choices, one_of
from reputation.proofs.rules import Kind, Party, Seen
from reputation.rulebook import proofs as numbers

# What sealing adds: a form, a nonce, a tag.
SEALING_ADDS = 1 + 12 + 16


class CaseKey(models.Model):
    """The key of a case, wrapped under WRITERS_KEY. Without this row nothing shown in the case ever opens again."""

    case = models.UUIDField(primary_key=True, editable=False)
    wrapped = models.BinaryField()
    forget_on = models.DateField(null=True)

    class Meta:
        db_table = "proofs_key"
        indexes = [models.Index(name="proofs_key_over", fields=["forget_on"])]


class Proof(models.Model):
    """Something that a party shows to moderators. The day it came is kept; of a writer's proof that of the release.

    Nothing counts up over all cases as proofs come in, and none touches another row: nothing tells the hour it came.
    """

    id = models.UUIDField(primary_key=True, editable=False, default=uuid4)
    public_id = models.UUIDField(unique=True, editable=False)
    # The guards see that the key is there, and stays as long as this: the check of a foreign key would write the
    # transaction of each proof into the row of the key.
    case = models.ForeignKey(
        CaseKey, models.DO_NOTHING, related_name="+", db_constraint=False
    )  # a guard refuses: Django would read it
    party = models.CharField(max_length=10, choices=choices(Party))
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=choices(Kind))
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    shown_on = models.DateField()
    sealed = models.BinaryField()
    seen = models.CharField(max_length=18, choices=choices(Seen), null=True)  # noqa: DJ001 - nobody has looked
    seen_by = models.ForeignKey("accounts.User", models.DO_NOTHING, null=True, related_name="+")  # the database refuses
    seen_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("proof_party_known", "party", Party),
            one_of("proof_kind_known", "kind", Kind),
            one_of("proof_seen_known", "seen", Seen),
            models.UniqueConstraint(name="proof_numbered_once", fields=["case", "party", "number"]),
            models.CheckConstraint(
                name="proof_not_too_many", condition=Q(number__gte=1, number__lte=numbers.PROOFS_MOST.value)
            ),
            models.CheckConstraint(
                name="proof_pages_counted", condition=Q(pages__gte=1, pages__lte=numbers.PAGES_MOST.value)
            ),
            models.CheckConstraint(
                name="proof_not_too_large",
                condition=Q(LessThanOrEqual(Length("sealed"), models.Value(numbers.KEPT_LARGEST.value + SEALING_ADDS))),
            ),
            models.CheckConstraint(
                name="proof_seen_by_somebody",
                condition=Q(seen__isnull=True, seen_by__isnull=True, seen_on__isnull=True)
                | Q(seen__isnull=False, seen_by__isnull=False, seen_on__isnull=False),
            ),
        ]


class Access(models.Model):
    """That somebody of the service opened a proof. It never changes, and outlives the proof."""

    proof = models.UUIDField(editable=False)
    case = models.UUIDField(editable=False)
    user = models.ForeignKey("accounts.User", models.DO_NOTHING, related_name="+")  # as above
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="access_of_case", fields=["case"]),
            models.Index(name="access_lately", fields=["at"]),
        ]
