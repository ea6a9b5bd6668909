"""Nobody loses a right by how a case ends, an interim measure by one person stays one, a panel ends by its decision."""

from django.db import migrations, models

KNOWN = ["declared", "declined", "admitted", "interim", "drafted", "approved", "returned", "panel"]
# A late answer opened the case again: what was taken is decided anew, or the writer could never appeal it.
ENDED = """
CREATE FUNCTION disputes_case_ends_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT d.outcome FROM disputes_decision d WHERE d.case_id = NEW.id ORDER BY d.id DESC LIMIT 1)
        IN ('removed', 'masked') THEN
        RAISE EXCEPTION 'the sides end no case in which something was taken' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Of a measure that was read back from the log nobody knows who took it: only the owner of the table writes such a one.
TAKEN = """
CREATE FUNCTION disputes_interim_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.taken_by_id IS NULL
        AND NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')
        OR NEW.confirmed_on IS NOT NULL OR NEW.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'an interim measure begins with one person' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
PANEL = """
CREATE FUNCTION disputes_panel_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_decision d
        WHERE d.case_id = NEW.case_id AND d.is_final AND d.decided_on = NEW.ended_on
    ) THEN
        RAISE EXCEPTION 'a panel ends by its decision' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER disputes_case_ends_whole BEFORE UPDATE ON disputes_case FOR EACH ROW
    WHEN (NEW.state IN ('withdrawn', 'settled') AND OLD.state <> NEW.state)
    EXECUTE FUNCTION disputes_case_ends_whole();
CREATE TRIGGER disputes_interim_taken BEFORE INSERT ON disputes_interim FOR EACH ROW
    EXECUTE FUNCTION disputes_interim_taken();
CREATE TRIGGER disputes_panel_ends BEFORE UPDATE ON disputes_panel FOR EACH ROW
    WHEN (OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL)
    EXECUTE FUNCTION disputes_panel_ends();
"""
BACK = """
DROP TRIGGER disputes_panel_ends ON disputes_panel;
DROP TRIGGER disputes_interim_taken ON disputes_interim;
DROP TRIGGER disputes_case_ends_whole ON disputes_case;
DROP FUNCTION disputes_panel_ends();
DROP FUNCTION disputes_interim_taken();
DROP FUNCTION disputes_case_ends_whole();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0010_conduct_guards")]

    operations = [
        migrations.RemoveConstraint(model_name="taking", name="taking_part_known"),
        migrations.AlterField(
            model_name="taking",
            name="part",
            field=models.CharField(choices=[(one, one) for one in KNOWN], max_length=12),
        ),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.CheckConstraint(condition=models.Q(("part__in", KNOWN)), name="taking_part_known"),
        ),
        migrations.AddConstraint(
            model_name="interim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_by__isnull", True), ("confirmed_on__isnull", True)),
                    models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                    ("taken_by__isnull", True),
                    _connector="OR",
                ),
                name="interim_confirmed_by_somebody",
            ),
        ),
        migrations.RunSQL([ENDED, TAKEN, PANEL, TRIGGERS], BACK),
    ]
