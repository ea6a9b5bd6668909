from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence of a purchase. Pages take it, moderators look; the worker looks keys up and clears away."""

    name = "reputation.evidence"
    label = "evidence"
    verbose_name = "Evidence"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "evidence_mail_key": "SELECT, INSERT, UPDATE (last_seen)",
            "evidence_pepper": "SELECT, INSERT",
            "evidence_payment_proof": "SELECT, INSERT, DELETE, UPDATE (state, reason, file, decided_by_id, decided_on)",
            "evidence_coverage": "SELECT, INSERT, UPDATE (count)",
            "evidence_looked": "SELECT, INSERT, UPDATE (count)",
        },
        "worker": {
            "evidence_mail_domain": "SELECT, INSERT, DELETE, UPDATE (looked_on)",
            "evidence_mail_key": "SELECT, INSERT, DELETE, UPDATE (last_seen)",
            "evidence_pepper": "SELECT (epoch), DELETE",
            "evidence_payment_proof": "SELECT (state, decide_until), DELETE, UPDATE (state, file, decided_on)",
            "evidence_coverage": "SELECT, UPDATE (shown)",
            "evidence_looked": "SELECT, INSERT, UPDATE (count)",
        },
    }
