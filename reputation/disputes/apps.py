from django.apps import AppConfig

# Everything the pages may read of a decision: all but the salt of its statement.
SHOWN = (
    "id, public_id, case_id, review_id, replaces_id, replaced_outcome, outcome, ground, rule_version, policy_version, "
    "quote, facts, business_said, reviewer_said, reasoning, summary, is_automated, decided_by, approved_by, "
    "decided_on, effective_on, appeal_until, before_month, before_log_size, before_published, before_well, "
    "before_stars, after_month, after_log_size, after_published, after_well, after_stars"
)


class DisputesConfig(AppConfig):
    """Disputes."""

    name = "reputation.disputes"
    verbose_name = "Disputes"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "disputes_case": "SELECT",
            "disputes_claim": "SELECT",
            "disputes_decision": f"SELECT ({SHOWN})",
            "disputes_alert_suspension": "SELECT",
        },
        "worker": {
            "disputes_case": "SELECT, INSERT, UPDATE",
            "disputes_claim": "SELECT, INSERT, UPDATE",
            "disputes_decision": "SELECT, INSERT",
            "disputes_alert_suspension": "SELECT, INSERT",
        },
    }
