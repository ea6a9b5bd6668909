"""Challengers are reminded of their last days, once each."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0006_panels'),
        ('disputes', '0008_conduct_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_day', models.CharField(choices=[('reply', 'reply'), ('appeal', 'appeal'), ('files', 'files')], max_length=8)),
                ('until', models.DateField()),
                ('days_before', models.PositiveSmallIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__in', ['reply', 'appeal', 'files'])), name='reminder_last_day_known'), models.UniqueConstraint(fields=('case', 'last_day', 'until', 'days_before'), name='reminder_once')],
            },
        ),
    ]
