"""What each step of writing a review asks. What is wrong is said beside it, and what was typed stays."""

import re
import secrets
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from reputation.accounts import attempts
from reputation.accounts.errors import TooSoon, WorkNotGood
from reputation.core import clock
from reputation.reviews import codenames, rules
from reputation.reviews.codenames import CodenameError
from reputation.rulebook import reviews as numbers
from reputation.web.members import asking
from reputation.web.members.forms import too_soon
from reputation.web.writing import words

WORK = "review"
"""As what the work for a review without a receipt is counted: nobody's share can be used up by others."""
_STARS = [(number, str(number)) for number in range(1, 6)]
_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}
_CONFIRM = {"required": _("A review needs this.")}
_PLACES = re.compile(r"([1-8]) ([1-8])", re.ASCII)


class How(asking.Form):
    """How it went. The confirmations are asked and not kept."""

    outcome = forms.ChoiceField(
        label=_("What happened in the end?"),
        choices=[(str(outcome), title) for outcome, (title, _hint) in words.OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    stars = forms.TypedChoiceField(
        label=_("How many stars?"), choices=_STARS, coerce=int, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    given_code = forms.ChoiceField(
        label=_("Did the shop give you a code for a review?"),
        help_text=_(
            "Every business here has promised one with each order. How many say that they got none is counted and "
            "shown."
        ),
        choices=[("no", _("No, none")), ("yes", _("Yes, or I do not know"))],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )
    own = forms.BooleanField(
        label=_(
            "I bought there myself. I have no tie to the business or to a competitor of it, and nobody gives me "
            "anything for this review."
        ),
        error_messages=_CONFIRM,
    )
    over = forms.BooleanField(
        label=_("It was delivered or done, or the day that was agreed for it has passed."), error_messages=_CONFIRM
    )

    def __init__(self, *args: Any, has_receipt: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_receipt:
            del self.fields["given_code"]

    @property
    def no_receipt_given(self) -> bool | None:
        """Whether the writer says that the business gave none; None with a receipt."""
        return self.cleaned_data["given_code"] == "no" if "given_code" in self.fields else None


class Told(asking.Form):
    """Language and text. What nobody can see in a text is taken out, and the writer is told."""

    language = forms.ChoiceField(label=_("Language of your text"), choices=words.languages, error_messages=_CHOOSE)
    text = forms.CharField(
        label=_("Your review"),
        help_text=_("Up to 4,000 characters. No order number, no day: they would tell the shop who you are."),
        strip=False,
        error_messages={"required": _("Nothing is written yet.")},
        widget=forms.Textarea(attrs={"rows": 9, "maxlength": numbers.TEXT_LIMIT.value, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())

    def clean_text(self) -> str:
        """The text as it is kept."""
        given = self.cleaned_data["text"]
        try:
            return rules.clean(given, numbers.TEXT_LIMIT.value)
        except ValueError as error:
            if str(error) == "length":
                raise ValidationError(
                    _("A review has 1 to 4,000 characters. Nothing of yours was cut off."), "length"
                ) from error
            self.data = {**self.data, "text": seen(given)}
            raise ValidationError(
                _(
                    "There were characters in it that cannot be seen, or that turn the direction of others. They are "
                    "taken out below: read it once more, then go on."
                ),
                "characters",
            ) from error


class Codename(asking.Form):
    """Two words of the codename, to see that it was written down; whoever pastes all of it is asked no more."""

    codename = forms.CharField(widget=forms.HiddenInput)
    places = forms.RegexField(_PLACES, widget=forms.HiddenInput)
    first = forms.CharField(max_length=codenames.LONGEST, help_text=_("Or paste all eight words here."))
    second = forms.CharField(max_length=codenames.LONGEST)
    work = forms.CharField(required=False, widget=forms.HiddenInput)
    waited = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_receipt: bool, attempt: str = WORK, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._costs = not has_receipt
        self._attempt = attempt
        match = _PLACES.fullmatch(str(self["places"].value() or ""))
        asked = (int(match[1]), int(match[2])) if match else (1, 2)
        quiet = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "short", "dir": "ltr"}
        for name, place, says in (
            ("first", asked[0], _("To be safe: what is word %(place)s?")),
            ("second", asked[1], _("And word %(place)s?")),
        ):
            self.fields[name].label = says % {"place": place}
            self.fields[name].error_messages["required"] = _("Type word %(place)s, as it stands above.") % {
                "place": place
            }
            self.fields[name].widget.attrs.update(quiet)
        if not self._costs:
            del self.fields["work"], self.fields["waited"]

    @classmethod
    def new(cls, codename: str, *, has_receipt: bool, attempt: str = WORK) -> "Codename":
        """The empty form for a codename, which asks for two of its words."""
        given = {"codename": codename, "places": places(), "waited": attempts.ticket(now=clock.now())}
        return cls(initial=given, has_receipt=has_receipt, attempt=attempt)

    def clean(self) -> dict[str, Any]:
        """See that the words typed are those of the codename."""
        given: dict[str, Any] = self.cleaned_data
        try:
            whole = codenames.parse(given.get("codename", ""))
        except CodenameError:
            self.add_error(None, _("The codename got damaged on the way. Go back one step and come here again."))
            return given
        if _typed_whole(given.get("first", "")) == whole:
            self.errors.pop("second", None)
        elif "places" in given:
            for name, place in zip(("first", "second"), given["places"].split(), strict=True):
                word = whole[int(place) - 1]
                if name in given and _letters(given[name]) != _letters(word):
                    self.add_error(name, _wrong(given[name], place, word))
        return given

    def pay(self) -> bool:
        """Take what sending without a receipt costs, and leave a new ticket for another try."""
        if not self._costs:
            return True
        now = clock.now()
        solved, waited = self.data.get("work", ""), self.data.get("waited", "")
        self.data = {**self.data, "work": "", "waited": attempts.ticket(now=now)}
        with self.refusals():
            try:
                # Who waits has a turn of their own: nobody else's sending makes it later.
                attempts.pay(
                    self._attempt if solved else f"{self._attempt} {waited}", solved=solved, waited=waited, now=now
                )
            except TooSoon as error:
                self.add_error(None, too_soon(error))
            except WorkNotGood:
                self.add_error(None, _("The work that your browser did was used or too old. Send it once more."))
        return not self.errors


def seen(text: str) -> str:
    """The text without what `rules.clean` refuses: line ends unified, a blank for a tab, the rest taken out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in plain if c == "\n" or not rules.is_unseen(c))


def places() -> str:
    """Which two words are asked, the earlier one first."""
    drawn = secrets.SystemRandom().sample(range(1, codenames.WORDS + 1), 2)
    return " ".join(str(place) for place in sorted(drawn))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalpha())


def _typed_whole(text: str) -> tuple[str, ...]:
    try:
        return codenames.parse(text)
    except CodenameError:
        return ()


def _wrong(typed: str, place: str, word: str) -> str:
    facts = {"place": place, "typed": typed.strip()[:40], "begins": word[:2]}
    return gettext("Word %(place)s is not “%(typed)s”. Look again: it begins with “%(begins)s”.") % facts
