"""Forms about cases. What they check is shape, gaps and plain words; what may be is for the rules."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reputation.core import months
from reputation.desk import case_acts, drafting, passages
from reputation.desk.case_acts import Unready
from reputation.desk.cases import Sight
from reputation.desk.passages import Place
from reputation.disputes import plain, rules
from reputation.disputes.files import File
from reputation.disputes.plain import Doubt
from reputation.disputes.rules import Outcome, Reasons, Subject
from reputation.reviews import judging
from reputation.reviews.judging import WORDING_LIMIT, Put
from reputation.rulebook import cases as numbers
from reputation.rulebook.desk import EXPLANATION_LIMIT
from reputation.web.members.asking import Form
from reputation.web.members.desk import case_templates, case_words, text_forms

FACTS, FACTS_MOST = 2, 20
LOW = 5
"""Fields of fewer rows are lower than others."""
UNREADY: Mapping[Unready, Any] = {
    Unready.MISSING: gettext_lazy("This is missing, or too long."),
    Unready.GAP: gettext_lazy("A gap of the template is left: fill it, or take it out."),
    Unready.REPEATED: gettext_lazy("Tell it in fewer words than they did."),
}


def text(label: Any, hint: Any, limit: int, *, rows: int = 6, is_needed: bool = True) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=is_needed,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows} | ({"class": "low"} if rows < LOW else {})),
    )


class Seen(Form):
    """What tells the state of the case from which a step is taken."""

    seen = forms.CharField(widget=forms.HiddenInput)


class Words(Seen):
    """Why a draft is given back."""

    words = text(
        gettext_lazy("Why you give it back"),
        gettext_lazy("In 20 to 2,000 characters. Whoever drafts next reads it; the sides do not."),
        EXPLANATION_LIMIT.value,
        rows=4,
    )


class Facts(Seen):
    """Facts, each in a field of its own: `fact_1`, `fact_2`; two more rows when all are full."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = data or kwargs.get("initial") or {}
        super().__init__(data, **kwargs)
        self.rows = rows(given)
        for number in range(1, self.rows + 1):
            self.fields[f"fact_{number}"] = text(
                _("Fact %(number)s") % {"number": number}, "", numbers.FACT_LIMIT.value, rows=2, is_needed=number == 1
            )

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [self[f"fact_{number}"] for number in range(1, self.rows + 1)]

    @property
    def facts(self) -> tuple[str, ...]:
        given = (self.cleaned_data.get(f"fact_{number}", "") for number in range(1, self.rows + 1))
        return tuple(fact for fact in given if fact)


def rows(given: Mapping[str, Any]) -> int:
    """How many rows for facts there are: those that were sent, and two more when all are full."""
    many = FACTS
    while many < FACTS_MOST and f"fact_{many + 1}" in given:
        many += 1
    is_full = all(given.get(f"fact_{number}") for number in range(1, many + 1))
    return min(many + 2, FACTS_MOST) if is_full else many


class Interim(Facts):
    """Why a review is not shown for the time being."""

    reasoning = text(
        gettext_lazy("Why it cannot wait for the decision"),
        gettext_lazy("The writer and whoever challenged read it. Say what harm would be done until then."),
        numbers.REASON_LIMIT.value,
        rows=5,
    )


class Draft(Facts):
    """A decision as it is drafted, for one outcome: what does not belong to that outcome is no field of it."""

    quote = text(
        gettext_lazy("Words it is about"),
        gettext_lazy("As they stand in the text, letter by letter. Everybody reads them in the statement."),
        numbers.QUOTE_LIMIT.value,
        rows=2,
    )
    wording = forms.CharField(
        label=gettext_lazy("What stands in their place"),
        help_text=gettext_lazy("Neutral words that leave the sentence whole. They are shown in brackets."),
        max_length=WORDING_LIMIT,
    )
    until_month = forms.TypedChoiceField(label=gettext_lazy("Suspended until the beginning of"), coerce=int)
    business_said = text(
        gettext_lazy("What whoever challenged said"),
        gettext_lazy("Their points in fewer words, fairly. It begins with all that they said."),
        numbers.REASON_LIMIT.value,
    )
    reviewer_said = text(
        gettext_lazy("What the writer said"),
        gettext_lazy("Their points in fewer words, fairly. It begins with all that they said."),
        numbers.REASON_LIMIT.value,
    )
    reasoning = text(
        gettext_lazy("Why the rule leads from these facts to this"),
        gettext_lazy("Fill every gap “[?]”. Name nobody, and repeat no words that are masked."),
        numbers.REASON_LIMIT.value,
        rows=7,
    )
    summary = text(
        gettext_lazy("In plain words, for both sides"),
        gettext_lazy("What was decided, and why, in 500 characters at most. It is the first thing anybody reads."),
        numbers.SUMMARY_LIMIT.value,
        rows=4,
    )
    unfounded = text(
        gettext_lazy("If the challenge was manifestly unfounded: why"),
        gettext_lazy(
            "Only if it plainly rests on no rule, not if it merely fails. It counts against the business: several such "
            "ones lead to a warning. Leave it empty otherwise."
        ),
        numbers.REASON_LIMIT.value,
        rows=3,
        is_needed=False,
    )
    plain = forms.BooleanField(label=gettext_lazy("It has to be said so"), required=False)

    def __init__(
        self,
        found: File,
        outcome: Outcome,
        body: str,
        this_month: int,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.found, self.outcome, self.body, self.this_month = found, outcome, body, this_month
        if found.subject is not Subject.REVIEW:
            del self.fields["quote"]
        if found.subject is Subject.ALERT:
            del self.fields["reviewer_said"]
        if found.subject is Subject.DOMAIN:
            self.fields["business_said"].label = gettext_lazy("What the business said")
            self.fields["reviewer_said"].label = gettext_lazy("What whoever contested said")
        if not rules.may_be_unfounded(outcome, found.side, found.subject):
            del self.fields["unfounded"]
        if outcome is not Outcome.MASKED:
            del self.fields["wording"]
        if outcome is Outcome.SUSPENDED:
            ahead = range(this_month + 1, this_month + numbers.ALERT_SUSPENSION.value + 1)
            self.fields["until_month"].choices = [(month, months.show(month)) for month in ahead]  # type: ignore[attr-defined]
        else:
            del self.fields["until_month"]
        self.doubts: tuple[Doubt, ...] = ()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        quote = given.get("quote")
        if quote and not passages.places(self.body, quote):
            self.add_error("quote", _("These words are not in the text, letter by letter."))
        if self.errors:
            return given
        if wrong := case_acts.unready(self.found, self.reasons):
            field, why = wrong
            self.add_error("fact_1" if field == "facts" else field, UNREADY[why])
            return given
        self.doubts = plain.doubts(f"{given['summary']}\n{given['reasoning']}")
        if self.doubts and self.data.get("plain") != self.doubted:
            self.add_error("plain", _("Some of it is hard to read. Change it, or say that it has to be said so."))
        return given

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What comes before the facts."""
        return [self[name] for name in ("quote", "wording", "until_month") if name in self.fields]

    @property
    def last_fields(self) -> list[forms.BoundField]:
        """What comes after the facts."""
        names = ("business_said", "reviewer_said", "reasoning", "summary", "unfounded")
        return [self[name] for name in names if name in self.fields]

    @property
    def doubted(self) -> str:
        """What somebody says who leaves a text as it is: about these doubts and no others."""
        return sha256(repr(self.doubts).encode()).hexdigest()[:16]

    @property
    def reasons(self) -> Reasons:
        """The reasons as they were typed; of an alert nobody wrote anything."""
        given = self.cleaned_data
        is_alert = self.found.subject is Subject.ALERT
        return Reasons(
            quote=given.get("quote") or self.found.quote or str(self.found.alert or self.found.domain),
            facts=self.facts,
            business_said=given["business_said"],
            reviewer_said=str(case_templates.NOBODY_WROTE) if is_alert else given["reviewer_said"],
            reasoning=given["reasoning"],
            summary=given["summary"],
            unfounded=given.get("unfounded", ""),
        )

    @property
    def put(self) -> str:
        """The words that stand in place of the quoted ones; empty where none are masked."""
        return str(self.cleaned_data.get("wording", ""))

    @property
    def until(self) -> int | None:
        """The month until which an alert is suspended."""
        return self.cleaned_data.get("until_month")


class Release(Seen):
    """Other words for what names somebody, in a text that others are to read: `words_1` and `put_1`, and so on.

    It begins with what the screening marked and proposes. Rows that are left empty do nothing.
    """

    def __init__(self, body: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = data or kwargs.get("initial") or {}
        super().__init__(data, **kwargs)
        self.body = body
        self.rows = text_forms.rows(given)
        for number in range(1, self.rows + 1):
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("Words %(number)s") % {"number": number}, required=False, max_length=text_forms.WORDS_LIMIT
            )
            self.fields[f"put_{number}"] = forms.CharField(
                label=_("Instead of words %(number)s") % {"number": number}, required=False, max_length=WORDING_LIMIT
            )

    @property
    def misses(self) -> list[dict[str, Any]]:
        return [
            {"number": number, "words": self[f"words_{number}"], "put": self[f"put_{number}"]}
            for number in range(1, self.rows + 1)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        put: list[Put] = []
        for number in range(1, self.rows + 1):
            words, wording = given.get(f"words_{number}"), given.get(f"put_{number}")
            if not words:
                continue
            found = passages.places(self.body, words)
            if not found:
                self.add_error(f"words_{number}", _("These words are not in the text, letter by letter."))
            elif any(place.touches(Place(one.start, one.end) for one in put) for place in found):
                self.add_error(f"words_{number}", _("Another row is about a part of these words already."))
            elif not wording:
                self.add_error(f"put_{number}", _("Say what stands there instead."))
            else:
                put += [Put(*place, wording) for place in found]
        self.text = judging.with_words_put(self.body, put) if put else None
        return given


class Opinion(Seen):
    """What one of a panel thinks, before they read what the others do."""

    outcome = forms.ChoiceField(label=gettext_lazy("What the panel should decide"), widget=forms.RadioSelect)
    text = text(
        gettext_lazy("Why"),
        gettext_lazy("By the rule and the facts, in 2,000 characters at most. It cannot be changed afterwards."),
        numbers.REASON_LIMIT.value,
        rows=10,
    )

    def __init__(self, found: Sight, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"seen": found.seen})
        about, outcomes = found.file.subject, found.table.outcomes if found.table else ()
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (str(one), case_words.outcome(one, subject=about, is_appeal=True)[0])
            for one in sorted(outcomes, key=drafting.ORDER.index)
        ]


class Vote(Seen):
    """Whether one of a panel agrees to the draft; who does not says why, and that is read in the decision."""

    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Your vote"),
        choices=[("yes", gettext_lazy("I agree to the draft")), ("no", gettext_lazy("I do not agree"))],
        coerce=lambda given: given == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    dissent = text(
        gettext_lazy("If you do not agree: why"),
        gettext_lazy("It stands beside the decision for everybody to read, without your name."),
        numbers.REASON_LIMIT.value,
        rows=8,
        is_needed=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("agrees") is False and not given.get("dissent"):
            self.add_error("dissent", _("Say why you do not agree."))
        if given.get("agrees") is True and given.get("dissent"):
            self.add_error("dissent", _("Who agrees says nothing here. Empty the field, or do not agree."))
        return given
