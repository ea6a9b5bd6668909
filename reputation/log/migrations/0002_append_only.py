"""Entries, tiles and checkpoints only grow; whoever lets an entry wait wakes the sequencer."""

from django.db import migrations

TABLES = ("log_entry", "log_tile", "log_checkpoint")

REFUSE = """
CREATE FUNCTION log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the public log only grows: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""
WAKE = """
CREATE FUNCTION log_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('log_waiting', '');
    RETURN NULL;
END
$$
"""


def guard(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_refuse_change()",
        f"DROP TRIGGER {table}_only_grows ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("log", "0001_tables")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION log_refuse_change()"),
        *[guard(table) for table in TABLES],
        migrations.RunSQL(WAKE, "DROP FUNCTION log_wake()"),
        migrations.RunSQL(
            "CREATE TRIGGER log_waiting_wakes AFTER INSERT ON log_waiting "
            "FOR EACH STATEMENT EXECUTE FUNCTION log_wake()",
            "DROP TRIGGER log_waiting_wakes ON log_waiting",
        ),
    ]
