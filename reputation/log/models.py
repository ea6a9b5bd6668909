"""Tables of the public log. Entries, tiles and checkpoints only ever grow: triggers refuse everything else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from reputation.core.db import one_of
from reputation.log import codes, side_files
from reputation.log.kinds import KINDS

models.BinaryField.register_lookup(Length)


def _bytes(name: str, column: str, low: int, high: int) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{column}__length__gte": low, f"{column}__length__lte": high})
    )


def _checks(table: str) -> list[models.BaseConstraint]:
    """What holds for an entry, waiting or placed. Waiting rows are checked so that none can block the sequencer."""
    return [
        one_of(f"{table}_kind_known", "kind", KINDS),
        one_of(f"{table}_outcome_known", "outcome", codes.OUTCOMES),
        one_of(f"{table}_class_known", "receipt_class", codes.CLASSES),
        _bytes(f"{table}_raw_length", "raw", 1, 65_535),
        _bytes(f"{table}_key_id_length", "key_id", 32, 32),
        models.CheckConstraint(name=f"{table}_stars_range", condition=Q(stars__gte=1, stars__lte=5)),
        models.CheckConstraint(
            name=f"{table}_review_whole",
            condition=~Q(kind="review")
            | Q(
                business__isnull=False,
                review__isnull=False,
                month__isnull=False,
                stars__isnull=False,
                outcome__isnull=False,
                receipt_class__isnull=False,
            ),
        ),
    ]


class Columns(models.Model):
    """An entry's bytes, and columns beside them so that a full fold never parses JSON."""

    kind = models.CharField(max_length=40)
    raw = models.BinaryField()
    business = models.UUIDField(null=True)
    review = models.UUIDField(null=True)
    month = models.IntegerField(null=True)
    stars = models.SmallIntegerField(null=True)
    outcome = models.CharField(max_length=40, null=True)  # noqa: DJ001 - not every kind has one
    receipt_class = models.CharField(max_length=20, null=True)  # noqa: DJ001 - the same
    key_id = models.BinaryField(null=True)
    no_receipt_given = models.BooleanField(null=True)

    class Meta:
        abstract = True


class Waiting(Columns):
    """An entry that waits for its position."""

    class Meta:
        constraints = _checks("log_waiting")


class Entry(Columns):
    """An entry of the log at its position, counted from zero."""

    position = models.BigIntegerField(primary_key=True)
    leaf_hash = models.BinaryField()

    class Meta:
        constraints = [*_checks("log_entry"), _bytes("log_entry_leaf_hash_length", "leaf_hash", 32, 32)]
        indexes = [
            models.Index(
                name="log_entry_by_business",
                fields=["business", "position"],
                condition=Q(business__isnull=False),
            ),
            models.Index(
                name="log_entry_of_the_service",
                fields=["kind", "position"],
                condition=Q(business__isnull=True),
            ),
            models.Index(
                name="log_entry_about_cases", fields=["position"], condition=Q(kind__in=list(codes.ABOUT_CASES))
            ),
        ]


class Tile(models.Model):
    """A full tile: 256 hashes. Partial ones are the edge in the head row."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [_bytes("log_tile_full", "hashes", 8192, 8192)]


class Head(models.Model):
    """The one row that says how far the log is; whoever numbers entries holds its lock.

    `edge` holds the partial tile of each level. `operator` is the commitment in the last `operator` entry,
    `operator_salt` opens it; `acceptance_key` is the key of acceptances in it, if any.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    origin = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField()
    edge = ArrayField(models.BinaryField(), default=list)
    operator = models.CharField(max_length=64, default="")
    operator_salt = models.BinaryField(default=bytes)
    acceptance_key = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.CheckConstraint(name="log_head_only_one", condition=Q(id=1)),
            models.CheckConstraint(name="log_head_size_counts", condition=Q(size__gte=0)),
            _bytes("log_head_root_length", "root", 32, 32),
        ]


class OperatorChange(models.Model):
    """Particulars of the operator that two persons confirmed, until the next start says them in the log."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    confirmed_on = models.DateField()

    class Meta:
        db_table = "log_operator_change"
        constraints = [
            models.CheckConstraint(name="operator_change_sha256", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
        ]


class Checkpoint(models.Model):
    """A checkpoint that was published: the note as the log alone signed it, and when."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["size"]
        indexes = [models.Index(name="log_checkpoint_by_day", fields=["-published_at", "-size"])]
        constraints = [_bytes("log_checkpoint_root_length", "root", 32, 32)]


class Cosignature(models.Model):
    """A line that came under a checkpoint beside those of its note. Append-only.

    Of a witness; or of the log's own new key, when the key was changed and there was nothing new to sign.
    """

    checkpoint = models.ForeignKey("log.Checkpoint", models.PROTECT, related_name="+")
    name = models.TextField()
    key_id = models.BinaryField()
    signature = models.BinaryField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="log_cosignature_one_a_key", fields=["name", "key_id", "checkpoint"]),
            _bytes("log_cosignature_key_id_length", "key_id", 4, 4),
            _bytes("log_cosignature_signature_length", "signature", 64, 72),
        ]


class SideFile(models.Model):
    """Public words beside the log, as they are now. `entry` is the leaf hash of the entry that made them so.

    Without `document` the words are gone, and the row waits until their file is.
    """

    pk = models.CompositePrimaryKey("kind", "subject")
    kind = models.CharField(max_length=12)
    subject = models.UUIDField()
    entry = models.BinaryField()
    document = models.TextField(null=True)  # noqa: DJ001 - no words are something else than empty ones
    is_published = models.BooleanField(default=False)

    class Meta:
        db_table = "log_side_file"
        indexes = [
            models.Index(name="log_side_file_due", fields=["kind", "subject"], condition=Q(is_published=False)),
        ]
        constraints = [
            one_of("log_side_file_kind_known", "kind", side_files.KINDS),
            _bytes("log_side_file_entry_length", "entry", 32, 32),
            models.CheckConstraint(
                name="log_side_file_published_has_words", condition=Q(is_published=False) | Q(document__isnull=False)
            ),
        ]
