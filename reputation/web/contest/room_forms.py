"""What is asked in the room of a case: words, a file, a number for the lot."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reputation.rulebook import proofs as numbers
from reputation.web.contest.forms import Text
from reputation.web.members import asking

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


def number(text: str) -> bytes:
    """A number of 32 bytes as it is typed or pasted.

    Raises:
        ValueError
    """
    plain = "".join(text.split()).lower()
    if not _HEX.fullmatch(plain):
        raise ValueError("not 64 digits")
    return bytes.fromhex(plain)


class Number(forms.CharField):
    """32 bytes, as 64 hexadecimal digits."""

    def __init__(self, **kwargs: Any) -> None:
        quiet = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "mono", "dir": "ltr"}
        super().__init__(**{"max_length": 200, "widget": forms.Textarea(attrs={"rows": 2, **quiet}), **kwargs})

    def clean(self, value: Any) -> Any:
        """The bytes; None of a field that was left out."""
        given = super().clean(value)
        if not given:
            return None
        try:
            return number(given)
        except ValueError as error:
            raise ValidationError(_("This is no such number: it has 64 digits, 0 to 9 and a to f.")) from error


class Appeal(Text):
    """Why others should look at the decision; and, for who wants to take part in the lot, a sealed number."""

    commitment = Number(
        label=_("Your sealed number for the lot"),
        required=False,
        help_text=_("Only if you want to take part in drawing the panel. Most leave this out, and lose nothing."),
    )


class Reveal(asking.Form):
    """The number that was sealed with the appeal."""

    nonce = Number(label=_("Your number for the lot"), help_text=_("The 64 digits that you kept when you appealed."))


class Show(asking.Form):
    """A file for moderators, or a text."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, PNG, JPEG or text, 5 MiB at most. Black out what we need not see."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt"}),
    )
    text = forms.CharField(
        label=_("Or a text, such as a mail that you copied"),
        required=False,
        strip=False,
        max_length=numbers.TEXT_LIMIT.value,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """Either of the two, in `content`."""
        given: dict[str, Any] = super().clean() or {}
        file, text = given.get("file"), given.get("text", "")
        if self.errors:
            return given
        if file is not None and text.strip():
            self.add_error("text", _("Send one thing at a time: the file, or the text."))
        elif file is not None:
            given["content"] = file.read()
        elif text.strip():
            given["content"] = text.encode()
        else:
            self.add_error("file", _("Choose a file, or write what you want to show."))
        return given
