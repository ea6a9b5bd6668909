"""Two operators decide who may vouch, and which key of receipts is annulled."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0003_days_and_duties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_ground_known',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_particulars',
        ),
        migrations.AlterField(
            model_name='proposal',
            name='kind',
            field=models.CharField(choices=[('admit-application', 'admit-application'), ('refuse-application', 'refuse-application'), ('announce-edition', 'announce-edition'), ('operator-entry', 'operator-entry'), ('terminate', 'terminate'), ('change-numbers', 'change-numbers'), ('give-duty', 'give-duty'), ('end-duty', 'end-duty'), ('uphold-termination', 'uphold-termination'), ('reverse-termination', 'reverse-termination'), ('admit-attester', 'admit-attester'), ('refuse-attester', 'refuse-attester'), ('end-attester', 'end-attester'), ('annul-key', 'annul-key')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['admit-application', 'refuse-application', 'announce-edition', 'operator-entry', 'terminate', 'change-numbers', 'give-duty', 'end-duty', 'uphold-termination', 'reverse-termination', 'admit-attester', 'refuse-attester', 'end-attester', 'annul-key'])), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['', 'charter-breach', 'false-reviews', 'false-receipts', 'pressure-on-reviewers', 'unfounded-challenges', 'leaked', 'more-spent-than-claimed', 'false-attestation'])), name='proposal_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'admit-application'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'refuse-application'), ('subject__isnull', False), models.Q(('is_natural_person__isnull', True), _negated=True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'announce-edition'), ('subject__isnull', True), ('is_natural_person__isnull', True), models.Q(('edition__isnull', True), _negated=True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'operator-entry'), ('subject__isnull', True), ('is_natural_person__isnull', True), ('edition__isnull', True), models.Q(('sha256', ''), _negated=True), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'terminate'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), models.Q(('ground', ''), _negated=True), models.Q(('exclude_until__isnull', True), _negated=True), ('duty', '')), models.Q(('kind', 'change-numbers'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'give-duty'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), models.Q(('duty', ''), _negated=True)), models.Q(('kind', 'end-duty'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), models.Q(('duty', ''), _negated=True)), models.Q(('kind', 'uphold-termination'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'reverse-termination'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'admit-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'refuse-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'end-attester'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), ('sha256', ''), ('ground', ''), ('exclude_until__isnull', True), ('duty', '')), models.Q(('kind', 'annul-key'), ('subject__isnull', False), ('is_natural_person__isnull', True), ('edition__isnull', True), models.Q(('sha256', ''), _negated=True), models.Q(('ground', ''), _negated=True), ('exclude_until__isnull', True), ('duty', '')), _connector='OR'), name='proposal_particulars'),
        ),
    ]
