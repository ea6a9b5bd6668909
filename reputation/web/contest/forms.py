"""What challenging asks, step by step. What is wrong is said beside it, and what was typed stays."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reputation.disputes import rules as cases
from reputation.disputes.rules import Ground as Code
from reputation.notices import rules as notices
from reputation.reviews import rules
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import ReceiptClass
from reputation.rulebook import cases as numbers
from reputation.web.contest import sentences, words
from reputation.web.members import asking
from reputation.web.writing.forms import seen

OTHER = "other"
LAW_LIMIT = 200
EMAIL_LIMIT = 254
_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one.")}


def text_of(review: PublicReview) -> str:
    """The words of a review as everybody reads them."""
    return "".join(span.text for span in review.spans)


class Ground(asking.Form):
    """Which rule the review breaks."""

    ground = forms.ChoiceField(
        label=_("Which rule does the review break?"),
        choices=[(str(code), str(code)) for code in Code],
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, review: PublicReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_receipt = review.receipt_class != ReceiptClass.NONE

    def is_admissible(self, code: Code) -> bool:
        """Whether a ground can be raised against this review."""
        return cases.is_admissible(code, has_receipt=self._has_receipt)

    def clean_ground(self) -> Code:
        code = Code(self.cleaned_data["ground"])
        if not self.is_admissible(code):
            raise ValidationError(
                _(
                    "This review has a receipt: it shows that somebody bought from the business, so nobody can say "
                    "that there was no purchase. Another rule may fit."
                )
            )
        return code


class Quote(asking.Form):
    """The words it is about: a sentence of the review, or words that were typed or marked in it."""

    sentence = forms.ChoiceField(
        label=_("Which words break it?"), required=False, widget=forms.RadioSelect, error_messages=_CHOOSE
    )
    quote = forms.CharField(
        label=_("Other words"),
        required=False,
        max_length=numbers.QUOTE_LIMIT.value,
        help_text=_("Exactly as they stand in the review, as few as you need. With JavaScript, mark them in the text."),
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false", "dir": "auto"}),
    )

    def __init__(self, *args: Any, review: PublicReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._text = text_of(review)
        self.sentences = sentences.split(self._text)
        numbered = [(str(number), one) for number, one in enumerate(self.sentences)]
        self.fields["sentence"].choices = [*numbered, (OTHER, _("Other words, which I write below"))]  # type: ignore[attr-defined]
        self.fields["quote"].error_messages["max_length"] = _(
            "At most 500 characters can be quoted: choose the words that matter."
        )

    def clean(self) -> dict[str, Any]:
        """The words as they stand in the review, in `quote`."""
        given: dict[str, Any] = super().clean() or {}
        chosen, typed = given.get("sentence", ""), given.get("quote", "")
        if self.errors:
            return given
        if chosen in ("", OTHER):
            if not typed.strip():
                self.add_error("sentence", _("Choose a sentence, or write the words below."))
                return given
            found = sentences.find(self._text, typed)
            if found is None:
                self.add_error("quote", str(words.CLAIM_FAULTS["quote"]))
                return given
            given["quote"] = found
        else:
            given["quote"] = self.sentences[int(chosen)]
        return given


class Text(asking.Form):
    """Something that a side says. What nobody can see in it is taken out, and whoever wrote it is told."""

    text = forms.CharField(
        label=_("Your words"),
        strip=False,
        error_messages={"required": _("Nothing is written yet.")},
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": numbers.REASON_LIMIT.value, "dir": "auto"}),
    )

    def clean_text(self) -> str:
        """As it is kept."""
        given = self.cleaned_data["text"]
        try:
            return rules.clean(given, numbers.REASON_LIMIT.value)
        except ValueError as error:
            if str(error) == "length":
                raise ValidationError(str(words.CLAIM_FAULTS["said"]), "length") from error
            self.data = {**{name: self.data.get(name) for name in self.data}, "text": seen(given)}
            raise ValidationError(
                _(
                    "There were characters in it that cannot be seen, or that turn the direction of others. They are "
                    "taken out below: read it once more, then go on."
                ),
                "characters",
            ) from error

    def show(self, text: str) -> None:
        """Put a text into the form that is not the one that was sent."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "text": text}


class Said(Text):
    """Why the words break the rule; and where a law is named, which."""

    law = forms.CharField(
        label=_("Which law, and which article?"),
        max_length=LAW_LIMIT,
        help_text=_("For example: § 185 StGB, or Article 9 GDPR."),
    )

    field_order = ("law", "text")

    def __init__(self, *args: Any, ground: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Why do these words break the rule?")
        self.fields["text"].help_text = _(
            "Up to 2,000 characters, which everybody reads on the page of the case. Name no person, and no buyer."
        )
        if not numbers.GROUNDS[ground].needs_law:
            del self.fields["law"]


class Preview(asking.Form):
    """That it is meant so. Source: DSA Art. 16(2)(c) and (d)."""

    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is right and complete."),
        error_messages={"required": _("A challenge needs this.")},
    )
    email = forms.CharField(
        label=_("An address for news about the case"),
        required=False,
        max_length=EMAIL_LIMIT,
        help_text=_("We write to it when something is due or decided, and forget it when the case is over."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, asks_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_email:
            del self.fields["email"]

    def clean_email(self) -> str:
        given: str = self.cleaned_data["email"].strip()
        if given and notices.written(given) is None:
            raise ValidationError(str(words.CLAIM_FAULTS["email"]))
        return given
