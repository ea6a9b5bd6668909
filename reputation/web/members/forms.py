"""Forms of accounts: their fields, words and checks of shape, and what an attempt costs (accounts/attempts.py)."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reputation.accounts import actions, attempts, errors, rules
from reputation.core import clock
from reputation.core.db import broken_constraint
from reputation.members import api_keys

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "code": _("Code"),
    "name": _("Name"),
}
HINTS: dict[str, Any] = {
    "password": "",
    "password1": _("At least twelve characters. Some words that only you would put together are good."),
}


class Ours(forms.Form):
    """A form of allauth with our words: labels above the fields, and no second password to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class Paced(Ours):
    """An attempt that costs work, or without a script waiting. The page has both, see `web/members/parts/work.html`."""

    work = forms.CharField(required=False, widget=forms.HiddenInput)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", attempts.ticket(now=clock.now()))

    def pay(self, name: str) -> None:
        """Take what the attempt costs, and leave a new ticket for the next one.

        Raises:
            ValidationError
        """
        now = clock.now()
        solved, waited = self.data.get("work", ""), self.data.get("ticket", "")
        self.data = {**{key: self.data.get(key) for key in self.data}, "work": "", "ticket": attempts.ticket(now=now)}
        try:
            attempts.pay(name, solved=solved, waited=waited, now=now)
        except errors.WorkNotGood as error:
            words = _("The work for this attempt was too old, or became more meanwhile. Please send it once more.")
            raise ValidationError(words, code=error.code) from error
        except errors.TooSoon as error:
            raise too_soon(error) from error


def too_soon(error: errors.TooSoon) -> ValidationError:
    """Says how long to wait."""
    seconds = error.facts["wait_s"]
    assert isinstance(seconds, int)  # noqa: S101 - it always is
    words = ngettext(
        "Please wait %(seconds)s second, then send it again.",
        "Please wait %(seconds)s seconds, then send it again.",
        seconds,
    )
    return ValidationError(words, code=error.code, params={"seconds": seconds})


class SignIn(Paced, account.LoginForm):  # type: ignore[misc] # untyped
    """Address and password."""

    def clean(self) -> dict[str, Any]:
        """Paid first: a wrong password costs as much as a right one."""
        if self.errors:
            return self.cleaned_data
        name = rules.written(self.cleaned_data["login"])
        self.pay(name)
        try:
            super().clean()
        except ValidationError:
            attempts.note_failure(name, now=clock.now())
            raise
        attempts.forget_failures(name)
        return self.cleaned_data


class SignUp(Paced, account.SignupForm):  # type: ignore[misc] # untyped
    """Address and password of a new account. One that exists answers alike, and as late."""

    account_already_exists: bool

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.pay(self.cleaned_data["email"])
        return self.cleaned_data

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponseBase | None]:
        """A new account; or, where there is one, a mail that says so to whoever reads it."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)  # type: ignore[no-any-return]
            except IntegrityError as error:
                if broken_constraint(error) != "user_email_once":
                    raise
                self.account_already_exists = True  # somebody was quicker
        get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)  # type: ignore[no-any-return]


class ResetPassword(Paced, account.ResetPasswordForm):  # type: ignore[misc] # untyped
    """The address a link is sent to."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.pay(rules.written(self.cleaned_data["email"]))
        return self.cleaned_data


class ResetPasswordFromKey(Ours, account.ResetPasswordKeyForm):  # type: ignore[misc] # untyped
    """The new password, after the link in the mail."""

    @transaction.atomic
    def save(self) -> None:
        """Whoever has the mailbox starts anew: nobody else stays signed in, keys end, no failure counts."""
        super().save()
        actions.end_other_sessions(user_id=self.user.pk, key=None)
        api_keys.end_all_own(user=self.user.pk, now=clock.now())
        attempts.forget_failures(self.user.email)
        attempts.forget_wrong_codes(self.user.pk)


class NewPassword(Ours, account.SetPasswordForm):  # type: ignore[misc] # untyped
    """The new password of somebody who has just shown who they are."""

    @transaction.atomic
    def save(self) -> None:
        """Whatever was opened with the former one ends: keys here, other browsers where the change is completed."""
        super().save()
        api_keys.end_all_own(user=self.user.pk, now=clock.now())


class Reauthenticate(Paced, account.ReauthenticateForm):  # type: ignore[misc] # untyped
    """The password once more."""

    def clean_password(self) -> str:
        self.pay(self.user.email)
        try:
            found: str = super().clean_password()
        except ValidationError:
            attempts.note_failure(self.user.email, now=clock.now())
            raise
        attempts.forget_failures(self.user.email)
        return found


class Code(Paced):
    """A code of an app, or a recovery code: each once, and with a turn to wait for."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app, or a recovery code")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        self.pay(self.user.email)
        try:
            attempts.take_code_turn(self.user.pk, now=clock.now())
        except errors.TooSoon as error:
            raise too_soon(error) from error
        try:
            found: str = super().clean_code()  # type: ignore[misc] # of the form this is mixed into
        except ValidationError:
            attempts.note_wrong_code(self.user.pk, now=clock.now())
            raise
        if not attempts.spend_code(self.user.pk, normalize_user_code(found), now=clock.now()):
            raise get_mfa_adapter().validation_error("incorrect_code")
        attempts.forget_wrong_codes(self.user.pk)
        return found


class SecondFactor(Code, factors.AuthenticateForm):  # type: ignore[misc] # untyped
    """On the way in."""


class SecondFactorAgain(Code, factors.ReauthenticateForm):  # type: ignore[misc] # untyped
    """Before something that guards the account."""


class SetUpApp(Ours, ActivateTOTPForm):  # type: ignore[misc] # untyped
    """The first code of an app shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows now")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskey(Ours, passkeys.AddWebAuthnForm):  # type: ignore[misc] # untyped
    """A passkey, always of the kind that signs in by itself: it asks for finger, face or code."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _(
            "So that you can tell your passkeys apart: the device it is on, for instance."
        )
        self.fields["name"].widget.attrs |= {"maxlength": "60", "autocomplete": "off"}


class RenamePasskey(Ours, passkeys.EditWebAuthnForm):  # type: ignore[misc] # untyped
    """Another name for a passkey."""


class NewAddress(forms.Form):
    """Which address somebody wants to sign in with from now on."""

    email = forms.EmailField(
        label=_("New address"), max_length=rules.EMAIL_LIMIT, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """An address as it is stored."""
        found: str = get_adapter().clean_email(self.cleaned_data["email"])
        return found
