"""Words of a text that is gone may go from what was claimed, said and decided, and nothing else of that may change."""

from django.db import migrations, models

STEPS = [
    "noticed", "answered", "replied", "extended", "paused", "resumed", "ready", "reopened", "overdue", "withdrawn",
    "settled", "closed", "words-gone",
]
GONE = """
CREATE FUNCTION disputes_text_is_gone(bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM disputes_case c JOIN reviews_review r ON r.public_id = c.review_id
        WHERE c.id = $1 AND r.text IS NULL
    )
$$
"""
CLAIM = """
CREATE OR REPLACE FUNCTION disputes_claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_id, OLD.ground, OLD.rule_version, OLD.law)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.ground, NEW.rule_version, NEW.law)
        OR (OLD.said <> NEW.said OR NEW.quote IS NOT NULL AND NEW.quote IS DISTINCT FROM OLD.quote)
            AND NOT OLD.is_held AND NOT EXISTS (
                SELECT FROM disputes_case c WHERE c.id = OLD.case_id AND c.state IN ('drafted', 'appealed')
            )
            AND NOT (NEW.quote IS NULL AND disputes_text_is_gone(OLD.case_id))
        OR NEW.is_held AND NOT OLD.is_held
    THEN
        RAISE EXCEPTION 'what was claimed never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
SAID = """
CREATE OR REPLACE FUNCTION disputes_said_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_id, OLD.party, OLD.kind, OLD.said_on)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.party, NEW.kind, NEW.said_on)
        OR NEW.is_held AND NOT OLD.is_held
        OR OLD.text <> NEW.text AND NOT OLD.is_held AND NOT EXISTS (
            SELECT FROM disputes_case c WHERE c.id = OLD.case_id AND c.state IN ('drafted', 'appealed')
        ) AND NOT disputes_text_is_gone(OLD.case_id)
    THEN
        RAISE EXCEPTION 'what was said in a case never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
INTERIM = """
CREATE OR REPLACE FUNCTION disputes_interim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM disputes_case c JOIN disputes_claim k ON k.case_id = c.id
            WHERE c.id = NEW.case_id AND c.review_id = NEW.review_id AND k.ground = NEW.ground
                AND c.state IN ('filed', 'noticed', 'answered', 'ready', 'drafted', 'appealed')
        ) THEN
            RAISE EXCEPTION 'an interim measure belongs to an open case' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.case_id, OLD.review_id, OLD.ground, OLD.taken_by_id, OLD.taken_at, OLD.lapses_at)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.case_id, NEW.review_id, NEW.ground, NEW.taken_by_id, NEW.taken_at, NEW.lapses_at)
        OR (OLD.reasoning, OLD.facts) IS DISTINCT FROM (NEW.reasoning, NEW.facts)
            AND NOT disputes_text_is_gone(OLD.case_id)
        OR (OLD.confirmed_on IS NOT NULL OR OLD.ended_on IS NOT NULL)
            AND (OLD.confirmed_by_id, OLD.confirmed_on, OLD.until)
            IS DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on, NEW.until)
        OR OLD.confirmed_on IS NULL AND NEW.confirmed_on IS NULL AND OLD.until <> NEW.until
        OR NEW.until < OLD.until OR OLD.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on
    THEN
        RAISE EXCEPTION 'an interim measure is confirmed once and ends once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# The salt goes with the words: a commitment that can be opened would prove them for good.
DECISION = """
CREATE FUNCTION disputes_decision_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY[
        'quote', 'facts', 'business_said', 'reviewer_said', 'reasoning', 'summary', 'dissent', 'unfounded', 'salt'
    ];
BEGIN
    IF to_jsonb(OLD) - words IS DISTINCT FROM to_jsonb(NEW) - words
        OR NEW.quote <> '[…]' OR NEW.salt IS NOT NULL OR NOT disputes_text_is_gone(OLD.case_id)
    THEN
        RAISE EXCEPTION 'what was decided or claimed is never edited: only words of a text that is gone go from it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
BEFORE = "CREATE TRIGGER disputes_decision_final BEFORE {event} ON disputes_decision FOR EACH STATEMENT"
REFUSE = "EXECUTE FUNCTION disputes_refuse_change();"
TRIGGERS = f"""
DROP TRIGGER disputes_decision_final ON disputes_decision;
{BEFORE.format(event="DELETE OR TRUNCATE")} {REFUSE}
CREATE TRIGGER disputes_decision_words BEFORE UPDATE ON disputes_decision FOR EACH ROW
    EXECUTE FUNCTION disputes_decision_words();
"""
BACK = f"""
DROP TRIGGER disputes_decision_words ON disputes_decision;
DROP TRIGGER disputes_decision_final ON disputes_decision;
{BEFORE.format(event="UPDATE OR DELETE OR TRUNCATE")} {REFUSE}
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0011_rights"), ("reviews", "0002_guards")]

    operations = [
        migrations.RemoveConstraint(model_name="casestep", name="step_known"),
        migrations.AlterField(
            model_name="casestep",
            name="step",
            field=models.CharField(choices=[(one, one) for one in STEPS], max_length=12),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(condition=models.Q(("step__in", STEPS)), name="step_known"),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", "words-gone")), fields=("case",), name="step_words_gone_once"
            ),
        ),
        migrations.RunSQL(GONE, "DROP FUNCTION disputes_text_is_gone(bigint)"),
        *[migrations.RunSQL(one, migrations.RunSQL.noop) for one in (CLAIM, SAID, INTERIM)],
        migrations.RunSQL(DECISION, "DROP FUNCTION disputes_decision_words()"),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
