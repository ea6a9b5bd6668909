"""The form in which a moderator says of each passage of a text what becomes of it."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from reputation.desk import passages
from reputation.desk.passages import Place
from reputation.reviews import errors, judging, rules
from reputation.reviews.held import HeldText
from reputation.reviews.judging import WORDING_LIMIT, Marked, Put
from reputation.reviews.rules import Choice, HeldKind, Refusal
from reputation.web.mailbox.words import REFUSALS
from reputation.web.members import asking
from reputation.web.members.desk import text_words

WORDS_LIMIT = 200
ROWS, ROWS_MOST = 3, 30
AROUND = 60
"""So many characters before and after a passage stand beside the choices about it."""
# A text that has gone its way can be masked; it cannot be refused any more.
AFTERWARDS = (Choice.FINE, Choice.PUBLIC, Choice.MASK)


def seen(found: HeldText) -> str:
    """What tells whether a form is about the text and its marks as they are now."""
    places = ";".join(f"{finding.start}-{finding.end}" for finding in found.findings.items)
    return sha256(f"{places}\n{found.text}".encode()).hexdigest()[:16]


def choices_for(found: HeldText) -> tuple[Choice, ...]:
    """What can become of a passage of this text."""
    return AFTERWARDS if found.kind is HeldKind.AUDIT else tuple(Choice)


class Look(asking.Form):
    """The passages that were marked, each with a choice; those that were missed; and why a text is refused, if it is.

    Fields are numbered as the passages are: `choice_1`, `wording_1`; of those missed `words_1`, `put_1`.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, found: HeldText, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = data or kwargs.get("initial") or {}
        super().__init__(data, **kwargs)
        self.found = found
        self.is_audit = found.kind is HeldKind.AUDIT
        self.rows = rows(given)
        self.fields["seen"].initial = seen(found)
        choices = [(choice.value, text_words.CHOICES[choice][0]) for choice in choices_for(found)]
        for number, finding in enumerate(found.findings.items, 1):
            self.fields[f"choice_{number}"] = forms.ChoiceField(
                label=_("Passage %(number)s") % {"number": number},
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say what becomes of it.")},
            )
            self.fields[f"wording_{number}"] = _wording(
                _("Other words for passage %(number)s") % {"number": number}, initial=finding.suggestion
            )
        for number in range(1, self.rows + 1):
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("Words %(number)s") % {"number": number}, required=False, max_length=WORDS_LIMIT
            )
            self.fields[f"put_{number}"] = _wording(_("Instead of words %(number)s") % {"number": number})
        if not self.is_audit:
            refusals = [(refusal.value, words[0]) for refusal, words in REFUSALS.items()]
            self.fields["refusal"] = forms.ChoiceField(
                label=_("Can the text come out?"),
                choices=[("", _("Yes, with the choices above")), *refusals],
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("seen") != seen(self.found):
            raise forms.ValidationError(_("The text or its marks are not those you looked at. Load the page again."))
        self.choices = list(self._read_choices(given))
        self.missed = list(self._read_missed(given))
        self.refusal = Refusal(given["refusal"]) if given.get("refusal") else None
        if not self.errors:
            self._judge()
        return given

    def _judge(self) -> None:
        """Ask the rule that will decide, so that the last page shows nothing that cannot be."""
        text = self.found.text
        try:
            self.put = judging.judge(text, self.choices, self.missed, self.refusal, is_audit=self.is_audit)
        except errors.BadDecision as error:
            if error.facts["reason"] == "refusal":
                self.add_error("refusal", _("You chose that it cannot come out: say why. The writer reads it."))
            else:
                self.add_error(None, _("The text would be too long with these words. Choose shorter ones."))

    @property
    def wrong(self) -> int:
        """How many marks of the screening were wrong."""
        return judging.wrong(self.choices)

    @property
    def passages(self) -> Iterator[dict[str, Any]]:
        """The marked passages with their fields and what stands around them, for the page."""
        text = self.found.text
        for number, finding in enumerate(self.found.findings.items, 1):
            yield {
                "number": number,
                "before": _last_words(text[: finding.start]),
                "words": text[finding.start : finding.end],
                "after": _last_words(text[finding.end :][::-1])[::-1],
                "seems": text_words.SEEMS[finding.kind],
                "tier": text_words.TIERS[finding.tier],
                "choice": self[f"choice_{number}"],
                "wording": self[f"wording_{number}"],
            }

    @property
    def misses(self) -> Iterator[dict[str, Any]]:
        """The fields for words that were missed."""
        for number in range(1, self.rows + 1):
            yield {"number": number, "words": self[f"words_{number}"], "put": self[f"put_{number}"]}

    def _read_choices(self, given: dict[str, Any]) -> Iterator[Marked]:
        for number, finding in enumerate(self.found.findings.items, 1):
            if chosen := given.get(f"choice_{number}"):
                choice = Choice(chosen)
                wording = self._put(f"wording_{number}", given) if choice is Choice.MASK else None
                yield Marked(finding.start, finding.end, choice, wording)

    def _read_missed(self, given: dict[str, Any]) -> Iterator[Put]:
        marked = [Place(finding.start, finding.end) for finding in self.found.findings.items]
        for number in range(1, self.rows + 1):
            words = given.get(f"words_{number}")
            if not words:
                continue
            found = passages.places(self.found.text, words)
            if not found:
                self.add_error(f"words_{number}", _("These words are not in the text, letter by letter."))
            elif any(place.touches(marked) for place in found):
                self.add_error(f"words_{number}", _("They are marked already: choose there what becomes of them."))
            elif wording := self._put(f"put_{number}", given):
                marked += found
                yield from (Put(*place, wording) for place in found)

    def _put(self, name: str, given: dict[str, Any]) -> str:
        """The other words in a field; empty, and said beside it, if they do not do."""
        try:
            wording = rules.clean(given.get(name, ""), WORDING_LIMIT)
        except ValueError:
            wording = ""
        if not wording and name not in self.errors:
            most = {"most": WORDING_LIMIT}
            self.add_error(name, _("Say what stands there instead, in %(most)s characters at most.") % most)
        return wording


def _last_words(text: str) -> str:
    """The end of a text, from the beginning of a word on where there is one."""
    if len(text) <= AROUND:
        return text
    end = text[-AROUND:]
    return "…" + end[end.find(" ") + 1 :]


def _wording(label: Any, initial: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=WORDING_LIMIT, initial=initial)


def rows(given: Mapping[str, Any]) -> int:
    """How many rows for missed words there are: those that were sent, and two more when all are full."""
    many = ROWS
    while many < ROWS_MOST and f"words_{many + 1}" in given:
        many += 1
    is_full = all(given.get(f"words_{number}") for number in range(1, many + 1))
    return min(many + 2, ROWS_MOST) if is_full else many
