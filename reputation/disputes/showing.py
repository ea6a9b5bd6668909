"""What a party shows in a case to moderators alone; what it is and how it is kept is of the room of proofs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.disputes import errors
from reputation.disputes.models import Case
from reputation.disputes.rules import OVER, Party, State
from reputation.proofs import actions as proofs


def show(*, case: UUID, party: Party, content: bytes, now: datetime) -> UUID:
    """Keep a file that a party shows, as long as the case runs or may be appealed. Who asks was seen to by the caller.

    Raises:
        NoSuchCase
        WrongState: the case is over.
        ProofMissing, ProofTooLarge, ProofKindUnknown, TooManyProofs, ProofsBusy
        ProofNotReadable: the fact `rule` says why.
    """
    _require_running(Case.objects.filter(public_id=case).first())
    proofs.require_room(case=case, party=party)
    clean = proofs.prepare(content)
    with transaction.atomic():
        _require_running(Case.objects.select_for_update().filter(public_id=case).first())
        return proofs.keep(case=case, party=party, clean=clean, now=now)


def _require_running(row: Case | None) -> None:
    if row is None:
        raise errors.NoSuchCase
    if State(row.state) in OVER:
        raise errors.WrongState(state=row.state)
