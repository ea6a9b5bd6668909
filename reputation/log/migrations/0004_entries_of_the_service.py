from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0003_checkpoints_by_day'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(
                condition=Q(business__isnull=True), fields=['kind', 'position'], name='log_entry_of_the_service'
            ),
        ),
    ]
