"""Businesses out of the published log: what the entries say happened, with the names from the side files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reputation.businesses import search_index
from reputation.businesses.models import Business, Domain, Event, RegistryNumber, TradingName
from reputation.businesses.rules import EventKind, State
from reputation.log.errors import ReplayImpossible
from reputation.log.replay import LOST
from reputation.log.replay import Event as Entry


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry["date"])


def _business(entry: Entry) -> Business:
    return Business.objects.get(public_id=entry.id("business"))


def _happened(business: Business, kind: EventKind, entry: Entry, detail: str = "") -> None:
    Event.objects.create(business=business, kind=kind, on=_day(entry), detail=detail)


def _name(business: Business, entry: Entry) -> None:
    """Give a business the names that are published now. The salt of their commitment was lost."""
    names = entry.words["names"] or {"legal_name": LOST, "trading_names": [], "place": ""}
    business.legal_name, business.place, business.names_salt = names["legal_name"], names["place"], None
    business.save()
    TradingName.objects.filter(business=business).delete()
    TradingName.objects.bulk_create(TradingName(business=business, name=name) for name in names["trading_names"])
    search_index.put(business.id, [names["legal_name"], *names["trading_names"]])


def _joined(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = Business(
            public_id=entry.id("business"),
            country=entry["country"],
            joined_on=_day(entry),
            charter_version=entry["charter"],
        )
        _name(business, entry)
        RegistryNumber.objects.bulk_create(RegistryNumber(business=business, **number) for number in entry["numbers"])
        _happened(business, EventKind.JOINED, entry, entry["charter"])


def _changed(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = _business(entry)
        if entry["change"] == "names":
            _name(business, entry)
            _happened(business, EventKind.NAMES_CHANGED, entry)
        elif entry["change"] == "numbers":
            RegistryNumber.objects.filter(business=business).delete()
            RegistryNumber.objects.bulk_create(
                RegistryNumber(business=business, **number) for number in entry["numbers"]
            )
            _happened(business, EventKind.NUMBERS_CHANGED, entry)
        elif entry["change"] == "charter":
            business.charter_version = entry["charter"]
            business.save(update_fields=["charter_version"])
            _happened(business, EventKind.CHARTER_ACCEPTED, entry, entry["charter"])
        elif entry["change"] == "ownership":
            _happened(business, EventKind.OWNER_CHANGED, entry)
        elif entry["change"] == "successor":
            business.successor_id = entry.id("successor")
            business.save(update_fields=["successor"])
            _happened(business, EventKind.SUCCESSOR_NAMED, entry, entry["successor"])
        else:
            raise ReplayImpossible(f"Entry {entry.position} changes what this release cannot change: use a newer one.")


def _proved(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = _business(entry)
        Domain.objects.create(business=business, domain=entry["domain"], method=entry["method"], proved_on=_day(entry))
        _happened(business, EventKind.DOMAIN_PROVED, entry, entry["domain"])


def _lost(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = _business(entry)
        proof = Domain.objects.get(business=business, domain=entry["domain"], lost_on=None)
        proof.lost_on = _day(entry)
        proof.save(update_fields=["lost_on"])
        _happened(business, EventKind.DOMAIN_LOST, entry, entry["domain"])


def _left(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = _business(entry)
        if business.state == State.LEFT:
            continue  # it was excluded by the entry before
        business.state, business.left_on = State.LEFT, _day(entry)
        business.save(update_fields=["state", "left_on"])
        _happened(business, EventKind.LEFT, entry)


def _terminated(entries: Sequence[Entry]) -> None:
    """The entry that the business left comes next; here is until when it stays away."""
    for entry in entries:
        business = _business(entry)
        business.state, business.left_on = State.LEFT, _day(entry)
        business.excluded_until = date.fromisoformat(entry["until"])
        business.save(update_fields=["state", "left_on", "excluded_until"])
        _happened(business, EventKind.TERMINATED, entry, entry["until"])


def _returned(entries: Sequence[Entry]) -> None:
    for entry in entries:
        business = _business(entry)
        business.state, business.left_on, business.charter_version = State.PARTICIPANT, None, entry["charter"]
        business.excluded_until = business.successor = None
        business.save()
        _happened(business, EventKind.RETURNED, entry, entry["charter"])


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "business-joined": _joined,
    "business-changed": _changed,
    "business-left": _left,
    "business-returned": _returned,
    "domain-proved": _proved,
    "domain-lost": _lost,
    "termination": _terminated,
}
