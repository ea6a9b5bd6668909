from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Checks: files for the private check."""

    name = "reputation.checks"
    grants: dict[str, dict[str, str]] = {}
