"""No measure about a business, and no end of one, but as two persons decided it; nobody with a part decides the appeal."""

from django.db import migrations

# Beside `desk_proposal_guard`, which holds the other columns and the other appeals.
PROPOSAL = """
CREATE FUNCTION desk_proposed_measure_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.severity, OLD.rule, OLD.facts, OLD.summary)
        IS DISTINCT FROM (NEW.severity, NEW.rule, NEW.facts, NEW.summary) THEN
        RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind IN ('uphold-measure', 'reverse-measure') AND (TG_OP = 'INSERT' OR NEW.state IN ('confirmed', 'declined'))
        AND EXISTS (
            SELECT FROM disputes_measure m JOIN desk_proposal p ON p.public_id = m.proposal
            WHERE m.public_id = NEW.subject
                AND coalesce(NEW.decided_by_id, NEW.proposed_by_id) IN (p.proposed_by_id, p.decided_by_id)
        )
    THEN
        RAISE EXCEPTION 'nobody with a part in the first decision decides the appeal'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Who owns the tables could take a guard away, and replays the published log: it is for the roles of the service.
OWNER = "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"
MEASURE = f"""
CREATE FUNCTION desk_measure_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {OWNER} THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM desk_proposal p
            WHERE p.public_id = NEW.proposal AND p.state = 'confirmed'
                AND p.kind = CASE NEW.kind
                    WHEN 'warning' THEN 'warn' WHEN 'right-suspended' THEN 'suspend-right' ELSE 'note-legal-threat' END
                AND p.subject = CASE NEW.kind WHEN 'legal-threat'
                    THEN (SELECT c.public_id FROM disputes_case c WHERE c.id = NEW.case_id) ELSE NEW.business_id END
                AND (p.severity, p.rule, p.facts, p.summary, p.reasons)
                    = (NEW.severity, NEW.rule, NEW.facts, NEW.summary, NEW.reasoning)
        ) THEN
            RAISE EXCEPTION 'a measure is taken as two persons decided it' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.appeal_decided_on IS NULL AND NEW.appeal_decided_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.subject = NEW.public_id AND p.state = 'confirmed' AND p.reasons = NEW.appeal_reasons
            AND p.kind = CASE NEW.appeal_outcome WHEN 'upheld' THEN 'uphold-measure' ELSE 'reverse-measure' END
    ) THEN
        RAISE EXCEPTION 'an appeal is decided by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.why_ended = '' AND NEW.why_ended = 'cured' AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.subject = NEW.public_id AND p.state = 'confirmed' AND p.kind = 'end-warning'
    ) THEN
        RAISE EXCEPTION 'a warning is ended by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER desk_proposed_measure_guard BEFORE INSERT OR UPDATE ON desk_proposal
    FOR EACH ROW EXECUTE FUNCTION desk_proposed_measure_guard();
CREATE TRIGGER desk_measure_guard BEFORE INSERT OR UPDATE ON disputes_measure
    FOR EACH ROW EXECUTE FUNCTION desk_measure_guard();
"""
BACK = """
DROP TRIGGER desk_measure_guard ON disputes_measure;
DROP TRIGGER desk_proposed_measure_guard ON desk_proposal;
DROP FUNCTION desk_measure_guard();
DROP FUNCTION desk_proposed_measure_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0006_measures"),
        ("disputes", "0010_conduct_guards"),
    ]

    operations = [migrations.RunSQL([PROPOSAL, MEASURE, TRIGGERS], BACK)]
