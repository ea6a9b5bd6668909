"""What a party shows in a case to moderators alone; what it is and how it is kept is of the room of proofs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.disputes import errors
from reputation.disputes.models import Case
from reputation.disputes.rules import OVER, Party, State
from reputation.proofs import actions as proofs
from reputation.proofs.cleaning import Clean


def show(*, case: UUID, party: Party, content: bytes, now: datetime) -> UUID:
    """Keep a file that a party shows, as long as the case runs or may be appealed. Who asks was seen to by the caller.

    Raises:
        NoSuchCase
        WrongState: the case is over.
        ProofMissing, ProofTooLarge, ProofKindUnknown, TooManyProofs, ProofsBusy
        ProofNotReadable: the fact `rule` says why.
    """
    return keep(case=case, party=party, clean=prepare(case=case, party=party, content=content), now=now)


def prepare(*, case: UUID, party: Party, content: bytes) -> Clean:
    """Make what is kept of a file. It takes seconds, so it is seen first whether it could be kept at all.

    Raises:
        NoSuchCase, WrongState
        ProofMissing, ProofTooLarge, ProofKindUnknown, ProofNotReadable, TooManyProofs, ProofsBusy
    """
    _require_running(case)
    proofs.require_room(case=case, party=party)
    return proofs.prepare(content)


@transaction.atomic
def keep(*, case: UUID, party: Party, clean: Clean, now: datetime) -> UUID:
    """Keep what was made of a file before. No row of the case is touched by it, which would tell when it came.

    Raises:
        NoSuchCase, TooManyProofs
        WrongState: the case is over.
    """
    proofs.hold(case=case)
    _require_running(case)
    return proofs.keep(case=case, party=party, clean=clean, now=now)


def _require_running(case: UUID) -> None:
    row = Case.objects.filter(public_id=case).first()
    if row is None:
        raise errors.NoSuchCase
    if State(row.state) in OVER:
        raise errors.WrongState(state=row.state)
