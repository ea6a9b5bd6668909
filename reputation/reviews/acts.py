"""What a writer wants to become of a review: noted at once, done at the next release, one wish at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg.errors import RestrictViolation

from reputation.reviews import errors, looking, rules
from reputation.reviews.bodies import checked
from reputation.reviews.held_texts import Content
from reputation.reviews.models import Act, Held, Review
from reputation.reviews.rules import ActKind, HeldKind, Outcome, State

WAITING = "SELECT business, publish_week, stars, outcome, language, text FROM reviews_waiting_words(%s)"


@dataclass(frozen=True, slots=True)
class Standing:
    """A review of which its writer may want something. `state`: None while it waits, and comes out by `published_by`.

    `text`: as it is shown, so with other words where some are masked; None once it is gone.
    """

    review: UUID
    business: UUID
    state: State | None
    stars: int
    outcome: Outcome
    language: str
    text: str | None
    are_figures_changed: bool = False
    published_by: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be another than it is; None: as it was."""

    stars: int | None = None
    outcome: Outcome | None = None
    text: str | None = None

    def over(self, before: Self) -> "Changes":
        """These changes, and those before them of what these leave."""
        return Changes(
            before.stars if self.stars is None else self.stars,
            before.outcome if self.outcome is None else self.outcome,
            before.text if self.text is None else self.text,
        )

    def beyond(self, standing: Standing) -> "Changes":
        """Those that really change something."""
        return Changes(
            None if self.stars == standing.stars else self.stars,
            None if self.outcome == standing.outcome else self.outcome,
            None if self.text == standing.text else self.text,
        )

    @property
    def are_of_figures(self) -> bool:
        """Whether stars or outcome are among them."""
        return self.stars is not None or self.outcome is not None


NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for a release. `released_on`: its day; None: it comes out with the review."""

    kind: ActKind
    changes: Changes
    released_on: date | None


@dataclass(frozen=True, slots=True)
class Noted:
    """When a wish comes out: on a day, or with the review (None). Held: a moderator looks first, by `decide_by`."""

    released_on: date | None = None
    decide_by: date | None = None


def standing(review: UUID) -> Standing:
    """How a review stands that waits or is out.

    Raises:
        NoSuchReview: it is neither.
    """
    found = _waiting(review) or _out(review) or _waiting(review)
    if found is None:
        raise errors.NoSuchReview
    return found


def _waiting(review: UUID) -> Standing | None:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [review])
        row = cursor.fetchone()
    if row is None:
        return None
    business, week, stars, outcome, language, text = row
    by = rules.last_day_of_week(week)
    return Standing(review, business, None, stars, Outcome(outcome), language, text, published_by=by)


def _out(review: UUID) -> Standing | None:
    columns = ("public_id", "business", "state", "stars", "outcome", "language", "text", "are_figures_changed")
    row = Review.objects.filter(public_id=review).only(*columns).first()
    if row is None:
        return None
    return Standing(
        review=review,
        business=row.business_id,
        state=State(row.state),
        stars=row.stars,
        outcome=Outcome(row.outcome),
        language=row.language,
        text=row.text,
        are_figures_changed=row.are_figures_changed,
    )


def pending(review: UUID) -> Pending | None:
    """What waits for a release, if anything."""
    row = Act.objects.filter(review=review).first()
    if row is None:
        return None
    outcome = None if row.outcome is None else Outcome(row.outcome)
    return Pending(ActKind(row.kind), Changes(row.stars, outcome, row.text), row.release_on)


def change(*, review: UUID, wanted: Changes, insists: bool, now: datetime) -> Noted:
    """Note what is to be changed: stars and outcome once, the text as often as wanted. It adds to a change before it.

    Raises:
        NothingChanges: it is all as it was.
        FiguresChangedBefore: stars or outcome were changed already.
        PassagesFound: the screening marks passages of the text, and the writer was not asked yet.
        BadReview, WrongState, NoSuchReview
    """
    found = standing(review)
    _require(ActKind.CHANGE, found)
    stars = found.stars if wanted.stars is None else wanted.stars
    text = checked(
        stars=stars, language=found.language, text=(found.text or "") if wanted.text is None else wanted.text
    )
    if wanted.text is not None:
        wanted = replace(wanted, text=text)
    before = pending(review)
    are_same = wanted.beyond(found) == NOTHING
    if are_same and before is None:
        raise errors.NothingChanges
    if wanted.text is not None and text not in (found.text, None if before is None else before.changes.text):
        doubts = looking.over(business=found.business, language=found.language, text=text, insists=insists)
        if doubts is not None:
            if wanted.are_of_figures and found.are_figures_changed:
                raise errors.FiguresChangedBefore
            content = Content(text=text, stars=wanted.stars, outcome=wanted.outcome)
            with transaction.atomic():
                decide_by = looking.hold(
                    HeldKind.EDIT,
                    review=review,
                    business=found.business,
                    language=found.language,
                    content=content,
                    found=doubts,
                    now=now,
                )
            return Noted(decide_by=decide_by)
        Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()
    return _merge(found, before, wanted, now)


def passed(*, review: UUID, changes: Changes, now: datetime) -> None:
    """Note a change that a moderator let pass, unless its writer wanted the review to go meanwhile."""
    try:
        found = standing(review)
        _require(ActKind.CHANGE, found)
    except (errors.NoSuchReview, errors.WrongState):
        return
    before = pending(review)
    if before is not None and before.kind is not ActKind.CHANGE:
        return
    if found.are_figures_changed:
        changes = replace(changes, stars=None, outcome=None)
    if changes.over(NOTHING if before is None else before.changes).beyond(found) != NOTHING:
        _merge(found, before, changes, now)


def withdraw(*, review: UUID, now: datetime) -> Noted:
    """Note that a review is to be taken back: it counts no more, or never comes out. A change that waits is dropped.

    Raises:
        WrongState, NoSuchReview
    """
    return _end(ActKind.WITHDRAW, review, now)


def erase(*, review: UUID, now: datetime) -> Noted:
    """Note that the text is to be erased: the figures stay. A review that waits never comes out.

    Raises:
        WrongState, NoSuchReview
    """
    return _end(ActKind.ERASE, review, now)


@transaction.atomic
def take_back(*, review: UUID) -> None:
    """Let everything stay as it is: what waits for a release, or for a moderator, is dropped."""
    Act.objects.filter(review=review).delete()
    Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()


def _require(kind: ActKind, found: Standing) -> None:
    if not rules.may_act(kind, found.state, has_text=found.text is not None):
        raise errors.WrongState(state="waiting" if found.state is None else found.state)


def _merge(found: Standing, before: Pending | None, wanted: Changes, now: datetime) -> Noted:
    """Note a change together with one before it; when both come to nothing, nothing waits any more."""
    changes = wanted.over(NOTHING if before is None else before.changes).beyond(found)
    if changes.are_of_figures and found.are_figures_changed:
        raise errors.FiguresChangedBefore
    if changes == NOTHING:
        Act.objects.filter(review=found.review).delete()
        return Noted()
    return _note(found, ActKind.CHANGE, changes, None if found.state is None else rules.next_release(now))


def _end(kind: ActKind, review: UUID, now: datetime) -> Noted:
    found, before = standing(review), pending(review)
    _require(kind, found)
    if before is not None and before.kind is kind:
        return Noted(released_on=before.released_on)
    with transaction.atomic():
        noted = _note(found, kind, NOTHING, rules.next_release(now))
        Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()
    return noted


def _note(found: Standing, kind: ActKind, changes: Changes, day: date | None) -> Noted:
    """Note a wish in place of what waits already."""
    row = Act(
        review=found.review,
        kind=kind,
        stars=changes.stars,
        outcome=changes.outcome,
        text=changes.text,
        release_on=day,
    )
    columns = ["kind", "stars", "outcome", "text", "release_on"]
    with _in_time(found.review):
        Act.objects.bulk_create([row], update_conflicts=True, unique_fields=["review"], update_fields=columns)
    return Noted(released_on=day)


@contextmanager
def _in_time(review: UUID) -> Iterator[None]:
    """Refuse when a decision or a release was quicker.

    Raises:
        WrongState, FiguresChangedBefore
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, RestrictViolation):
            raise
        now_in = standing(review).state
        raise (errors.FiguresChangedBefore if now_in is State.PUBLISHED else errors.WrongState(state=now_in)) from error
