"""The mailbox of a writer: what a codename opens, and what can be done there. Nothing here says who it is.

A codename is shown once; the handle that is given for it is sealed, says nothing, and is good for a short time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from reputation.reviews import acts, errors, handles, held, queries, rules, writers
from reputation.reviews.acts import Changes, Noted, Pending, Standing
from reputation.reviews.handles import HandleOverError
from reputation.reviews.held import HeldText
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import ActKind, HeldKind, HeldState, Outcome, Refusal, State
from reputation.reviews.seals import Purpose
from reputation.reviews.writers import Known


class Stage(StrEnum):
    """Where a review stands, as its writer is told. Those of a held text come first."""

    HELD = "held"
    REFUSED = "refused"
    APPEALED = "appealed"
    REFUSED_FINALLY = "refused-finally"
    OVERDUE = "overdue"
    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    RESTRICTED = "restricted"


OF_HELD = {
    HeldState.WAITING: Stage.HELD,
    HeldState.REFUSED: Stage.REFUSED,
    HeldState.APPEALED: Stage.APPEALED,
    HeldState.FINAL: Stage.REFUSED_FINALLY,
    HeldState.OVERDUE: Stage.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class Own:
    """What the review says, as its writer may read it: with other words where some are masked."""

    stars: int
    outcome: Outcome
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class HeldEdit:
    """A change at which a moderator looks first, or that was refused. `answer_by`: until when it can be appealed."""

    stage: Stage
    changes: Changes
    decide_by: date
    reason: Refusal | None
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What a codename opens.

    `published_by`: while it waits; `decide_by`, `reason`, `answer_by`: of a held text. `own`: None once it is gone.
    `act`: what waits for the next release, which is on `released_on`. `slip`: what the writer keeps, as a file; None
    while a moderator looks. `public`: the review as everybody sees it. `may`: what can be wanted of it now.
    """

    review: UUID
    business: UUID
    stage: Stage
    own: Own | None
    released_on: date
    published_by: date | None = None
    decide_by: date | None = None
    reason: Refusal | None = None
    answer_by: date | None = None
    act: Pending | None = None
    held_edit: HeldEdit | None = None
    slip: bytes | None = None
    public: PublicReview | None = None
    may: frozenset[ActKind] = frozenset()
    may_change_figures: bool = False
    may_appeal: bool = False


def open(*, codename: str, now: datetime) -> str:  # noqa: A001 - what one does with a mailbox
    """The handle of the mailbox that a codename opens.

    Raises:
        BadCodename: the fact `rule` says why.
        NoSuchCodename: it was never used, or its review is done with.
    """
    for verifier in writers.verifiers(writers.read(codename)):
        if writers.known_as(verifier) is not None:
            return handles.give(Purpose.MAILBOX, verifier, now)
    raise errors.NoSuchCodename


def inside(*, handle: str, now: datetime) -> Mailbox:
    """What is in a mailbox.

    Raises:
        MailboxClosed: the handle is none, its time is over, or it leads nowhere any more.
    """
    known = _known(handle, now)
    for look in (_of_held, _of_review, _of_held):  # a held text may pass in between
        found = look(known, now)
        if found is not None:
            return found
    raise errors.MailboxClosed


def _known(handle: str, now: datetime) -> Known:
    """Which review a handle leads to.

    Raises:
        MailboxClosed
    """
    try:
        verifier = handles.verifier_of(Purpose.MAILBOX, handle, now)
    except HandleOverError as error:
        raise errors.MailboxClosed from error
    known = writers.known_as(verifier)
    if known is None:
        raise errors.MailboxClosed
    return known


def _of_held(known: Known, now: datetime) -> Mailbox | None:
    text = held.about(known.review)
    if text is None:
        return None
    own = None
    if text.stars is not None and text.outcome is not None:
        own = Own(text.stars, text.outcome, text.language, text.text)
    return Mailbox(
        review=known.review,
        business=text.business,
        stage=OF_HELD[text.state],
        own=own,
        released_on=rules.next_release(now),
        decide_by=text.decide_by,
        reason=text.reason,
        answer_by=text.answer_by,
        may_appeal=_may_appeal(text, now),
    )


def _may_appeal(text: HeldText | None, now: datetime) -> bool:
    if text is None or text.state is not HeldState.REFUSED or text.answer_by is None:
        return False
    return now.date() <= text.answer_by


def _of_review(known: Known, now: datetime) -> Mailbox | None:
    try:
        found = acts.standing(known.review)
    except errors.NoSuchReview:
        return None
    edit = held.about(known.review, HeldKind.EDIT)
    has_text = found.text is not None
    return Mailbox(
        review=known.review,
        business=found.business,
        stage=Stage.WAITING if found.state is None else Stage(found.state),
        own=_own(found),
        released_on=rules.next_release(now),
        published_by=found.published_by,
        act=acts.pending(known.review),
        held_edit=None if edit is None else _edit(edit),
        slip=None if known.slip is None else known.slip.document,
        public=None if found.state is None else queries.one(known.review),
        may=frozenset(kind for kind in ActKind if rules.may_act(kind, found.state, has_text=has_text)),
        may_change_figures=found.state in (None, State.PUBLISHED) and not found.are_figures_changed,
        may_appeal=_may_appeal(edit, now),
    )


def _own(found: Standing) -> Own | None:
    return None if found.text is None else Own(found.stars, found.outcome, found.language, found.text)


def _edit(text: HeldText) -> HeldEdit:
    changes = Changes(text.stars, text.outcome, text.text or None)
    return HeldEdit(OF_HELD[text.state], changes, text.decide_by, text.reason, text.answer_by)


def change(
    *,
    handle: str,
    now: datetime,
    stars: int | None = None,
    outcome: Outcome | None = None,
    text: str | None = None,
    insists: bool = False,
) -> Noted:
    """Have stars and outcome changed, once, and the text, as often as wanted.

    Raises:
        MailboxClosed, NothingChanges, FiguresChangedBefore, PassagesFound, BadReview, WrongState
    """
    wanted = Changes(stars, outcome, text)
    return _act(handle, now, lambda review: acts.change(review=review, wanted=wanted, insists=insists, now=now))


def withdraw(*, handle: str, now: datetime) -> Noted:
    """Have the review taken back.

    Raises:
        MailboxClosed, WrongState
    """
    return _act(handle, now, lambda review: acts.withdraw(review=review, now=now))


def erase(*, handle: str, now: datetime) -> Noted:
    """Have the text erased.

    Raises:
        MailboxClosed, WrongState
    """
    return _act(handle, now, lambda review: acts.erase(review=review, now=now))


def _act(handle: str, now: datetime, act: Callable[[UUID], Noted]) -> Noted:
    """Do something about a review that waits or is out; of a held one nothing but giving it up can be wanted."""
    known = _known(handle, now)
    try:
        return act(known.review)
    except errors.NoSuchReview as error:
        raise errors.WrongState(state=Stage.HELD) from error


def take_back(*, handle: str, now: datetime) -> None:
    """Let everything stay as it is: what waits for a release, or a change that is held, is dropped.

    Raises:
        MailboxClosed
    """
    acts.take_back(review=_known(handle, now).review)


def give_up(*, handle: str, now: datetime) -> None:
    """Take back a text at which a moderator looks, or which was refused; its receipt is free again.

    Raises:
        MailboxClosed, NoSuchHeldText
    """
    held.give_up(held=_known(handle, now).review)


def appeal(*, handle: str, now: datetime) -> date:
    """Have a second person look at a refused text, or change; by which day.

    Raises:
        MailboxClosed, NoSuchHeldText, HeldTextDecided
    """
    review = _known(handle, now).review
    text = held.about(review) or held.about(review, HeldKind.EDIT)
    if text is None:
        raise errors.NoSuchHeldText
    return held.appeal(held=text.id, now=now)
