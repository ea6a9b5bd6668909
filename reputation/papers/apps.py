from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Legal papers."""

    name = "reputation.papers"
    verbose_name = "Legal papers"
    grants: dict[str, dict[str, str]] = {}
