"""Forms of accounts: their fields, words and checks of shape."""

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from reputation.accounts.rules import EMAIL_LIMIT


class NewAddress(forms.Form):
    """Which address somebody wants to sign in with from now on."""

    email = forms.EmailField(
        label=_("New address"), max_length=EMAIL_LIMIT, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """An address as it is stored."""
        found: str = get_adapter().clean_email(self.cleaned_data["email"])
        return found
