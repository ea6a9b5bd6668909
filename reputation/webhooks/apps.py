from django.apps import AppConfig

_ALL = "SELECT, INSERT, UPDATE, DELETE"


class WebhooksConfig(AppConfig):
    """Webhooks. Pages change endpoints and let events wait; the worker sends them."""

    name = "reputation.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "webhooks_endpoint": _ALL,
            "webhooks_event": "SELECT, INSERT, DELETE",
            "webhooks_delivery": _ALL,
            "webhooks_announced_rating": "SELECT, DELETE",
        },
        "worker": {
            "webhooks_endpoint": "SELECT, UPDATE",
            "webhooks_event": "SELECT, INSERT, DELETE",
            "webhooks_delivery": _ALL,
            "webhooks_announced_rating": _ALL,
        },
    }
