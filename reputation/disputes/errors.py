"""Refusals about cases, with stable public codes."""

from reputation.core.errors import DomainError, NotFound


class NoSuchCase(DomainError):
    """No case has this id."""

    code = "no-such-case"
    status = 404
    title = "There is no such case."


class NoSuchFiler(NotFound):
    """No case runs that was filed with this codename."""

    code = "no-such-filer"
    title = "This codename leads to no case."


class RoomClosed(DomainError):
    """The handle is none, its time is over, or the case is: which of them is not told."""

    code = "case-room-closed"
    status = 403
    title = "This case is closed to you at present. Open it again with the codename."


class AlreadyOpen(DomainError):
    """Undecided challenges never add up."""

    code = "case-already-open"
    status = 409
    title = "This is being challenged already. A second challenge waits until the first is decided."


class Inadmissible(DomainError):
    """`ground` is the ground that cannot be raised."""

    code = "challenge-inadmissible"
    status = 409
    title = "A receipt already proves the purchase. Another ground may fit."


class BadClaim(DomainError):
    """`field` says which part is missing, too long, or not in the text."""

    code = "challenge-not-valid"
    status = 422
    title = "A part of this challenge is missing or does not fit."


class WrongState(DomainError):
    """`state` is the state the case is in."""

    code = "case-in-wrong-state"
    status = 409
    title = "This cannot be done with the case any more."


class TooEarly(DomainError):
    """`days` is how long silence has to last."""

    code = "decision-too-early"
    status = 409
    title = "The other side may still answer. Silence is weighed only after that."


class Unreasoned(DomainError):
    """`field` says which part of the statement of reasons is missing or too long."""

    code = "decision-unreasoned"
    status = 422
    title = "A decision needs the rule, the words, the facts, what both sides said, the reasons and a summary."


class OnePerson(DomainError):
    """Whoever drafts or takes a step does not confirm it."""

    code = "decision-by-one-person"
    status = 422
    title = "A decision needs two persons."


class NoSuchAlert(DomainError):
    """Nothing can be suspended that does not stand."""

    code = "no-such-alert"
    status = 409
    title = "This alert does not stand."


class NotWarnedOf(DomainError):
    """No warning says that the address imitates one of this business: it never did, or it was exempted."""

    code = "not-warned-of"
    status = 409
    title = "No warning stands that this address looks like one of the business."


class AppealedBefore(DomainError):
    """Each side appeals a decision once."""

    code = "appealed-before"
    status = 409
    title = "This side appealed already. What else there is to say can be added to the case."


class NothingToAppeal(DomainError):
    """A panel could change nothing for this side."""

    code = "nothing-to-appeal"
    status = 409
    title = "There is nothing in this decision that a panel could change for this side."


class BadAppeal(DomainError):
    """`field` says which part is missing, too long or ill-formed."""

    code = "appeal-not-valid"
    status = 422
    title = "A part of this appeal is missing or does not fit."


class NonceNotDue(DomainError):
    """A nonce is told once, by a side that committed to it, while the lot waits for it."""

    code = "nonce-not-due"
    status = 409
    title = "No nonce of this side is waited for now."


class WrongNonce(DomainError):
    """The commitment in the log is over another one."""

    code = "nonce-wrong"
    status = 422
    title = "This is not the nonce that the appeal committed to."


class NotOnPanel(DomainError):
    """Also for somebody whose duty ended, or who left the panel."""

    code = "not-on-panel"
    status = 403
    title = "The panel of this case is others."


class BadOpinion(DomainError):
    """`field` says which part is missing, too long, or nothing a panel can decide here."""

    code = "opinion-not-valid"
    status = 422
    title = "A part of this opinion, draft or vote is missing or does not fit."


class WrittenBefore(DomainError):
    """An opinion is written once, and so is a vote on a draft."""

    code = "written-before"
    status = 409
    title = "You have written this already. It stays as it is."


class OpinionsMissing(DomainError):
    """Whoever reads the others first writes another opinion than their own."""

    code = "opinions-missing"
    status = 409
    title = "All three write their opinion before anybody drafts or votes."


class NotYourTurn(DomainError):
    """One of the three drafts, and the others vote."""

    code = "not-your-turn"
    status = 409
    title = "Another member of the panel does this, or there is no draft to vote on."


class TooManyOpen(DomainError):
    """`limit` is how many challenges the business may have open."""

    code = "too-many-challenges-open"
    status = 409
    title = "The business has as many challenges open as it may. The next one waits until one of them is decided."


class RightSuspended(DomainError):
    """`until` is the last day on which the business cannot challenge."""

    code = "right-to-challenge-suspended"
    status = 403
    title = "The right of the business to challenge reviews is suspended. Urgent grounds stay open."


class NoSuchMeasure(NotFound):
    """No measure has this id, or it is about a business that is not yours."""

    code = "no-such-measure"
    title = "There is no such measure."


class WrongMeasureState(DomainError):
    """It was appealed or is over already, or the time to appeal has passed."""

    code = "wrong-measure-state"
    status = 409
    title = "This cannot follow: the measure was appealed, ended or reversed already, or it is too late."


class NotDue(DomainError):
    """The numbers of the rulebook do not allow this step, or another one comes first."""

    code = "measure-not-due"
    status = 409
    title = "There are not enough manifestly unfounded challenges for this step, or another one comes first."


class ThreatNoted(DomainError):
    """A case says once that its writer was threatened."""

    code = "threat-noted"
    status = 409
    title = "The case says already that its writer was threatened."


class BadMeasure(DomainError):
    """The statement of reasons cites no rule of the list, names no fact, or a part of it is missing or too long."""

    code = "bad-measure"
    status = 422
    title = "A measure needs a rule of the list, facts, why they break it, and a summary."


class NotForYou(DomainError):
    """`reason` says why somebody cannot do this in the case: duty, tie, declined or drafter."""

    code = "case-not-for-you"
    status = 403
    title = "Somebody else has to do this in this case."


class NotUrgent(DomainError):
    """`ground` is the ground of the case."""

    code = "case-not-urgent"
    status = 409
    title = "A review is taken out for the time being only where a day more may do harm."


class InterimTaken(DomainError):
    """One measure for each case, and each ends once."""

    code = "interim-taken"
    status = 409
    title = "There was an interim measure in this case already."


class NoInterim(DomainError):
    """Nothing that could be confirmed or ended."""

    code = "no-interim"
    status = 409
    title = "No interim measure stands in this case."


class BadText(DomainError):
    """What a side says is empty, too long, or holds characters that cannot be seen."""

    code = "case-text-not-valid"
    status = 422
    title = "This text is empty, too long, or holds characters that cannot be seen."


class NothingOffered(DomainError):
    """Whoever challenged offered nothing that the writer could agree to."""

    code = "nothing-offered"
    status = 409
    title = "There is no offer to settle this case."


class PausedLongEnough(DomainError):
    """`days` is how long pauses may be in all."""

    code = "case-paused-long-enough"
    status = 409
    title = "This case was paused as long as it may be."


class ReviewGone(DomainError):
    """Its writer took the review back: there is nothing to decide."""

    code = "challenged-review-gone"
    status = 409
    title = "The writer took this review back. There is nothing to decide any more."


class HardToRead(DomainError):
    """Whoever decides may leave it as it is, and says so."""

    code = "summary-hard-to-read"
    status = 409
    title = "Parts of the summary may be hard to read. Write them plainer, or say that they stay as they are."
