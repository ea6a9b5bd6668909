from django.apps import AppConfig


class LogConfig(AppConfig):
    """Public log."""

    name = "reputation.log"
    label = "log"
    verbose_name = "Public log"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "log_waiting": "INSERT, SELECT (id)",
            "log_side_file": "INSERT",
            "log_put_names()": "EXECUTE",
            "log_put_cases()": "EXECUTE",
            "log_entry": "SELECT",
            "log_tile": "SELECT",
            "log_head": "SELECT",
            "log_checkpoint": "SELECT",
            "log_cosignature": "SELECT",
            "log_operator_change": "SELECT, INSERT",
        },
        "worker": {
            "log_waiting": "SELECT, INSERT, DELETE",
            "log_entry": "SELECT, INSERT",
            "log_tile": "SELECT, INSERT",
            "log_head": "SELECT, INSERT, UPDATE",
            "log_checkpoint": "SELECT, INSERT",
            "log_cosignature": "SELECT, INSERT",
            "log_side_file": "SELECT, INSERT, UPDATE, DELETE",
            "log_put_names()": "EXECUTE",
            "log_put_cases()": "EXECUTE",
            "log_operator_change": "SELECT, DELETE",
        },
        "ratings": {"log_entry": "SELECT", "log_head": "SELECT", "log_checkpoint": "SELECT"},
    }
