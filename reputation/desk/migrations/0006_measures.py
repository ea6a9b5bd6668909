"""Two persons decide about measures: of what they propose, the statement of reasons is kept part by part."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0005_guards_of_attesters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_particulars',
        ),
        migrations.AddField(
            model_name='proposal',
            name='facts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='proposal',
            name='rule',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='proposal',
            name='severity',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='proposal',
            name='summary',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='kind',
            field=models.CharField(choices=[('admit-application', 'admit-application'), ('refuse-application', 'refuse-application'), ('announce-edition', 'announce-edition'), ('operator-entry', 'operator-entry'), ('terminate', 'terminate'), ('change-numbers', 'change-numbers'), ('give-duty', 'give-duty'), ('end-duty', 'end-duty'), ('uphold-termination', 'uphold-termination'), ('reverse-termination', 'reverse-termination'), ('admit-attester', 'admit-attester'), ('refuse-attester', 'refuse-attester'), ('end-attester', 'end-attester'), ('annul-key', 'annul-key'), ('warn', 'warn'), ('suspend-right', 'suspend-right'), ('note-legal-threat', 'note-legal-threat'), ('end-warning', 'end-warning'), ('uphold-measure', 'uphold-measure'), ('reverse-measure', 'reverse-measure')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['admit-application', 'refuse-application', 'announce-edition', 'operator-entry', 'terminate', 'change-numbers', 'give-duty', 'end-duty', 'uphold-termination', 'reverse-termination', 'admit-attester', 'refuse-attester', 'end-attester', 'annul-key', 'warn', 'suspend-right', 'note-legal-threat', 'end-warning', 'uphold-measure', 'reverse-measure'])), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['', 'minor', 'moderate', 'serious'])), name='proposal_severity_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('summary__length__lte', 500)), name='proposal_summary_limit'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'admit-application'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'refuse-application'), ('subject__isnull', False), models.Q(('is_natural_person__isnull', True), _negated=True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'announce-edition'), ('subject__isnull', True), ('is_natural_person__isnull', True), models.Q(('edition__isnull', True), _negated=True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'operator-entry'), ('subject__isnull', True), ('is_natural_person__isnull', True), ('edition__isnull', True), models.Q(('sha256', ''), _negated=True), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'terminate'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), models.Q(('ground', ''), _negated=True), models.Q(('exclude_until__isnull', True), _negated=True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'change-numbers'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'give-duty'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), models.Q(('duty', ''), _negated=True), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'end-duty'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), models.Q(('duty', ''), _negated=True), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'uphold-termination'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'reverse-termination'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'admit-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'refuse-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'end-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'annul-key'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), models.Q(('sha256', ''), _negated=True), models.Q(('ground', ''), _negated=True), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'warn'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), models.Q(('severity', ''), _negated=True), models.Q(('rule', ''), _negated=True), models.Q(('facts__len', 0), _negated=True), models.Q(('summary', ''), _negated=True)), models.Q(('kind', 'suspend-right'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), models.Q(('rule', ''), _negated=True), models.Q(('facts__len', 0), _negated=True), models.Q(('summary', ''), _negated=True)), models.Q(('kind', 'note-legal-threat'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), models.Q(('rule', ''), _negated=True), models.Q(('facts__len', 0), _negated=True), models.Q(('summary', ''), _negated=True)), models.Q(('kind', 'end-warning'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'uphold-measure'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), models.Q(('kind', 'reverse-measure'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', ''), ('severity', ''), ('rule', ''), ('facts__len', 0), ('summary', '')), _connector='OR'), name='proposal_particulars'),
        ),
    ]
