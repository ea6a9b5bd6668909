"""Of the attesters that the operator is itself there is one for each kind and class."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_tables")]

    operations = [
        migrations.AddConstraint(
            model_name="attester",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["mail", "moderator"]), ("state", "admitted")),
                fields=("kind", "receipt_class"),
                name="attester_own_once",
            ),
        ),
    ]
