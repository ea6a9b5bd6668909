from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """Proofs in a case. Pages take them, moderators look; the worker destroys keys, and can open nothing."""

    name = "reputation.proofs"
    label = "proofs"
    verbose_name = "Proofs"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "proofs_key": "SELECT, INSERT, UPDATE (forget_on)",
            "proofs_proof": "SELECT, INSERT, UPDATE (seen, seen_by_id, seen_on)",
            "proofs_access": "SELECT, INSERT",
        },
        "worker": {
            "proofs_key": "SELECT (case, forget_on), UPDATE (forget_on), DELETE",
            "proofs_proof": "SELECT (id, case_id), DELETE",
            "proofs_access": "SELECT (id, at), DELETE",
        },
    }
