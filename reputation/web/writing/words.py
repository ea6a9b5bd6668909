"""What the writing pages call outcomes, languages and passages."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from reputation.reviews import rules
from reputation.reviews.rules import Outcome
from reputation.rulebook import reviews as numbers
from reputation.screening.findings import Kind
from reputation.web.terms import Words

STEPS: tuple[Words, ...] = (_("How it went"), _("In your words"), _("Look it over"), _("Your codename"))
# Each outcome as somebody tells it, and what it takes in.
OUTCOMES: Mapping[Outcome, tuple[Words, Words]] = {
    Outcome.AS_AGREED: (_("As agreed"), _("Nothing to complain about")),
    Outcome.PROBLEM_SOLVED: (_("There was a problem, it was solved"), ""),
    Outcome.PROBLEM_UNSOLVED: (_("There is a problem, not solved"), ""),
    Outcome.NEVER_DELIVERED: (_("Never delivered"), _("and the money is gone")),
    Outcome.CHARGED_WRONGLY: (_("Charged wrongly"), _("too much, twice, or after cancelling")),
}
# What a passage looks like, and why that matters.
PASSAGES: Mapping[Kind, tuple[Words, Words]] = {
    Kind.PERSON: (
        _("“%(words)s” looks like a person’s name."),
        _("Whoever is named here could be found by it for years."),
    ),
    Kind.ROLE: (
        _("“%(words)s” may point to one person."),
        _("In a small shop everybody knows who that is. You decide."),
    ),
    Kind.EMAIL: (
        _("“%(words)s” looks like an e-mail address."),
        _("It leads to one person, even at a shop’s address."),
    ),
    Kind.PHONE: (_("“%(words)s” looks like a phone number."), _("It leads to one person, perhaps to you.")),
    Kind.ADDRESS: (_("“%(words)s” looks like somebody’s address."), _("Whoever lives there could be found by it.")),
    Kind.ACCOUNT: (
        _("“%(words)s” looks like a number of an account or a card."),
        _("Others could misuse it, even if it is yours."),
    ),
    Kind.IDENTITY: (
        _("“%(words)s” looks like a number that belongs to one person."),
        _("Such a number says who somebody is. It may be yours."),
    ),
    Kind.PLATE: (_("“%(words)s” looks like the plate of a car."), _("It leads to whoever owns the car.")),
    Kind.HANDLE: (
        _("“%(words)s” looks like somebody’s name on a network, or a link to a page of theirs."),
        _("It leads to one person."),
    ),
    Kind.SPECIAL: (
        _("“%(words)s” may tell something private about a person."),
        _("Health, faith, politics, origin and love life have no place here: a review is about a purchase."),
    ),
}
# The languages that the screening reads come first; a moderator reads all others.
READ = ("en", "de", "fr", "es", "nl", "it", "pt", "zh")
_SHORT = {code: info["name_local"] for code, info in LANG_INFO.items() if len(code) <= 3 and "name_local" in info}
LANGUAGES: Mapping[str, str] = {
    code: name[:1].upper() + name[1:]
    for code, name in ({**_SHORT, "zh": "中文"}).items()
    if rules.LANGUAGE.fullmatch(code)
}


def languages() -> list[tuple[Words, list[tuple[str, str]]]]:
    """The languages to choose from, each in its own name, in two groups."""
    rest = sorted((name.casefold(), code) for code, name in LANGUAGES.items() if code not in READ)
    return [
        (_("Most used"), [(code, LANGUAGES[code]) for code in READ]),
        (_("All others"), [(code, LANGUAGES[code]) for _name, code in rest]),
    ]


def publication_days(today: date) -> tuple[date, date]:
    """Between which days a review that is sent today comes out."""
    monday = rules.week_of(today)
    first = monday + timedelta(weeks=numbers.HOLD_SHORTEST.value)
    return first, rules.last_day_of_week(monday + timedelta(weeks=numbers.HOLD_LONGEST.value))
