"""What the screening says of a text: marked passages, each with one plain reason and other words to put there. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a passage looks like."""

    PERSON = "person"
    ROLE = "role"
    """Words that may point to one person: "the older lady from the shop"."""
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    """A number of a bank account or a card."""
    IDENTITY = "identity"
    """A number of a person: identity card, tax, social security, health, booking under a name."""
    PLATE = "plate"
    HANDLE = "handle"
    """A name on a social network, or a link to somebody's page."""
    SPECIAL = "special"
    """Health, religion, politics, orientation and the like of a person."""


class Tier(StrEnum):
    """How sure: A proposes other words, B asks."""

    PROPOSES = "A"
    ASKS = "B"


class Verdict(StrEnum):
    """What becomes of a text whose writer leaves it as it is."""

    PASSES = "passes"
    DOUBTFUL = "doubtful"
    """The writer was asked about one doubtful passage and may insist."""
    MODERATOR = "moderator"
    """A moderator looks first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage: characters `start` to `end` of the text as it was given. `score`: 0 to 1; 1 where a rule is sure.

    `suggestion`: what could stand there instead, in the language of the text; never empty.
    """

    start: int
    end: int
    kind: Kind
    tier: Tier
    score: float
    suggestion: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the service knows of the business and leaves alone: its names, its own contacts, domains, addresses."""

    names: Sequence[str] = ()
    contacts: Sequence[str] = ()
    domains: Sequence[str] = ()


class Trouble(StrEnum):
    """Why a text cannot be judged by machine. A moderator looks then."""

    LANGUAGE = "language"
    """Not a language of the screening, or not the one that was named."""
    FAILED = "failed"
    """The model is missing, too slow, or failed."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings, by place, none within another; `language`: what the text seems to be written in."""

    items: tuple[Finding, ...] = ()
    language: str = ""
    trouble: Trouble | None = None

    @property
    def verdict(self) -> Verdict:
        """What becomes of the text if nothing in it is changed."""
        return verdict(self.items, self.trouble)


DOUBT = 0.5
"""From this score on a passage that is asked about goes to a moderator when the writer insists."""


def verdict(items: Iterable[Finding], trouble: Trouble | None) -> Verdict:
    """What becomes of a text with these findings if it stays as it is."""
    found = list(items)
    if trouble is not None:
        return Verdict.MODERATOR
    if not found:
        return Verdict.PASSES
    is_small = len(found) == 1 and found[0].tier is Tier.ASKS and found[0].score < DOUBT
    return Verdict.DOUBTFUL if is_small else Verdict.MODERATOR
