from django.apps import AppConfig

_READ = {f"lookalikes_{table}": "SELECT" for table in ("name", "deletion", "dropped", "exemption")}


class LookalikesConfig(AppConfig):
    """Lookalikes: addresses that imitate a participant's. Pages ask and exempt, the worker keeps the index."""

    name = "reputation.lookalikes"
    label = "lookalikes"
    verbose_name = "Lookalikes"
    grants: dict[str, dict[str, str]] = {
        "web": _READ | {"lookalikes_exemption": "SELECT, INSERT"},
        "worker": {
            "lookalikes_name": "SELECT, INSERT, DELETE",
            "lookalikes_deletion": "SELECT, INSERT, DELETE",
            "lookalikes_dropped": "SELECT, INSERT, DELETE",
            "lookalikes_exemption": "SELECT, INSERT",
            "lookalikes_cursor": "SELECT, INSERT, UPDATE (position)",
        },
        "lookup": _READ,
    }
