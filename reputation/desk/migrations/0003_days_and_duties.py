"""No exclusion before its day or beyond its end, and nothing confirmed, and no duty given, but by those whose duty it is."""

from django.db import migrations

# Who owns the tables could take a guard away, and replays the published log: it is for the roles of the service.
OWNER = "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER')"
# The clock of the process that decides and that of the database are never quite the same at midnight.
EARLY = "((now() - interval '1 minute') AT TIME ZONE 'UTC')::date"
LATE = "((now() + interval '1 minute') AT TIME ZONE 'UTC')::date"
DUTIES = """
CREATE FUNCTION desk_duties_for(kind text, subject uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN kind IN ('admit-application', 'refuse-application') THEN CASE
            WHEN EXISTS (
                SELECT FROM admissions_application a WHERE a.public_id = $2 AND a.appealed_on IS NOT NULL
            ) THEN ARRAY['moderator', 'panel']
            ELSE ARRAY['moderator']
        END
        WHEN kind = 'change-numbers' THEN ARRAY['moderator']
        WHEN kind IN ('uphold-termination', 'reverse-termination') THEN ARRAY['panel']
        ELSE ARRAY['operator']
    END
$$
"""
CONFIRMED = f"""
CREATE FUNCTION desk_confirmed_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND (
        SELECT count(DISTINCT g.user_id) FROM accounts_given_duty g JOIN accounts_user u ON u.id = g.user_id
        WHERE g.user_id IN (NEW.proposed_by_id, NEW.decided_by_id) AND g.ended_on IS NULL AND u.is_active
            AND g.duty = ANY(desk_duties_for(NEW.kind, NEW.subject))
    ) < 2 THEN
        RAISE EXCEPTION 'a proposal is confirmed when it is the duty of both persons'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TERMINATION = f"""
CREATE FUNCTION desk_termination_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND (
        TG_OP = 'INSERT' AND NEW.announced_on < {EARLY}
        OR NEW.stage = 'effective' AND NEW.effective_on > {LATE}
        OR NEW.stage = 'lapsed' AND NEW.until > {LATE}
    ) THEN
        RAISE EXCEPTION 'an exclusion is announced today, and begins and lapses on its day'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.effective_on < NEW.announced_on + 30 OR NEW.appeal_until < NEW.announced_on + 184
        OR NEW.until > NEW.effective_on + interval '36 months'
    THEN
        RAISE EXCEPTION 'an exclusion has notice, time to appeal and an end' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
EXCLUDED = f"""
CREATE FUNCTION desk_exclusion_end_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND OLD.excluded_until > {LATE} AND NOT EXISTS (
        SELECT FROM desk_termination t
        WHERE t.business_id = NEW.public_id AND t.until = OLD.excluded_until AND t.stage = 'reversed'
    ) THEN
        RAISE EXCEPTION 'an exclusion ends on its day or by an appeal' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# One confirmed proposal gives a duty once: as many may be given from a day on as were confirmed from that day on.
GIVEN = f"""
CREATE FUNCTION desk_duty_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT {OWNER} AND (TG_OP = 'UPDATE' OR NOT EXISTS (
        WITH confirmed AS (
            SELECT (p.decided_at AT TIME ZONE 'UTC')::date AS day
            FROM desk_proposal p JOIN accounts_user u ON u.public_id = p.subject
            WHERE u.id = NEW.user_id AND p.kind = 'give-duty' AND p.duty = NEW.duty AND p.state = 'confirmed'
        )
        SELECT FROM confirmed c
        WHERE c.day <= NEW.given_on
            AND (SELECT count(*) FROM confirmed later WHERE later.day >= c.day) > (
                SELECT count(*) FROM accounts_given_duty g
                WHERE g.user_id = NEW.user_id AND g.duty = NEW.duty AND g.given_on >= c.day)
    )) THEN
        RAISE EXCEPTION 'a duty is given as two persons decided it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = """
CREATE TRIGGER desk_confirmed_guard BEFORE UPDATE OF state ON desk_proposal
    FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION desk_confirmed_guard();
CREATE TRIGGER desk_termination_days_at_first BEFORE INSERT ON desk_termination
    FOR EACH ROW EXECUTE FUNCTION desk_termination_days();
CREATE TRIGGER desk_termination_days BEFORE UPDATE OF stage ON desk_termination
    FOR EACH ROW WHEN (NEW.stage <> OLD.stage) EXECUTE FUNCTION desk_termination_days();
CREATE TRIGGER desk_exclusion_end_guard BEFORE UPDATE OF excluded_until ON businesses_business
    FOR EACH ROW WHEN (OLD.excluded_until IS NOT NULL AND NEW.excluded_until IS DISTINCT FROM OLD.excluded_until)
    EXECUTE FUNCTION desk_exclusion_end_guard();
CREATE TRIGGER desk_duty_given_guard BEFORE INSERT ON accounts_given_duty
    FOR EACH ROW EXECUTE FUNCTION desk_duty_guard();
CREATE TRIGGER desk_duty_stays_ended BEFORE UPDATE OF ended_on ON accounts_given_duty
    FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION desk_duty_guard();
"""
BACK = """
DROP TRIGGER desk_duty_stays_ended ON accounts_given_duty;
DROP TRIGGER desk_duty_given_guard ON accounts_given_duty;
DROP TRIGGER desk_exclusion_end_guard ON businesses_business;
DROP TRIGGER desk_termination_days ON desk_termination;
DROP TRIGGER desk_termination_days_at_first ON desk_termination;
DROP TRIGGER desk_confirmed_guard ON desk_proposal;
DROP FUNCTION desk_duty_guard();
DROP FUNCTION desk_exclusion_end_guard();
DROP FUNCTION desk_termination_days();
DROP FUNCTION desk_confirmed_guard();
DROP FUNCTION desk_duties_for(text, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_guards"),
        ("accounts", "0006_second_factors_untimed"),
    ]

    operations = [
        migrations.RunSQL([DUTIES, CONFIRMED, TERMINATION, EXCLUDED, GIVEN, TRIGGERS], BACK),
    ]
