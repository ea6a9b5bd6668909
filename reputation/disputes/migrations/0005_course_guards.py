"""The course of a case in the database: no step that the table of steps lacks, no right or day that gets lost."""

from django.db import migrations

# The table is rules.NEXT; a test compares the two. Whoever drafts, appeals or decides leaves a row that says so.
CASE = """
CREATE OR REPLACE FUNCTION disputes_case_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.review_id IS NULL, NEW.state) NOT IN ((true, 'ready'), (false, 'filed')) THEN
            RAISE EXCEPTION 'a case begins as filed, and one about an alert as ready'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.review_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM reviews_review r WHERE r.public_id = NEW.review_id AND r.business_id = NEW.business_id
        ) THEN
            RAISE EXCEPTION 'the review is about another business' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.public_id, OLD.business_id, OLD.review_id, OLD.alert, OLD.side, OLD.is_urgent, OLD.filed_on,
        OLD.admit_until)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.business_id, NEW.review_id, NEW.alert, NEW.side, NEW.is_urgent, NEW.filed_on,
        NEW.admit_until)
    THEN
        RAISE EXCEPTION 'this part of a case never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.answer_until < OLD.answer_until OR NEW.decide_until < OLD.decide_until
        OR NEW.paused_days < OLD.paused_days
        OR OLD.reply_until IS NOT NULL AND (NEW.reply_until IS NULL OR NEW.reply_until < OLD.reply_until)
        OR OLD.appeal_until IS NOT NULL AND (NEW.appeal_until IS NULL OR NEW.appeal_until < OLD.appeal_until)
        OR OLD.is_extended AND NOT NEW.is_extended OR OLD.has_answer AND NOT NEW.has_answer
    THEN
        RAISE EXCEPTION 'what a case gave is not taken away: a day may only be later' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('filed', 'noticed'), ('filed', 'drafted'), ('filed', 'withdrawn'), ('filed', 'settled'), ('filed', 'closed'),
        ('noticed', 'answered'), ('noticed', 'ready'), ('noticed', 'appealed'), ('noticed', 'withdrawn'),
        ('noticed', 'settled'), ('noticed', 'closed'),
        ('answered', 'ready'), ('answered', 'appealed'), ('answered', 'withdrawn'), ('answered', 'settled'),
        ('answered', 'closed'),
        ('ready', 'answered'), ('ready', 'drafted'), ('ready', 'appealed'), ('ready', 'withdrawn'),
        ('ready', 'settled'), ('ready', 'closed'),
        ('drafted', 'filed'), ('drafted', 'answered'), ('drafted', 'ready'), ('drafted', 'decided'),
        ('drafted', 'appealed'), ('drafted', 'withdrawn'), ('drafted', 'settled'), ('drafted', 'closed'),
        ('decided', 'answered'), ('decided', 'appealed'), ('decided', 'closed'),
        ('appealed', 'noticed'), ('appealed', 'final')
    ) THEN
        RAISE EXCEPTION 'a case that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'decided'
        AND NOT EXISTS (SELECT FROM disputes_decision d WHERE d.case_id = NEW.id AND NOT d.is_final) THEN
        RAISE EXCEPTION 'a case is decided by a decision' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'appealed' AND NOT EXISTS (SELECT FROM disputes_appeal a WHERE a.case_id = NEW.id) THEN
        RAISE EXCEPTION 'a case is appealed by one of its sides' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'appealed' AND OLD.state <> 'decided' AND NOT EXISTS (
        SELECT FROM disputes_case_step s WHERE s.case_id = NEW.id AND s.deadline = 'decision'
    ) THEN
        RAISE EXCEPTION 'nobody goes straight to a panel before a decision is overdue'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'appealed' AND NOT EXISTS (
        SELECT FROM disputes_decision d
        WHERE d.case_id = NEW.id AND d.is_final AND (d.outcome = 'admitted') = (NEW.state = 'noticed')
    ) THEN
        RAISE EXCEPTION 'a panel ends an appeal' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'noticed' AND NEW.state = 'ready' AND NOT EXISTS (
        SELECT FROM disputes_case_step s
        WHERE s.case_id = NEW.id AND s.step = 'ready' AND s.happened_on > OLD.answer_until
    ) THEN
        RAISE EXCEPTION 'the writer may still answer' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'decided' AND NEW.state = 'closed' AND NEW.ended_on <= OLD.appeal_until THEN
        RAISE EXCEPTION 'both sides may still appeal' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
DRAFTED = """
CREATE FUNCTION disputes_case_drafted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM disputes_case c WHERE c.id = NEW.id AND c.state = 'drafted')
        AND NOT EXISTS (SELECT FROM disputes_draft d WHERE d.case_id = NEW.id) THEN
        RAISE EXCEPTION 'a drafted case has a draft' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$
"""
DECISION = """
CREATE OR REPLACE FUNCTION disputes_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_case c JOIN disputes_claim k ON k.case_id = c.id
        WHERE c.id = NEW.case_id AND c.review_id IS NOT DISTINCT FROM NEW.review_id
            AND (k.ground, k.rule_version) = (NEW.ground, NEW.rule_version)
            AND (c.review_id IS NULL) >= (NEW.outcome = 'suspended')
            AND (c.review_id IS NOT NULL OR NEW.outcome IN ('rejected', 'inadmissible', 'suspended'))
    ) THEN
        RAISE EXCEPTION 'a decision is about the review or alert and the ground of its case'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM disputes_decision d
        WHERE d.id = NEW.replaces_id AND d.case_id = NEW.case_id AND d.outcome = NEW.replaced_outcome
    ) THEN
        RAISE EXCEPTION 'a decision replaces one of its own case' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.outcome = 'removed' AND NOT EXISTS (
        SELECT FROM disputes_case_step s WHERE s.case_id = NEW.case_id AND s.step = 'noticed'
    ) THEN
        RAISE EXCEPTION 'nothing is removed before its writer was told' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Of a decision that was read back from the log nobody knows who decided: it has no salt either.
DECIDERS = """
CREATE FUNCTION disputes_decided_by_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.salt IS NOT NULL AND NEW.persons <>
        (SELECT count(DISTINCT p.user_id) FROM disputes_decider p WHERE p.decision_id = NEW.id) THEN
        RAISE EXCEPTION 'a decision names as many persons as decided' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$
"""
# `rejected` leaves what it replaces: a panel found the appeal unfounded.
RESTRICTION = """
CREATE OR REPLACE FUNCTION disputes_restriction_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'restricted' AND (OLD.state <> 'restricted' OR OLD.decision IS DISTINCT FROM NEW.decision)
        AND NOT EXISTS (
            SELECT FROM disputes_decision d
            WHERE d.public_id = NEW.decision AND d.review_id = NEW.public_id AND d.outcome = 'removed'
                AND NOT EXISTS (
                    SELECT FROM disputes_decision later
                    WHERE later.case_id = d.case_id AND later.id > d.id AND later.outcome = 'restored'
                )
        )
        AND NOT EXISTS (
            SELECT FROM disputes_interim i
            WHERE i.public_id = NEW.decision AND i.review_id = NEW.public_id AND i.ended_on IS NULL
        )
    THEN
        RAISE EXCEPTION 'a review is restricted by a decision or an interim measure about it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'restricted' AND NEW.state IN ('published', 'erased')
        AND NOT EXISTS (
            SELECT FROM disputes_decision d JOIN disputes_decision later ON later.case_id = d.case_id
            WHERE d.public_id = OLD.decision AND later.id > d.id AND later.outcome = 'restored'
        )
        AND NOT EXISTS (
            SELECT FROM disputes_interim i WHERE i.public_id = OLD.decision AND i.ended_on IS NOT NULL
        )
    THEN
        RAISE EXCEPTION 'a review is restored by a decision about it, or when an interim measure ends'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# Of a claim only the words may change: they are masked there too, and gone where the review's text is.
CLAIM = """
CREATE OR REPLACE FUNCTION disputes_claim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_id, OLD.ground, OLD.rule_version, OLD.law)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.ground, NEW.rule_version, NEW.law)
        OR (OLD.said <> NEW.said OR NEW.quote IS NOT NULL AND NEW.quote IS DISTINCT FROM OLD.quote)
            AND NOT OLD.is_held AND NOT EXISTS (
                SELECT FROM disputes_case c WHERE c.id = OLD.case_id AND c.state IN ('drafted', 'appealed')
            )
        OR NEW.is_held AND NOT OLD.is_held
    THEN
        RAISE EXCEPTION 'what was claimed never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
# What was said stays as it was, but for words that are masked when it is decided, or when a moderator looks at them.
SAID = """
CREATE FUNCTION disputes_said_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_id, OLD.party, OLD.kind, OLD.said_on)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.party, NEW.kind, NEW.said_on)
        OR NEW.is_held AND NOT OLD.is_held
        OR OLD.text <> NEW.text AND NOT OLD.is_held AND NOT EXISTS (
            SELECT FROM disputes_case c WHERE c.id = OLD.case_id AND c.state IN ('drafted', 'appealed')
        )
    THEN
        RAISE EXCEPTION 'what was said in a case never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
INTERIM = """
CREATE FUNCTION disputes_interim_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (OLD.id, OLD.public_id, OLD.case_id, OLD.review_id, OLD.ground, OLD.reasoning, OLD.facts, OLD.taken_by_id,
        OLD.taken_at, OLD.lapses_at)
        IS DISTINCT FROM
        (NEW.id, NEW.public_id, NEW.case_id, NEW.review_id, NEW.ground, NEW.reasoning, NEW.facts, NEW.taken_by_id,
        NEW.taken_at, NEW.lapses_at)
        OR OLD.confirmed_on IS NOT NULL AND (OLD.confirmed_by_id, OLD.confirmed_on, OLD.until)
            IS DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on, NEW.until)
        OR OLD.confirmed_on IS NULL AND NEW.confirmed_on IS NULL AND OLD.until <> NEW.until
        OR NEW.until < OLD.until OR OLD.ended_on IS NOT NULL
    THEN
        RAISE EXCEPTION 'an interim measure is confirmed once and ends once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
APPEAL = """
CREATE FUNCTION disputes_appeal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.decision_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM disputes_decision d
            WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id AND NEW.appealed_on <= d.appeal_until
                AND NOT d.is_final
        ) THEN
            RAISE EXCEPTION 'a decision of the case is appealed in time' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.id, OLD.case_id, OLD.decision_id, OLD.party, OLD.appealed_on, OLD.aim_on, OLD.decide_until,
        OLD.nonce_commitment)
        IS DISTINCT FROM
        (NEW.id, NEW.case_id, NEW.decision_id, NEW.party, NEW.appealed_on, NEW.aim_on, NEW.decide_until,
        NEW.nonce_commitment)
        OR OLD.nonce IS NOT NULL AND OLD.nonce IS DISTINCT FROM NEW.nonce
    THEN
        RAISE EXCEPTION 'an appeal never changes, but for the nonce it promised' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
FUNCTIONS = {
    "disputes_case_drafted": DRAFTED,
    "disputes_decided_by_persons": DECIDERS,
    "disputes_said_guard": SAID,
    "disputes_interim_guard": INTERIM,
    "disputes_appeal_guard": APPEAL,
}
NEVER_REMOVED = ("disputes_said", "disputes_interim", "disputes_appeal", "disputes_panel", "disputes_seat")
APPEND_ONLY = ("disputes_case_step", "disputes_taking", "disputes_decider")


def trigger(name, event, table, function, each):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


def at_the_end(name, event, table, function):
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("disputes", "0004_sides"), ("reviews", "0002_guards")]

    operations = [
        *[migrations.RunSQL(one, migrations.RunSQL.noop) for one in (CASE, DECISION, RESTRICTION, CLAIM)],
        *[migrations.RunSQL(made, f"DROP FUNCTION {name}()") for name, made in FUNCTIONS.items()],
        at_the_end("disputes_case_drafted", "UPDATE", "disputes_case", "disputes_case_drafted"),
        at_the_end("disputes_decided_by_persons", "INSERT", "disputes_decision", "disputes_decided_by_persons"),
        trigger("disputes_said_guard", "UPDATE", "disputes_said", "disputes_said_guard", "ROW"),
        trigger("disputes_interim_guard", "INSERT OR UPDATE", "disputes_interim", "disputes_interim_guard", "ROW"),
        trigger("disputes_appeal_guard", "INSERT OR UPDATE", "disputes_appeal", "disputes_appeal_guard", "ROW"),
        *[
            trigger(f"{table}_stays", "DELETE OR TRUNCATE", table, "disputes_refuse_change", "STATEMENT")
            for table in NEVER_REMOVED
        ],
        *[
            trigger(f"{table}_final", "UPDATE OR DELETE OR TRUNCATE", table, "disputes_refuse_change", "STATEMENT")
            for table in APPEND_ONLY
        ],
    ]
