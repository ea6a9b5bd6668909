"""What allauth asks us: how an account is made, what is told by mail, how secrets of second factors are kept.

No mail tells from where something was done, for nothing here knows.
"""

from base64 import urlsafe_b64encode
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from reputation.accounts import attempts, keys, queries, rules
from reputation.core import clock
from reputation.notices import actions as notices
from reputation.notices.texts import link

CAUSED_BY_ANYBODY = frozenset(
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "new_email",
        "password_reset_key",
        "unknown_account",
    )
)


# What the next page says of what was done. All else the library would say, our pages say by what they show; and what it
# says holds addresses, which are in no cookie of ours.
SAID = {
    "account/messages/email_confirmed.txt": _("Your address is confirmed. Sign in now."),
    "account/messages/password_changed.txt": _("From now on the new password is good."),
    "mfa/messages/totp_deactivated.txt": _("The app is removed. Its codes open nothing any more."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}

# How somebody shows that it is they, in our words: those of the library are in none of our catalogues.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] # untyped
    """Accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("Address and password do not belong together. Compare both."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or was used already. Take the one that is shown now."),
        "incorrect_password": _("This is not your password."),
        "unusable_email": _("Mail cannot be sent to this address as it is written. Write it in plain letters."),
    }

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:  # noqa: ARG002 - allauth gives it
        """Whoever signs up is written to in the language of the page they did it on."""
        return get_user_model()(language=translation.get_language() or settings.LANGUAGE_CODE)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth gives it
        extra_tags: str = "",  # noqa: ARG002
        message: str | None = None,  # noqa: ARG002
    ) -> None:
        """Say on the next page what was done, where that page does not show it."""
        if message_template in SAID:
            messages.add_message(request, level, str(SAID[message_template]))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways in which somebody can show that it is they."""
        return [way | {"description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def clean_email(self, email: str) -> str:
        """The one way an address is written; what no mail server need understand is refused."""
        found = rules.written(email)
        if not found.isascii() or '"' in found:
            raise ValidationError(self.error_messages["unusable_email"], code="unusable_email")
        return found

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Let a mail wait, in the language of whoever has the address, or else of the page.

        Of those that anybody can cause an address gets a few in an hour, and nobody is told when it got no more.
        """
        if template_prefix in CAUSED_BY_ANYBODY and not attempts.may_mail(email, now=clock.now()):
            return
        person = queries.by_email(email)
        language = person.language if person else translation.get_language() or settings.LANGUAGE_CODE
        words = {"service": settings.SERVICE_NAME, **context}
        with translation.override(language):
            words |= {name: link(reverse(f"account_{name}")) for name in ("signup", "reset_password")}
            subject = render_to_string(f"{template_prefix}_subject.txt", words)
            text = render_to_string(f"{template_prefix}_message.txt", words)
        operator = settings.OPERATOR
        signed = "\n".join(
            [text.strip(), "", "-- ", settings.SERVICE_NAME, f"{operator['name']}, {operator['contact']}"]
        )
        kind = template_prefix.rpartition("/")[2].replace("_", "-")
        notices.letter(to=email, language=language, kind=kind, subject=subject, text=signed, now=clock.now())

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002
        """The link that confirms an address: on the service's own host, whichever host was asked."""
        return link(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link with which a new password is chosen."""
        uid, _, token = key.partition("-")
        return link(reverse("account_reset_password_from_key", args=[uid, token]))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that their account was changed."""
        to = email or EmailAddress.objects.get_primary_email(user)
        if to:
            self.send_mail(template_prefix, to, context or {})


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # untyped
    """Second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes come with an app or a passkey. Add one first."),
        "incorrect_code": Accounts.error_messages["incorrect_code"],
    }

    def _cipher(self) -> Fernet:
        return Fernet(urlsafe_b64encode(keys.derived("second factor")))

    def encrypt(self, text: str) -> str:
        """Text as it is stored: without SECRET_KEY it opens nothing."""
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given."""
        return self._cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The code to scan, as part of the page: no image is loaded, and nothing in it is a style."""
        return segno.make(url, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff")
