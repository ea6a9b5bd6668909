"""The numbers of how businesses behave in cases: what they may have open, what follows abuse, how long it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reputation.rulebook.values import Value

_DSA = "Regulation (EU) 2022/2065 (DSA)"

# Filing
OPEN_LEAST = Value(5, "open challenges of a business", 1, "Ours: a small business meets some abuse, too")
OPEN_SHARE = Value(5, "per cent of its published reviews", 1, "Ours: more at once is an attack on its reviewers")

# Manifestly unfounded challenges. Source of the idea: DSA Art. 23(2), (3): a prior warning, then for a reasonable time
UNFOUNDED = Value(3, "manifestly unfounded challenges", 1, f"Ours; {_DSA} Art. 23(3)(a): absolute numbers")
UNFOUNDED_SHARE = Value(30, "per cent of those decided", 1, f"Ours; {_DSA} Art. 23(3)(b): their proportion")
UNFOUNDED_WITHIN = Value(90, "days", 1, f"Ours; {_DSA} Art. 23(3): in a given time frame")
LADDER_REMEMBERS = Value(24, "months", 1, "Ours: as long as what a business did can move its rating; P11")
RIGHT_SUSPENDED = (
    Value(30, "days", 1, f"Ours, the first time; {_DSA} Art. 23(2)"),
    Value(90, "days", 1, "Ours, the second time"),
    Value(180, "days", 1, "Ours, from the third time on"),
)

# Measures about a business
WARNINGS: Mapping[str, Value] = MappingProxyType(
    {
        "minor": Value(3, "months at most", 1, "SAMR Order 107 ladder"),
        "moderate": Value(12, "months at most", 1, "SAMR Order 107 ladder"),
        "serious": Value(36, "months at most", 1, "SAMR Order 107 ladder"),
    }
)
THREAT_SHOWN = Value(12, "months", 1, "Ours: as long as a moderate warning; P11")
FACTS_MOST = Value(20, "facts", 1, "Ours: what can be answered one by one")


@dataclass(frozen=True, slots=True)
class Rule:
    """What every business keeps to beside the charter. A change of `text` counts up `version`; codes are used once."""

    code: str
    version: str
    text: str


_RULES = (
    Rule("false-reviews", "1", "Nobody writes, buys or arranges reviews of their own business or of another one."),
    Rule("false-receipts", "1", "A receipt is given for a purchase that took place, and for no other."),
    Rule(
        "pressure-on-reviewers",
        "1",
        "Nobody is threatened, pursued or paid so that they change a review or take it back. Whoever thinks that a "
        "review breaks a rule challenges it; courts stay open to everybody.",
    ),
    Rule(
        "unfounded-challenges",
        "1",
        "A challenge rests on a rule that the review could have broken. After three in 90 days that plainly rest on "
        "none, if they are 30 per cent of those decided, a business is warned; then its right is suspended.",
    ),
)
RULES = MappingProxyType({rule.code: rule for rule in _RULES})
CHARTER_BREACH = "charter-breach"
