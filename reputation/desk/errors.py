"""Refusals of the desk."""

from reputation.core.errors import DomainError, NotFound


class NoSuchProposal(NotFound):
    """There is no such proposal."""

    code = "no-such-proposal"
    title = "There is no such proposal."


class AlreadyProposed(DomainError):
    """The same is proposed already and waits for a second person."""

    code = "already-proposed"
    status = 409
    title = "This is proposed already, and waits for a second person."


class ProposalOver(DomainError):
    """It was confirmed, declined, withdrawn, has lapsed, or whoever proposed it may no longer do so."""

    code = "proposal-over"
    status = 409
    title = "This proposal has ended: decided, withdrawn or lapsed, or whoever made it may no longer do so."


class NotForYou(DomainError):
    """`reason`: duty, tie, part, own, undeclared or declined."""

    code = "not-for-you"
    status = 403
    title = "This is for somebody else to decide."


class NotProposable(DomainError):
    """What the proposal is about is not there, or not in a state in which this could follow."""

    code = "not-proposable"
    status = 409
    title = "This cannot be proposed: what it is about is not there, or something else is the case by now."


class BadExclusion(DomainError):
    """The ground is none of the list, or the last day does not fit."""

    code = "bad-exclusion"
    status = 422
    title = "A business is excluded on a ground of the list, until a day within 36 months of the day it begins."


class NoSuchTermination(NotFound):
    """No exclusion has this id, or it is of a business that is not yours."""

    code = "no-such-termination"
    title = "There is no such exclusion."


class WrongTerminationState(DomainError):
    """It was appealed already, was reversed, or the time to appeal has passed."""

    code = "wrong-termination-state"
    status = 409
    title = "This cannot follow: the exclusion was appealed or reversed already, or it is too late."


class NoSuchTable(NotFound):
    """The table is none of those that can be looked at."""

    code = "no-such-table"
    title = "There is no such table to look at."


class CaseChanged(DomainError):
    """Something happened in the case after the page was made from which a step was taken."""

    code = "case-changed"
    status = 409
    title = "Something happened in this case since the page was made."


class WordsHeld(DomainError):
    """A side said something that the other one has not read, for a moderator looks at it first."""

    code = "words-held"
    status = 409
    title = "Look at the held words first: nothing is decided on words that the other side could not read."


class NotFilled(DomainError):
    """`field` says which part of a draft still has a gap of its template, or repeats a side at full length."""

    code = "draft-not-filled"
    status = 422
    title = "A part of the draft is not filled in."
