"""No address is exempt without a decision about it, and none is decided before the business could answer."""

from django.db import migrations

DECISION = """
CREATE OR REPLACE FUNCTION disputes_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_case c JOIN disputes_claim k ON k.case_id = c.id
        WHERE c.id = NEW.case_id AND c.review_id IS NOT DISTINCT FROM NEW.review_id
            AND (k.ground, k.rule_version) = (NEW.ground, NEW.rule_version)
            AND {fitting}
    ) THEN
        RAISE EXCEPTION 'a decision is about the review, alert or domain and the ground of its case'
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
    {heard}
    RETURN NEW;
END
$$
"""
BEFORE = DECISION.format(
    fitting="(c.review_id IS NULL) >= (NEW.outcome = 'suspended') "
    "AND (c.review_id IS NOT NULL OR NEW.outcome IN ('rejected', 'inadmissible', 'suspended'))",
    heard="",
)
NOW = DECISION.format(
    fitting="(c.review_id IS NOT NULL AND NEW.outcome NOT IN ('suspended', 'exempt') "
    "OR c.alert IS NOT NULL AND NEW.outcome IN ('rejected', 'inadmissible', 'suspended') "
    "OR c.domain IS NOT NULL AND NEW.outcome IN ('rejected', 'exempt'))",
    heard="""IF NEW.outcome = 'exempt' AND NOT EXISTS (
        SELECT FROM disputes_case c
        WHERE c.id = NEW.case_id AND (c.has_answer OR NEW.decided_on > c.answer_until)
    ) THEN
        RAISE EXCEPTION 'the business may still answer' USING ERRCODE = 'restrict_violation';
    END IF;""",
)
DOMAIN = """
CREATE FUNCTION disputes_domain_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this part of a case never changes' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER disputes_domain_stays BEFORE UPDATE ON disputes_case FOR EACH ROW
    WHEN (OLD.domain IS DISTINCT FROM NEW.domain) EXECUTE FUNCTION disputes_domain_stays();
"""
EXEMPTION = """
CREATE FUNCTION disputes_exemption_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM disputes_decision d JOIN disputes_case c ON c.id = d.case_id
        WHERE d.public_id = NEW.decision AND d.outcome = 'exempt'
            AND c.business_id = NEW.business_id AND c.domain = NEW.domain
    ) THEN
        RAISE EXCEPTION 'a domain is exempt by a decision about it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER disputes_exemption_guard BEFORE INSERT ON lookalikes_exemption FOR EACH ROW
    EXECUTE FUNCTION disputes_exemption_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0015_domains"), ("lookalikes", "0002_append_only_exemptions")]

    operations = [
        migrations.RunSQL(NOW, BEFORE),
        migrations.RunSQL(
            DOMAIN,
            "DROP TRIGGER disputes_domain_stays ON disputes_case; DROP FUNCTION disputes_domain_stays();",
        ),
        migrations.RunSQL(
            EXEMPTION,
            "DROP TRIGGER disputes_exemption_guard ON lookalikes_exemption; DROP FUNCTION disputes_exemption_guard();",
        ),
    ]
