"""A review may be out for the time being, by an interim measure."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0007_acts'),
    ]

    operations = [
        migrations.AddField(
            model_name='tombstone',
            name='is_interim',
            field=models.BooleanField(default=False),
        ),
    ]
