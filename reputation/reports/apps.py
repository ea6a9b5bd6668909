from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports: no tables, a job and a command."""

    name = "reputation.reports"
    grants: dict[str, dict[str, str]] = {}
