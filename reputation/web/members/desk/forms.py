"""Forms of the desk. What they check is shape; what may be is for the rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reputation.accounts.rules import Duty
from reputation.businesses import numbers as kinds
from reputation.desk.rules import Particulars
from reputation.disputes import measure_rules
from reputation.disputes.measure_rules import Severity
from reputation.log import codes
from reputation.rulebook import conduct
from reputation.rulebook.cases import FACT_LIMIT, SUMMARY_LIMIT
from reputation.rulebook.desk import EXPLANATION_LIMIT
from reputation.web import terms
from reputation.web.members.asking import Form, lines
from reputation.web.members.desk import words


def _text(label: Any, hint: Any, *, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=is_needed,
        max_length=EXPLANATION_LIMIT.value,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def _reasons(hint: Any) -> forms.CharField:
    return _text(_("Reasons, in 20 to 2,000 characters"), hint)


class Reasons(Form):
    """Why something is proposed."""

    reasons = _reasons(_("Whoever it concerns reads this word by word. Name no person."))


class Refusal(Reasons):
    """Why an application is refused."""

    is_natural_person = forms.BooleanField(
        label=_("This is a natural person"),
        help_text=_("The numbers are deleted at once when a second person confirms it."),
        required=False,
    )


class Decision(Form):
    """What whoever confirms or declines says."""

    words = _text(
        _("Your words"),
        _("Needed to decline, in 20 to 2,000 characters; to confirm they may stay empty. Colleagues read them."),
        is_needed=False,
    )


class Exclusion(Form):
    """On which ground a business is excluded, until when, and why."""

    ground = forms.ChoiceField(label=_("Ground"))
    until = forms.DateField(
        label=_("Until"),
        help_text=_("It begins 30 days after it was confirmed, and ends 36 months after that at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    reasons = _reasons(_("The business and later everybody reads this word by word: rule, facts, earlier steps."))

    field_order = ("ground", "until", "reasons")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        grounds = [(code, terms.BUSINESS_GROUNDS[code]) for code in codes.BUSINESS_GROUNDS]
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]


class Statement(Form):
    """Why a measure is proposed: what happened, why it breaks the rule, and all that in short."""

    facts = forms.CharField(
        label=_("Facts, one on each line"),
        help_text=_("What happened, when, and where it can be seen: one to twenty. Name no person."),
        max_length=FACT_LIMIT.value,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reasons = _reasons(_("Why these facts break the rule. The business and everybody else read this word by word."))
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("One or two plain sentences, 500 characters at most. They stand on the page of the business."),
        max_length=SUMMARY_LIMIT.value,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("rule", "severity", "facts", "reasons", "summary")

    def carries(self, rule: str, severity: Severity | None = None) -> Particulars:
        """What the proposal carries beside its reasons."""
        said = self.cleaned_data
        return Particulars(
            rule=rule, severity=severity, facts=tuple(lines(said["facts"])), summary=said["summary"].strip()
        )


class Warning(Statement):  # noqa: A001 - what it is called everywhere
    """About which rule a business is warned, how grave it is, and why."""

    rule = forms.ChoiceField(label=_("Rule"), widget=forms.RadioSelect)
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.RadioSelect)

    def __init__(self, charter_version: str, data: object = None) -> None:
        super().__init__(data)
        codes_of = [*measure_rules.charter_rules(charter_version), *conduct.RULES]
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            (code, measure_rules.quoted(code, charter_version)) for code in codes_of
        ]
        self.fields["severity"].choices = [(str(one), terms.SEVERITIES[one]) for one in Severity]  # type: ignore[attr-defined]


class Annulment(Form):
    """Which key of receipts is annulled, on which ground, and why."""

    key = forms.ChoiceField(label=_("Key"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Ground"))
    reasons = _reasons(_("The business reads this word by word. Name no person."))

    field_order = ("key", "ground", "reasons")

    def __init__(self, choices: Sequence[tuple[str, str]], data: object = None) -> None:
        super().__init__(data)
        grounds = [(code, terms.KEY_ANNULMENTS[code]) for code in codes.KEY_ANNULMENTS]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]


class Numbers(Form):
    """The registry numbers of a business, all of them."""

    numbers = forms.CharField(
        label=_("Registry numbers, one on a line"),
        help_text=_("The kind first, then the number: “gb-company 01234567”. All that the business is to have."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "class": "mono"}),
    )
    reasons = _reasons(_("What was wrong, and where you saw the right one. The business may ask for this."))

    def clean_numbers(self) -> tuple[tuple[str, str], ...]:
        """Pairs of kind and number."""
        found = []
        for line in lines(self.cleaned_data["numbers"]):
            kind, _space, number = line.partition(" ")
            if kind not in kinds.KINDS or not number.strip():
                raise forms.ValidationError(_("Each line is a kind of number, a space, and the number."))
            found.append((kind, number.strip()))
        return tuple(found)


class DutyOf(Form):
    """Who is to have a duty, or to have it no more."""

    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)
    duty = forms.ChoiceField(label=_("Duty"))
    reasons = _reasons(_("Operators read this."))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        self.fields["duty"].choices = [(str(duty), words.DUTIES[duty]) for duty in Duty]  # type: ignore[attr-defined]


class Search(Form):
    """A business, by name, web address or number."""

    q = forms.CharField(
        label=_("Business"),
        help_text=_("Its name, web address or registry number."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Appeal(Form):
    """Why an exclusion is wrong."""

    said = _text(_("Why the exclusion is wrong"), _("Two people who had no part in it read this."))


class MeasureAppeal(Form):
    """Why a measure is wrong."""

    said = _text(_("Why the measure is wrong"), _("Two people who had no part in it read this."))
