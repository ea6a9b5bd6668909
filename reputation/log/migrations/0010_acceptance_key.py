"""Which key of acceptances the last entry about the operator names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("log", "0009_operator_changes")]

    operations = [
        migrations.AddField(
            model_name="head",
            name="acceptance_key",
            field=models.BinaryField(default=bytes),
        ),
    ]
