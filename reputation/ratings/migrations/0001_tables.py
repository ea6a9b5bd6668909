"""Reviews, months, annulled keys, suspensions, answers and the cursor, as the follower keeps them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AnnulledKey',
            fields=[
                ('pk', models.CompositePrimaryKey('business', 'key_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('business', models.UUIDField()),
                ('key_id', models.BinaryField()),
            ],
            options={
                'db_table': 'ratings_annulled_key',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('business', models.UUIDField(primary_key=True, serialize=False)),
                ('month', models.IntegerField()),
                ('log_size', models.BigIntegerField()),
                ('status', models.CharField(max_length=20)),
                ('published', models.BooleanField()),
                ('order_key', models.SmallIntegerField()),
                ('body', models.BinaryField()),
            ],
            options={
                'db_table': 'ratings_answer',
                'indexes': [models.Index(condition=models.Q(('status', 'participant')), fields=['order_key', 'business'], name='ratings_answer_in_order'), models.Index(fields=['month', 'business'], name='ratings_answer_by_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['participant', 'left'])), name='ratings_answer_status_known'), models.CheckConstraint(condition=models.Q(('published', False), ('status', 'participant'), _connector='OR'), name='ratings_answer_left_has_no_figure')],
            },
        ),
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(default=0)),
                ('month', models.IntegerField(default=0)),
                ('refused', models.BigIntegerField(default=0)),
            ],
            options={
                'db_table': 'ratings_cursor',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ratings_cursor_only_one')],
            },
        ),
        migrations.CreateModel(
            name='MonthRow',
            fields=[
                ('pk', models.CompositePrimaryKey('business', 'month', blank=True, editable=False, primary_key=True, serialize=False)),
                ('business', models.UUIDField()),
                ('month', models.IntegerField()),
                ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('weights', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'db_table': 'ratings_month',
                'constraints': [models.CheckConstraint(condition=models.Q(('counts__len', 26)), name='ratings_month_counts_whole'), models.CheckConstraint(condition=models.Q(('weights__len', 16)), name='ratings_month_weights_whole')],
            },
        ),
        migrations.CreateModel(
            name='ReviewRow',
            fields=[
                ('pk', models.CompositePrimaryKey('business', 'review', blank=True, editable=False, primary_key=True, serialize=False)),
                ('business', models.UUIDField()),
                ('review', models.UUIDField()),
                ('month', models.IntegerField()),
                ('receipt_class', models.CharField(max_length=20)),
                ('key_id', models.BinaryField(null=True)),
                ('stars', models.SmallIntegerField()),
                ('outcome', models.CharField(max_length=40)),
                ('no_receipt_given', models.BooleanField()),
                ('is_withdrawn', models.BooleanField()),
                ('is_restricted', models.BooleanField()),
                ('is_annulled', models.BooleanField()),
            ],
            options={
                'db_table': 'ratings_review',
                'indexes': [models.Index(condition=models.Q(('key_id__isnull', False)), fields=['business', 'key_id'], name='ratings_review_by_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(('receipt_class__in', ['independent', 'seller', 'none'])), name='ratings_review_class_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['as-agreed', 'problem-solved', 'problem-unsolved', 'never-delivered', 'charged-wrongly'])), name='ratings_review_outcome_known'), models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='ratings_review_stars_range'), models.CheckConstraint(condition=models.Q(('no_receipt_given', False), ('receipt_class', 'none'), _connector='OR'), name='ratings_review_no_receipt_given_without_only')],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('pk', models.CompositePrimaryKey('business', 'alert', blank=True, editable=False, primary_key=True, serialize=False)),
                ('business', models.UUIDField()),
                ('alert', models.CharField(max_length=20)),
                ('until', models.IntegerField()),
            ],
            options={
                'db_table': 'ratings_suspension',
                'constraints': [models.CheckConstraint(condition=models.Q(('alert__in', ['worse', 'surge', 'money-lost', 'no-receipt-given'])), name='ratings_suspension_alert_known')],
            },
        ),
    ]
