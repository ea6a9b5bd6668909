from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    """Businesses."""

    name = "reputation.businesses"
    verbose_name = "Businesses"
    grants: dict[str, dict[str, str]] = {}
