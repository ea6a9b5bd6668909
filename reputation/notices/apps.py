from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Mails. The pages may let one wait and never read what waits."""

    name = "reputation.notices"
    label = "notices"
    verbose_name = "Notices"
    grants: dict[str, dict[str, str]] = {
        "web": {"notices_mail": "INSERT, SELECT (id)"},
        "worker": {"notices_mail": "SELECT, INSERT, UPDATE, DELETE"},
    }
