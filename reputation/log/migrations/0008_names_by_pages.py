"""Pages may put the names of a business beside the log, and replace no other words: members change names at once."""

from django.db import migrations

PUT = """
CREATE FUNCTION log_put_names(subject uuid, entry bytea, document text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO public.log_side_file (kind, subject, entry, document, is_published)
    VALUES ('names', $1, $2, $3, false)
    ON CONFLICT (kind, subject)
    DO UPDATE SET entry = excluded.entry, document = excluded.document, is_published = false
$$
"""


class Migration(migrations.Migration):
    dependencies = [("log", "0007_salts")]
    operations = [migrations.RunSQL(PUT, "DROP FUNCTION log_put_names(uuid, bytea, text)")]
