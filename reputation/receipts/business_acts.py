"""What members do for their business as its own attester: give it a key, and sign its totals."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.members import deeds, queries
from reputation.members.rules import Act, Actor, DeedKind
from reputation.receipts import attesters, errors, public_keys, rules, totals
from reputation.receipts.public_keys import PublicKeyError
from reputation.receipts.queries import attester_of
from reputation.receipts.rules import Moment
from reputation.receipts.totals import Due


@transaction.atomic
def change_key(*, actor: Actor, public_key: str, now: datetime) -> UUID:
    """Give a business the key that its totals are signed with, as somebody pasted it. Answers the attester it is.

    Raises:
        NotAllowed, WrongBusinessState
        BadPublicKey: the text is no public key of Ed25519.
        AttesterKnown: another attester has this key.
        TooManyKeyChanges: as often as may be on one day.
    """
    queries.require(actor, Act.MANAGE)
    try:
        key = public_keys.parse(public_key)
    except PublicKeyError as error:
        raise errors.BadPublicKey from error
    attester = attesters.set_business_key(business=actor.business, public_key=key, now=now)
    deeds.note(actor, DeedKind.ATTESTER_KEY_CHANGED, now=now)
    return attester


def due(business: UUID) -> list[Due]:
    """The totals that wait for the signature of a business, or are signed and not yet in the log."""
    attester = attester_of(business)
    return [] if attester is None else totals.due(attester.public_id)


@transaction.atomic
def sign(*, actor: Actor, key_id: bytes, moment: Moment, signature: bytes, now: datetime) -> Due:
    """Keep the signature of a business over one of its totals.

    Raises:
        NotAllowed
        NoSuchTotal: none waits, or its time is over.
        TotalNotSigned: it is not by the key of the business, or over something else.
    """
    queries.require(actor, Act.MANAGE)
    attester = attester_of(actor.business)
    if attester is None:
        raise errors.NoSuchTotal
    found = totals.sign(attester=attester.public_id, key_id=key_id, moment=moment, signature=signature, now=now)
    deeds.note(actor, DeedKind.TOTAL_SIGNED, now=now, detail=rules.show_epoch(found.epoch))
    return found
