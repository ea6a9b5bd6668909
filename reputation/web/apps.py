from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "reputation.web"
    verbose_name = "Pages"
    grants: dict[str, dict[str, str]] = {}
