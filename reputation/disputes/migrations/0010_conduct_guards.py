"""A measure about a business lasts as long as it may, never changes but by one appeal and its end, and never goes."""

from django.db import migrations

MEASURE = """
CREATE FUNCTION disputes_measure_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.until > (CASE
            WHEN NEW.kind = 'right-suspended' THEN NEW.from_on + 180
            WHEN NEW.severity = 'minor' THEN (NEW.from_on + interval '3 months')::date
            WHEN NEW.severity = 'serious' THEN (NEW.from_on + interval '36 months')::date
            ELSE (NEW.from_on + interval '12 months')::date
        END) THEN
            RAISE EXCEPTION 'a measure lasts longer than it may' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.kind = 'right-suspended' AND NEW.until - NEW.from_on NOT IN (30, 90, 180) THEN
            RAISE EXCEPTION 'a right is suspended for 30, 90 or 180 days' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.appealed_on IS NOT NULL OR NEW.ended_on IS NOT NULL THEN
            RAISE EXCEPTION 'a measure begins without an appeal and an end' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.case_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM disputes_case c WHERE c.id = NEW.case_id AND c.business_id = NEW.business_id
        ) THEN
            RAISE EXCEPTION 'the case is about another business' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.kind, OLD.business_id, OLD.case_id, OLD.proposal, OLD.ground, OLD.severity, OLD.rule,
        OLD.rule_text, OLD.facts, OLD.reasoning, OLD.summary, OLD.policy_version, OLD.persons, OLD.told_on, OLD.from_on,
        OLD.until, OLD.appeal_until)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.kind, NEW.business_id, NEW.case_id, NEW.proposal, NEW.ground, NEW.severity, NEW.rule,
        NEW.rule_text, NEW.facts, NEW.reasoning, NEW.summary, NEW.policy_version, NEW.persons, NEW.told_on, NEW.from_on,
        NEW.until, NEW.appeal_until)
        OR OLD.appealed_on IS NOT NULL
            AND (OLD.appealed_on, OLD.appeal, OLD.decide_until)
                IS DISTINCT FROM (NEW.appealed_on, NEW.appeal, NEW.decide_until)
        OR OLD.appeal_decided_on IS NOT NULL
            AND (OLD.appeal_decided_on, OLD.appeal_outcome, OLD.appeal_reasons)
                IS DISTINCT FROM (NEW.appeal_decided_on, NEW.appeal_outcome, NEW.appeal_reasons)
        OR OLD.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on
        OR OLD.why_ended <> NEW.why_ended
            AND (OLD.why_ended, NEW.why_ended) NOT IN (('', 'cured'), ('', 'reversed'), ('cured', 'reversed'))
    THEN
        RAISE EXCEPTION 'what was decided about a measure never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Nothing would follow for somebody else, and nobody is to be called so for nothing.
UNFOUNDED = """
CREATE FUNCTION disputes_unfounded_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_case c
        WHERE c.id = NEW.case_id AND c.side = 'business' AND c.review_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'only a challenge of a review by its business is called manifestly unfounded'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER disputes_measure_guard BEFORE INSERT OR UPDATE ON disputes_measure
    FOR EACH ROW EXECUTE FUNCTION disputes_measure_guard();
CREATE TRIGGER disputes_measures_stay BEFORE DELETE OR TRUNCATE ON disputes_measure
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_refuse_change();
CREATE TRIGGER disputes_unfounded_guard BEFORE INSERT ON disputes_decision
    FOR EACH ROW WHEN (NEW.unfounded <> '') EXECUTE FUNCTION disputes_unfounded_guard();
"""
BACK = """
DROP TRIGGER disputes_unfounded_guard ON disputes_decision;
DROP TRIGGER disputes_measures_stay ON disputes_measure;
DROP TRIGGER disputes_measure_guard ON disputes_measure;
DROP FUNCTION disputes_unfounded_guard();
DROP FUNCTION disputes_measure_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0009_conduct")]

    operations = [migrations.RunSQL([MEASURE, UNFOUNDED, TRIGGERS], BACK)]
