"""What the mailbox asks about a case: a text, a file, and what belongs to the lot of a panel."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reputation.reviews import rules
from reputation.rulebook import cases as numbers
from reputation.web.mailbox.case_words import Asked
from reputation.web.members import asking

HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
SECRET = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "mono", "dir": "ltr"}


def _bytes(text: str) -> bytes:
    """32 bytes, however their 64 characters are parted.

    Raises:
        ValidationError
    """
    kept = "".join(text.split()).lower()
    if not HEX.fullmatch(kept):
        raise ValidationError(_("This has 64 characters, each one of 0 to 9 and a to f."))
    return bytes.fromhex(kept)


class Say(asking.Form):
    """A text for a case. With an appeal there may come what stands for a number of one's own in the lot."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": numbers.REASON_LIMIT.value, "dir": "auto"})
    )
    commitment = forms.CharField(
        label=_("What stands for your number"),
        required=False,
        max_length=200,
        help_text=_("64 characters. The number itself stays with you until we ask for it."),
        widget=forms.TextInput(attrs=SECRET),
    )

    def __init__(self, data: Any = None, *, asked: Asked, has_lot: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].label = str(asked.label)
        if not has_lot:
            del self.fields["commitment"]

    def clean_text(self) -> str:
        """As it is kept."""
        try:
            return rules.clean(self.cleaned_data["text"], numbers.REASON_LIMIT.value)
        except ValueError as error:
            words = _("It has 1 to 2,000 characters, and none that cannot be seen or that turn others around.")
            raise ValidationError(words) from error

    def clean_commitment(self) -> bytes | None:
        """As bytes; none was given where it is empty."""
        given = self.cleaned_data["commitment"]
        return _bytes(given) if given.strip() else None

    def show(self, text: str) -> None:
        """Put a text into the form that is not the one that was sent."""
        self.data = {**{key: self.data.get(key) for key in self.data}, "text": text}


class Nonce(asking.Form):
    """The number that was kept for the lot."""

    nonce = forms.CharField(
        label=_("Your number"),
        max_length=200,
        help_text=_("The 64 characters that you noted when you appealed."),
        widget=forms.TextInput(attrs=SECRET),
    )

    def clean_nonce(self) -> bytes:
        """As bytes."""
        return _bytes(self.cleaned_data["nonce"])


class Proof(asking.Form):
    """A file that moderators alone see."""

    file = forms.FileField(
        label=_("One file"),
        help_text=_("A text, a PDF, a PNG or a JPEG, 5 MiB at most. Black out whatever names you."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.pdf,.png,.jpg,.jpeg"}),
    )
    is_blackened = forms.BooleanField(label=_("I looked it through: nothing in it names me, or I want it to"))
