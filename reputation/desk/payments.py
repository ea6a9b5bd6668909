"""Payment proofs at the desk: one moderator decides, who does not belong to the business and never did lately."""

from datetime import date, datetime
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.desk import errors, rules
from reputation.desk.rules import Bar
from reputation.evidence import payment_proofs, queries
from reputation.evidence.queries import Proof
from reputation.evidence.rules import Reason
from reputation.members import queries as members


def waiting(user: int, today: date) -> list[Proof]:
    """The payment proofs that wait and are for this person to decide, by the day until which."""
    if Duty.MODERATOR not in accounts.duties(user):
        return []
    return [proof for proof in queries.waiting(today) if not _is_tied(user, proof.business, today)]


def one(*, user: int, proof: UUID, today: date) -> Proof:
    """A payment proof, for whoever may decide it.

    Raises:
        NoSuchPaymentProof, NotForYou
    """
    found = queries.proof(proof)
    if Duty.MODERATOR not in accounts.duties(user):
        raise errors.NotForYou(reason=str(Bar.DUTY))
    if _is_tied(user, found.business, today):
        raise errors.NotForYou(reason=str(Bar.TIE))
    return found


def decide(*, user: int, proof: UUID, reason: Reason | None, now: datetime) -> None:
    """Approve a payment proof, or refuse it for a reason; its file is deleted with that.

    Raises:
        NoSuchPaymentProof, NotForYou, PaymentProofDecided
    """
    one(user=user, proof=proof, today=now.date())
    payment_proofs.decide(proof=proof, user=user, reason=reason, now=now)


def _is_tied(user: int, business: UUID, today: date) -> bool:
    return members.belonged(user=user, business=business, since=rules.ties_since(today))
