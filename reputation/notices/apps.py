from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Mails. The pages may let one wait, and read of one only what it was about and what became of it."""

    name = "reputation.notices"
    label = "notices"
    verbose_name = "Notices"
    grants: dict[str, dict[str, str]] = {
        "web": {"notices_mail": "INSERT, SELECT (id, kind, state, why, ended_on)"},
        "worker": {"notices_mail": "SELECT, INSERT, UPDATE, DELETE"},
    }
