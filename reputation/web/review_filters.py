"""Which reviews of a business a list shows: chosen in a form that is part of the address, for it is about no person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from reputation.core import months
from reputation.reviews import listing, rules
from reputation.reviews.listing import Counts, Filters
from reputation.reviews.rules import Outcome, ReceiptClass
from reputation.web import terms
from reputation.web.terms import Words

PERIODS: Mapping[str, Words] = {"3": _("last 3 months"), "12": _("last 12 months"), "24": _("last 24 months")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many reviews have it, None where nobody counted, and whether it is chosen."""

    value: str
    says: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen; what is no choice of ours counts as none."""

    receipt: ReceiptClass | None
    outcome: Outcome | None
    language: str | None
    months: str | None

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> "Asked":
        """What stands in an address."""
        receipt, outcome, language = given.get("receipt"), given.get("outcome"), given.get("language", "")
        return cls(
            receipt=ReceiptClass(receipt) if receipt in set(ReceiptClass) else None,
            outcome=Outcome(outcome) if outcome in set(Outcome) else None,
            language=language if rules.LANGUAGE.fullmatch(language) else None,
            months=given["months"] if given.get("months") in PERIODS else None,
        )

    def filters(self, today: date) -> Filters:
        """The same for the query, on a day."""
        since = None if self.months is None else listing.last(int(self.months), months.of(today)).since
        return Filters(receipt=self.receipt, outcome=self.outcome, language=self.language, since=since)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What was chosen, as it stands in an address."""
        pairs = {
            "receipt": self.receipt,
            "outcome": self.outcome,
            "language": self.language,
            "months": self.months,
        }
        return [(name, str(value)) for name, value in pairs.items() if value is not None]

    def address(self, after: str | None = None) -> str:
        """The end of the address of the same list, further on."""
        parts = [*self.parts, *([] if after is None else [("after", after)])]
        return f"?{urlencode(parts)}" if parts else ""

    @property
    def says(self) -> str:
        """What was chosen, in words; empty for all reviews."""
        chosen = [
            self.receipt and terms.CLASS_NAMES[self.receipt],
            self.outcome and terms.OUTCOMES[self.outcome],
            self.language and language_name(self.language),
            self.months and PERIODS[self.months],
        ]
        return ", ".join(str(one) for one in chosen if one)

    def choices(self, counts: Counts) -> list[tuple[str, Words, list[Choice]]]:
        """The fields of the form: name, label and what can be chosen, with how many reviews of the business have it."""
        receipts = [(str(one), str(terms.CLASS_NAMES[one]), many) for one, many in counts.receipts.items()]
        outcomes = [(str(one), str(terms.OUTCOMES[one]), many) for one, many in counts.outcomes.items()]
        languages = [(one, language_name(one), many) for one, many in counts.languages.items()]
        if self.language is not None and self.language not in counts.languages:
            languages.append((self.language, language_name(self.language), 0))
        return [
            ("receipt", _("Receipt"), _choices(receipts, self.receipt, counts.all)),
            ("outcome", _("Outcome"), _choices(outcomes, self.outcome, counts.all)),
            ("language", _("Language"), _choices(languages, self.language, counts.all)),
            ("months", _("Period"), _choices(((key, str(says), None) for key, says in PERIODS.items()), self.months)),
        ]


def _choices(
    found: Iterable[tuple[str, str, int | None]], chosen: str | None, total: int | None = None
) -> list[Choice]:
    every = Choice("", gettext("all"), total, chosen is None)
    return [every, *(Choice(value, says, count, value == chosen) for value, says, count in found)]


def language_name(code: str) -> str:
    """A language in the reader's own; one that nobody here knows is called by its code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
