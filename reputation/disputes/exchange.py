"""What the sides say between challenge and decision, and the time they have for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.accounts.rules import Duty
from reputation.disputes import deadlines, enacting, endings, errors, notices, persons, records
from reputation.disputes.models import Case, Claim, Said
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import OPEN, SANCTIONS, UNDECIDED, Outcome, Part, Party, Saying, Speaker, State, Step
from reputation.reviews import actions as reviews
from reputation.rulebook import cases as numbers


@transaction.atomic
def admit(*, case: UUID, user: int, now: datetime) -> None:
    """Find that the ground can be raised: the writer is told, and may answer.

    Raises:
        NoSuchCase, WrongState, NotForYou
    """
    found = records.locked(case, State.FILED)
    persons.require(found, user, Duty.MODERATOR, now)
    persons.took(found, user, Part.ADMITTED, now)
    notice(found, now)


def notice(case: Case, now: datetime) -> None:
    """Tell the writer; of the time said before nothing is lost. The case must be locked."""
    until = deadlines.answer_until(now.date(), case.answer_until)
    records.move(case, State.NOTICED, now, answer_until=until)
    records.step(case, Step.NOTICED, now, until=until)


def may_answer(case: Case) -> bool:
    """Whether the claim may be answered: by the writer, or by the business that an address looks like.

    By a writer also after a decision that took something without hearing them.
    """
    state = State(case.state)
    if state in (State.NOTICED, State.READY, State.DRAFTED):
        return not case.has_answer and case.alert is None
    last = enacting.last_of(case)
    return state is State.DECIDED and not case.has_answer and last is not None and Outcome(last.outcome) in SANCTIONS


@transaction.atomic
def answer(*, case: UUID, text: str, now: datetime, is_held: bool = False) -> None:
    """Let the answer come out, of the writer or of the business that an address looks like.

    A writer's that is late opens the case again, also after a decision. `is_held`: a moderator looks before anybody
    else reads it.

    Raises:
        NoSuchCase, WrongState, BadText
    """
    found = records.locked(case, State.NOTICED, State.READY, State.DRAFTED, State.DECIDED)
    if not may_answer(found):
        raise errors.WrongState(state=found.state)
    is_after, was_decided = found.state != State.NOTICED, found.state == State.DECIDED
    is_by_writer = found.review_id is not None
    is_late = is_after if is_by_writer else now.date() > found.answer_until
    speaker, kind = (
        Speaker.WRITER if is_by_writer else Speaker.BUSINESS,
        Saying.LATE_ANSWER if is_late else Saying.ANSWER,
    )
    records.say(found, speaker, kind, text, now, is_held=is_held)
    until = deadlines.reply_until(now.date())
    days = {"reply_until": max(until, found.reply_until or until)}
    if is_after:
        days["decide_until"] = deadlines.decide_again_until(until, found.decide_until)
    records.move(found, State.ANSWERED, now, has_answer=True, **days)
    if was_decided and found.review_id is not None:
        reviews.open_again(review_id=found.review_id, case=found.public_id, now=now)
    records.step(found, Step.REOPENED if was_decided else Step.ANSWERED, now, until=days["reply_until"])


def reply(*, case: UUID, text: str, now: datetime, insists: bool = False) -> None:
    """Say something to the answer. Then everybody was heard.

    Raises:
        NoSuchCase, WrongState, BadText, PassagesFound
    """
    is_held = records.looked_over(case, text, insists=insists)
    reply_looked_over(case=case, text=text, is_held=is_held, now=now)


@transaction.atomic
def reply_looked_over(*, case: UUID, text: str, now: datetime, is_held: bool = False) -> None:
    """Say something to the answer, in words that were looked over, or are to be (`is_held`).

    Raises:
        NoSuchCase, WrongState, BadText
    """
    found = records.locked(case, State.ANSWERED)
    records.say(found, Party.CHALLENGER, Saying.REPLY, text, now, is_held=is_held)
    records.step(found, Step.REPLIED, now)
    ready(found, now)


@transaction.atomic
def waive_reply(*, case: UUID, now: datetime) -> None:
    """Say nothing to the answer: it can be decided sooner.

    Raises:
        NoSuchCase, WrongState
    """
    ready(records.locked(case, State.ANSWERED), now)


def ready(case: Case, now: datetime) -> None:
    """Everybody was heard, or had the time for it. The case must be locked."""
    records.step(case, Step.READY, now)
    records.move(case, State.READY, now)


def add(*, case: UUID, party: Party, text: str, now: datetime, insists: bool = False) -> None:
    """Add something while a case is open, such as what was found late.

    Raises:
        NoSuchCase, WrongState, BadText, PassagesFound
    """
    is_held = records.looked_over(case, text, insists=insists)
    add_looked_over(case=case, party=party, text=text, is_held=is_held, now=now)


@transaction.atomic
def add_looked_over(*, case: UUID, party: Party, text: str, now: datetime, is_held: bool = False) -> None:
    """Add something in words that were looked over, or are to be (`is_held`).

    Raises:
        NoSuchCase, BadText
        WrongState: it is decided, or the writer was not told yet.
    """
    found = records.locked(case, *OPEN)
    if party is Party.WRITER and found.state == State.FILED:
        raise errors.WrongState(state=found.state)
    records.say(found, party, Saying.MORE, text, now, is_held=is_held)
    notices.notify(case=found, event=Event.ADDED, by=party, now=now)


@transaction.atomic
def extend(*, case: UUID, now: datetime) -> None:
    """Give the writer more time, once.

    Raises:
        NoSuchCase
        WrongState: there was more time already, or none is needed.
    """
    found = records.locked(case, State.NOTICED)
    if found.is_extended:
        raise errors.WrongState(state=found.state)
    until = deadlines.extended(found.answer_until)
    records.change(found, is_extended=True, answer_until=until)
    records.step(found, Step.EXTENDED, now, until=until)


def is_offered(case: Case) -> bool:
    """Whether whoever challenged offered something that the writer may agree to."""
    return Said.objects.filter(case=case, kind=Saying.OFFER, is_held=False).exists()


@transaction.atomic
def settle(*, case: UUID, now: datetime) -> None:
    """Let both sides agree: the case ends, and the review stays as its writer leaves it.

    Raises:
        NoSuchCase, WrongState, NothingOffered
    """
    found = records.locked(case, *UNDECIDED)
    if not is_offered(found):
        raise errors.NothingOffered
    endings.end(found, State.SETTLED, Step.SETTLED, now)


@transaction.atomic
def pause(*, case: UUID, user: int, now: datetime) -> None:
    """Wait for somebody outside, such as an attester or an authority: nothing is decided until it goes on.

    Raises:
        NoSuchCase, WrongState, NotForYou, PausedLongEnough
    """
    found = records.locked(case, *UNDECIDED)
    persons.require(found, user, Duty.MODERATOR, now)
    if found.paused_on is not None or found.state == State.DRAFTED:
        raise errors.WrongState(state=found.state)
    if deadlines.pause_left(now.date(), found.paused_days, now.date()) <= 0:
        raise errors.PausedLongEnough(days=numbers.PAUSES_LONGEST.value)
    records.change(found, paused_on=now.date())
    records.step(found, Step.PAUSED, now)


@transaction.atomic
def resume(*, case: UUID, user: int, now: datetime) -> None:
    """Go on with a case that was paused; it may be decided later by as many days.

    Raises:
        NoSuchCase, WrongState, NotForYou
    """
    found = records.locked(case, *UNDECIDED)
    persons.require(found, user, Duty.MODERATOR, now)
    go_on(found, now)


def go_on(case: Case, now: datetime) -> None:
    """End a pause. The case must be locked.

    Raises:
        WrongState: it is not paused.
    """
    if case.paused_on is None:
        raise errors.WrongState(state=case.state)
    days = min((now.date() - case.paused_on).days, numbers.PAUSES_LONGEST.value - case.paused_days)
    until = deadlines.paused(case.decide_until, days)
    records.change(case, paused_on=None, paused_days=case.paused_days + days, decide_until=until)
    records.step(case, Step.RESUMED, now, until=until)


@transaction.atomic
def show(*, case: UUID, user: int, said: int | None, now: datetime, text: str | None = None) -> None:
    """Let others read what a side said, once a moderator looked; with other words (`text`) where some named somebody.

    `said`: which text; None: what the claim says.

    Raises:
        NoSuchCase, NotForYou, BadText
        WrongState: there is nothing that nobody looked at.
    """
    found = records.locked(case)
    persons.require(found, user, Duty.MODERATOR, now)
    held = {"is_held": False}
    if said is None:
        shown = held if text is None else held | {"said": records.clean(text)}
        done = Claim.objects.filter(case=found, is_held=True).update(**shown)
    else:
        shown = held if text is None else held | {"text": records.clean(text)}
        done = Said.objects.filter(case=found, id=said, is_held=True).update(**shown)
    if not done:
        raise errors.WrongState(state=found.state)
