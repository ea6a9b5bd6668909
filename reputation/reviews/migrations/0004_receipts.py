"""A waiting review knows the key of its receipt; only its key, and nobody but the owner may leave it out."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

REQUIRE = """
CREATE FUNCTION reviews_require_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RAISE EXCEPTION 'a review with a receipt names the key that signed it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
WEEK = """
CREATE FUNCTION reviews_publish_week(waiting uuid) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT w.publish_week FROM public.reviews_waiting w WHERE w.id = waiting
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0007_legal_form"),
        ("reviews", "0003_salts"),
    ]

    operations = [
        migrations.AddField(model_name="waitingreview", name="key_id", field=models.BinaryField(null=True)),
        migrations.AddConstraint(
            model_name='waitingreview',
            constraint=models.CheckConstraint(condition=models.Q(('key_id__isnull', True), models.Q(models.Q(('receipt_class', 'none'), _negated=True), django.db.models.lookups.Exact(django.db.models.functions.text.Length('key_id'), models.Value(32))), _connector='OR'), name='waiting_key_with_receipt'),
        ),
        migrations.AlterField(
            model_name='waitingreview',
            name='business',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='businesses.business', to_field='public_id'),
        ),
        migrations.RunSQL(REQUIRE, "DROP FUNCTION reviews_require_key()"),
        migrations.RunSQL(
            "CREATE TRIGGER reviews_waiting_has_key BEFORE INSERT OR UPDATE ON reviews_waiting FOR EACH ROW "
            "WHEN (NEW.receipt_class <> 'none' AND NEW.key_id IS NULL) EXECUTE FUNCTION reviews_require_key()",
            "DROP TRIGGER reviews_waiting_has_key ON reviews_waiting",
        ),
        migrations.RunSQL(WEEK, "DROP FUNCTION reviews_publish_week(uuid)"),
    ]
