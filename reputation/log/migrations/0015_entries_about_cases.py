"""Entries about cases are few, and found without reading all others."""

from django.db import migrations, models
from django.db.models import Q

ABOUT_CASES = [
    "challenge", "case-step", "case-conduct", "decision", "appeal", "appeal-decision", "interim", "review-restricted",
    "review-restored", "warning", "right-suspended", "order",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("log", "0014_report_files")]
    operations = [
        migrations.AddIndex(
            "entry",
            models.Index(name="log_entry_about_cases", fields=["position"], condition=Q(kind__in=ABOUT_CASES)),
        ),
    ]
