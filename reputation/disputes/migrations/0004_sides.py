"""Who and what the tables of a case belong to, and what has to hold in each."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disputes', '0004_course'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['inadmissible', 'masked', 'rejected', 'removed', 'suspended']), ('replaced_outcome__isnull', True), ('replaces__isnull', True)), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed', 'suspended'])), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('outcome__in', ['removed', 'restored'])), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed', 'restored'])), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed'])), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('outcome__in', ['admitted'])), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('outcome__in', ['masked', 'rejected', 'removed'])), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('outcome__in', [])), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), _connector='OR'), name='decision_follows'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_final', True), models.Q(('outcome', 'admitted'), _negated=True)), fields=('case',), name='decision_one_final'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['masked', 'removed']), ('until__gt', models.F('decided_on'))), models.Q(models.Q(('outcome__in', ['masked', 'removed']), _negated=True), ('until__isnull', True)), _connector='OR'), name='decision_sanction_ends'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.decision'),
        ),
        migrations.AddField(
            model_name='casestep',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='decider',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.decision'),
        ),
        migrations.AddField(
            model_name='decider',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='draft',
            name='drafted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filer',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='interim',
            name='case',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='interim',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='interim',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review', to_field='public_id'),
        ),
        migrations.AddField(
            model_name='interim',
            name='taken_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='panel',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='said',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='seat',
            name='panel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.panel'),
        ),
        migrations.AddField(
            model_name='seat',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taking',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddField(
            model_name='taking',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='writeract',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.case'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['challenger', 'writer'])), name='appeal_party_known'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(fields=('decision', 'party'), name='appeal_once_each'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(condition=models.Q(('decision__isnull', True)), fields=('case', 'party'), name='appeal_undecided_once_each'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('aim_on__gt', models.F('appealed_on')), ('decide_until__gte', models.F('aim_on'))), name='appeal_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['noticed', 'answered', 'replied', 'extended', 'paused', 'resumed', 'ready', 'reopened', 'overdue', 'withdrawn', 'settled', 'closed'])), name='step_known'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.CheckConstraint(condition=models.Q(('deadline__in', ['admissibility', 'decision', 'appeal-decision', 'reversal'])), name='step_deadline_known'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deadline__isnull', False), ('step', 'overdue')), models.Q(models.Q(('step', 'overdue'), _negated=True), ('deadline__isnull', True)), _connector='OR'), name='step_deadline_overdue'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.UniqueConstraint(condition=models.Q(('deadline__isnull', False)), fields=('case', 'deadline'), name='step_overdue_once'),
        ),
        migrations.AddConstraint(
            model_name='decider',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['moderator', 'second-moderator', 'panel'])), name='decider_role_known'),
        ),
        migrations.AddConstraint(
            model_name='decider',
            constraint=models.UniqueConstraint(fields=('decision', 'user'), name='decider_once'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended'])), name='draft_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='filer',
            constraint=models.CheckConstraint(condition=models.Q(('verifier__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('verifier'), models.Value(32)), _connector='OR'), name='filer_verifier_length'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause'])), name='interim_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reasoning'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reasoning'), 2000)), name='interim_reasoning_length'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(('facts__len__gte', 1)), name='interim_cites_facts'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('taken_at'))), name='interim_lapses'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('taken_by')), _negated=True), _connector='OR'), name='interim_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('case',), name='panel_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['lot', 'assigned'])), name='panel_way_known'),
        ),
        migrations.AddConstraint(
            model_name='panel',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['few', 'no-witness'])), name='panel_why_known'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['challenger', 'writer'])), name='said_party_known'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'late-answer', 'reply', 'offer', 'more', 'appeal'])), name='said_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000)), name='said_text_length'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind__in', ['answer', 'late-answer']), _negated=True), models.Q(('kind__in', ['reply', 'offer']), _negated=True)), models.Q(('kind__in', ['answer', 'late-answer']), ('party', 'writer')), models.Q(('kind__in', ['reply', 'offer']), ('party', 'challenger')), _connector='OR'), name='said_by_whom_it_may'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended'])), name='seat_opinion_known'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('panel', 'user'), name='seat_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('declined_on__isnull', True)), fields=('panel', 'number'), name='seat_one_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='taking',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['declared', 'declined', 'admitted', 'interim', 'drafted', 'approved', 'panel'])), name='taking_part_known'),
        ),
        migrations.AddConstraint(
            model_name='taking',
            constraint=models.UniqueConstraint(fields=('case', 'user', 'part'), name='taking_once'),
        ),
        migrations.AddConstraint(
            model_name='writeract',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'more-time', 'more', 'agree', 'appeal', 'nonce'])), name='writer_act_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='writeract',
            constraint=models.UniqueConstraint(fields=('case', 'kind'), name='writer_act_one_of_a_kind'),
        ),
    ]
