from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reviews."""

    name = "reputation.reviews"
    verbose_name = "Reviews"
    grants: dict[str, dict[str, str]] = {}
