"""To whom else one can turn, and how a decision is named in the European database of statements of reasons."""

from dataclasses import dataclass
from types import MappingProxyType

from reputation.rulebook.values import Value

_DSA = "Regulation (EU) 2022/2065 (DSA)"


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody outside who looks at a decision. `country`: where one goes to it, "" for all of the Union."""

    country: str
    says: str
    source: str


# Bodies are certified for five years at most, and the list grows and shrinks: a copy here would soon be wrong. The
# operator's paper about contact points names those it was told of.
BODIES = (
    Body(
        "",
        "Any certified out-of-court dispute settlement body of the European Union. The Commission publishes the list.",
        f"{_DSA} Art. 21(1) and (8)",
    ),
)
ANSWERED = Value(30, "days", 1, f"Ours: we answer such a body; {_DSA} Art. 21(2): in good faith")

# Where a decision holds: the states of the European Economic Area, as the database wants them, and everywhere else.
TERRITORY = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip

_REVIEWS = ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_INAUTHENTIC_USER_REVIEWS")
_PRIVACY = ("STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "")
_TERMS = ("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "")
CATEGORIES = MappingProxyType(
    {
        "no-genuine-experience": _REVIEWS,
        "wrong-business": _TERMS,
        "names-a-person": _PRIVACY,
        "threat-or-extortion": ("STATEMENT_CATEGORY_CYBER_VIOLENCE", "KEYWORD_CYBER_BULLYING_INTIMIDATION"),
        "hate-or-harassment": ("STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "KEYWORD_HATE_SPEECH"),
        "unlawful-content": ("STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE", ""),
        "confidential-data": _PRIVACY,
        "conflict-of-interest": _REVIEWS,
        "off-topic": _TERMS,
        "false-statement-of-fact": _TERMS,
    }
)
"""Category and keyword of each ground. Source: DSA Transparency Database, API version 2, category and its keywords."""
