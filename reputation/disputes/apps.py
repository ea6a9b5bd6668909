from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Disputes."""

    name = "reputation.disputes"
    verbose_name = "Disputes"
    grants: dict[str, dict[str, str]] = {}
