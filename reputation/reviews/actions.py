"""Every write about published reviews. Each appends its entry to the public log in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from reputation.core import ids, months
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.reviews import beside, errors, forgetting, rules
from reputation.reviews.bodies import body_of, checked, commitment_of
from reputation.reviews.models import Mark, MaskedWords, Reply, Review, Tombstone, figure_columns
from reputation.reviews.rules import Figures, MarkKind, Masked, Outcome, State
from reputation.rulebook import reviews as numbers


def _locked(review_id: UUID, *states: State) -> Review:
    """The review, locked until the transaction ends.

    Raises:
        NoSuchReview: there is none.
        WrongState: it is in none of these states.
    """
    # The salt is of no use here, and pages that hold a review for a case may not read it.
    review = Review.objects.defer("salt").select_for_update(no_key=True).filter(public_id=review_id).first()
    if review is None:
        raise errors.NoSuchReview
    if State(review.state) not in states:
        raise errors.WrongState(state=review.state)
    return review


@transaction.atomic
def change(
    *,
    review_id: UUID,
    now: datetime,
    stars: int | None = None,
    outcome: Outcome | None = None,
    text: str | None = None,
    source: ids.Source = ids.SECURE,
) -> None:
    """Let the writer change stars and outcome, once, and the text, as often as wanted.

    Raises:
        FiguresChangedBefore: stars or outcome were changed already.
        NoSuchReview, WrongState, BadReview
    """
    review = _locked(review_id, State.PUBLISHED)
    new_stars = review.stars if stars is None else stars
    new_outcome = Outcome(review.outcome) if outcome is None else outcome
    new_text = checked(stars=new_stars, language=review.language, text=review.text or "" if text is None else text)
    are_others = (new_stars, new_outcome) != (review.stars, review.outcome)
    if are_others and review.are_figures_changed:
        raise errors.FiguresChangedBefore
    if not are_others and new_text == review.text:
        return
    if new_text != review.text:
        MaskedWords.objects.filter(review=review).delete()
    review.stars, review.outcome, review.text, review.salt = new_stars, new_outcome, new_text, source.salt()
    review.are_figures_changed = review.are_figures_changed or are_others
    review.save(update_fields=["stars", "outcome", "text", "salt", "are_figures_changed"])
    figures: Mapping[str, object] = {"stars": new_stars, "outcome": str(new_outcome)}
    hidden = {"commitment": commitment_of("review-changed", review.salt, review)}
    body = {**body_of(review, months.of(now)), **figures, **hidden}
    log.append(kind="review-changed", body=body, words=beside.text(review))


@transaction.atomic
def withdraw(*, review_id: UUID, now: datetime) -> None:
    """Take a review back at its writer's wish: it counts no more, and its text and salt are gone.

    Raises:
        NoSuchReview, WrongState
    """
    review = _locked(review_id, State.PUBLISHED, State.RESTRICTED, State.ERASED)
    review.state, review.decision, review.text, review.salt = State.WITHDRAWN, None, None, None
    review.save(update_fields=["state", "decision", "text", "salt"])
    forgetting.words_of([review_id])
    log.append(kind="review-withdrawn", body=body_of(review, months.of(now)))


@transaction.atomic
def erase(*, review_id: UUID, now: datetime) -> None:
    """Erase text and salt; the figures stay. Of a restricted review too, which stays restricted.

    Raises:
        NoSuchReview, WrongState
    """
    review = _locked(review_id, State.PUBLISHED, State.RESTRICTED)
    if review.text is None:
        raise errors.WrongState(state=State.ERASED)
    review.text = review.salt = None
    if review.state == State.PUBLISHED:
        review.state = State.ERASED
    review.save(update_fields=["state", "text", "salt"])
    forgetting.words_of([review_id])
    log.append(kind="review-erased", body=body_of(review, months.of(now)))


def erase_old(*, now: datetime) -> int:
    """Erase the texts that have stood their time, each in its own transaction; answers how many. The figures stay."""
    today = now.date()
    stood = Q(month__lte=months.of(today) - numbers.TEXT_KEPT.value)
    hidden = Tombstone.objects.filter(
        lifted_on=None, removed_on__lte=months.later(today, -numbers.RESTRICTED_TEXT_KEPT.value)
    )
    due = Review.objects.filter(stood | Q(id__in=hidden.values("review")), text__isnull=False)
    gone = 0
    for review_id in list(due.order_by("public_id").values_list("public_id", flat=True)):
        # Its writer may have been quicker.
        with suppress(errors.WrongState):
            erase(review_id=review_id, now=now)
            gone += 1
    return gone


@transaction.atomic
def mask(
    *,
    review_id: UUID,
    words: str,
    wording: str,
    now: datetime,
    decision: UUID | None = None,
    request: UUID | None = None,
    source: ids.Source = ids.SECURE,
) -> None:
    """Put a neutral wording wherever the words that name somebody stand. They are kept nowhere; the figures stay.

    `request`: that of somebody named, which keeps the words until it is decided.

    Raises:
        BadSpan: the words are not in the text, or are masked already.
        NoSuchReview, WrongState
    """
    review = _locked(review_id, State.PUBLISHED)
    by = {"masked_on": now.date(), "decision": decision, "request": request}
    found = [] if words in wording or not wording.strip() else _unmasked(review, words)
    if not found:
        raise errors.BadSpan
    places = [Masked(start, len(words)) for start in found]
    _put(review, places, wording)
    MaskedWords.objects.bulk_create(
        MaskedWords(review=review, start=start, length=len(wording), **by)
        for start in rules.moved(found, places, wording)
    )
    _masked_otherwise(review, decision, now, source)


def _unmasked(review: Review, words: str) -> list[int]:
    """Where words stand that are not masked; within longer ones only if they stand nowhere alone."""
    masked = [Masked(*row) for row in MaskedWords.objects.filter(review=review).values_list("start", "length")]
    text = review.text or ""
    return rules.places(words, text, masked) or rules.places(words, text, masked, within=True)


def _masked_otherwise(review: Review, decision: UUID | None, now: datetime, source: ids.Source) -> None:
    """Keep a text in which other words are masked than before, and say so in the log."""
    review.salt = source.salt()
    review.save(update_fields=["text", "salt"])
    body = {**body_of(review, months.of(now)), "commitment": commitment_of("review-masked", review.salt, review)}
    body = body if decision is None else {**body, "decision": str(decision)}
    log.append(kind="review-masked", body=body, words=beside.text(review))


def _put(review: Review, places: Sequence[Masked], words: str) -> None:
    """Put words in these places of a text, and note where the wordings stand that moved with it: all at once."""
    review.text = rules.replaced(review.text or "", places, words)
    rows = list(MaskedWords.objects.filter(review=review))
    for row, start in zip(rows, rules.moved([row.start for row in rows], places, words), strict=True):
        row.start = start
    MaskedWords.objects.bulk_update(rows, ["start"])


@transaction.atomic
def unmask(
    *,
    review_id: UUID,
    words: str,
    now: datetime,
    request: UUID | None = None,
    case: Collection[UUID] = (),
    decision: UUID | None = None,
    source: ids.Source = ids.SECURE,
) -> None:
    """Put words back wherever a wording stands for them that somebody asked for, or that decisions of a case put there.

    The entry says that other words are masked than before, and by which `decision`, if by one.

    Raises:
        NoSuchReview, WrongState
    """
    review = _locked(review_id, State.PUBLISHED)
    rows = MaskedWords.objects.filter(review=review)
    which = Q(decision__in=case) if request is None else Q(request=request)
    places = [Masked(*row) for row in rows.filter(which).order_by("start").values_list("start", "length")]
    if places:
        rows.filter(which).delete()
        _put(review, places, words)
        _masked_otherwise(review, decision, now, source)


@transaction.atomic
def reply(*, review_id: UUID, business: UUID, text: str, now: datetime, source: ids.Source = ids.SECURE) -> None:
    """Let the business answer a review, or put a better answer in place of its first one.

    Raises:
        BadReply: the text does not fit.
        NoSuchReview: also when the review is about another business.
        WrongState
    """
    try:
        kept = rules.clean(text, numbers.REPLY_LIMIT.value)
    except ValueError as error:
        raise errors.BadReply from error
    review = _locked(review_id, State.PUBLISHED, State.ERASED)
    if review.business_id != business:
        raise errors.NoSuchReview
    month, salt = months.of(now), source.salt()
    Reply.objects.update_or_create(review=review, defaults={"month": month, "text": kept, "salt": salt})
    body = {**body_of(review, month), "commitment": commitment("reply", salt, kept.encode())}
    log.append(kind="reply", body=body, words=beside.reply(kept))


def restrict(
    *,
    review_id: UUID,
    case: UUID,
    decision: UUID,
    ground: str,
    rule_version: str,
    before: Figures,
    after: Figures,
    now: datetime,
) -> None:
    """Take a review out by a decision: it is neither shown nor counted, and a tombstone says why.

    One that is out already by an interim measure of the case stays out by the decision.

    Raises:
        NoSuchReview, WrongState
    """
    stone = {"case": case, "ground": ground, "rule_version": rule_version, "removed_on": now.date()}
    stone |= {**figure_columns("before", before), **figure_columns("after", after)}
    _take_out(review_id, stone | {"decision": decision}, now, {"decision": str(decision)})


def restrict_for_now(
    *,
    review_id: UUID,
    case: UUID,
    interim: UUID,
    ground: str,
    rule_version: str,
    before: Figures,
    after: Figures,
    now: datetime,
) -> None:
    """Take a review out for the time being, by an interim measure of a case.

    Raises:
        NoSuchReview, WrongState
    """
    stone = {"case": case, "ground": ground, "rule_version": rule_version, "removed_on": now.date()}
    stone |= {**figure_columns("before", before), **figure_columns("after", after)}
    _take_out(review_id, stone | {"decision": interim, "is_interim": True}, now, {"interim": str(case)})


@transaction.atomic
def _take_out(review_id: UUID, stone: Mapping[str, Any], now: datetime, by: Mapping[str, str]) -> None:
    review = _locked(review_id, State.PUBLISHED, State.ERASED, State.RESTRICTED)
    if review.state == State.RESTRICTED:
        interim = Tombstone.objects.filter(review=review, case=stone["case"], is_interim=True, lifted_on__isnull=True)
        if stone.get("is_interim") or not interim.update(lifted_on=now.date()):
            raise errors.WrongState(state=review.state)
    review.state, review.decision = State.RESTRICTED, stone["decision"]
    review.save(update_fields=["state", "decision"])
    Tombstone.objects.create(review=review, **stone)
    log.append(kind="review-restricted", body={**body_of(review, months.of(now)), **by})


@transaction.atomic
def restore(*, review_id: UUID, case: UUID, decision: UUID, now: datetime) -> None:
    """Put a review back by a later decision of the case that took it out; a withdrawn one stays withdrawn.

    Raises:
        WrongState: no decision of this case keeps it out.
        NoSuchReview
    """
    review = _put_back(review_id, case, now, is_interim=False)
    Mark.objects.create(review=review, kind=MarkKind.RESTORED, case=case, marked_on=now.date())
    body = {**body_of(review, months.of(now)), "decision": str(decision)}
    log.append(kind="review-restored", body=body, words=beside.all_of(review))


@transaction.atomic
def end_interim(*, review_id: UUID, case: UUID, now: datetime) -> None:
    """Put a review back because an interim measure of this case ended; a withdrawn one stays withdrawn.

    Raises:
        WrongState: no interim measure of this case keeps it out.
        NoSuchReview
    """
    review = _put_back(review_id, case, now, is_interim=True)
    body = {**body_of(review, months.of(now)), "interim": str(case)}
    log.append(kind="review-restored", body=body, words=beside.all_of(review))


def _put_back(review_id: UUID, case: UUID, now: datetime, *, is_interim: bool) -> Review:
    review = _locked(review_id, State.RESTRICTED, State.WITHDRAWN)
    stones = Tombstone.objects.filter(review=review, case=case, is_interim=is_interim, lifted_on__isnull=True)
    if not stones.update(lifted_on=now.date()):
        raise errors.WrongState(state=review.state)
    if review.state == State.RESTRICTED:
        review.state = State.ERASED if review.text is None else State.PUBLISHED
        review.decision = None
        review.save(update_fields=["state", "decision"])
    return review


def hold(*, review_id: UUID) -> None:
    """Lock a review for the transaction of somebody who is about to lock what comes after it.

    Raises:
        NoSuchReview
    """
    _locked(review_id, *State)


@transaction.atomic
def mark_challenged(*, review_id: UUID, case: UUID, now: datetime) -> None:
    """Put the dated mark of a challenge beside a review, which stays visible and counted. The case has the entry.

    Raises:
        NoSuchReview, WrongState
    """
    review = _locked(review_id, State.PUBLISHED)
    Mark.objects.create(review=review, kind=MarkKind.CHALLENGED, case=case, marked_on=now.date())


@transaction.atomic
def open_again(*, review_id: UUID, case: UUID, now: datetime) -> None:
    """Put the mark of a challenge there once more, whatever became of the review: its case is open again.

    Raises:
        NoSuchReview
    """
    review = _locked(review_id, *State)
    Mark.objects.create(review=review, kind=MarkKind.CHALLENGED, case=case, marked_on=now.date())


@transaction.atomic
def end_challenge(*, review_id: UUID, case: UUID, now: datetime) -> None:
    """Take the mark of a challenge away: the case is decided, and its decision speaks."""
    marks = Mark.objects.filter(review__public_id=review_id, kind=MarkKind.CHALLENGED, case=case)
    marks.filter(ended_on__isnull=True).update(ended_on=now.date())
