"""A case has a course: it is admitted, answered, drafted, decided, appealed; and those who take part in it."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

# Those that were decided before: nobody had drafted, nobody could appeal.
FORMER = """
ALTER TABLE disputes_case DISABLE TRIGGER USER;
ALTER TABLE disputes_decision DISABLE TRIGGER USER;
UPDATE disputes_case c SET
    admit_until = filed_on + 2,
    appeal_until = (SELECT max(d.appeal_until) FROM disputes_decision d WHERE d.case_id = c.id),
    ended_on = CASE WHEN state = 'decided' THEN NULL ELSE ended_on END;
UPDATE disputes_decision SET until = (decided_on + interval '12 months')::date WHERE outcome = 'removed';
UPDATE disputes_decision SET until = (decided_on + interval '36 months')::date WHERE outcome = 'masked';
ALTER TABLE disputes_case ENABLE TRIGGER USER;
ALTER TABLE disputes_decision ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('disputes', '0003_salts'),
        ('reviews', '0008_interim'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('challenger', 'challenger'), ('writer', 'writer')], max_length=12)),
                ('appealed_on', models.DateField()),
                ('aim_on', models.DateField()),
                ('decide_until', models.DateField()),
                ('nonce_commitment', models.BinaryField(null=True)),
                ('nonce', models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('noticed', 'noticed'), ('answered', 'answered'), ('replied', 'replied'), ('extended', 'extended'), ('paused', 'paused'), ('resumed', 'resumed'), ('ready', 'ready'), ('reopened', 'reopened'), ('overdue', 'overdue'), ('withdrawn', 'withdrawn'), ('settled', 'settled'), ('closed', 'closed')], max_length=12)),
                ('deadline', models.CharField(choices=[('admissibility', 'admissibility'), ('decision', 'decision'), ('appeal-decision', 'appeal-decision'), ('reversal', 'reversal')], max_length=20, null=True)),
                ('until', models.DateField(null=True)),
                ('happened_on', models.DateField()),
            ],
            options={
                'db_table': 'disputes_case_step',
            },
        ),
        migrations.CreateModel(
            name='Decider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('moderator', 'moderator'), ('second-moderator', 'second-moderator'), ('panel', 'panel')], max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended')], max_length=12)),
                ('quote', models.TextField()),
                ('facts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('business_said', models.TextField()),
                ('reviewer_said', models.TextField()),
                ('reasoning', models.TextField()),
                ('summary', models.TextField()),
                ('wording', models.CharField(blank=True, max_length=60)),
                ('until_month', models.PositiveIntegerField(null=True)),
                ('drafted_at', models.DateTimeField()),
                ('returned', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Due',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='disputes.decision')),
                ('words', models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Filer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verifier', models.BinaryField(unique=True)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('language', models.CharField(max_length=2)),
            ],
        ),
        migrations.CreateModel(
            name='Interim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(editable=False, unique=True)),
                ('ground', models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause')], max_length=40)),
                ('reasoning', models.TextField()),
                ('facts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('taken_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('confirmed_on', models.DateField(null=True)),
                ('until', models.DateField()),
                ('ended_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('lot', 'lot'), ('assigned', 'assigned')], max_length=10)),
                ('why', models.CharField(choices=[('few', 'few'), ('no-witness', 'no-witness')], max_length=20, null=True)),
                ('roster', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None)),
                ('roster_sha256', models.CharField(blank=True, max_length=64)),
                ('roster_on', models.DateField(null=True)),
                ('drawn_at', models.PositiveBigIntegerField(null=True)),
                ('seed', models.BinaryField(null=True)),
                ('seated_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(choices=[('challenger', 'challenger'), ('writer', 'writer')], max_length=12)),
                ('kind', models.CharField(choices=[('answer', 'answer'), ('late-answer', 'late-answer'), ('reply', 'reply'), ('offer', 'offer'), ('more', 'more'), ('appeal', 'appeal')], max_length=12)),
                ('text', models.TextField()),
                ('is_held', models.BooleanField(default=False)),
                ('said_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('declined_on', models.DateField(null=True)),
                ('opinion', models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended')], max_length=12, null=True)),
                ('opinion_text', models.TextField(blank=True)),
                ('opinion_on', models.DateField(null=True)),
                ('agrees', models.BooleanField(null=True)),
                ('dissent', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Taking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('declared', 'declared'), ('declined', 'declined'), ('admitted', 'admitted'), ('interim', 'interim'), ('drafted', 'drafted'), ('approved', 'approved'), ('panel', 'panel')], max_length=12)),
                ('taken_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='WriterAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'answer'), ('more-time', 'more-time'), ('more', 'more'), ('agree', 'agree'), ('appeal', 'appeal'), ('nonce', 'nonce')], max_length=12)),
                ('text', models.TextField(blank=True)),
                ('is_held', models.BooleanField(default=False)),
                ('nonce_commitment', models.BinaryField(null=True)),
                ('release_on', models.DateField()),
            ],
            options={
                'db_table': 'disputes_writer_act',
            },
        ),
        migrations.RemoveConstraint(model_name='case', name='case_state_known'),
        migrations.RemoveConstraint(model_name='case', name='case_ended_by_state'),
        migrations.RemoveConstraint(model_name='case', name='case_days_in_order'),
        migrations.RemoveConstraint(model_name='case', name='case_one_open_per_review'),
        migrations.RemoveConstraint(model_name='claim', name='claim_ground_known'),
        migrations.RemoveConstraint(model_name='decision', name='decision_outcome_known'),
        migrations.RemoveConstraint(model_name='decision', name='decision_ground_known'),
        migrations.RemoveConstraint(model_name='decision', name='decision_two_persons'),
        migrations.RemoveConstraint(model_name='decision', name='decision_follows'),
        migrations.AddField(model_name='case', name='admit_until', field=models.DateField(default=datetime.date(2000, 1, 1)), preserve_default=False),
        migrations.AddField(model_name='case', name='alert', field=models.CharField(choices=[('worse', 'worse'), ('surge', 'surge'), ('money-lost', 'money-lost'), ('no-receipt-given', 'no-receipt-given')], max_length=20, null=True)),
        migrations.AddField(model_name='case', name='appeal_until', field=models.DateField(null=True)),
        migrations.AddField(model_name='case', name='has_answer', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='case', name='is_extended', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='case', name='is_urgent', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='case', name='paused_days', field=models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(model_name='case', name='paused_on', field=models.DateField(null=True)),
        migrations.AddField(model_name='case', name='reply_until', field=models.DateField(null=True)),
        migrations.AddField(model_name='claim', name='is_held', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='claim', name='law', field=models.CharField(blank=True, max_length=200)),
        migrations.AddField(model_name='claim', name='masked_words', field=models.BinaryField(null=True)),
        migrations.AddField(model_name='decision', name='dissent', field=models.TextField(blank=True)),
        migrations.AddField(model_name='decision', name='is_final', field=models.BooleanField(default=False)),
        migrations.AddField(model_name='decision', name='persons', field=models.PositiveSmallIntegerField(default=2), preserve_default=False),
        migrations.AddField(model_name='decision', name='until', field=models.DateField(null=True)),
        migrations.AlterField(model_name='case', name='review', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review', to_field='public_id')),
        migrations.AlterField(model_name='case', name='state', field=models.CharField(choices=[('filed', 'filed'), ('noticed', 'noticed'), ('answered', 'answered'), ('ready', 'ready'), ('drafted', 'drafted'), ('decided', 'decided'), ('appealed', 'appealed'), ('final', 'final'), ('closed', 'closed'), ('withdrawn', 'withdrawn'), ('settled', 'settled')], default='filed', max_length=12)),
        migrations.AlterField(model_name='claim', name='ground', field=models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause')], max_length=40)),
        migrations.AlterField(model_name='claim', name='quote', field=models.TextField(null=True)),
        migrations.AlterField(model_name='decision', name='ground', field=models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause')], max_length=40)),
        migrations.AlterField(model_name='decision', name='outcome', field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended')], max_length=12)),
        migrations.AlterField(model_name='decision', name='replaced_outcome', field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended')], max_length=12, null=True)),
        migrations.AlterField(model_name='decision', name='review', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review', to_field='public_id')),
        migrations.AddIndex(model_name='case', index=models.Index(fields=['business', '-filed_on'], name='case_of_business')),
        migrations.AddIndex(model_name='case', index=models.Index(condition=models.Q(('state__in', ['closed', 'final', 'settled', 'withdrawn']), _negated=True), fields=['state', 'decide_until'], name='case_not_over')),
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(('state__in', ['filed', 'noticed', 'answered', 'ready', 'drafted', 'decided', 'appealed', 'final', 'closed', 'withdrawn', 'settled'])), name='case_state_known')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(('alert__in', ['worse', 'surge', 'money-lost', 'no-receipt-given'])), name='case_alert_known')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(models.Q(('alert__isnull', True), ('review__isnull', False)), models.Q(('alert__isnull', False), ('review__isnull', True), ('side', 'business')), _connector='OR'), name='case_one_subject')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['closed', 'final', 'settled', 'withdrawn'])), models.Q(models.Q(('state__in', ['closed', 'final', 'settled', 'withdrawn']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='case_ended_by_state')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(('admit_until__gte', models.F('filed_on')), ('answer_until__gt', models.F('admit_until')), ('decide_until__gt', models.F('filed_on')), models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('filed_on')), _connector='OR')), name='case_days_in_order')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(('appeal_until__isnull', False), models.Q(('state__in', ['decided', 'final']), _negated=True), _connector='OR'), name='case_appeal_once_decided')),
        migrations.AddConstraint(model_name='case', constraint=models.CheckConstraint(condition=models.Q(('paused_on__isnull', True), models.Q(('paused_on__gte', models.F('filed_on')), ('state__in', ['answered', 'appealed', 'drafted', 'filed', 'noticed', 'ready'])), _connector='OR'), name='case_pauses_while_open')),
        migrations.AddConstraint(model_name='case', constraint=models.UniqueConstraint(condition=models.Q(('appeal_until__isnull', True), ('state__in', ['answered', 'appealed', 'drafted', 'filed', 'noticed', 'ready'])), fields=('review',), name='case_one_open_per_review')),
        migrations.AddConstraint(model_name='case', constraint=models.UniqueConstraint(condition=models.Q(('alert__isnull', False), ('appeal_until__isnull', True), ('state__in', ['answered', 'appealed', 'drafted', 'filed', 'noticed', 'ready'])), fields=('business', 'alert'), name='case_one_open_per_alert')),
        migrations.AddConstraint(model_name='claim', constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause'])), name='claim_ground_known')),
        migrations.AddConstraint(model_name='decision', constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended'])), name='decision_outcome_known')),
        migrations.AddConstraint(model_name='decision', constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause'])), name='decision_ground_known')),
        migrations.AddConstraint(model_name='decision', constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_final', False), ('persons__gte', 2), models.Q(('decided_by', models.F('approved_by')), _negated=True), models.Q(('decided_by', 'panel'), _negated=True), models.Q(('approved_by', 'panel'), _negated=True)), models.Q(('is_final', True), ('persons', 3), ('approved_by', 'panel'), ('decided_by', 'panel')), _connector='OR'), name='decision_two_persons')),
        migrations.AddConstraint(model_name='decision', constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['inadmissible', 'masked', 'rejected', 'removed', 'suspended']), ('replaced_outcome__isnull', True), ('replaces__isnull', True)), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed', 'suspended'])), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('outcome__in', ['removed', 'restored'])), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed', 'restored'])), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed'])), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('outcome__in', ['admitted'])), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('outcome__in', ['masked', 'rejected', 'removed'])), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('outcome__in', [])), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), _connector='OR'), name='decision_follows')),
        migrations.AddConstraint(model_name='decision', constraint=models.UniqueConstraint(condition=models.Q(('is_final', True), models.Q(('outcome', 'admitted'), _negated=True)), fields=('case',), name='decision_one_final')),
        migrations.AddConstraint(model_name='decision', constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['masked', 'removed']), ('until__gt', models.F('decided_on'))), models.Q(models.Q(('outcome__in', ['masked', 'removed']), _negated=True), ('until__isnull', True)), _connector='OR'), name='decision_sanction_ends')),
        migrations.AddField(model_name='appeal', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='appeal', name='decision', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.decision')),
        migrations.AddField(model_name='casestep', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='decider', name='decision', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.decision')),
        migrations.AddField(model_name='decider', name='user', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='draft', name='case', field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='draft', name='drafted_by', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='filer', name='case', field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='interim', name='case', field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='interim', name='confirmed_by', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='interim', name='review', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review', to_field='public_id')),
        migrations.AddField(model_name='interim', name='taken_by', field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='panel', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='said', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='seat', name='panel', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.panel')),
        migrations.AddField(model_name='seat', name='user', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='taking', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddField(model_name='taking', name='user', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name='writeract', name='case', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case')),
        migrations.AddConstraint(model_name='appeal', constraint=models.CheckConstraint(condition=models.Q(('party__in', ['challenger', 'writer'])), name='appeal_party_known')),
        migrations.AddConstraint(model_name='appeal', constraint=models.UniqueConstraint(fields=('decision', 'party'), name='appeal_once_each')),
        migrations.AddConstraint(model_name='appeal', constraint=models.UniqueConstraint(condition=models.Q(('decision__isnull', True)), fields=('case', 'party'), name='appeal_undecided_once_each')),
        migrations.AddConstraint(model_name='appeal', constraint=models.CheckConstraint(condition=models.Q(('aim_on__gt', models.F('appealed_on')), ('decide_until__gte', models.F('aim_on'))), name='appeal_days_in_order')),
        migrations.AddConstraint(model_name='casestep', constraint=models.CheckConstraint(condition=models.Q(('step__in', ['noticed', 'answered', 'replied', 'extended', 'paused', 'resumed', 'ready', 'reopened', 'overdue', 'withdrawn', 'settled', 'closed'])), name='step_known')),
        migrations.AddConstraint(model_name='casestep', constraint=models.CheckConstraint(condition=models.Q(('deadline__in', ['admissibility', 'decision', 'appeal-decision', 'reversal'])), name='step_deadline_known')),
        migrations.AddConstraint(model_name='casestep', constraint=models.CheckConstraint(condition=models.Q(models.Q(('deadline__isnull', False), ('step', 'overdue')), models.Q(models.Q(('step', 'overdue'), _negated=True), ('deadline__isnull', True)), _connector='OR'), name='step_deadline_overdue')),
        migrations.AddConstraint(model_name='casestep', constraint=models.UniqueConstraint(condition=models.Q(('deadline__isnull', False)), fields=('case', 'deadline'), name='step_overdue_once')),
        migrations.AddConstraint(model_name='decider', constraint=models.CheckConstraint(condition=models.Q(('role__in', ['moderator', 'second-moderator', 'panel'])), name='decider_role_known')),
        migrations.AddConstraint(model_name='decider', constraint=models.UniqueConstraint(fields=('decision', 'user'), name='decider_once')),
        migrations.AddConstraint(model_name='draft', constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended'])), name='draft_outcome_known')),
        migrations.AddConstraint(model_name='filer', constraint=models.CheckConstraint(condition=models.Q(('verifier__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('verifier'), models.Value(32)), _connector='OR'), name='filer_verifier_length')),
        migrations.AddConstraint(model_name='interim', constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause'])), name='interim_ground_known')),
        migrations.AddConstraint(model_name='interim', constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reasoning'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reasoning'), 2000)), name='interim_reasoning_length')),
        migrations.AddConstraint(model_name='interim', constraint=models.CheckConstraint(condition=models.Q(('facts__len__gte', 1)), name='interim_cites_facts')),
        migrations.AddConstraint(model_name='interim', constraint=models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('taken_at'))), name='interim_lapses')),
        migrations.AddConstraint(model_name='interim', constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('taken_by')), _negated=True), _connector='OR'), name='interim_two_persons')),
        migrations.AddConstraint(model_name='panel', constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('case',), name='panel_one_at_a_time')),
        migrations.AddConstraint(model_name='panel', constraint=models.CheckConstraint(condition=models.Q(('way__in', ['lot', 'assigned'])), name='panel_way_known')),
        migrations.AddConstraint(model_name='panel', constraint=models.CheckConstraint(condition=models.Q(('why__in', ['few', 'no-witness'])), name='panel_why_known')),
        migrations.AddConstraint(model_name='said', constraint=models.CheckConstraint(condition=models.Q(('party__in', ['challenger', 'writer'])), name='said_party_known')),
        migrations.AddConstraint(model_name='said', constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'late-answer', 'reply', 'offer', 'more', 'appeal'])), name='said_kind_known')),
        migrations.AddConstraint(model_name='said', constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000)), name='said_text_length')),
        migrations.AddConstraint(model_name='said', constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind__in', ['answer', 'late-answer']), _negated=True), models.Q(('kind__in', ['reply', 'offer']), _negated=True)), models.Q(('kind__in', ['answer', 'late-answer']), ('party', 'writer')), models.Q(('kind__in', ['reply', 'offer']), ('party', 'challenger')), _connector='OR'), name='said_by_whom_it_may')),
        migrations.AddConstraint(model_name='seat', constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended'])), name='seat_opinion_known')),
        migrations.AddConstraint(model_name='seat', constraint=models.UniqueConstraint(fields=('panel', 'user'), name='seat_once')),
        migrations.AddConstraint(model_name='seat', constraint=models.UniqueConstraint(condition=models.Q(('declined_on__isnull', True)), fields=('panel', 'number'), name='seat_one_of_a_number')),
        migrations.AddConstraint(model_name='taking', constraint=models.CheckConstraint(condition=models.Q(('part__in', ['declared', 'declined', 'admitted', 'interim', 'drafted', 'approved', 'panel'])), name='taking_part_known')),
        migrations.AddConstraint(model_name='taking', constraint=models.UniqueConstraint(fields=('case', 'user', 'part'), name='taking_once')),
        migrations.AddConstraint(model_name='writeract', constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'more-time', 'more', 'agree', 'appeal', 'nonce'])), name='writer_act_kind_known')),
        migrations.AddConstraint(model_name='writeract', constraint=models.UniqueConstraint(fields=('case', 'kind'), name='writer_act_one_of_a_kind')),
    ]
