from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """Running the service."""

    name = "reputation.service"
    verbose_name = "Service"
    grants: dict[str, dict[str, str]] = {}
