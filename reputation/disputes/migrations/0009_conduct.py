"""Measures about a business, and decisions that say why a challenge was manifestly unfounded."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('disputes', '0008_writers_acts_say_no_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('appeal_until', models.DateField()),
                ('appealed_on', models.DateField(null=True)),
                ('appeal', models.TextField(blank=True)),
                ('decide_until', models.DateField(null=True)),
                ('appeal_decided_on', models.DateField(null=True)),
                ('appeal_outcome', models.CharField(blank=True, max_length=12)),
                ('appeal_reasons', models.TextField(blank=True)),
                ('public_id', models.UUIDField(editable=False, unique=True)),
                ('kind', models.CharField(choices=[('warning', 'warning'), ('right-suspended', 'right-suspended'), ('legal-threat', 'legal-threat')], max_length=16)),
                ('proposal', models.UUIDField(null=True, unique=True)),
                ('ground', models.CharField(max_length=40)),
                ('severity', models.CharField(blank=True, max_length=10)),
                ('rule', models.CharField(max_length=40)),
                ('rule_text', models.TextField()),
                ('facts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('reasoning', models.TextField()),
                ('summary', models.TextField()),
                ('policy_version', models.CharField(max_length=20)),
                ('persons', models.PositiveSmallIntegerField()),
                ('told_on', models.DateField()),
                ('from_on', models.DateField()),
                ('until', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('why_ended', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='unfounded',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='unfounded',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('unfounded', ''), models.Q(('outcome__in', ['inadmissible', 'rejected']), ('unfounded__length__gte', 1), ('unfounded__length__lte', 2000)), _connector='OR'), name='decision_unfounded_only_where_nothing_follows'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('unfounded', ''), models.Q(('outcome__in', ['inadmissible', 'rejected']), ('unfounded__length__gte', 1), ('unfounded__length__lte', 2000)), _connector='OR'), name='draft_unfounded_only_where_nothing_follows'),
        ),
        migrations.AddField(
            model_name='measure',
            name='business',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='businesses.business', to_field='public_id'),
        ),
        migrations.AddField(
            model_name='measure',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['business', '-id'], name='measure_of_business'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(condition=models.Q(('appeal_decided_on__isnull', True), ('appealed_on__isnull', False)), fields=['decide_until'], name='measure_appeal_waits'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('appeal_outcome__in', ['', 'upheld', 'reversed'])), name='measure_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal', ''), ('appealed_on__isnull', True), ('decide_until__isnull', True)), models.Q(('appealed_on__isnull', False), ('decide_until__isnull', False), ('appeal__length__gte', 20), ('appeal__length__lte', 2000)), _connector='OR'), name='measure_appeal_whole'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal_decided_on__isnull', True), ('appeal_outcome', ''), ('appeal_reasons', '')), models.Q(('appeal_decided_on__isnull', False), ('appealed_on__isnull', False), models.Q(('appeal_outcome', ''), _negated=True), ('appeal_reasons__length__gte', 20), ('appeal_reasons__length__lte', 2000)), _connector='OR'), name='measure_appeal_decided'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['warning', 'right-suspended', 'legal-threat'])), name='measure_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['charter-breach', 'false-reviews', 'false-receipts', 'pressure-on-reviewers', 'unfounded-challenges'])), name='measure_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['', 'minor', 'moderate', 'serious'])), name='measure_severity_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('why_ended__in', ['', 'cured', 'reversed'])), name='measure_why_ended_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('persons__gte', 2)), name='measure_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('reasoning__length__gte', 20), ('reasoning__length__lte', 2000), ('facts__len__gte', 1), ('rule_text__length__gte', 1), ('summary__length__gte', 1), ('summary__length__lte', 500)), name='measure_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('appeal_until__gt', models.F('from_on')), ('from_on__gte', models.F('told_on')), ('until__gt', models.F('from_on'))), name='measure_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('appealed_on__isnull', True), ('appealed_on__lte', models.F('appeal_until')), _connector='OR'), name='measure_appealed_in_time'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', True), ('kind', 'warning'), models.Q(('severity', ''), _negated=True)), models.Q(('case__isnull', True), ('kind', 'right-suspended'), ('severity', '')), models.Q(('case__isnull', False), ('kind', 'legal-threat'), ('severity', '')), _connector='OR'), name='measure_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('why_ended', '')), models.Q(('ended_on__gte', models.F('from_on')), ('ended_on__isnull', False), models.Q(models.Q(('appeal_outcome', 'reversed'), ('why_ended', 'reversed')), models.Q(('kind', 'warning'), ('why_ended', 'cured')), _connector='OR')), _connector='OR'), name='measure_ended'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal_outcome', 'reversed'), _negated=True), ('ended_on__isnull', False), _connector='OR'), name='measure_reversed_is_over'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True), ('kind', 'legal-threat')), fields=('case',), name='measure_one_threat_per_case'),
        ),
    ]
