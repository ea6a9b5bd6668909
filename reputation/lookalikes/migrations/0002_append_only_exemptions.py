from django.db import migrations

REFUSE = """
CREATE FUNCTION lookalikes_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an exemption stands' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER lookalikes_exemption_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON lookalikes_exemption
    FOR EACH STATEMENT EXECUTE FUNCTION lookalikes_refuse_change();
"""
ALLOW = """
DROP TRIGGER lookalikes_exemption_append_only ON lookalikes_exemption;
DROP FUNCTION lookalikes_refuse_change();
"""


class Migration(migrations.Migration):
    """What was found to be no imitation is never found to be one again by an edit."""

    dependencies = [("lookalikes", "0001_tables")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
