from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What two persons decide. The worker lets proposals lapse and exclusions begin; it decides nothing."""

    name = "reputation.desk"
    label = "desk"
    verbose_name = "Desk"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "desk_proposal": "SELECT, INSERT, UPDATE (state, decided_by_id, decided_at, words)",
            "desk_number": "SELECT, INSERT",
            "desk_termination": "SELECT, INSERT, UPDATE (stage, appealed_on, appeal, decide_until, appeal_decided_on, "
            "appeal_outcome, appeal_reasons)",
        },
        "worker": {
            "desk_proposal": "SELECT, UPDATE (state, decided_at), DELETE",
            "desk_number": "SELECT, DELETE",
            "desk_termination": "SELECT, UPDATE (stage)",
        },
    }
