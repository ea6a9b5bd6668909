"""What a review may become, how long it is held, how words are masked. Pure."""

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate

from reputation.core import months
from reputation.ratings.counts import Outcome, ReceiptClass
from reputation.rulebook import reviews as numbers
from reputation.rulebook.charter import TOMBSTONE

__all__ = [
    "ActKind",
    "Choice",
    "Figures",
    "HeldCause",
    "HeldKind",
    "HeldState",
    "MarkKind",
    "MaskState",
    "Masked",
    "MaskedAs",
    "Outcome",
    "ReceiptClass",
    "Refusal",
    "Span",
    "State",
]


LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
UNKNOWN_LANGUAGE = "und"
"""Of a text that was lost with the database, by ISO 639."""
# They turn the direction of what follows: "safe" could be made to read as something else.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LEAST = 2
"""Letters and digits of words that somebody marks: a single letter stands all over a text."""
_UNPARTED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
"""Scripts that part no words: each of their signs counts as one."""
_WORD = re.compile(rf"[{_UNPARTED}]|[^\W_{_UNPARTED}]+")
_MOST_WORDS = 12
_SIGNS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


class State(StrEnum):
    """What became of a published review. Published and erased ones count."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTRICTED = "restricted"
    ERASED = "erased"


class MarkKind(StrEnum):
    """A dated mark beside a review."""

    CHALLENGED = "challenged"
    RESTORED = "restored"


class HeldKind(StrEnum):
    """What a moderator looks at."""

    REVIEW = "review"
    EDIT = "edit"
    REPLY = "reply"
    AUDIT = "audit"
    """A text that seemed clean and went its way, looked at once more to learn what the screening misses."""


class HeldCause(StrEnum):
    """Why somebody has to look at a text."""

    INSISTED = "insisted"
    LANGUAGE = "language"
    SCREENING_FAILED = "screening-failed"
    AUDIT = "audit"


class HeldState(StrEnum):
    """What became of a held text. One that passed has gone its way and is held no more."""

    WAITING = "waiting"
    REFUSED = "refused"
    APPEALED = "appealed"
    FINAL = "final"
    """Refused by a second person as well."""
    OVERDUE = "overdue"
    """Nobody looked in time."""


class Refusal(StrEnum):
    """Why a moderator refuses a text."""

    NAMES_A_PERSON = "names-a-person"
    CONTACT = "contact"
    SPECIAL_CATEGORY = "special-category"
    NO_REVIEW = "no-review"


class Choice(StrEnum):
    """What a moderator says of one marked passage."""

    FINE = "fine"
    """It names nobody: the mark was wrong."""
    PUBLIC = "public"
    """It names somebody who may be named here: the business itself, or a public role that the text is about."""
    MASK = "mask"
    """It may not be public; with other words in its place the text may come out."""
    REFUSE = "refuse"
    """The text cannot come out with it, and other words would not help."""


class ActKind(StrEnum):
    """What a writer wants to become of a review at the next release."""

    CHANGE = "change"
    WITHDRAW = "withdraw"
    ERASE = "erase"


class MaskState(StrEnum):
    """What became of a request to mask words."""

    ASKED = "asked"
    """Not masked yet: the same words were decided before, or the job has not run."""
    MASKED = "masked"
    STAYS = "stays"
    """Decided: the words stay masked."""
    LIFTED = "lifted"
    """Decided: the words name nobody, or somebody who may be named; they are shown again."""


class MaskedAs(StrEnum):
    """What the words are that somebody asks to mask: it chooses the neutral words that take their place."""

    PERSON = "person"
    CONTACT = "contact"
    ADDRESS = "address"
    OTHER = "other"


NEXT: dict[State, frozenset[State]] = {
    State.PUBLISHED: frozenset({State.WITHDRAWN, State.RESTRICTED, State.ERASED}),
    State.RESTRICTED: frozenset({State.PUBLISHED, State.WITHDRAWN, State.ERASED}),
    State.ERASED: frozenset({State.WITHDRAWN, State.RESTRICTED}),
    State.WITHDRAWN: frozenset(),
}


# What the writer of a published review may want to become of it. The trigger `reviews_act_guard` holds the same table.
ACTS: dict[State, frozenset[ActKind]] = {
    State.PUBLISHED: frozenset(ActKind),
    State.RESTRICTED: frozenset({ActKind.WITHDRAW, ActKind.ERASE}),
    State.ERASED: frozenset({ActKind.WITHDRAW}),
    State.WITHDRAWN: frozenset(),
}
# What may become of a request to mask words. The trigger `reviews_mask_request_guard` holds the same table.
MASKS: dict[MaskState, frozenset[MaskState]] = {
    MaskState.ASKED: frozenset({MaskState.MASKED, MaskState.STAYS, MaskState.LIFTED}),
    MaskState.MASKED: frozenset({MaskState.STAYS, MaskState.LIFTED}),
    MaskState.STAYS: frozenset(),
    MaskState.LIFTED: frozenset(),
}


def may_act(kind: ActKind, now_in: State | None, *, has_text: bool = True) -> bool:
    """Whether a writer may want this of a review; None: of one that waits. What is erased cannot be erased again."""
    if kind is ActKind.ERASE and not has_text:
        return False
    return now_in is None or kind in ACTS[now_in]


def may_go(now_in: State, to: State) -> bool:
    """Whether a review in one state may come into another. The trigger `reviews_review_guard` holds the same table."""
    return to in NEXT[now_in]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a rating said at a size of the log. Shares per mille, stars in hundredths; None without a figure."""

    month: int
    log_size: int
    published: bool
    well: int | None = None
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text; a masked one holds the neutral wording that stands in for the words."""

    text: str
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """Where in a text a neutral wording stands, in characters."""

    start: int
    length: int


def week_of(day: date) -> date:
    """The Monday of a day's week: the only date a waiting review knows."""
    return day - timedelta(days=day.weekday())


def last_day_of_week(monday: date) -> date:
    """The Sunday of the week that begins on this Monday."""
    return monday + timedelta(days=6)


def publish_week(day: date, draw: bytes) -> date:
    """The week in which a review sent on a day comes out: `draw`, 32 random bytes, decides between equal chances."""
    shortest, longest = numbers.HOLD_SHORTEST.value, numbers.HOLD_LONGEST.value
    hold = shortest + int.from_bytes(draw, "big") % (longest - shortest + 1)
    return week_of(day) + timedelta(weeks=hold)


def next_release(now: datetime) -> date:
    """The day of the first release after a moment. `now` in UTC."""
    return now.date() + timedelta(days=now.hour >= numbers.RELEASE_HOUR.value)


def last_release(now: datetime) -> date:
    """The day of the last release before a moment, or at it. `now` in UTC."""
    return next_release(now) - timedelta(days=1)


def decide_by(day: date) -> date:
    """The last day on which a moderator decides about a text that came on a day: the Sunday of the next week.

    It is the same for all that came in a week, so that it does not tell the day.
    """
    return week_of(day) + timedelta(days=numbers.HELD.value - 1)


def is_audited(draw: bytes) -> bool:
    """Whether a text that seemed clean is looked at once more: `draw`, 32 random bytes, decides."""
    return int.from_bytes(draw) % numbers.AUDITED.value == 0


def may_be_reviewed(left_on: date | None, today: date, *, has_receipt: bool) -> bool:
    """Whether a business takes a review: while it takes part; with a receipt also until its tombstone ends."""
    return left_on is None or (has_receipt and today < months.later(left_on, TOMBSTONE.value))


def clean(text: str, limit: int) -> str:
    """The text as it is kept: line ends unified, no space around it.

    Raises:
        ValueError: it is empty, too long, or holds characters that cannot be seen and change how others are read.
    """
    kept = text.replace("\r\n", "\n").strip()
    if not 1 <= len(kept) <= limit:
        raise ValueError("length")
    if any(c != "\n" and is_unseen(c) for c in kept):
        raise ValueError("characters")
    return kept


def is_unseen(character: str) -> bool:
    """Whether a character of a text cannot be seen and is no blank, or turns the direction of those after it."""
    return unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") or character in _OVERRIDES


def canonical(*, stars: int, outcome: str, language: str, text: str) -> bytes:
    """What the commitment of a review is over, by RFC 8785."""
    document = {"language": language, "outcome": outcome, "stars": stars, "text": text}
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def replaced(text: str, places: Sequence[Masked], words: str) -> str:
    """The text with these words in each of these places, which come in order and do not overlap."""
    parts, at = [], 0
    for one in places:
        parts += [text[at : one.start], words]
        at = one.start + one.length
    return "".join([*parts, text[at:]])


def moved(starts: Iterable[int], places: Sequence[Masked], words: str) -> list[int]:
    """Where what began there, within none of the places, begins in the text that `replaced` makes of them."""
    begins = [one.start for one in places]
    grown = list(accumulate((len(words) - one.length for one in places), initial=0))
    return [start + grown[bisect_left(begins, start)] for start in starts]


def spans(text: str, masked: Sequence[Masked]) -> tuple[Span, ...]:
    """The text split into plain and masked parts, in order."""
    parts: list[Span] = []
    at = 0
    for one in sorted(masked, key=lambda one: one.start):
        parts.append(Span(text[at : one.start]))
        parts.append(Span(text[one.start : one.start + one.length], is_masked=True))
        at = one.start + one.length
    parts.append(Span(text[at:]))
    return tuple(part for part in parts if part.text)


def folded(words: str) -> str:
    """Words as they are compared: however they are written, and whatever signs stand around them, they are the same."""
    return " ".join(_SIGNS_AROUND.sub("", unicodedata.normalize("NFKC", words).casefold()).split())


def places(words: str, text: str, masked: Sequence[Masked] = (), *, within: bool = False) -> list[int]:
    """Where words begin in a text, none in what is masked, and `within` a longer word only if that is wanted.

    Only letters with capitals and digits make words that go on: other scripts part no words, or join small ones to
    them.
    """
    found, at = [], 0
    while words and (start := text.find(words, at)) >= 0:
        end = start + len(words)
        is_whole = within or not (_goes_on(text, start) or _goes_on(text, end))
        is_meant = is_whole and not any(start < one.start + one.length and one.start < end for one in masked)
        found += [start] if is_meant else []
        at = end if is_meant else start + 1
    return found


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on from the character before a place to the one behind it."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) == 2 and all(one.isdigit() or one.lower() != one.upper() for one in pair)


def passages(text: str) -> Iterator[str]:
    """All passages of up to twelve words of a text, as they stand there."""
    words = [found.span() for found in _WORD.finditer(text)]
    for first, (start, _) in enumerate(words):
        for _, end in words[first : first + _MOST_WORDS]:
            yield text[start:end]


def may_be_marked(words: str, text: str, masked: Sequence[Masked] = ()) -> bool:
    """Whether somebody may mark these words of a text: unmasked whole words of it, no mere letter and not too much."""
    is_short = sum(map(str.isalnum, words)) < _LEAST
    if is_short or len(words) > numbers.MASK_LONGEST.value or not places(words, text, masked):
        return False
    return len(words.split()) <= numbers.MASK_WORDS.value or 3 * len(words) <= len(text)
