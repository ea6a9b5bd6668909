from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Checks: files for the private check. The worker makes them from what is public; nobody else writes here."""

    name = "reputation.checks"
    grants: dict[str, dict[str, str]] = {"worker": {"checks_key": "SELECT, INSERT, DELETE"}}
