"""Tokens that were spent, in a partition for each epoch, and without the order in which they came."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

# What Django would make, but in partitions.
TABLE = """
CREATE TABLE receipts_spent (
    epoch integer NOT NULL CONSTRAINT receipts_spent_epoch_check CHECK (epoch >= 0),
    nullifier bytea NOT NULL CONSTRAINT spent_nullifier_length CHECK (length(nullifier) = 32),
    key_id bytea NOT NULL CONSTRAINT spent_key_id_length CHECK (length(key_id) = 32),
    token bytea CONSTRAINT spent_token_length CHECK (length(token) = 354),
    publish_week date,
    CONSTRAINT spent_token_waits_for_its_week CHECK (
        token IS NULL AND publish_week IS NULL
        OR token IS NOT NULL AND publish_week IS NOT NULL AND extract(isodow FROM publish_week) = 1
    ),
    CONSTRAINT receipts_spent_pkey PRIMARY KEY (epoch, nullifier)
) PARTITION BY LIST (epoch);
CREATE INDEX receipts_spent_week ON receipts_spent (publish_week) WHERE publish_week IS NOT NULL;
"""
GUARD = """
CREATE FUNCTION receipts_spent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.epoch, OLD.nullifier, OLD.key_id) <> (NEW.epoch, NEW.nullifier, NEW.key_id) OR NEW.token IS NOT NULL THEN
        RAISE EXCEPTION 'a spent token is published and forgotten, and nothing else'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Attached, not created as a partition: that would lock out everybody who redeems.
MAKE = """
CREATE FUNCTION receipts_make_partition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    partition text := 'receipts_spent_' || NEW.epoch;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(partition, 0));
    IF to_regclass('public.' || partition) IS NULL THEN
        EXECUTE format('CREATE TABLE public.%I (LIKE public.receipts_spent INCLUDING CONSTRAINTS)', partition);
        EXECUTE format('ALTER TABLE public.receipts_spent ATTACH PARTITION public.%I FOR VALUES IN (%s)',
                       partition, NEW.epoch);
    END IF;
    RETURN NULL;
END
$$
"""
# The rules say when an epoch is dead; what must never be, they cannot bring about.
DROP = """
CREATE FUNCTION receipts_drop_spent(dead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.receipts_key k WHERE k.epoch = dead AND k.state = 'issuing')
        OR EXISTS (SELECT FROM public.receipts_spent s WHERE s.epoch = dead AND s.publish_week IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a key of this epoch issues still, or a spent token of it was not published'
            USING ERRCODE = 'restrict_violation';
    END IF;
    EXECUTE format('DROP TABLE public.%I', 'receipts_spent_' || dead);
END
$$
"""
# TRUNCATE gives the table a new file: neither the place of a row nor its transaction id survives.
FORGET = """
CREATE FUNCTION receipts_forget_order() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    LOCK TABLE public.receipts_spent IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE receipts_still_spent ON COMMIT DROP AS SELECT * FROM public.receipts_spent;
    TRUNCATE public.receipts_spent;
    INSERT INTO public.receipts_spent SELECT * FROM receipts_still_spent ORDER BY gen_random_uuid();
    DROP TABLE receipts_still_spent;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0003_applications_of_attesters")]

    operations = [
        migrations.RunSQL(
            TABLE,
            "DROP TABLE receipts_spent",
            state_operations=[
                migrations.CreateModel(
                    name='Spent',
                    fields=[
                        ('pk', models.CompositePrimaryKey('epoch', 'nullifier', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('epoch', models.PositiveIntegerField()),
                        ('nullifier', models.BinaryField()),
                        ('key_id', models.BinaryField()),
                        ('token', models.BinaryField(null=True)),
                        ('publish_week', models.DateField(null=True)),
                    ],
                    options={
                        'db_table': 'receipts_spent',
                        'indexes': [models.Index(condition=models.Q(('publish_week__isnull', False)), fields=['publish_week'], name='receipts_spent_week')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('nullifier__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('nullifier'), models.Value(32)), _connector='OR'), name='spent_nullifier_length'), models.CheckConstraint(condition=models.Q(('key_id__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('key_id'), models.Value(32)), _connector='OR'), name='spent_key_id_length'), models.CheckConstraint(condition=models.Q(('token__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('token'), models.Value(354)), _connector='OR'), name='spent_token_length'), models.CheckConstraint(condition=models.Q(models.Q(('publish_week__isnull', True), ('token__isnull', True)), models.Q(('publish_week__isnull', False), ('publish_week__iso_week_day', 1), ('token__isnull', False)), _connector='OR'), name='spent_token_waits_for_its_week')],
                    },
                ),
            ],
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION receipts_spent_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER receipts_spent_guard BEFORE UPDATE ON receipts_spent "
            "FOR EACH ROW EXECUTE FUNCTION receipts_spent_guard()",
            "DROP TRIGGER receipts_spent_guard ON receipts_spent",
        ),
        migrations.RunSQL(MAKE, "DROP FUNCTION receipts_make_partition()"),
        migrations.RunSQL(
            "CREATE TRIGGER receipts_key_has_partition AFTER INSERT ON receipts_key "
            "FOR EACH ROW EXECUTE FUNCTION receipts_make_partition()",
            "DROP TRIGGER receipts_key_has_partition ON receipts_key",
        ),
        migrations.RunSQL(DROP, "DROP FUNCTION receipts_drop_spent(integer)"),
        migrations.RunSQL(FORGET, "DROP FUNCTION receipts_forget_order()"),
    ]
