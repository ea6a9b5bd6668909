"""A salt that was lost with a database does not come back: only who owns the tables may write words without theirs.

Replaying the published log does, as the owner. The roles of the service cannot: each room hangs this on its tables.
"""

from django.db import migrations

REQUIRE = """
CREATE FUNCTION log_require_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RAISE EXCEPTION 'words are written with the salt of their commitment: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("log", "0006_side_files")]

    operations = [migrations.RunSQL(REQUIRE, "DROP FUNCTION log_require_salt()")]
