from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0006_numbers_changed'),
    ]

    operations = [
        migrations.AddField(
            model_name='business',
            name='legal_form',
            field=models.CharField(blank=True, max_length=120),
        ),
    ]
