from allauth.account import apps as allauth_account
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "reputation.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default = True
    grants: dict[str, dict[str, str]] = {
        "web": {
            "accounts_user": "SELECT, INSERT, UPDATE, DELETE",
            "accounts_given_duty": "SELECT, INSERT, UPDATE (ended_on)",
            "accounts_session": "SELECT, INSERT, UPDATE, DELETE",
            "accounts_tally": "SELECT, INSERT, UPDATE, DELETE",
            "accounts_spent": "SELECT, INSERT",
            "account_emailaddress": "SELECT, INSERT, UPDATE, DELETE",
            "account_emailconfirmation": "SELECT, DELETE",
            "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
        },
        "worker": {
            "accounts_user": "SELECT, DELETE",
            "accounts_given_duty": "SELECT",
            "accounts_session": "SELECT, DELETE",
            "accounts_tally": "SELECT, DELETE",
            "accounts_spent": "SELECT, DELETE",
            "account_emailaddress": "SELECT, DELETE",
            "account_emailconfirmation": "SELECT, DELETE",
            "mfa_authenticator": "SELECT, DELETE",
        },
    }


class SignIn(allauth_account.AccountConfig):  # type: ignore[misc] # untyped
    """allauth's own app. It looks in the list for its middleware, which ours runs for /members/ alone."""

    default = False

    def ready(self) -> None:
        from allauth.account import checks  # noqa: F401 - registers its checks of the settings
