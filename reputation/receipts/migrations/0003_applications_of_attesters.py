"""Whoever applies to vouch is written to in its language, and an application that nobody decided lapses."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('receipts', '0002_own_attesters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attester',
            name='attester_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='attester',
            name='attester_admitted_on_a_day',
        ),
        migrations.AddField(
            model_name='attester',
            name='language',
            field=models.CharField(choices=[('en', 'en'), ('de', 'de')], default='en', max_length=2),
        ),
        migrations.AlterField(
            model_name='attester',
            name='state',
            field=models.CharField(choices=[('applied', 'applied'), ('admitted', 'admitted'), ('refused', 'refused'), ('lapsed', 'lapsed'), ('ended', 'ended')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='attester',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'admitted', 'refused', 'lapsed', 'ended'])), name='attester_state_known'),
        ),
        migrations.AddConstraint(
            model_name='attester',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['en', 'de'])), name='attester_language_known'),
        ),
        migrations.AddConstraint(
            model_name='attester',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'applied')), fields=('website',), name='attester_one_application'),
        ),
        migrations.AddConstraint(
            model_name='attester',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('admitted_on__isnull', False), ('state__in', ['admitted', 'ended'])), models.Q(models.Q(('state__in', ['admitted', 'ended']), _negated=True), ('admitted_on__isnull', True)), _connector='OR'), name='attester_admitted_on_a_day'),
        ),
    ]
