from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "reputation.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    grants: dict[str, dict[str, str]] = {
        "web": {
            "accounts_user": "SELECT, INSERT, UPDATE, DELETE",
            "accounts_given_duty": "SELECT, INSERT, UPDATE (ended_on)",
        },
        "worker": {"accounts_user": "SELECT", "accounts_given_duty": "SELECT"},
    }
