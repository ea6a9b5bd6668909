"""Refusals about reviews, with stable public codes."""

from reputation.core.errors import DomainError, NotFound
from reputation.screening.findings import Findings


class NoSuchReview(DomainError):
    """No published review has this id."""

    code = "no-such-review"
    status = 404
    title = "There is no such review."


class BadReview(DomainError):
    """`field` says which field does not fit."""

    code = "review-not-valid"
    status = 422
    title = "A part of this review is missing or does not fit."


class BadReply(DomainError):
    """Also when it is only white space."""

    code = "reply-not-valid"
    status = 422
    title = "A reply has 1 to 2,000 characters."


class NotReviewable(DomainError):
    """It left: reviews without a receipt ended with that day, those with one end with its tombstone."""

    code = "business-takes-no-reviews"
    status = 409
    title = "This business left: it takes reviews with a receipt only, and after a year none."


class ReviewsBusy(DomainError):
    """What waits is being copied into a fresh order for longer than a page waits. Nothing was stored."""

    code = "reviews-busy"
    status = 503
    title = "Reviews cannot be taken in right now. Send the same again in a moment: nothing is lost."


class ReviewsNotTaken(DomainError):
    """The log does not name the key that would sign the acceptance, so nobody could check it. Nothing was stored."""

    code = "reviews-not-taken"
    status = 503
    title = "This service takes no reviews in right now: its log does not name the key that signs acceptances."


class BadCodename(DomainError):
    """The fact `rule` says why: length, word or check."""

    code = "codename-not-valid"
    status = 422
    title = "This is no codename: it has eight words of the list, and the last belongs to the others."


class CodenameUsed(DomainError):
    """It leads to a review with other words. Which one, nobody is told."""

    code = "codename-used"
    status = 409
    title = "This codename is in use for another review. Take a new one."


class PassagesFound(DomainError):
    """The screening marks passages, and the writer was not asked yet. `findings`: which. Nothing was stored."""

    code = "passages-found"
    status = 422
    title = "The text may name somebody. Look at the marked passages, then change them or leave them as they are."

    def __init__(self, findings: Findings) -> None:
        super().__init__(count=len(findings.items))
        self.findings = findings


class NoSuchHeldText(NotFound):
    """It was never held, passed, was given up, or is forgotten."""

    code = "no-such-held-text"
    title = "No text is held under this id."


class HeldTextDecided(DomainError):
    """The fact `state` says what became of it."""

    code = "held-text-decided"
    status = 409
    title = "This cannot follow: the text was decided about, or its time is over."


class HeldTextShut(DomainError):
    """It was sealed with a key that this process does not hold, or somebody changed its row."""

    code = "held-text-shut"
    status = 503
    title = "This text cannot be opened: the service does not hold the key that it was sealed with."


class SecondPersonNeeded(DomainError):
    """An appeal is decided by somebody else than the refusal was."""

    code = "second-person-needed"
    status = 403
    title = "You refused this text: somebody else decides about the appeal."


class BadDecision(DomainError):
    """The fact `reason` says why: passages, wording, refusal or audit."""

    code = "decision-not-valid"
    status = 422
    title = "This decision does not fit the text. Look at the marked passages again."


class WrongState(DomainError):
    """`state` is the state the review is in."""

    code = "review-in-wrong-state"
    status = 409
    title = "This cannot be done with the review any more."


class FiguresChangedBefore(DomainError):
    """Enough to say that a problem was solved, not to bargain with."""

    code = "figures-changed-before"
    status = 409
    title = "Stars and outcome of a review can be changed once, and they were."


class BadSpan(DomainError):
    """`start` and `end` count characters of the text as it is now shown."""

    code = "words-cannot-be-masked"
    status = 422
    title = "These words are not in the text, or are masked already."


class BadCursor(DomainError):
    """Cursors are opaque: only what a page answered as `next` is one."""

    code = "bad-cursor"
    status = 400
    title = "This is not the mark of a page. Begin with the first page."


class NothingChanges(DomainError):
    """A change names no field, or only what the review says already."""

    code = "nothing-changes"
    status = 422
    title = "This changes nothing about the review."


class MailboxClosed(DomainError):
    """It was opened longer ago than a mailbox stays open, or leads nowhere any more."""

    code = "mailbox-closed"
    status = 403
    title = "This mailbox is closed. Open it again with the codename."


class NoSuchCodename(DomainError):
    """It was never used, or its review is done with."""

    code = "no-such-codename"
    status = 404
    title = "This codename leads to no review."


class MaskPending(DomainError):
    """One at a time, so that nobody takes a text apart."""

    code = "mask-pending"
    status = 409
    title = "Somebody asked to mask words of this review already. They are decided about first."


class MaskDecided(DomainError):
    """A request is decided once."""

    code = "mask-decided"
    status = 409
    title = "Whether these words stay masked was decided already."


class NoSuchMaskRequest(DomainError):
    """No request has this id, or it was decided long ago."""

    code = "no-such-mask-request"
    status = 404
    title = "There is no such request to mask words."
