"""A case may be about a domain that looks like one of a business, and the business may say something to it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('disputes', '0014_forgotten'),
        ('reviews', '0008_interim'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='case_one_subject',
        ),
        migrations.RemoveConstraint(
            model_name='claim',
            name='claim_ground_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_outcome_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_ground_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_follows',
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_outcome_known',
        ),
        migrations.RemoveConstraint(
            model_name='interim',
            name='interim_ground_known',
        ),
        migrations.RemoveConstraint(
            model_name='said',
            name='said_party_known',
        ),
        migrations.RemoveConstraint(
            model_name='said',
            name='said_by_whom_it_may',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='seat_opinion_known',
        ),
        migrations.AddField(
            model_name='case',
            name='domain',
            field=models.CharField(max_length=253, null=True),
        ),
        migrations.AlterField(
            model_name='claim',
            name='ground',
            field=models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause'), ('no-imitation', 'no-imitation')], max_length=40),
        ),
        migrations.AlterField(
            model_name='decision',
            name='ground',
            field=models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause'), ('no-imitation', 'no-imitation')], max_length=40),
        ),
        migrations.AlterField(
            model_name='decision',
            name='outcome',
            field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('exempt', 'exempt')], max_length=12),
        ),
        migrations.AlterField(
            model_name='decision',
            name='replaced_outcome',
            field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('exempt', 'exempt')], max_length=12, null=True),
        ),
        migrations.AlterField(
            model_name='draft',
            name='outcome',
            field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('exempt', 'exempt')], max_length=12),
        ),
        migrations.AlterField(
            model_name='interim',
            name='ground',
            field=models.CharField(choices=[('no-genuine-experience', 'no-genuine-experience'), ('wrong-business', 'wrong-business'), ('names-a-person', 'names-a-person'), ('threat-or-extortion', 'threat-or-extortion'), ('hate-or-harassment', 'hate-or-harassment'), ('unlawful-content', 'unlawful-content'), ('confidential-data', 'confidential-data'), ('conflict-of-interest', 'conflict-of-interest'), ('off-topic', 'off-topic'), ('false-statement-of-fact', 'false-statement-of-fact'), ('innocent-cause', 'innocent-cause'), ('no-imitation', 'no-imitation')], max_length=40),
        ),
        migrations.AlterField(
            model_name='said',
            name='party',
            field=models.CharField(choices=[('challenger', 'challenger'), ('writer', 'writer'), ('business', 'business')], max_length=12),
        ),
        migrations.AlterField(
            model_name='seat',
            name='opinion',
            field=models.CharField(choices=[('rejected', 'rejected'), ('removed', 'removed'), ('masked', 'masked'), ('restored', 'restored'), ('inadmissible', 'inadmissible'), ('admitted', 'admitted'), ('suspended', 'suspended'), ('exempt', 'exempt')], max_length=12, null=True),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('alert__isnull', True), ('domain__isnull', True), ('review__isnull', False)), models.Q(('alert__isnull', False), ('domain__isnull', True), ('review__isnull', True), ('side', 'business')), models.Q(('alert__isnull', True), ('domain__isnull', False), ('review__isnull', True), ('side', 'public')), _connector='OR'), name='case_one_subject'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('appeal_until__isnull', True), ('domain__isnull', False), ('state__in', ['answered', 'appealed', 'drafted', 'filed', 'noticed', 'ready'])), fields=('business', 'domain'), name='case_one_open_per_domain'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause', 'no-imitation'])), name='claim_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended', 'exempt'])), name='decision_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause', 'no-imitation'])), name='decision_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['exempt', 'inadmissible', 'masked', 'rejected', 'removed', 'suspended']), ('replaced_outcome__isnull', True), ('replaces__isnull', True)), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('outcome__in', ['exempt', 'masked', 'removed', 'suspended'])), models.Q(('replaced_outcome', 'rejected'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('outcome__in', ['removed', 'restored'])), models.Q(('replaced_outcome', 'removed'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed', 'restored'])), models.Q(('replaced_outcome', 'masked'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('outcome__in', ['masked', 'removed'])), models.Q(('replaced_outcome', 'restored'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('outcome__in', ['admitted'])), models.Q(('replaced_outcome', 'inadmissible'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('outcome__in', ['masked', 'rejected', 'removed'])), models.Q(('replaced_outcome', 'admitted'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('outcome__in', [])), models.Q(('replaced_outcome', 'suspended'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), models.Q(('replaced_outcome', 'exempt'), ('replaces__isnull', False), ('outcome__in', [])), models.Q(('replaced_outcome', 'exempt'), ('replaces__isnull', False), ('is_final', True), ('outcome', 'rejected')), _connector='OR'), name='decision_follows'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended', 'exempt'])), name='draft_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='interim',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['no-genuine-experience', 'wrong-business', 'names-a-person', 'threat-or-extortion', 'hate-or-harassment', 'unlawful-content', 'confidential-data', 'conflict-of-interest', 'off-topic', 'false-statement-of-fact', 'innocent-cause', 'no-imitation'])), name='interim_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['challenger', 'writer', 'business'])), name='said_party_known'),
        ),
        migrations.AddConstraint(
            model_name='said',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind__in', ['answer', 'late-answer']), _negated=True), models.Q(('kind__in', ['reply', 'offer']), _negated=True)), models.Q(('kind__in', ['answer', 'late-answer']), ('party__in', ['writer', 'business'])), models.Q(('kind__in', ['reply', 'offer']), ('party', 'challenger')), _connector='OR'), name='said_by_whom_it_may'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ['rejected', 'removed', 'masked', 'restored', 'inadmissible', 'admitted', 'suspended', 'exempt'])), name='seat_opinion_known'),
        ),
    ]
