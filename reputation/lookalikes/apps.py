from django.apps import AppConfig


class LookalikesConfig(AppConfig):
    """Lookalikes: addresses that imitate a participant's."""

    name = "reputation.lookalikes"
    grants: dict[str, dict[str, str]] = {}
