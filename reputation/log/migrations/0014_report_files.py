"""The log names reports about cases."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [
    "operator", "edition", "business-joined", "business-changed", "business-left", "business-returned",
    "domain-proved", "domain-lost", "attester-admitted", "attester-ended", "receipt-key", "receipt-key-ended",
    "receipt-key-annulled", "receipt-totals", "receipts-spent", "review", "review-unpublished", "review-changed",
    "review-masked", "review-withdrawn", "review-restricted", "review-restored", "review-erased", "reply", "challenge",
    "case-step", "case-conduct", "case-conduct-ended", "decision", "appeal", "appeal-decision", "interim", "warning",
    "warning-ended", "termination", "alert-suspended", "alert-resumed", "right-suspended", "right-restored",
    "exemption", "panel-roster", "order", "checks-manifest", "ratings-file", "report-file",
]  # fmt: skip


def kinds(table: str) -> list[migrations.operations.base.Operation]:
    """The kinds that a table may hold."""
    name = f"log_{table}_kind_known"
    return [
        migrations.RemoveConstraint(table, name),
        migrations.AddConstraint(table, models.CheckConstraint(name=name, condition=Q(kind__in=KINDS))),
    ]


class Migration(migrations.Migration):
    dependencies = [("log", "0013_measures")]
    operations = [
        *kinds("entry"),
        *kinds("waiting"),
    ]
