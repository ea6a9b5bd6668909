from django.apps import AppConfig


class DomainsConfig(AppConfig):
    """Claims of domains. Pages look when they are asked to, the worker every day."""

    name = "reputation.domains"
    label = "domains"
    verbose_name = "Domains"
    grants: dict[str, dict[str, str]] = {
        "web": {"domains_claim": "SELECT, INSERT, UPDATE"},
        "worker": {"domains_claim": "SELECT, UPDATE, DELETE"},
    }
