from django.db import migrations

REFUSE = """
CREATE FUNCTION businesses_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a business only grows' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER businesses_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON businesses_event
    FOR EACH STATEMENT EXECUTE FUNCTION businesses_refuse_change();
"""
ALLOW = """
DROP TRIGGER businesses_event_append_only ON businesses_event;
DROP FUNCTION businesses_refuse_change();
"""


class Migration(migrations.Migration):
    """The history of a business is never edited."""

    dependencies = [("businesses", "0001_tables")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
