"""The codes of a batch are seen to be of one that is there, all at once."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION issuing_voucher_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT batch_id FROM added) a
        WHERE NOT EXISTS (SELECT FROM issuing_batch b WHERE b.id = a.batch_id)
    ) THEN
        RAISE EXCEPTION 'a code is of a batch' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0003_guards")]

    operations = [
        migrations.AlterField(
            model_name="voucher",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vouchers",
                to="issuing.batch",
            ),
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION issuing_voucher_guard()"),
        migrations.RunSQL(
            "CREATE TRIGGER issuing_voucher_of_batch AFTER INSERT ON issuing_voucher "
            "REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION issuing_voucher_guard()",
            "DROP TRIGGER issuing_voucher_of_batch ON issuing_voucher",
        ),
    ]
