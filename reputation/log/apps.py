from django.apps import AppConfig


class LogConfig(AppConfig):
    """Public log."""

    name = "reputation.log"
    verbose_name = "Public log"
    grants: dict[str, dict[str, str]] = {}
