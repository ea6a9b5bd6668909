"""The log knows that measures end, and keeps the words of measures beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0012_case_steps'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='log_entry_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='sidefile',
            name='log_side_file_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='waiting',
            name='log_waiting_kind_known',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['operator', 'edition', 'business-joined', 'business-changed', 'business-left', 'business-returned', 'domain-proved', 'domain-lost', 'attester-admitted', 'attester-ended', 'receipt-key', 'receipt-key-ended', 'receipt-key-annulled', 'receipt-totals', 'receipts-spent', 'review', 'review-unpublished', 'review-changed', 'review-masked', 'review-withdrawn', 'review-restricted', 'review-restored', 'review-erased', 'reply', 'challenge', 'case-step', 'case-conduct', 'case-conduct-ended', 'decision', 'appeal', 'appeal-decision', 'interim', 'warning', 'warning-ended', 'termination', 'alert-suspended', 'alert-resumed', 'right-suspended', 'right-restored', 'exemption', 'panel-roster', 'order', 'checks-manifest', 'ratings-file'])), name='log_entry_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='sidefile',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['names', 'texts', 'replies', 'cases', 'alerts', 'measures'])), name='log_side_file_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['operator', 'edition', 'business-joined', 'business-changed', 'business-left', 'business-returned', 'domain-proved', 'domain-lost', 'attester-admitted', 'attester-ended', 'receipt-key', 'receipt-key-ended', 'receipt-key-annulled', 'receipt-totals', 'receipts-spent', 'review', 'review-unpublished', 'review-changed', 'review-masked', 'review-withdrawn', 'review-restricted', 'review-restored', 'review-erased', 'reply', 'challenge', 'case-step', 'case-conduct', 'case-conduct-ended', 'decision', 'appeal', 'appeal-decision', 'interim', 'warning', 'warning-ended', 'termination', 'alert-suspended', 'alert-resumed', 'right-suspended', 'right-restored', 'exemption', 'panel-roster', 'order', 'checks-manifest', 'ratings-file'])), name='log_waiting_kind_known'),
        ),
    ]
