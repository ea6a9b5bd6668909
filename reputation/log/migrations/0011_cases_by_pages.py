"""Pages may put what a case says beside the log: its sides act at once, and only the worker changes words of reviews."""

from django.db import migrations

PUT = """
CREATE FUNCTION log_put_cases(subject uuid, entry bytea, document text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.log_side_file (kind, subject, entry, document, is_published)
    VALUES ('cases', $1, $2, $3, false)
    ON CONFLICT (kind, subject)
    DO UPDATE SET entry = excluded.entry, document = excluded.document, is_published = false
$$
"""


class Migration(migrations.Migration):
    dependencies = [("log", "0010_acceptance_key")]
    operations = [migrations.RunSQL(PUT, "DROP FUNCTION log_put_cases(uuid, bytea, text)")]
