"""Follows every business: its course, and its rating recomputed and compared with the ratings file.

Businesses come in the order of their ids, each with all entries about it: its own first, then those of one review after
the other. Most reviews are published and never touched again; these are counted, all others go through the same state
machine that the service uses.
"""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import add, itemgetter
from typing import NamedTuple
from uuid import UUID

from reputation.audit import records
from reputation.audit.case_course import CourseError
from reputation.audit.course import BusinessCourse, ReviewCourse
from reputation.audit.findings import Fault, Kind
from reputation.audit.lots import Lot, Rosters
from reputation.audit.reports import Counting, Cut, added
from reputation.audit.spool import POSITION_BYTES, Shelf
from reputation.log.entries import Entry
from reputation.ratings import rules
from reputation.ratings.counts import SIZE, places
from reputation.reports.case_figures import Tally

PAGES = 100
PLACES = tuple(
    places(
        receipt_class=figures.receipt_class,
        stars=figures.stars,
        outcome=figures.outcome,
        no_receipt_given=figures.no_receipt_given,
    )
    for figures in records.FIGURES
)
_business = itemgetter(slice(records.BUSINESS_BYTES))
_review = itemgetter(slice(records.BUSINESS_BYTES, records.SUBJECT_BYTES))
_position = itemgetter(slice(records.SUBJECT_BYTES, records.AFTER_SUBJECT))
_counted = itemgetter(slice(records.AFTER_SUBJECT, None))

Step = tuple[int, Entry]


class Wish(NamedTuple):
    """What is the same for all parts. `cut` and `month` are those of the published ratings file, None without one."""

    shelf: Shelf
    from_start: bool
    """Whether all entries are there; else businesses that joined before are passed over."""
    cut: int | None
    month: int
    rosters: Rosters
    """The lists from which panels may have been drawn."""
    last_day: date
    """The latest day that the log names: what was due before it must have been done."""
    salt: bytes
    """Draws the businesses whose pages are compared."""
    reports: tuple[Cut, ...] = ()
    """Of which half-years there are reports, and from how many entries they follow."""


class Drawn(NamedTuple):
    """A business whose page is compared; those with the lowest lots are."""

    lot: bytes
    business: UUID
    state: rules.Business


@dataclass(slots=True)
class Followed:
    """What the businesses of a part, or of all, came to."""

    businesses: int = 0
    compared: int = 0
    passed_over: int = 0
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    """What cases come to, for each report."""

    def add(self, other: "Followed") -> None:
        """Take in another part's."""
        self.businesses += other.businesses
        self.compared += other.compared
        self.passed_over += other.passed_over
        self.lots += other.lots
        self.drawn = heapq.nsmallest(PAGES, self.drawn + other.drawn, key=itemgetter(0))
        self.tallies = added(self.tallies, other.tallies)


Cells = dict[int, list[int]]


def _cells(counted: Iterable[tuple[bytes, int]]) -> Cells:
    """Counts per month of so many reviews each."""
    cells: Cells = {}
    for figures, many in counted:
        month = figures[0] << 8 | figures[1]
        row = cells.get(month)
        if row is None:
            row = cells[month] = [0] * SIZE
        for place in PLACES[figures[2]]:
            row[place] += many
    return cells


def _added(first: Cells, second: Cells) -> Cells:
    """The sum of two counts."""
    if not first or not second:
        return first or second
    nothing = [0] * SIZE
    return {
        month: list(map(add, first.get(month, nothing), second.get(month, nothing)))
        for month in first.keys() | second.keys()
    }


@dataclass(slots=True)
class _Tally:
    """A business at one point of the log, but for reviews that are only counted."""

    fold: rules.Fold = field(default_factory=rules.Fold)
    log_size: int = 0

    def feed(self, business: UUID, position: int, entry: Entry) -> None:
        """Take one entry in.

        Raises:
            FoldError: it cannot follow those before it.
        """
        if self.fold.feed(position, entry) == business:
            self.log_size = max(self.log_size, position + 1)

    def forget_reviews(self, business: UUID) -> None:
        """Let go of the states of reviews that are done with."""
        state = self.fold.businesses.get(business)
        if state is not None:
            state.reviews.clear()

    def annulled(self, business: UUID) -> set[bytes]:
        """Its annulled keys."""
        state = self.fold.businesses.get(business)
        return set() if state is None else state.annulled_keys

    def state(self, business: UUID, counted: Cells, last: int) -> rules.Business | None:
        """What all of it comes to, with what was counted up to an entry; None when the business has not joined."""
        state = self.fold.businesses.get(business)
        if state is not None:
            state.cells = _added(state.cells, counted)
            state.log_size = max(self.log_size, last + 1)
        return state


@dataclass(slots=True)
class _Quiet:
    """Reviews that nothing ever happens to, counted by month, figures and key; and the last one's position."""

    counted: Counter[bytes] = field(default_factory=Counter)
    last: int = -1

    def count(self, reviews: list[bytes]) -> None:
        """Take reviews in."""
        if reviews:
            self.counted.update(map(_counted, reviews))
            self.last = max(self.last, int.from_bytes(max(map(_position, reviews))))

    def cells(self, annulled: set[bytes]) -> Cells:
        """Counts per month, but for reviews whose key was annulled."""
        if not annulled:
            return _cells(self.counted.items())
        return _cells((figures, many) for figures, many in self.counted.items() if figures[3:] not in annulled)


class _One:
    """One business."""

    def __init__(self, key: bytes, wish: Wish, found: Followed) -> None:
        self.id = UUID(bytes=key)
        self._wish = wish
        self._found = found
        self._course = BusinessCourse(wish.rosters)
        self._now = _Tally()
        self._then = _Tally()
        self._before = _Quiet()
        self._after = _Quiet()
        """Quiet reviews before the size of the ratings file, and after it."""
        self._lines: list[bytes] = []
        self._counting = Counting(wish.reports)

    def take(self, events: list[bytes], reviews: list[bytes], lines: list[bytes]) -> None:
        """Take in entries about it, in the order of reviews; and its lines in the ratings file."""
        self._lines += lines
        self._found.entries += len(events) + len(reviews)
        touched: dict[bytes, list[Step]] = {}
        for record in events:
            step = records.to_event(record)
            if _review(record) == records.NO_REVIEW:
                self._own(*step)
            else:
                touched.setdefault(_review(record), []).append(step)
        if self._is_older:
            self._found.passed_over += len(events) + len(reviews)
            return
        self._counting.publish(list(map(_position, reviews)))
        self._count(self._quiet(reviews, touched))
        for review in sorted(touched):
            self._follow(sorted(touched[review], key=itemgetter(0)))

    @property
    def _is_older(self) -> bool:
        """Whether it joined before the entries that are read, so that nothing can be said about it."""
        return not self._wish.from_start and self._course.joined_at is None

    def _fault(self, position: int, entry: Entry, error: Exception) -> None:
        self._found.faults.append(Fault(Kind.COURSE, f"entry {position} ({entry.kind}): {error}"))

    def _own(self, position: int, entry: Entry) -> None:
        if entry.kind != "business-joined" and self._is_older:
            return
        self._found.faults += self._counting.feed(position, entry)
        self._step(position, entry, self._course)

    def _follow(self, steps: list[Step]) -> None:
        course = ReviewCourse(self._course)
        for position, entry in steps:
            self._found.faults += self._counting.feed(position, entry)
            self._step(position, entry, course)
        for position, entry, wrong in course.left_undone(self._wish.last_day):
            self._found.faults.append(Fault(Kind.COURSE, f"entry {position} ({entry.kind}): {wrong}"))
        for tally in (self._now, self._then):
            tally.forget_reviews(self.id)

    def _step(self, position: int, entry: Entry, course: BusinessCourse | ReviewCourse) -> None:
        """One entry through the course and the rating. One fault is enough."""
        try:
            course.feed(position, entry)
            wrong = None
        except CourseError as error:
            wrong = error
            self._fault(position, entry, error)
        if entry.kind != "business-joined" and not self._course.has_joined(position):
            return
        try:
            self._now.feed(self.id, position, entry)
            if self._wish.cut is not None and position < self._wish.cut:
                self._then.feed(self.id, position, entry)
        except rules.FoldError as error:
            if wrong is None:
                self._fault(position, entry, error)

    def _quiet(self, reviews: list[bytes], touched: dict[bytes, list[Step]]) -> list[bytes]:
        """The reviews that nothing else is about; the others join what happened to them."""
        if len(set(map(_review, reviews))) != len(reviews):
            twice = Counter(map(_review, reviews))
            touched |= {review: [] for review, many in twice.items() if many > 1 and review not in touched}
        if reviews and not self._course.has_joined(int.from_bytes(min(map(_position, reviews)))):
            touched |= {review: [] for review in map(_review, reviews) if review not in touched}
        if not touched:
            return reviews
        for record in reviews:
            if _review(record) in touched:
                touched[_review(record)].append(records.to_review(record))
        return [record for record in reviews if _review(record) not in touched]

    def _count(self, reviews: list[bytes]) -> None:
        cut = (self._wish.cut or 0).to_bytes(POSITION_BYTES)
        after = [record for record in reviews if _position(record) >= cut]
        self._after.count(after)
        self._before.count([record for record in reviews if _position(record) < cut] if after else reviews)

    def finish(self) -> None:
        """See what it came to."""
        self._found.lots += self._course.lots
        for position, entry, wrong in self._course.left_undone(self._wish.last_day):
            self._found.faults.append(Fault(Kind.COURSE, f"entry {position} ({entry.kind}): {wrong}"))
        annulled = self._now.annulled(self.id)
        before, after = self._before.cells(annulled), self._after.cells(annulled)
        if self._wish.cut is not None:
            then = self._before.cells(self._then.annulled(self.id)) if annulled else before
            self._compare(self._then.state(self.id, then, self._before.last))
        state = self._now.state(self.id, _added(before, after), max(self._before.last, self._after.last))
        if state is None:
            return
        found = self._found
        found.tallies = added(found.tallies, self._counting.tallies(self.id))
        found.businesses += 1
        lot = hashlib.sha256(self._wish.salt + self.id.bytes).digest()
        found.drawn.append(Drawn(lot, self.id, state))
        if len(found.drawn) > 2 * PAGES:
            found.drawn = heapq.nsmallest(PAGES, found.drawn, key=itemgetter(0))

    def _compare(self, state: rules.Business | None) -> None:
        wrong = None
        if state is None:
            wrong = f"{self.id} is in it, and has not joined at that size of the log" if self._lines else None
        else:
            self._found.compared += 1
            own = rules.render(rules.answer(self.id, state, self._wish.month))
            if not self._lines:
                wrong = f"{self.id} is missing"
            elif self._lines != [own]:
                wrong = f"the rating of {self.id} does not follow from the log"
        if wrong is not None:
            self._found.faults.append(Fault(Kind.RATINGS, f"ratings file: {wrong}"))


def _by_business(sorted_records: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    return {key: list(group) for key, group in groupby(sorted_records, key=_business)}


def _leaves(shelf: Shelf, part: int) -> Iterator[tuple[bytes, list[bytes], list[bytes], list[bytes]]]:
    """Every business with its events, reviews and lines; one with very many comes several times in a row."""
    for reviews, events, lines in shelf.leaves(part):
        of_reviews, of_events, of_lines = _by_business(reviews), _by_business(events), _by_business(lines)
        for key in sorted(of_reviews.keys() | of_events.keys() | of_lines.keys()):
            found = [record[records.AFTER_SUBJECT :] for record in of_lines.get(key, [])]
            yield key, of_events.get(key, []), of_reviews.get(key, []), found


def follow(wish: Wish, part: int) -> Followed:
    """Follow the businesses of one part."""
    found = Followed()
    one: _One | None = None
    for key, events, reviews, lines in _leaves(wish.shelf, part):
        if one is None or one.id.bytes != key:
            if one is not None:
                one.finish()
            one = _One(key, wish, found)
        one.take(events, reviews, lines)
    if one is not None:
        one.finish()
    return found
