"""The row of a business while it is written: locked first, and a line of its history at the end."""

from datetime import date
from uuid import UUID

from reputation.businesses import errors
from reputation.businesses.models import Business, Event
from reputation.businesses.rules import EventKind, State


def locked(business: UUID) -> Business:
    """The row of a business, kept from others until this transaction ends.

    Raises:
        NoSuchBusiness
    """
    found = Business.objects.select_for_update().filter(public_id=business).first()
    if found is None:
        raise errors.NoSuchBusiness
    return found


def participant(business: UUID) -> Business:
    """The same, of a business that takes part.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = locked(business)
    if found.state != State.PARTICIPANT:
        raise errors.WrongBusinessState
    return found


def event(business: Business, kind: EventKind, on: date, detail: str = "") -> None:
    """Note a line of the history of a business."""
    Event.objects.create(business=business, kind=kind, on=on, detail=detail)
