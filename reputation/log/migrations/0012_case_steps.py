"""The log knows what happens in a case between challenge and decision."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('log', '0011_cases_by_pages'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='log_entry_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='waiting',
            name='log_waiting_kind_known',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['operator', 'edition', 'business-joined', 'business-changed', 'business-left', 'business-returned', 'domain-proved', 'domain-lost', 'attester-admitted', 'attester-ended', 'receipt-key', 'receipt-key-ended', 'receipt-key-annulled', 'receipt-totals', 'receipts-spent', 'review', 'review-unpublished', 'review-changed', 'review-masked', 'review-withdrawn', 'review-restricted', 'review-restored', 'review-erased', 'reply', 'challenge', 'case-step', 'case-conduct', 'decision', 'appeal', 'appeal-decision', 'interim', 'warning', 'warning-ended', 'termination', 'alert-suspended', 'alert-resumed', 'right-suspended', 'exemption', 'panel-roster', 'order', 'checks-manifest', 'ratings-file'])), name='log_entry_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='waiting',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['operator', 'edition', 'business-joined', 'business-changed', 'business-left', 'business-returned', 'domain-proved', 'domain-lost', 'attester-admitted', 'attester-ended', 'receipt-key', 'receipt-key-ended', 'receipt-key-annulled', 'receipt-totals', 'receipts-spent', 'review', 'review-unpublished', 'review-changed', 'review-masked', 'review-withdrawn', 'review-restricted', 'review-restored', 'review-erased', 'reply', 'challenge', 'case-step', 'case-conduct', 'decision', 'appeal', 'appeal-decision', 'interim', 'warning', 'warning-ended', 'termination', 'alert-suspended', 'alert-resumed', 'right-suspended', 'exemption', 'panel-roster', 'order', 'checks-manifest', 'ratings-file'])), name='log_waiting_kind_known'),
        ),
    ]
