"""Measures are proposed and confirmed by moderators, and appeals against them decided by the panel."""

from django.db import migrations

DUTIES = """
CREATE OR REPLACE FUNCTION desk_duties_for(kind text, subject uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN kind IN ('admit-application', 'refuse-application') THEN CASE
            WHEN EXISTS (
                SELECT FROM admissions_application a WHERE a.public_id = $2 AND a.appealed_on IS NOT NULL
            ) THEN ARRAY['moderator', 'panel']
            ELSE ARRAY['moderator']
        END
        WHEN kind IN ('change-numbers'{moderators}) THEN ARRAY['moderator']
        WHEN kind IN ('uphold-termination', 'reverse-termination'{panel}) THEN ARRAY['panel']
        ELSE ARRAY['operator']
    END
$$
"""
WITH_MEASURES = DUTIES.format(
    moderators=", 'warn', 'suspend-right', 'note-legal-threat', 'end-warning'",
    panel=", 'uphold-measure', 'reverse-measure'",
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_guards_of_measures")]

    operations = [migrations.RunSQL(WITH_MEASURES, DUTIES.format(moderators="", panel=""))]
