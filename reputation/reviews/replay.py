"""Reviews out of the published log: figures and steps from the entries, words from the side files."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from reputation.core import months
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.log.errors import ReplayImpossible
from reputation.log.replay import Event as Entry
from reputation.log.side_files import Document
from reputation.receipts import replay_spent
from reputation.reviews import forgetting, releases, rules
from reputation.reviews.bodies import commitment_of
from reputation.reviews.models import Act, Mark, MaskedWords, Reply, Review, Tombstone, WaitingReview, figure_columns
from reputation.reviews.rules import Figures, MarkKind, State

GONE = "…"
"""For the moment between the beginning of a review, which has words, and its second step, which has none any more."""
"""Of a text that is gone. Source: ISO 639-2, undetermined."""


def _ids(entries: Iterable[Entry]) -> list[UUID]:
    return [entry.id("review") for entry in entries]


def _review(entry: Entry) -> Review:
    return Review.objects.get(public_id=entry.id("review"))


def _published(entries: Sequence[Entry]) -> None:
    waiting = {row.id: row for row in WaitingReview.objects.filter(id__in=_ids(entries))}
    rows = [_row(entry, waiting.get(entry.id("review"))) for entry in entries]
    Review.objects.bulk_create(rows, batch_size=500)
    _forget([entry.id("review") for entry in entries if entry.words["texts"] is None])
    for row, entry in zip(rows, entries, strict=True):
        _mask(row, entry.words["texts"])
    replay_spent.used(bytes.fromhex(entry["key_id"]) for entry in entries if "key_id" in entry.body)
    WaitingReview.objects.filter(id__in=list(waiting)).delete()


def _row(entry: Entry, waited: WaitingReview | None) -> Review:
    words = entry.words["texts"] or {"language": rules.UNKNOWN_LANGUAGE, "text": GONE}
    return Review(
        public_id=entry.id("review"),
        business_id=entry.id("business"),
        month=months.parse(entry["month"]),
        stars=entry["stars"],
        outcome=entry["outcome"],
        receipt_class=entry["class"],
        no_receipt_given=entry.body.get("no_receipt_given"),
        language=words["language"],
        text=words["text"],
        salt=_salt(entry, waited, words["text"]),
    )


def _salt(entry: Entry, waited: WaitingReview | None, text: str) -> bytes | None:
    """The salt of a review that waited when the backup was made, if it still opens what is published."""
    if waited is None or waited.text != text:
        return None
    data = rules.canonical(stars=waited.stars, outcome=waited.outcome, language=waited.language, text=waited.text)
    salt = bytes(waited.salt)
    return salt if commitment("review", salt, data) == entry["commitment"] else None


def _mask(review: Review, words: Document | None) -> None:
    MaskedWords.objects.bulk_create(
        MaskedWords(
            review=review,
            start=one["start"],
            length=one["length"],
            masked_on=date.fromisoformat(one["on"]),
            decision=one.get("decision"),
        )
        for one in (words or {}).get("masked", ())
    )


def _forget(reviews: Collection[UUID]) -> None:
    """Erase texts and salts, and what else holds words of them; the figures stay."""
    found = Review.objects.filter(public_id__in=reviews)
    found.filter(state=State.PUBLISHED).update(state=State.ERASED, text=None, salt=None)
    found.exclude(text=None).update(text=None, salt=None)
    forgetting.words_of(reviews)


def _reword(review: Review, words: Document | None) -> None:
    """Put the words in place that are published now; where there are none, none stay.

    Words that somebody asked to mask stay masked: where they stood is known no more.
    """
    if words is None or review.text is None:
        _forget([review.public_id])
        return
    MaskedWords.objects.filter(review=review).delete()
    review.text, review.salt = words["text"], None
    review.save(update_fields=["text", "salt"])
    _mask(review, words)


def _changed(entries: Sequence[Entry]) -> None:
    # What waited when the backup was made came out since, or something newer did.
    Act.objects.filter(review__in=_ids(entries)).delete()
    for entry in entries:
        review = _review(entry)
        if (review.stars, review.outcome) != (entry["stars"], entry["outcome"]):
            review.stars, review.outcome, review.are_figures_changed = entry["stars"], entry["outcome"], True
            review.save(update_fields=["stars", "outcome", "are_figures_changed"])
        _reword(review, entry.words["texts"])


def _masked(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _reword(_review(entry), entry.words["texts"])


def _erased(entries: Sequence[Entry]) -> None:
    _require_all(entries)
    _forget(_ids(entries))


def _withdrawn(entries: Sequence[Entry]) -> None:
    _require_all(entries)
    found = Review.objects.filter(public_id__in=_ids(entries))
    found.update(state=State.WITHDRAWN, decision=None, text=None, salt=None)
    forgetting.words_of(_ids(entries))
    Act.objects.filter(review__in=_ids(entries)).delete()


def _require_all(entries: Sequence[Entry]) -> None:
    there = set(Review.objects.filter(public_id__in=_ids(entries)).values_list("public_id", flat=True))
    for entry in entries:
        if entry.id("review") not in there:
            raise ReplayImpossible(f"Entry {entry.position} is about a review that the database does not have.")


def _unpublished(entries: Sequence[Entry]) -> None:
    """What waited when the backup was made and was taken back since never comes out."""
    gone = {entry["commitment"] for entry in entries}
    rows = WaitingReview.objects.iterator(chunk_size=500)
    found = [row.id for row in rows if commitment_of("review", bytes(row.salt), row) in gone]
    WaitingReview.objects.filter(id__in=found).delete()
    releases.forget_unpublished(found)


def _replied(entries: Sequence[Entry]) -> None:
    for entry in entries:
        words, review = entry.words["replies"], _review(entry)
        if words is None:
            Reply.objects.filter(review=review).delete()
            continue
        kept = {"month": months.parse(entry["month"]), "text": words["text"], "salt": None}
        Reply.objects.update_or_create(review=review, defaults=kept)


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "review": _published,
    "review-unpublished": _unpublished,
    "review-changed": _changed,
    "review-masked": _masked,
    "review-erased": _erased,
    "review-withdrawn": _withdrawn,
    "reply": _replied,
}


def challenge(*, review_id: UUID, case: UUID, on: date) -> None:
    """The mark of a challenge, as its case says; one that is there stays."""
    review = Review.objects.get(public_id=review_id)
    row = {"review": review, "kind": MarkKind.CHALLENGED, "case": case, "ended_on": None}
    Mark.objects.get_or_create(**row, defaults={"marked_on": on})


def end_challenge(*, review_id: UUID, case: UUID, on: date) -> None:
    """The end of that mark, as the decision says."""
    marks = Mark.objects.filter(review__public_id=review_id, kind=MarkKind.CHALLENGED, case=case, ended_on=None)
    marks.update(ended_on=on)


def restrict(
    *,
    review_id: UUID,
    case: UUID,
    decision: UUID,
    ground: str,
    rule_version: str,
    before: Figures,
    after: Figures,
    on: date,
    is_interim: bool = False,
) -> None:
    """A review taken out, with the tombstone that its decision tells of, in place of one for the time being."""
    review = Review.objects.get(public_id=review_id)
    Tombstone.objects.filter(review=review, is_interim=True, lifted_on=None).update(lifted_on=on)
    review.state, review.decision = State.RESTRICTED, decision
    review.save(update_fields=["state", "decision"])
    Tombstone.objects.create(
        review=review,
        case=case,
        decision=decision,
        is_interim=is_interim,
        ground=ground,
        rule_version=rule_version,
        removed_on=on,
        **figure_columns("before", before),
        **figure_columns("after", after),
    )


def restore(*, review_id: UUID, case: UUID, on: date, is_interim: bool = False) -> None:
    """A review put back. A text that was lost while it was taken out stays lost."""
    review = Review.objects.get(public_id=review_id)
    stones = Tombstone.objects.filter(review=review, case=case, is_interim=is_interim, lifted_on=None)
    stones.update(lifted_on=on)
    if review.state == State.RESTRICTED:
        review.state, review.decision = (State.ERASED if review.text is None else State.PUBLISHED), None
        review.save(update_fields=["state", "decision"])
    if not is_interim:
        Mark.objects.create(review=review, kind=MarkKind.RESTORED, case=case, marked_on=on)


def say_lost(reviews: Collection[UUID], *, now: datetime) -> None:
    """Let the log say of texts that were lost that they are gone, as of any that was erased."""
    for review in Review.objects.filter(public_id__in=reviews, state=State.ERASED).order_by("public_id"):
        month = months.show(months.of(now))
        body = {"business": str(review.business_id), "review": str(review.public_id), "month": month}
        log.append(kind="review-erased", body=body)
