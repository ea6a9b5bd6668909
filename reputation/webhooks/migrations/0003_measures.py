"""Businesses hear of measures about them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesses', '0007_legal_form'),
        ('webhooks', '0002_events_of_cases'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='endpoint',
            name='endpoint_kinds_known',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='webhook_event_kind_known',
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('domain-proved', 'domain-proved'), ('domain-proof-failing', 'domain-proof-failing'), ('domain-lost', 'domain-lost'), ('charter-announced', 'charter-announced'), ('charter-not-accepted', 'charter-not-accepted'), ('leaving-noticed', 'leaving-noticed'), ('leaving-cancelled', 'leaving-cancelled'), ('left', 'left'), ('returned', 'returned'), ('termination-announced', 'termination-announced'), ('termination-appeal-decided', 'termination-appeal-decided'), ('terminated', 'terminated'), ('measure-taken', 'measure-taken'), ('measure-appeal-decided', 'measure-appeal-decided'), ('warning-ended', 'warning-ended'), ('rating-changed', 'rating-changed'), ('case-filed', 'case-filed'), ('case-changed', 'case-changed'), ('case-decided', 'case-decided'), ('review-restricted', 'review-restricted'), ('review-restored', 'review-restored'), ('ping', 'ping')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['domain-proved', 'domain-proof-failing', 'domain-lost', 'charter-announced', 'charter-not-accepted', 'leaving-noticed', 'leaving-cancelled', 'left', 'returned', 'termination-announced', 'termination-appeal-decided', 'terminated', 'measure-taken', 'measure-appeal-decided', 'warning-ended', 'rating-changed', 'case-filed', 'case-changed', 'case-decided', 'review-restricted', 'review-restored']), ('kinds__len__gte', 1)), name='endpoint_kinds_known'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['domain-proved', 'domain-proof-failing', 'domain-lost', 'charter-announced', 'charter-not-accepted', 'leaving-noticed', 'leaving-cancelled', 'left', 'returned', 'termination-announced', 'termination-appeal-decided', 'terminated', 'measure-taken', 'measure-appeal-decided', 'warning-ended', 'rating-changed', 'case-filed', 'case-changed', 'case-decided', 'review-restricted', 'review-restored', 'ping'])), name='webhook_event_kind_known'),
        ),
    ]
