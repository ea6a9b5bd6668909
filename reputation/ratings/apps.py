from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """Ratings."""

    name = "reputation.ratings"
    verbose_name = "Ratings"
    grants: dict[str, dict[str, str]] = {}
