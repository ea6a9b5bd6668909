"""What the mailbox asks: the codename, and what is to be changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reputation.accounts import attempts
from reputation.core import clock
from reputation.reviews import codenames, rules
from reputation.reviews.acts import Changes
from reputation.reviews.mailbox import Mailbox
from reputation.reviews.rules import Outcome
from reputation.rulebook import reviews as numbers
from reputation.web import pacing, terms
from reputation.web.members import asking

ATTEMPT = "mailbox"
"""What opening a mailbox is called where attempts are paid for: the same for everybody."""
STARS = tuple((number, _("%(stars)s of 5 stars") % {"stars": number}) for number in range(5, 0, -1))


class Codename(pacing.Paced):
    """The codename, and a text that was typed when the mailbox closed: it is carried on."""

    codename = forms.CharField(
        label=_("Your codename"),
        max_length=codenames.LONGEST,
        help_text=_("Eight words. Capitals, blanks, hyphens and line ends do not matter."),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "mono",
                "dir": "ltr",
                "translate": "no",
            }
        ),
    )
    text = forms.CharField(
        label=_("Your text, as you typed it"),
        required=False,
        max_length=numbers.TEXT_LIMIT.value,
        help_text=_("It is not lost: after you opened the mailbox you find it in the form again."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    stars = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)
    outcome = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    case = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    carry = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attempt=ATTEMPT, **kwargs)
        self.fields["codename"].error_messages["max_length"] = _("This is much more than a codename: it has 8 words.")


class Change(asking.Form):
    """What is to be another than it is. Of stars and outcome that were changed once there are no fields."""

    text = forms.CharField(
        label=_("Your text"),
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": numbers.TEXT_LIMIT.value, "dir": "auto"}),
    )
    stars = forms.TypedChoiceField(label=_("Stars"), choices=STARS, coerce=int)
    outcome = forms.TypedChoiceField(
        label=_("How it ended"), choices=tuple(terms.OUTCOMES.items()), coerce=Outcome, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, box: Mailbox) -> None:
        changes = Changes() if box.act is None else box.act.changes
        own = box.own
        assert own is not None  # noqa: S101 - what can be changed is there
        super().__init__(
            data,
            initial={
                "text": changes.text or own.text,
                "stars": changes.stars or own.stars,
                "outcome": changes.outcome or own.outcome,
            },
        )
        if not box.may_change_figures:
            del self.fields["stars"], self.fields["outcome"]

    def clean_text(self) -> str:
        """As it is kept."""
        try:
            return rules.clean(self.cleaned_data["text"], numbers.TEXT_LIMIT.value)
        except ValueError as error:
            words = _("A review has 1 to 4,000 characters, and none that cannot be seen or that turn others around.")
            raise ValidationError(words) from error

    def show(self, text: str) -> None:
        """Put a text into the form that is not the one that was sent."""
        self.data = {**{key: self.data.get(key) for key in self.data}, "text": text}


def work() -> dict[str, Any]:
    """What opening a mailbox costs a browser."""
    return attempts.work(ATTEMPT, now=clock.now())
