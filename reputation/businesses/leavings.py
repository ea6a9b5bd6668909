"""How a business goes and comes back: by itself, excluded, with a successor. Each appends its entry."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from reputation.businesses import errors, queries, rows, rules
from reputation.businesses.models import Business, Event, RegistryNumber
from reputation.businesses.rules import EventKind, State
from reputation.log import actions as log_actions
from reputation.rulebook import charter


def _require_not_excluded(business: Business, now: datetime) -> None:
    if business.excluded_until is not None and now.date() < business.excluded_until:
        raise errors.Excluded(until=business.excluded_until.isoformat())


@transaction.atomic
def leave(*, business: UUID, now: datetime) -> None:
    """Let a business go. It needs no reason; its history stays and would resume.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = rows.participant(business)
    found.state, found.left_on = State.LEFT, now.date()
    found.save(update_fields=["state", "left_on"])
    rows.event(found, EventKind.LEFT, now.date())
    log_actions.append(kind="business-left", body={"business": str(business), "date": now.date().isoformat()})


@transaction.atomic
def name_successor(*, business: UUID, successor: UUID, now: datetime) -> None:
    """Let a business that left point to the one that goes on in its place. Their figures never merge.

    Raises:
        NoSuchBusiness
        BadSuccessor: the first takes part or points on already, or the other does not take part.
        Excluded: the first was excluded until a later day; an exclusion is not walked around.
    """
    both = {
        row.public_id: row
        for row in Business.objects.select_for_update().filter(public_id__in=(business, successor)).order_by("id")
    }
    if len(both) != len({business, successor}):
        raise errors.NoSuchBusiness
    found, other = both[business], both[successor]
    if found.state != State.LEFT or found.successor_id is not None or other.state != State.PARTICIPANT:
        raise errors.BadSuccessor
    _require_not_excluded(found, now)
    found.successor = other
    found.save(update_fields=["successor"])
    rows.event(found, EventKind.SUCCESSOR_NAMED, now.date(), str(successor))
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "successor",
            "successor": str(successor),
            "date": now.date().isoformat(),
        },
    )


@transaction.atomic
def terminate(*, business: UUID, case: UUID, ground: str, persons: int, until: date, now: datetime) -> None:
    """Exclude a business until a day, for a reason of the closed list. Until then it cannot come back.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = rows.participant(business)
    found.state, found.left_on, found.excluded_until = State.LEFT, now.date(), until
    found.save(update_fields=["state", "left_on", "excluded_until"])
    rows.event(found, EventKind.TERMINATED, now.date(), until.isoformat())
    log_actions.append(
        kind="termination",
        body={
            "case": str(case),
            "business": str(business),
            "ground": ground,
            "persons": persons,
            "until": until.isoformat(),
            "date": now.date().isoformat(),
        },
    )
    log_actions.append(kind="business-left", body={"business": str(business), "date": now.date().isoformat()})


@transaction.atomic
def end_exclusion(*, business: UUID) -> None:
    """Let a business that was excluded come back before the day: an appeal found so. Its return is the entry.

    Raises:
        NoSuchBusiness
    """
    found = rows.locked(business)
    found.excluded_until = None
    found.save(update_fields=["excluded_until"])


@transaction.atomic
def come_back(*, business: UUID, charter_version: str = "", now: datetime) -> None:
    """Let a business that left take part again, with the history it had.

    Raises:
        NoSuchBusiness, WrongBusinessState
        Excluded: it was excluded until a later day.
        NotALegalPerson: its numbers were corrected since, and those left do not show that it is one.
    """
    found = rows.locked(business)
    if not rules.may_go(State(found.state), State.PARTICIPANT):
        raise errors.WrongBusinessState
    _require_not_excluded(found, now)
    if Event.objects.filter(business=found, kind=EventKind.NUMBERS_CHANGED, on__gte=found.left_on).exists():
        held = RegistryNumber.objects.filter(business=found).values_list("scheme", "value")
        queries.require_numbers(found, list(held), takes_part=True)
    charter_version = charter_version or charter.in_force(now.date()).version
    found.state, found.left_on, found.charter_version = State.PARTICIPANT, None, charter_version
    found.excluded_until = found.successor = None
    found.save(update_fields=["state", "left_on", "charter_version", "excluded_until", "successor"])
    rows.event(found, EventKind.RETURNED, now.date(), charter_version)
    log_actions.append(
        kind="business-returned",
        body={"business": str(business), "charter": charter_version, "date": now.date().isoformat()},
    )
