"""What a writer wants to become of a review: noted at once, done at the next release, one wish at a time."""

from collections.abc import Callable
from contextlib import suppress
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
from reputation.screening.findings import Findings

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
    found, before = standing(review), pending(review)
    _require(ActKind.CHANGE, found)
    stars = found.stars if wanted.stars is None else wanted.stars
    given = found.text if wanted.text is None else wanted.text
    text = checked(stars=stars, language=found.language, text=given or "")
    wanted = wanted if wanted.text is None else replace(wanted, text=text)
    if before is None and wanted.beyond(found) == NOTHING:
        raise errors.NothingChanges
    is_new = wanted.text is not None and text not in (found.text, None if before is None else before.changes.text)
    if is_new:
        doubts = looking.over(business=found.business, language=found.language, text=text, insists=insists)
        if doubts is not None:
            return _hold(found, wanted, doubts, now)
    with transaction.atomic():
        if is_new:  # a form sends the text along with other stars: what is held is not given up by that
            Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()
        return _note(review, lambda found, before: _merged(found, before, wanted, now))


@transaction.atomic
def _hold(found: Standing, wanted: Changes, doubts: Findings, now: datetime) -> Noted:
    """Put a change away until a moderator has looked. What waits for a release meanwhile comes out."""
    changes = wanted.beyond(found)
    if changes.are_of_figures and found.are_figures_changed:
        raise errors.FiguresChangedBefore
    decide_by = looking.hold(
        HeldKind.EDIT,
        review=found.review,
        business=found.business,
        language=found.language,
        content=Content(text=changes.text or "", stars=changes.stars, outcome=changes.outcome),
        found=doubts,
        now=now,
    )
    return Noted(decide_by=decide_by)


def passed(*, review: UUID, changes: Changes, now: datetime) -> None:
    """Note a change that a moderator let pass, unless its writer wanted the review to go meanwhile."""

    def wish(found: Standing, before: Pending | None) -> Act | None:
        if before is not None and before.kind is not ActKind.CHANGE:
            raise errors.WrongState(state=before.kind)
        may = replace(changes, stars=None, outcome=None) if found.are_figures_changed else changes
        return _merged(found, before, may, now)

    with suppress(errors.NoSuchReview, errors.WrongState):
        _note(review, wish)


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
    # The held text first, as a moderator does who lets it pass.
    Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()
    Act.objects.filter(review=review).delete()


def _require(kind: ActKind, found: Standing) -> None:
    if not rules.may_act(kind, found.state, has_text=found.text is not None):
        raise errors.WrongState(state="waiting" if found.state is None else found.state)


def _merged(found: Standing, before: Pending | None, wanted: Changes, now: datetime) -> Act | None:
    """A change together with one before it; None when both come to nothing.

    Raises:
        FiguresChangedBefore, WrongState
    """
    _require(ActKind.CHANGE, found)
    changes = wanted.over(NOTHING if before is None else before.changes).beyond(found)
    if changes.are_of_figures and found.are_figures_changed:
        raise errors.FiguresChangedBefore
    if changes == NOTHING:
        return None
    day = None if found.state is None else rules.next_release(now)
    return Act(
        review=found.review,
        kind=ActKind.CHANGE,
        stars=changes.stars,
        outcome=changes.outcome,
        text=changes.text,
        release_on=day,
    )


def _end(kind: ActKind, review: UUID, now: datetime) -> Noted:
    def wish(found: Standing, before: Pending | None) -> Act:
        _require(kind, found)
        Held.objects.filter(review=review, kind=HeldKind.EDIT).delete()
        is_asked = before is not None and before.kind is kind
        day = before.released_on if before is not None and is_asked else rules.next_release(now)
        return Act(review=review, kind=kind, release_on=day)

    return _note(review, wish)


Wish = Callable[[Standing, Pending | None], Act | None]


def _note(review: UUID, wish: Wish) -> Noted:
    """Note a wish in place of what waits. When a decision or a release is quicker, it is weighed once more."""
    try:
        return _put(review, wish)
    except IntegrityError as error:
        if not isinstance(error.__cause__, RestrictViolation):
            raise
    return _put(review, wish)


@transaction.atomic
def _put(review: UUID, wish: Wish) -> Noted:
    row = wish(standing(review), pending(review))
    if row is None:
        Act.objects.filter(review=review).delete()
        return Noted()
    columns = ["kind", "stars", "outcome", "text", "release_on"]
    Act.objects.bulk_create([row], update_conflicts=True, unique_fields=["review"], update_fields=columns)
    return Noted(released_on=row.release_on)
