from django.apps import AppConfig

# The worker takes files away and never reads one.
WITHOUT_FILE = (
    "SELECT (id, public_id, business_id, had_voucher, week, decide_until, media, state, reason), DELETE, "
    "UPDATE (state, file)"
)


class EvidenceConfig(AppConfig):
    """Evidence of a purchase. Pages take it, moderators look; the worker looks keys up and clears away."""

    name = "reputation.evidence"
    label = "evidence"
    verbose_name = "Evidence"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "evidence_mail_key": "SELECT, INSERT, UPDATE (last_seen)",
            "evidence_pepper": "SELECT, INSERT",
            "evidence_payment_proof": "SELECT, INSERT, DELETE, UPDATE (state, reason, file)",
            "evidence_coverage": "SELECT, INSERT, UPDATE (count)",
            "evidence_decision": "SELECT, INSERT",
        },
        "worker": {
            "evidence_mail_domain": "SELECT, INSERT, DELETE, UPDATE (looked_on)",
            "evidence_mail_key": "SELECT, INSERT, DELETE, UPDATE (last_seen)",
            "evidence_pepper": "SELECT (epoch), DELETE",
            "evidence_payment_proof": WITHOUT_FILE,
            "evidence_coverage": "SELECT, UPDATE (shown)",
            "evidence_decision": "SELECT, INSERT, DELETE",
        },
    }
