"""What ended never changes, nobody decides about their own decision, and no business is excluded or refused by one."""

from django.db import migrations

PART = """
CREATE FUNCTION desk_had_part(kind text, subject uuid, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN kind IN ('admit-application', 'refuse-application') THEN EXISTS (
            SELECT FROM desk_proposal p
            WHERE p.subject = $2 AND p.kind = 'refuse-application' AND p.state = 'confirmed'
                AND person IN (p.proposed_by_id, p.decided_by_id))
        WHEN kind IN ('uphold-termination', 'reverse-termination') THEN EXISTS (
            SELECT FROM desk_termination t JOIN desk_proposal p ON p.id = t.proposal_id
            WHERE t.public_id = $2 AND person IN (p.proposed_by_id, p.decided_by_id))
        ELSE false
    END
$$
"""
PROPOSAL = """
CREATE FUNCTION desk_proposal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'open' OR OLD.decided_at > now() - interval '11 months' THEN
            RAISE EXCEPTION 'what was proposed stays its time' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' THEN
            RAISE EXCEPTION 'a proposal begins as open' USING ERRCODE = 'restrict_violation';
        END IF;
        IF desk_had_part(NEW.kind, NEW.subject, NEW.proposed_by_id) THEN
            RAISE EXCEPTION 'nobody with a part in the first decision decides the appeal'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'a proposal that ended never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.id, OLD.public_id, OLD.kind, OLD.subject, OLD.is_natural_person, OLD.edition, OLD.sha256, OLD.ground,
        OLD.exclude_until, OLD.duty, OLD.reasons, OLD.proposed_by_id, OLD.proposed_at, OLD.until)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.kind, NEW.subject, NEW.is_natural_person, NEW.edition, NEW.sha256, NEW.ground,
        NEW.exclude_until, NEW.duty, NEW.reasons, NEW.proposed_by_id, NEW.proposed_at, NEW.until)
    THEN
        RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state IN ('confirmed', 'declined') AND desk_had_part(NEW.kind, NEW.subject, NEW.decided_by_id) THEN
        RAISE EXCEPTION 'nobody with a part in the first decision decides the appeal'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TERMINATION = """
CREATE FUNCTION desk_termination_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.stage <> 'announced' OR NEW.appealed_on IS NOT NULL OR NOT EXISTS (
            SELECT FROM desk_proposal p
            WHERE p.id = NEW.proposal_id AND p.kind = 'terminate' AND p.state = 'confirmed'
                AND (p.subject, p.ground, p.exclude_until, p.reasons)
                    = (NEW.business_id, NEW.ground, NEW.until, NEW.reasons)
        ) THEN
            RAISE EXCEPTION 'an exclusion begins as two persons decided it' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.proposal_id, OLD.business_id, OLD.ground, OLD.reasons, OLD.announced_on,
        OLD.effective_on, OLD.until, OLD.appeal_until)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.proposal_id, NEW.business_id, NEW.ground, NEW.reasons, NEW.announced_on,
        NEW.effective_on, NEW.until, NEW.appeal_until)
        OR OLD.appealed_on IS NOT NULL
            AND (OLD.appealed_on, OLD.appeal, OLD.decide_until) <> (NEW.appealed_on, NEW.appeal, NEW.decide_until)
        OR OLD.appeal_decided_on IS NOT NULL
            AND (OLD.appeal_decided_on, OLD.appeal_outcome, OLD.appeal_reasons)
                IS DISTINCT FROM (NEW.appeal_decided_on, NEW.appeal_outcome, NEW.appeal_reasons)
    THEN
        RAISE EXCEPTION 'what was decided about an exclusion never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.stage <> NEW.stage AND (OLD.stage, NEW.stage) NOT IN (
        ('announced', 'effective'), ('announced', 'reversed'), ('announced', 'lapsed'), ('effective', 'reversed')
    ) THEN
        RAISE EXCEPTION 'an exclusion that is % cannot become %', OLD.stage, NEW.stage
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.appeal_decided_on IS NULL AND NEW.appeal_decided_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.subject = NEW.public_id AND p.state = 'confirmed' AND p.reasons = NEW.appeal_reasons
            AND p.kind = CASE NEW.appeal_outcome WHEN 'upheld' THEN 'uphold-termination' ELSE 'reverse-termination' END
    ) THEN
        RAISE EXCEPTION 'an appeal is decided by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Who owns the tables could take a guard away, and replays the published log: it is for the roles of the service.
OWNER = "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"
EXCLUDED = f"""
CREATE FUNCTION desk_exclusion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND NOT EXISTS (
        SELECT FROM desk_termination t
        WHERE t.business_id = NEW.public_id AND t.until = NEW.excluded_until AND t.stage = 'effective'
    ) THEN
        RAISE EXCEPTION 'a business is excluded as two persons decided it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
APPLICATION = f"""
CREATE FUNCTION desk_application_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.subject = NEW.public_id AND p.state = 'confirmed' AND p.reasons IN (NEW.reasons, NEW.appeal_reasons)
            AND p.kind = CASE NEW.state WHEN 'admitted' THEN 'admit-application' ELSE 'refuse-application' END
        HAVING count(*) >= CASE NEW.state WHEN 'upheld' THEN 2 ELSE 1 END
    ) THEN
        RAISE EXCEPTION 'an application is decided by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
OPERATOR = f"""
CREATE FUNCTION desk_operator_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND NOT EXISTS (
        SELECT FROM desk_proposal p
        WHERE p.kind = 'operator-entry' AND p.state = 'confirmed' AND p.sha256 = NEW.sha256
    ) THEN
        RAISE EXCEPTION 'who runs the service is confirmed by two persons' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRUNCATE = """
CREATE FUNCTION desk_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""
TRIGGERS = """
CREATE TRIGGER desk_proposal_guard BEFORE INSERT OR UPDATE OR DELETE ON desk_proposal
    FOR EACH ROW EXECUTE FUNCTION desk_proposal_guard();
CREATE TRIGGER desk_proposals_stay BEFORE TRUNCATE ON desk_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse_loss();
CREATE TRIGGER desk_termination_guard BEFORE INSERT OR UPDATE ON desk_termination
    FOR EACH ROW EXECUTE FUNCTION desk_termination_guard();
CREATE TRIGGER desk_terminations_stay BEFORE DELETE OR TRUNCATE ON desk_termination
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse_loss();
CREATE TRIGGER desk_exclusion_guard BEFORE UPDATE OF excluded_until ON businesses_business
    FOR EACH ROW WHEN (NEW.excluded_until IS NOT NULL AND NEW.excluded_until IS DISTINCT FROM OLD.excluded_until)
    EXECUTE FUNCTION desk_exclusion_guard();
CREATE TRIGGER desk_application_guard BEFORE UPDATE OF state ON admissions_application
    FOR EACH ROW WHEN (NEW.state IN ('admitted', 'refused', 'upheld') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION desk_application_guard();
CREATE TRIGGER desk_operator_guard BEFORE INSERT ON log_operator_change
    FOR EACH ROW EXECUTE FUNCTION desk_operator_guard();
"""
BACK = """
DROP TRIGGER desk_operator_guard ON log_operator_change;
DROP FUNCTION desk_operator_guard();
DROP TRIGGER desk_application_guard ON admissions_application;
DROP TRIGGER desk_exclusion_guard ON businesses_business;
DROP TRIGGER desk_terminations_stay ON desk_termination;
DROP TRIGGER desk_termination_guard ON desk_termination;
DROP TRIGGER desk_proposals_stay ON desk_proposal;
DROP TRIGGER desk_proposal_guard ON desk_proposal;
DROP FUNCTION desk_refuse_loss();
DROP FUNCTION desk_application_guard();
DROP FUNCTION desk_exclusion_guard();
DROP FUNCTION desk_termination_guard();
DROP FUNCTION desk_proposal_guard();
DROP FUNCTION desk_had_part(text, uuid, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_tables"),
        ("admissions", "0001_tables"),
        ("businesses", "0005_leaving"),
        ("log", "0009_operator_changes"),
    ]

    operations = [
        migrations.RunSQL([PART, PROPOSAL, TERMINATION, EXCLUDED, APPLICATION, OPERATOR, TRUNCATE, TRIGGERS], BACK),
    ]
