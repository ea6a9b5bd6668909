"""What leads a writer back, what a moderator looks at, what waits for a release, and words that name somebody."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('reviews', '0004_receipts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('review', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('change', 'change'), ('withdraw', 'withdraw'), ('erase', 'erase')], max_length=8)),
                ('stars', models.PositiveSmallIntegerField(null=True)),
                ('outcome', models.CharField(choices=[('as-agreed', 'as-agreed'), ('problem-solved', 'problem-solved'), ('problem-unsolved', 'problem-unsolved'), ('never-delivered', 'never-delivered'), ('charged-wrongly', 'charged-wrongly')], max_length=20, null=True)),
                ('text', models.TextField(null=True)),
            ],
            options={
                'db_table': 'reviews_act',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['change', 'withdraw', 'erase'])), name='act_kind_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['as-agreed', 'problem-solved', 'problem-unsolved', 'never-delivered', 'charged-wrongly'])), name='act_outcome_known'), models.CheckConstraint(condition=models.Q(('text__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 4000)), _connector='OR'), name='act_text_length'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), models.Q(('stars__gte', 1), ('stars__lte', 5)), _connector='OR'), name='act_stars_1_to_5'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'change'), models.Q(('outcome', None), ('stars', None), ('text', None), _negated=True)), models.Q(models.Q(('kind', 'change'), _negated=True), ('outcome', None), ('stars', None), ('text', None)), _connector='OR'), name='act_change_changes')],
            },
        ),
        migrations.CreateModel(
            name='Writer',
            fields=[
                ('verifier', models.BinaryField(primary_key=True, serialize=False)),
                ('review', models.UUIDField(unique=True)),
                ('slip', models.BinaryField(null=True)),
            ],
            options={
                'db_table': 'reviews_writer',
                'constraints': [models.CheckConstraint(condition=models.Q(('verifier__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('verifier'), models.Value(32)), _connector='OR'), name='writer_verifier_length')],
            },
        ),
        migrations.CreateModel(
            name='Held',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('review', 'review'), ('edit', 'edit'), ('reply', 'reply'), ('audit', 'audit')], max_length=8)),
                ('cause', models.CharField(choices=[('insisted', 'insisted'), ('language', 'language'), ('screening-failed', 'screening-failed'), ('audit', 'audit')], max_length=16)),
                ('review', models.UUIDField(null=True)),
                ('language', models.CharField(max_length=3)),
                ('content', models.BinaryField(null=True)),
                ('week', models.DateField()),
                ('decide_by', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('refused', 'refused'), ('appealed', 'appealed'), ('final', 'final'), ('overdue', 'overdue')], default='waiting', max_length=8)),
                ('reason', models.CharField(choices=[('names-a-person', 'names-a-person'), ('contact', 'contact'), ('special-category', 'special-category'), ('no-review', 'no-review')], max_length=20, null=True)),
                ('forget_on', models.DateField(null=True)),
                ('business', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='businesses.business', to_field='public_id')),
            ],
            options={
                'db_table': 'reviews_held',
                'indexes': [models.Index(fields=['state', 'decide_by'], name='reviews_held_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['review', 'edit', 'reply', 'audit'])), name='held_kind_known'), models.CheckConstraint(condition=models.Q(('cause__in', ['insisted', 'language', 'screening-failed', 'audit'])), name='held_cause_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'refused', 'appealed', 'final', 'overdue'])), name='held_state_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['names-a-person', 'contact', 'special-category', 'no-review'])), name='held_reason_known'), models.CheckConstraint(condition=models.Q(('language__regex', '^[a-z]{2,3}$')), name='held_language_code'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='held_week_is_monday'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'review'), ('review__isnull', True)), models.Q(models.Q(('kind', 'review'), _negated=True), ('review__isnull', False)), _connector='OR'), name='held_review_is_itself'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'audit'), ('kind', 'audit')), models.Q(models.Q(('kind', 'audit'), _negated=True), models.Q(('cause', 'audit'), _negated=True)), _connector='OR'), name='held_audit_has_its_cause'), models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('state__in', ['waiting', 'refused', 'appealed'])), models.Q(models.Q(('state__in', ['waiting', 'refused', 'appealed']), _negated=True), ('content__isnull', True)), _connector='OR'), name='held_content_until_decided'), models.CheckConstraint(condition=models.Q(models.Q(('reason__isnull', True), ('state__in', ['waiting', 'overdue'])), models.Q(models.Q(('state__in', ['waiting', 'overdue']), _negated=True), ('reason__isnull', False)), _connector='OR'), name='held_reason_with_refusal'), models.UniqueConstraint(condition=models.Q(('review__isnull', False)), fields=('review', 'kind'), name='held_one_per_review')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held', models.UUIDField()),
                ('kind', models.CharField(choices=[('review', 'review'), ('edit', 'edit'), ('reply', 'reply'), ('audit', 'audit')], max_length=8)),
                ('cause', models.CharField(choices=[('insisted', 'insisted'), ('language', 'language'), ('screening-failed', 'screening-failed'), ('audit', 'audit')], max_length=16)),
                ('language', models.CharField(max_length=3)),
                ('is_second', models.BooleanField(default=False)),
                ('passed', models.BooleanField(null=True)),
                ('marked', models.PositiveSmallIntegerField(default=0)),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('missed', models.PositiveSmallIntegerField(default=0)),
                ('decided_on', models.DateField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'reviews_look',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['review', 'edit', 'reply', 'audit'])), name='look_kind_known'), models.CheckConstraint(condition=models.Q(('cause__in', ['insisted', 'language', 'screening-failed', 'audit'])), name='look_cause_known'), models.UniqueConstraint(fields=('held', 'is_second'), name='look_once_each'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('passed__isnull', True)), models.Q(('decided_by__isnull', False), ('passed__isnull', False)), _connector='OR'), name='look_overdue_by_nobody'), models.CheckConstraint(condition=models.Q(('wrong__lte', models.F('marked'))), name='look_wrong_of_marked')],
            },
        ),
        migrations.CreateModel(
            name='MaskRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(editable=False, unique=True)),
                ('review', models.UUIDField()),
                ('words', models.CharField(max_length=200, null=True)),
                ('words_hash', models.BinaryField()),
                ('wording', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('masked', 'masked'), ('stays', 'stays'), ('lifted', 'lifted')], default='asked', max_length=8)),
                ('asked_on', models.DateField()),
                ('decide_by', models.DateTimeField()),
                ('is_late', models.BooleanField(default=False)),
                ('decided_on', models.DateField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'reviews_mask_request',
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'masked', 'stays', 'lifted'])), name='mask_state_known'), models.CheckConstraint(condition=models.Q(('words_hash__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('words_hash'), models.Value(32)), _connector='OR'), name='mask_words_hash_length'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'masked'])), fields=('review',), name='mask_one_pending'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('words__isnull', False)), ('decided_on__isnull', False), _connector='OR'), name='mask_words_until_decided')],
            },
        ),
        migrations.CreateModel(
            name='PendingReply',
            fields=[
                ('review', models.UUIDField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('business', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='businesses.business', to_field='public_id')),
            ],
            options={
                'db_table': 'reviews_pending_reply',
                'constraints': [models.CheckConstraint(condition=models.Q(('text__isnull', True), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000)), _connector='OR'), name='pending_reply_text_length')],
            },
        ),
    ]
