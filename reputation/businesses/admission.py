"""Who may join: legal persons. Natural persons never, and whoever is in doubt waits until a person has looked. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reputation.businesses import legal_forms
from reputation.businesses.legal_forms import Judgement
from reputation.businesses.numbers import KINDS, Evidence

# Entity categories of the LEI registry. A branch is part of a legal person, and those not named here are unknown.
SOLE_PROPRIETOR = "SOLE_PROPRIETOR"
LEGAL_PERSONS = frozenset({"GENERAL", "FUND", "RESIDENT_GOVERNMENT_ENTITY", "INTERNATIONAL_ORGANIZATION"})


class Outcome(StrEnum):
    """What becomes of a wish to join."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    DOUBT = "doubt"


class Reason(StrEnum):
    """What speaks against it, leaves it open, or speaks for it. Stable."""

    NATURAL_PERSON_NUMBER = "natural-person-number"
    NATURAL_PERSON_FORM = "natural-person-form"
    SOLE_PROPRIETOR = "sole-proprietor"
    NUMBER_IN_DOUBT = "number-in-doubt"
    NUMBER_OF_ANOTHER_COUNTRY = "number-of-another-country"
    FORM_IN_DOUBT = "form-in-doubt"
    CATEGORY_IN_DOUBT = "category-in-doubt"
    LEGAL_PERSON_NUMBER = "legal-person-number"
    LEGAL_PERSON_FORM = "legal-person-form"
    REGISTRY_CATEGORY = "registry-category"
    NO_EVIDENCE = "no-evidence"


AGAINST = frozenset({Reason.NATURAL_PERSON_NUMBER, Reason.NATURAL_PERSON_FORM, Reason.SOLE_PROPRIETOR})
OPEN = frozenset(
    {
        Reason.NUMBER_IN_DOUBT,
        Reason.NUMBER_OF_ANOTHER_COUNTRY,
        Reason.FORM_IN_DOUBT,
        Reason.CATEGORY_IN_DOUBT,
    }
)
BY_NUMBER = {
    Evidence.NATURAL_PERSON: Reason.NATURAL_PERSON_NUMBER,
    Evidence.DOUBT: Reason.NUMBER_IN_DOUBT,
    Evidence.LEGAL_PERSON: Reason.LEGAL_PERSON_NUMBER,
}
BY_FORM = {
    Judgement.NATURAL_PERSON: Reason.NATURAL_PERSON_FORM,
    Judgement.DOUBT: Reason.FORM_IN_DOUBT,
    Judgement.LEGAL_PERSON: Reason.LEGAL_PERSON_FORM,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a wish to join, and why, in the order of `Reason`."""

    outcome: Outcome
    reasons: tuple[Reason, ...]


def _of_numbers(country: str, numbers: Iterable[tuple[str, str]]) -> Iterator[Reason]:
    """What numbers in their normal form show. One of another country shows who it is there, not here."""
    for code, value in numbers:
        scheme = KINDS.get(code)
        shown = BY_NUMBER.get(scheme.shows(value)) if scheme is not None else None
        if scheme is not None and shown is Reason.LEGAL_PERSON_NUMBER and scheme.country not in ("", country):
            yield Reason.NUMBER_OF_ANOTHER_COUNTRY
        elif shown is not None:
            yield shown


def _of_form(country: str, legal_form: str, numbers: Iterable[tuple[str, str]]) -> Iterator[Reason]:
    """What the legal form shows. Anybody can name one: it counts for a business with a number of its country only."""
    shown = BY_FORM[legal_forms.judged(country, legal_form)]
    at_home = any(KINDS[code].country == country for code, _ in numbers if code in KINDS)
    if shown is not Reason.LEGAL_PERSON_FORM or at_home:
        yield shown


def _of_category(category: str) -> Reason:
    if category == SOLE_PROPRIETOR:
        return Reason.SOLE_PROPRIETOR
    return Reason.REGISTRY_CATEGORY if category in LEGAL_PERSONS else Reason.CATEGORY_IN_DOUBT


def admission(
    country: str, legal_form: str, numbers: Iterable[tuple[str, str]], registry_category: str = ""
) -> Verdict:
    """Whether a business may join. Evidence is needed, and what speaks against it outweighs what speaks for it.

    `legal_form`: a code of ISO 20275 or words, empty when none was given. `numbers`: kind and normal form.
    `registry_category`: of the entity that the LEI registry has under a LEI among them, empty when it has none.
    """
    given = list(numbers)
    found = set(_of_numbers(country, given))
    if legal_form:
        found.update(_of_form(country, legal_form, given))
    if registry_category and any(code == "lei" for code, _ in given):
        found.add(_of_category(registry_category))
    reasons = tuple(reason for reason in Reason if reason in found)
    if found & AGAINST:
        return Verdict(Outcome.REFUSED, reasons)
    if not given or not found:
        return Verdict(Outcome.REFUSED, (*reasons, Reason.NO_EVIDENCE))
    return Verdict(Outcome.DOUBT if found & OPEN else Outcome.ADMITTED, reasons)
