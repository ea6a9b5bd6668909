"""Whoever challenged and is no business: what their codename opens, as that of a writer opens the mailbox."""

from datetime import datetime
from uuid import UUID

from reputation.disputes.errors import NoSuchFiler, RoomClosed
from reputation.disputes.models import Filer
from reputation.reviews import handles, writers
from reputation.reviews.handles import HandleOverError
from reputation.reviews.seals import Purpose


def open_room(*, codename: str, now: datetime) -> str:
    """The handle of the room that the codename of a case opens.

    Raises:
        BadCodename: the fact `rule` says why.
        NoSuchFiler: no case runs that was filed with it.
    """
    for verifier in writers.verifiers(writers.read(codename)):
        if Filer.objects.filter(verifier=verifier).exists():
            return handles.give(Purpose.ROOM, verifier, now)
    raise NoSuchFiler


def inside(*, handle: str, now: datetime) -> UUID:
    """The case that a handle leads to.

    Raises:
        RoomClosed: the handle is none, its time is over, or the case is.
    """
    try:
        verifier = handles.verifier_of(Purpose.ROOM, handle, now)
    except HandleOverError as error:
        raise RoomClosed from error
    found = Filer.objects.filter(verifier=verifier).values_list("case__public_id", flat=True).first()
    if found is None:
        raise RoomClosed
    return found
