"""Peppers of weeks, which nobody can change or keep; and how many tokens of a key wait for their reviews."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

# TRUNCATE gives the table a new file: a row that was deleted would lie in the old one until something is written over it.
RENEW = """
CREATE FUNCTION receipts_renew_pepper(this_week date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    newest public.receipts_pepper;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('receipts_pepper', 0));
    SELECT * INTO newest FROM public.receipts_pepper ORDER BY week DESC LIMIT 1;
    IF newest.week >= this_week THEN
        RETURN;
    END IF;
    TRUNCATE public.receipts_pepper;
    IF newest.week IS NOT NULL THEN
        INSERT INTO public.receipts_pepper VALUES (newest.week, newest.pepper);
    END IF;
    INSERT INTO public.receipts_pepper VALUES (
        this_week,
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    );
END
$$
"""
# Where there is a key there is a pepper. The week is that of the epoch, not of a clock: at most it is renewed earlier.
MAKE = """
CREATE FUNCTION receipts_make_pepper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.receipts_renew_pepper(
        date_trunc('week', make_date(NEW.epoch / 4, NEW.epoch % 4 * 3 + 1, 1))::date
    );
    RETURN NULL;
END
$$
"""
FOR_THOSE_THERE = """
SELECT receipts_renew_pepper(date_trunc('week', current_date)::date) WHERE EXISTS (SELECT FROM receipts_key)
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0006_changes_of_keys")]

    operations = [
        migrations.AddField(model_name="key", name="unused", field=models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name='Pepper',
            fields=[
                ('week', models.DateField(primary_key=True, serialize=False)),
                ('pepper', models.BinaryField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pepper__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('pepper'), models.Value(32)), _connector='OR'), name='receipts_pepper_length'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='receipts_pepper_week_is_monday')],
            },
        ),
        migrations.RunSQL(RENEW, "DROP FUNCTION receipts_renew_pepper(date)"),
        migrations.RunSQL(MAKE, "DROP FUNCTION receipts_make_pepper()"),
        migrations.RunSQL(
            "CREATE TRIGGER receipts_key_has_pepper AFTER INSERT ON receipts_key "
            "FOR EACH ROW EXECUTE FUNCTION receipts_make_pepper()",
            "DROP TRIGGER receipts_key_has_pepper ON receipts_key",
        ),
        migrations.RunSQL(FOR_THOSE_THERE, migrations.RunSQL.noop),
    ]
