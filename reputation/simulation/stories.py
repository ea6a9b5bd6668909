"""Single reviews with a fate, told by hand: challenged, removed, restored, masked, answered, changed, taken back."""

from dataclasses import dataclass, field
from typing import ClassVar

from reputation.disputes.rules import Ground, Reasons, Side
from reputation.disputes.rules import Outcome as CaseOutcome
from reputation.reviews.rules import Outcome, ReceiptClass

INDEPENDENT, SELLER, NONE = ReceiptClass.INDEPENDENT, ReceiptClass.SELLER, ReceiptClass.NONE
SILENT = "The writer did not answer within 28 days."


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens to a review in a week (0 is the first Monday) of a month `age` before the last one."""

    age: int
    week: int


@dataclass(frozen=True, slots=True)
class Replied(Act):
    """The business answers."""

    text: str


@dataclass(frozen=True, slots=True)
class Challenged(Act):
    """Somebody says that it breaks a rule."""

    ground: Ground
    quote: str
    said: str
    side: Side = Side.BUSINESS
    law: str = ""


@dataclass(frozen=True, slots=True)
class Decided(Act):
    """Two persons decide. Unless the reasons say that the writer was silent, the writer answered before."""

    outcome: ClassVar[CaseOutcome]
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Rejected(Decided):
    """It stays."""

    outcome: ClassVar[CaseOutcome] = CaseOutcome.REJECTED


@dataclass(frozen=True, slots=True)
class Removed(Decided):
    """It goes."""

    outcome: ClassVar[CaseOutcome] = CaseOutcome.REMOVED


@dataclass(frozen=True, slots=True)
class Masked(Decided):
    """The quoted words go."""

    outcome: ClassVar[CaseOutcome] = CaseOutcome.MASKED
    wording: str


@dataclass(frozen=True, slots=True)
class Restored(Decided):
    """It comes back, for a late answer opened the case again."""

    outcome: ClassVar[CaseOutcome] = CaseOutcome.RESTORED


@dataclass(frozen=True, slots=True)
class Changed(Act):
    """The writer changes stars, outcome and text."""

    stars: int
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Act):
    """The writer takes it back."""


@dataclass(frozen=True, slots=True)
class Erased(Act):
    """The writer has the text erased."""


@dataclass(frozen=True, slots=True)
class Story:
    """A review by hand, sent in a week of a month, and what happens to it; acts in order."""

    member: int
    age: int
    week: int
    receipt_class: ReceiptClass
    stars: int
    outcome: Outcome
    text: str
    acts: tuple[Act, ...] = ()
    language: str = "en"
    no_receipt_given: bool | None = field(default=None)

    def __post_init__(self) -> None:
        if self.receipt_class is NONE and self.no_receipt_given is None:
            object.__setattr__(self, "no_receipt_given", False)
