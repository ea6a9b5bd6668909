"""The steps of joining, as forms. Each carries what the steps before it asked; nothing is kept before the last."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reputation.businesses import legal_forms, numbers
from reputation.core import clock
from reputation.rulebook import charter
from reputation.web.members.asking import Form
from reputation.web.templatetags.web import countries, country, scheme, translated

NUMBERS = 2
EVERYWHERE = ("lei",)


def kinds_of(code: str) -> list[tuple[str, Any]]:
    """The kinds of number of a country that a legal person can have, and those of the whole world."""
    found = [kind for kind in numbers.SCHEMES.values() if kind.country == code]
    found += [numbers.SCHEMES[name] for name in EVERYWHERE]
    if settings.IS_DEMO:
        found += [numbers.SCHEMES["example"]]
    return [("", _("Choose …")), *((kind.code, scheme(kind.code)) for kind in found)]


class Country(Form):
    """Step 1: where it is registered."""

    country = forms.ChoiceField(
        label=_("In which country is the business registered?"),
        help_text=_("Not where you sell, but where its register is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        named = sorted(((code, country(code)) for code in countries()), key=lambda pair: pair[1])
        field.choices = [("", _("Choose …")), *named]


class Identity(Form):
    """Step 2: which legal person it is."""

    legal_form = forms.CharField(
        label=_("Legal form"),
        required=False,
        max_length=120,
        help_text=_(
            "As the register writes it, or its short form: GmbH, Ltd, SAS, BV … "
            "It may be left out where the number says enough."
        ),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legal_forms = legal_forms.offered(code)
        self.fields["legal_form"].widget.attrs |= {"list": "legal-forms", "autocomplete": "off"}
        for place in range(1, NUMBERS + 1):
            is_first = place == 1
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Kind of number") if is_first else _("Kind of a further number"),
                choices=kinds_of(code),
                required=is_first,
                help_text=_("From a public register, where anybody can look it up.") if is_first else "",
            )
            self.fields[f"number_{place}"] = forms.CharField(
                label=_("Number") if is_first else _("Further number"),
                required=is_first,
                max_length=numbers.LONGEST_TYPED,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )
        self.order_fields([*(f"{part}_{n}" for n in (1, 2) for part in ("kind", "number")), "legal_form"])

    def clean(self) -> dict[str, Any]:
        """A kind and a number come together."""
        cleaned = super().clean() or {}
        for place in range(2, NUMBERS + 1):
            kind, number = cleaned.get(f"kind_{place}"), cleaned.get(f"number_{place}")
            if bool(kind) != bool(number):
                self.add_error(f"number_{place}", _("A further number needs its kind, and a kind its number."))
        return cleaned

    def given(self) -> list[tuple[str, str]]:
        """Kind and number of each that was typed."""
        pairs = [(self.cleaned_data[f"kind_{n}"], self.cleaned_data[f"number_{n}"]) for n in range(1, NUMBERS + 1)]
        return [(kind, number) for kind, number in pairs if kind and number]


class Names(Form):
    """Step 3: what it is called, and where its buyers find it."""

    legal_name = forms.CharField(
        label=_("Legal name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    trading_names = forms.CharField(
        label=_("Other names it trades under"),
        required=False,
        max_length=3_000,
        help_text=_("One a line. Buyers find it by these as well."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.CharField(
        label=_("Town"), required=False, max_length=100, help_text=_("Where it is at home. Public.")
    )
    domains = forms.CharField(
        label=_("Web addresses of its shops"),
        required=False,
        max_length=2_600,
        help_text=_("One a line, such as kettle.example. You prove them after joining; until then they are not shown."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
    )


class Promise(Form):
    """Step 4: where we write to it, and who accepts the charter."""

    contact_email = forms.EmailField(
        label=_("Where we write to the business"),
        max_length=254,
        help_text=_("Not public. Deadlines and decisions go there, and to its owners."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    accepted_by = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Whoever accepts the charter for the business. Not public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = forms.CharField(
        label=_("Your office"),
        max_length=120,
        help_text=_("Such as director, or head of sales: what lets you accept it for the business."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"language": get_language()}, **kwargs})
        add_questions(self, charter.in_force(clock.now().date()))

    def answers(self) -> dict[str, bool]:
        """What was answered, by rule of the charter."""
        return answers_of(self)


def add_questions(form: Form, version: charter.Charter) -> None:
    """Ask each question of a version of the charter."""
    for rule in version.rules:
        form.fields[f"rule_{rule.code}"] = forms.ChoiceField(
            label=translated(rule.asks),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            help_text=translated(rule.says),
        )


def answers_of(form: Form) -> dict[str, bool]:
    """What was answered to each question of the charter, by the code of its rule."""
    return {
        name.removeprefix("rule_"): value == "yes"
        for name, value in form.cleaned_data.items()
        if name.startswith("rule_")
    }
