"""How often an attester changed its key today: the log tells of each change for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("receipts", "0005_guard_of_keys")]

    operations = [
        migrations.AddField(
            model_name="attester",
            name="key_changed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="attester",
            name="key_changes",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
