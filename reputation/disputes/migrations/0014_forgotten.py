"""Who had part in a case, how each of a panel voted, and what an appeal said may be forgotten once it is over.

After how long, the jobs know. Here stands that nothing of it goes while it is needed.
"""

from django.db import migrations

OVER = """
CREATE FUNCTION disputes_forgotten_after() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about bigint;
BEGIN
    IF TG_TABLE_NAME = 'disputes_decider' THEN
        SELECT d.case_id INTO about FROM disputes_decision d WHERE d.id = OLD.decision_id;
    ELSIF TG_TABLE_NAME = 'disputes_seat' THEN
        SELECT p.case_id INTO about FROM disputes_panel p WHERE p.id = OLD.panel_id;
    ELSE
        about := OLD.case_id;
    END IF;
    IF EXISTS (SELECT FROM disputes_case c WHERE c.id = about AND c.ended_on IS NULL) THEN
        RAISE EXCEPTION 'who had part in a case is kept while it runs' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
"""
PARTS = ("disputes_taking", "disputes_decider")


def others(columns):
    """That two rows differ in other columns than these."""
    return f"to_jsonb(OLD) - '{{{columns}}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{{columns}}}'::text[]"


FINAL = "CREATE TRIGGER {0}_final BEFORE {1} ON {0} FOR EACH STATEMENT EXECUTE FUNCTION disputes_refuse_change();"
GUARD = "CREATE TRIGGER {0}_guard BEFORE {1} ON {0} FOR EACH ROW {2} EXECUTE FUNCTION {0}_guard();"
# What a guard looks at: every change, but that something is forgotten.
UNLESS = {
    "disputes_seat": others("opinion_text,agrees,dissent")
    + " OR NEW.opinion_text <> '' OR NEW.agrees IS NOT NULL OR NEW.dissent <> ''",
    "disputes_interim": others("taken_by_id,confirmed_by_id")
    + " OR NEW.taken_by_id IS NOT NULL OR NEW.confirmed_by_id IS NOT NULL",
    "disputes_measure": others("appeal")
    + " OR NEW.appeal <> '[forgotten a year after it was decided]' OR OLD.appeal_decided_on IS NULL",
}
AFTER = """
CREATE TRIGGER disputes_interim_forgotten BEFORE UPDATE ON disputes_interim FOR EACH ROW
    WHEN (NEW.taken_by_id IS NULL AND OLD.taken_by_id IS NOT NULL)
    EXECUTE FUNCTION disputes_forgotten_after();
CREATE TRIGGER disputes_seat_forgotten BEFORE UPDATE ON disputes_seat FOR EACH ROW
    WHEN (NEW.opinion_text = '' AND OLD.opinion_text <> '')
    EXECUTE FUNCTION disputes_forgotten_after();
"""


def parts():
    for table in PARTS:
        yield f"DROP TRIGGER {table}_final ON {table};"
        yield FINAL.format(table, "UPDATE OR TRUNCATE")
        yield f"CREATE TRIGGER {table}_forgotten BEFORE DELETE ON {table} FOR EACH ROW "
        yield "EXECUTE FUNCTION disputes_forgotten_after();"


def guards():
    for table, condition in UNLESS.items():
        yield f"DROP TRIGGER {table}_guard ON {table};"
        yield GUARD.format(table, "INSERT", "")
        yield f"CREATE TRIGGER {table}_changes BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) "
        yield f"EXECUTE FUNCTION {table}_guard();"


def back():
    yield "DROP TRIGGER disputes_interim_forgotten ON disputes_interim;"
    yield "DROP TRIGGER disputes_seat_forgotten ON disputes_seat;"
    for table in UNLESS:
        yield f"DROP TRIGGER {table}_changes ON {table}; DROP TRIGGER {table}_guard ON {table};"
        yield GUARD.format(table, "INSERT OR UPDATE", "")
    for table in PARTS:
        yield f"DROP TRIGGER {table}_forgotten ON {table}; DROP TRIGGER {table}_final ON {table};"
        yield FINAL.format(table, "UPDATE OR DELETE OR TRUNCATE")
    yield "DROP FUNCTION disputes_forgotten_after();"


class Migration(migrations.Migration):
    dependencies = [("disputes", "0013_deciders")]

    operations = [migrations.RunSQL("".join((OVER, *parts(), *guards(), AFTER)), "".join(back()))]
