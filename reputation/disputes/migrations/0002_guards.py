"""No restriction without a decision, no decision that is ever edited, no step that the table of steps lacks."""

from django.db import migrations

CASE = """
CREATE FUNCTION disputes_case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'filed' THEN
            RAISE EXCEPTION 'a case begins as filed' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM reviews_review r
                       WHERE r.public_id = NEW.review_id AND r.business_id = NEW.business_id) THEN
            RAISE EXCEPTION 'the review is about another business' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.business_id, OLD.review_id, OLD.side, OLD.filed_on, OLD.answer_until, OLD.decide_until)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.business_id, NEW.review_id, NEW.side, NEW.filed_on, NEW.answer_until, NEW.decide_until)
    THEN
        RAISE EXCEPTION 'this part of a case never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('filed', 'withdrawn'), ('filed', 'decided'), ('decided', 'closed')
    ) THEN
        RAISE EXCEPTION 'a case that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'decided' AND NEW.state = 'decided'
        AND NOT EXISTS (SELECT FROM disputes_decision d WHERE d.case_id = NEW.id) THEN
        RAISE EXCEPTION 'a case is decided by a decision' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
DECISION = """
CREATE FUNCTION disputes_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_case c JOIN disputes_claim k ON k.case_id = c.id
        WHERE c.id = NEW.case_id AND c.review_id = NEW.review_id
            AND (k.ground, k.rule_version) = (NEW.ground, NEW.rule_version)
    ) THEN
        RAISE EXCEPTION 'a decision is about the review and the ground of its case' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM disputes_decision d
        WHERE d.id = NEW.replaces_id AND d.case_id = NEW.case_id AND d.outcome = NEW.replaced_outcome
    ) THEN
        RAISE EXCEPTION 'a decision replaces one of its own case' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
RESTRICTION = """
CREATE FUNCTION disputes_restriction_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'restricted' AND (OLD.state <> 'restricted' OR OLD.decision IS DISTINCT FROM NEW.decision)
        AND NOT EXISTS (
            SELECT FROM disputes_decision d
            WHERE d.public_id = NEW.decision AND d.review_id = NEW.public_id AND d.outcome = 'removed'
                AND NOT EXISTS (SELECT FROM disputes_decision later WHERE later.replaces_id = d.id)
        )
    THEN
        RAISE EXCEPTION 'a review is restricted by a decision about it' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'restricted' AND NEW.state IN ('published', 'erased') AND NOT EXISTS (
        SELECT FROM disputes_decision d JOIN disputes_decision later ON later.replaces_id = d.id
        WHERE d.public_id = OLD.decision AND later.outcome = 'restored'
    ) THEN
        RAISE EXCEPTION 'a review is restored by a decision about it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Of a claim only the words may go: they are masked there too.
CLAIM = """
CREATE FUNCTION disputes_claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_id, OLD.ground, OLD.rule_version)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.ground, NEW.rule_version)
        OR NOT EXISTS (SELECT FROM disputes_case c WHERE c.id = OLD.case_id AND c.state = 'filed')
    THEN
        RAISE EXCEPTION 'what was claimed never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
FINAL = """
CREATE FUNCTION disputes_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was decided or claimed is never edited: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""
APPEND_ONLY = ("disputes_decision", "disputes_alert_suspension")
NEVER_REMOVED = ("disputes_case", "disputes_claim")


def trigger(name, event, table, function, each):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_tables"), ("reviews", "0002_guards")]

    operations = [
        migrations.RunSQL(CASE, "DROP FUNCTION disputes_case_guard()"),
        migrations.RunSQL(DECISION, "DROP FUNCTION disputes_decision_guard()"),
        migrations.RunSQL(RESTRICTION, "DROP FUNCTION disputes_restriction_guard()"),
        migrations.RunSQL(CLAIM, "DROP FUNCTION disputes_claim_guard()"),
        migrations.RunSQL(FINAL, "DROP FUNCTION disputes_refuse_change()"),
        trigger("disputes_case_guard", "INSERT OR UPDATE", "disputes_case", "disputes_case_guard", "ROW"),
        trigger("disputes_claim_guard", "UPDATE", "disputes_claim", "disputes_claim_guard", "ROW"),
        trigger("disputes_decision_guard", "INSERT", "disputes_decision", "disputes_decision_guard", "ROW"),
        trigger("disputes_restriction_guard", "UPDATE", "reviews_review", "disputes_restriction_guard", "ROW"),
        *[
            trigger(f"{table}_stays", "DELETE OR TRUNCATE", table, "disputes_refuse_change", "STATEMENT")
            for table in NEVER_REMOVED
        ],
        *[
            trigger(f"{table}_final", "UPDATE OR DELETE OR TRUNCATE", table, "disputes_refuse_change", "STATEMENT")
            for table in APPEND_ONLY
        ],
    ]
