"""Moderators and held texts: what waits for them, what they decide, what a writer can do about it, what time does.

Who may decide about which text is asked by the desk; that an appeal is decided by somebody else, the database sees to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from reputation.core import ids
from reputation.core.rows import alone
from reputation.receipts import redemption, spent
from reputation.reviews import (
    acceptances,
    acts,
    errors,
    held_texts,
    judging,
    masks,
    replies,
    rules,
    sending,
    writers,
)
from reputation.reviews import waiting as waiting_reviews
from reputation.reviews.acts import Changes
from reputation.reviews.held_texts import Content
from reputation.reviews.judging import Marked, Put
from reputation.reviews.models import Held, Look, Writer
from reputation.reviews.rules import HeldCause, HeldKind, HeldState, Outcome, ReceiptClass, Refusal
from reputation.rulebook import reviews as numbers
from reputation.screening.findings import Findings

OPEN = (HeldState.WAITING, HeldState.APPEALED)


@dataclass(frozen=True, slots=True)
class HeldText:
    """A held text. `text` and figures: none in a list and once they are gone; `reason`: why it was refused.

    `review`: whose edit, reply or second look it is, or itself. `findings`: looked for anew by `one` alone.
    `answer_by`: until when a refused text can be appealed, or how long it is told what became of another.
    """

    id: UUID
    kind: HeldKind
    cause: HeldCause
    business: UUID
    review: UUID
    language: str
    decide_by: date
    state: HeldState
    reason: Refusal | None
    answer_by: date | None
    text: str = ""
    stars: int | None = None
    outcome: Outcome | None = None
    receipt_class: ReceiptClass | None = None
    findings: Findings = field(default_factory=Findings)

    @property
    def is_appeal(self) -> bool:
        return self.state is HeldState.APPEALED


def waiting(today: date) -> list[HeldText]:
    """The texts at which somebody should look by today or later, by deadline; those of one day by chance.

    None is opened, so that one that does not open keeps nobody from the others.
    """
    rows = Held.objects.filter(state__in=OPEN, decide_by__gte=today).order_by("decide_by", "id")
    return [_shown(row) for row in rows]


def one(held: UUID) -> HeldText:
    """A text that waits for a decision, with what the screening says of it now.

    Raises:
        NoSuchHeldText
        HeldTextDecided: it does not wait any more.
        HeldTextShut: it does not open.
    """
    row = held_texts.one(held)
    if row is None:
        raise errors.NoSuchHeldText
    if row.state not in OPEN:
        raise errors.HeldTextDecided(state=row.state)
    content = held_texts.opened(row)
    found = sending.look_over(business=row.business_id, language=row.language, text=content.text)
    return _shown(row, content, found)


def about(review: UUID, kind: HeldKind = HeldKind.REVIEW) -> HeldText | None:
    """What is held of a review: the review itself, its edit or the reply to it; None when nothing is.

    Raises:
        HeldTextShut: it does not open.
    """
    is_review = kind is HeldKind.REVIEW
    rows = Held.objects.filter(id=review, kind=kind) if is_review else Held.objects.filter(review=review, kind=kind)
    row = rows.first()
    if row is None:
        return None
    return _shown(row, None if row.content is None else held_texts.opened(row))


def decided_first(held: UUID) -> int | None:
    """Who refused a text at first."""
    return Look.objects.filter(held=held, is_second=False).values_list("decided_by", flat=True).first()


def _shown(row: Held, content: Content | None = None, findings: Findings | None = None) -> HeldText:
    return HeldText(
        id=row.id,
        kind=HeldKind(row.kind),
        cause=HeldCause(row.cause),
        business=row.business_id,
        review=row.review or row.id,
        language=row.language,
        decide_by=row.decide_by,
        state=HeldState(row.state),
        reason=None if row.reason is None else Refusal(row.reason),
        answer_by=row.forget_on,
        text="" if content is None else content.text,
        stars=None if content is None else content.stars,
        outcome=None if content is None else content.outcome,
        receipt_class=None if content is None else content.receipt_class,
        findings=findings or Findings(),
    )


def _locked(held: UUID, *states: HeldState) -> Held:
    """The held text, locked until the transaction ends.

    Raises:
        NoSuchHeldText: there is none.
        HeldTextDecided: it is in none of these states.
    """
    row = Held.objects.select_for_update().filter(id=held).first()
    if row is None:
        raise errors.NoSuchHeldText
    if HeldState(row.state) not in states:
        raise errors.HeldTextDecided(state=row.state)
    return row


@transaction.atomic
def decide(
    *,
    held: UUID,
    user: int,
    choices: Sequence[Marked],
    missed: Sequence[Put],
    refusal: Refusal | None,
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> None:
    """Say of each marked passage what becomes of it, which others were missed, and whether the text is refused.

    A text that passes goes its way, with other words where they were put. A refused one waits for an appeal, or is gone
    when a second person refuses it. A text that went its way and is looked at once more is only masked.

    Raises:
        NoSuchHeldText
        HeldTextDecided: somebody was quicker, or its time is over.
        HeldTextShut: it does not open.
        SecondPersonNeeded: this person refused it before.
        BadDecision: the fact `reason` says why.
    """
    row = _locked(held, *OPEN)
    if row.decide_by < now.date():
        raise errors.HeldTextDecided(state=HeldState.OVERDUE)
    is_second = row.state == HeldState.APPEALED
    if is_second and decided_first(held) == user:
        raise errors.SecondPersonNeeded
    content = held_texts.opened(row)
    is_audit = row.kind == HeldKind.AUDIT
    put = judging.judge(content.text, choices, missed, refusal, is_audit=is_audit)
    Look.objects.create(
        # A review comes out under the id of the held text: what stays known of one that passed is of no review.
        held=uuid4() if refusal is None and not is_second else row.id,
        kind=row.kind,
        cause=row.cause,
        language=row.language,
        is_second=is_second,
        passed=refusal is None,
        marked=len(choices),
        wrong=judging.wrong(choices),
        missed=len(missed),
        decided_by_id=user,
        decided_on=now.date(),
    )
    if refusal is not None:
        _refuse(row, content, refusal, now)
        return
    _pass(row, content, put, user, now, source)
    Held.objects.filter(id=row.id).delete()


def _pass(row: Held, content: Content, put: Sequence[Put], user: int, now: datetime, source: ids.Source) -> None:
    """Let a text go its way, with other words where they were put; one that went before is masked where it stands."""
    about, text = row.review or row.id, judging.with_words_put(content.text, put)
    match HeldKind(row.kind):
        case HeldKind.REVIEW:
            _let_wait(row, content, text, now, source)
        case HeldKind.EDIT:
            acts.passed(review=about, changes=Changes(content.stars, content.outcome, text), now=now)
        case HeldKind.REPLY:
            replies.send(business=row.business_id, review=about, text=text)
        case HeldKind.AUDIT:
            for one in put:
                words = content.text[one.start : one.end]
                masks.found(review=about, words=words, wording=one.wording, user=user, now=now)


def _refuse(row: Held, content: Content, refusal: Refusal, now: datetime) -> None:
    """Keep a refused text for an appeal; the second refusal is the last, and frees its receipt."""
    row.reason, row.forget_on = refusal, now.date() + timedelta(days=numbers.APPEALABLE.value)
    if row.state == HeldState.APPEALED:
        row.state, row.content = HeldState.FINAL, None
        _free(content)
    else:
        row.state = HeldState.REFUSED
        _keep(content, row.forget_on)
    row.save(update_fields=["state", "content", "reason", "forget_on"])


def _let_wait(held: Held, content: Content, text: str, now: datetime, source: ids.Source) -> None:
    """Accept a review that was held: its hold begins now, and its acceptance is over the text as it comes out.

    Raises:
        HeldTextDecided: its receipt is not reserved any more.
        ReviewsNotTaken: the log does not name the key that signs acceptances.
    """
    row = content.review(held, text)
    waiting_reviews.draw(row, now, source)
    if content.token is not None:
        receipt = redemption.reserved(content.token)
        row.key_id = receipt.key_id
        if not redemption.settle(receipt, publish_week=row.publish_week):
            raise errors.HeldTextDecided(state=HeldState.OVERDUE)
    waiting_reviews.put(row)
    published_by = rules.last_day_of_week(row.publish_week)
    writers.give_slip(row.id, acceptances.sign(row, published_by=published_by, sent=content.sent or b""))


@transaction.atomic
def appeal(*, held: UUID, now: datetime) -> date:
    """Let the writer of a refused text have a second person look at it; answers by which day.

    Raises:
        NoSuchHeldText
        HeldTextDecided: it is not refused, or the time to appeal is over.
    """
    row = _locked(held, HeldState.REFUSED)
    if row.forget_on is None or row.forget_on < now.date():
        raise errors.HeldTextDecided(state=row.state)
    row.state, row.decide_by, row.forget_on = HeldState.APPEALED, rules.decide_by(now.date()), None
    row.save(update_fields=["state", "decide_by", "forget_on"])
    _keep(held_texts.opened(row), row.decide_by)
    return row.decide_by


@transaction.atomic
def give_up(*, held: UUID) -> None:
    """Take back a text that is held, or that did not come out: it is gone, and its receipt is free again.

    Raises:
        NoSuchHeldText
    """
    row = _locked(held, *HeldState)
    if row.content is not None:
        _free(held_texts.opened(row))
    if row.kind == HeldKind.REVIEW:
        writers.forget_held(row.id)
    row.delete()


def _keep(content: Content, until: date) -> None:
    if content.token is not None:
        redemption.keep(redemption.reserved(content.token), until=until)


def _free(content: Content) -> None:
    if content.token is not None:
        redemption.free(redemption.reserved(content.token))


def end_overdue(*, now: datetime) -> int:
    """Take the texts at which nobody looked in time, forget those whose time is over; answers how many of the first.

    The receipts that were kept for them are free again. This opens nothing, for the worker holds no key.
    """
    today, done = now.date(), 0
    for held in list(Held.objects.filter(_is_late(today)).order_by("id").values_list("id", flat=True)):
        with alone("reviews.end_overdue"), transaction.atomic():
            done += _end(held, today)
    for held in list(Held.objects.filter(forget_on__lt=today).order_by("id").values_list("id", flat=True)):
        with alone("reviews.end_overdue"), transaction.atomic():
            _forget(held, today)
    spent.free_lapsed(today)
    return done


def _is_late(today: date) -> Q:
    return Q(state__in=OPEN, decide_by__lt=today)


def _end(held: UUID, today: date) -> int:
    """Count that nobody looked, and let the text go; whether nobody was quicker."""
    row = Held.objects.select_for_update().filter(_is_late(today), id=held).first()
    if row is None:
        return 0
    Look.objects.create(
        held=row.id,
        kind=row.kind,
        cause=row.cause,
        language=row.language,
        is_second=row.state == HeldState.APPEALED,
        decided_on=today,
    )
    if row.kind == HeldKind.AUDIT:  # there is nobody to tell
        row.delete()
        return 1
    row.state, row.content, row.reason = HeldState.OVERDUE, None, None
    row.forget_on = today + timedelta(days=numbers.APPEALABLE.value)
    row.save(update_fields=["state", "content", "reason", "forget_on"])
    return 1


def _forget(held: UUID, today: date) -> None:
    """Let the codename of a text that did not come out lead nowhere; an appeal may have been quicker."""
    row = Held.objects.select_for_update().filter(id=held, forget_on__lt=today).first()
    if row is not None:
        Writer.objects.filter(review=row.id, slip__isnull=True).delete()
        row.delete()
