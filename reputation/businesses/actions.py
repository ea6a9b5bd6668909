"""Writing businesses: joining, proving a domain, changing, leaving, coming back. Each appends its entry."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import rfc8785
from django.conf import settings
from django.db import IntegrityError, transaction

from reputation.businesses import beside, errors, legal_forms, numbers, rules, search_index
from reputation.businesses.admission import Outcome, admission
from reputation.businesses.models import Business, Domain, Event, RegistryEntity, RegistryNumber, TradingName
from reputation.businesses.rules import EventKind, Method, State
from reputation.core import ids
from reputation.core.db import broken_constraint
from reputation.log import actions as log_actions
from reputation.log import entries
from reputation.rulebook import charter

LONGEST_NAME = 300
MOST_NAMES = 20
DOMAIN = re.compile(
    r"(?=.{4,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+", re.ASCII
)
Numbers = Sequence[tuple[str, str]]


def _checked_names(legal_name: str, trading_names: Sequence[str]) -> tuple[str, list[str]]:
    given = [" ".join(name.split()) for name in (legal_name, *trading_names)]
    if len(given) > MOST_NAMES or any(not name or len(name) > LONGEST_NAME or not name.isprintable() for name in given):
        raise errors.BadName
    return given[0], sorted(set(given[1:]) - {given[0]})


def _checked_numbers(given: Numbers) -> list[tuple[str, str]]:
    """Numbers in their one way of writing. Numbers of invented businesses exist in a demonstration only."""
    found = []
    for scheme, value in given:
        normal = numbers.normal(scheme, value)
        if normal is None or (scheme == "example" and not settings.IS_DEMO):
            raise errors.BadNumber(scheme=scheme)
        found.append((scheme, normal))
    return sorted(set(found))


def _admit(country: str, legal_form: str, found: Numbers) -> None:
    """Let a legal person through. What the registry says of its form comes before what it says itself."""
    leis = [value for scheme, value in found if scheme == "lei"]
    entity = RegistryEntity.objects.filter(lei__in=leis).first() if len(leis) == 1 else None
    form = (entity.legal_form if entity is not None else "") or legal_form
    verdict = admission(country, form, found, entity.category if entity is not None else "")
    reasons = " ".join(verdict.reasons)
    if verdict.outcome is Outcome.REFUSED:
        raise errors.NotALegalPerson(reasons=reasons)
    if verdict.outcome is Outcome.DOUBT:
        nearest = " ".join(found.code for _, found in legal_forms.search(country, form) if found.code)
        raise errors.LegalPersonInDoubt(reasons=reasons, forms=nearest)


def _names_commitment(salt: bytes, legal_name: str, trading_names: Sequence[str]) -> str:
    """Names never enter the log; this fixes them without telling them."""
    raw = rfc8785.dumps({"legal_name": legal_name, "trading_names": list(trading_names)})
    return entries.commitment("names", salt, raw)


def _event(business: Business, kind: EventKind, on: date, detail: str = "") -> None:
    Event.objects.create(business=business, kind=kind, on=on, detail=detail)


def _locked(business: UUID) -> Business:
    found = Business.objects.select_for_update().filter(public_id=business).first()
    if found is None:
        raise errors.NoSuchBusiness
    return found


def _participant(business: UUID) -> Business:
    found = _locked(business)
    if found.state != State.PARTICIPANT:
        raise errors.WrongBusinessState
    return found


def join(
    *,
    legal_name: str,
    trading_names: Sequence[str] = (),
    numbers: Numbers,
    country: str,
    legal_form: str = "",
    place: str = "",
    charter_version: str = "",
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> Business:
    """Let a legal person take part, under the charter in force unless another version is named.

    `legal_form`: a code of ISO 20275, or the words for it in its country.

    Raises:
        BadName, BadNumber: a particular is not valid.
        NotALegalPerson: it is a natural person, or nothing shows that it is none.
        LegalPersonInDoubt: a person has to look at it.
        NumberTaken: a business with one of the numbers is there already.
    """
    legal_name, trading = _checked_names(legal_name, trading_names)
    found = _checked_numbers(numbers)
    charter_version = charter_version or charter.in_force(now.date()).version
    _admit(country, legal_form, found)
    salt = source.salt()
    try:
        with transaction.atomic():
            business = Business.objects.create(
                public_id=source.uuid(),
                legal_name=legal_name,
                country=country,
                place=place,
                joined_on=now.date(),
                charter_version=charter_version,
                names_salt=salt,
            )
            TradingName.objects.bulk_create(TradingName(business=business, name=name) for name in trading)
            RegistryNumber.objects.bulk_create(
                RegistryNumber(business=business, scheme=scheme, value=value) for scheme, value in found
            )
            search_index.put(business.id, [legal_name, *trading])
            _event(business, EventKind.JOINED, now.date(), charter_version)
            log_actions.append(
                kind="business-joined",
                body={
                    "business": str(business.public_id),
                    "numbers": [{"scheme": scheme, "value": value} for scheme, value in found],
                    "country": country,
                    "charter": charter_version,
                    "date": now.date().isoformat(),
                    "names": _names_commitment(salt, legal_name, trading),
                },
                words={"names": beside.names(legal_name, trading, place)},
            )
    except IntegrityError as error:
        if broken_constraint(error) == "registry_number_once":
            raise errors.NumberTaken from error
        raise
    return business


@transaction.atomic
def change_names(
    *,
    business: UUID,
    legal_name: str,
    trading_names: Sequence[str] = (),
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> None:
    """Give a business other names, under a new commitment.

    Raises:
        BadName, NoSuchBusiness, WrongBusinessState
    """
    legal_name, trading = _checked_names(legal_name, trading_names)
    found = _participant(business)
    salt = source.salt()
    found.legal_name, found.names_salt = legal_name, salt
    found.save(update_fields=["legal_name", "names_salt"])
    TradingName.objects.filter(business=found).delete()
    TradingName.objects.bulk_create(TradingName(business=found, name=name) for name in trading)
    search_index.put(found.id, [legal_name, *trading])
    _event(found, EventKind.NAMES_CHANGED, now.date())
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "names",
            "names": _names_commitment(salt, legal_name, trading),
            "date": now.date().isoformat(),
        },
        words={"names": beside.names(legal_name, trading, found.place)},
    )


@transaction.atomic
def accept_charter(*, business: UUID, charter_version: str, now: datetime) -> None:
    """Record that a business accepted a version of the charter.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = _participant(business)
    found.charter_version = charter_version
    found.save(update_fields=["charter_version"])
    _event(found, EventKind.CHARTER_ACCEPTED, now.date(), charter_version)
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "charter",
            "charter": charter_version,
            "date": now.date().isoformat(),
        },
    )


def prove_domain(*, business: UUID, domain: str, method: Method, now: datetime) -> None:
    """Record that a business showed control of a domain.

    Raises:
        BadDomain, NoSuchBusiness, WrongBusinessState
        DomainTaken: another business, or this one, has proved it already.
    """
    if not DOMAIN.fullmatch(domain):
        raise errors.BadDomain
    try:
        with transaction.atomic():
            found = _participant(business)
            Domain.objects.create(business=found, domain=domain, method=method, proved_on=now.date())
            _event(found, EventKind.DOMAIN_PROVED, now.date(), domain)
            log_actions.append(
                kind="domain-proved",
                body={
                    "business": str(business),
                    "domain": domain,
                    "method": str(method),
                    "date": now.date().isoformat(),
                },
            )
    except IntegrityError as error:
        if broken_constraint(error) == "domain_proved_by_one":
            raise errors.DomainTaken from error
        raise


@transaction.atomic
def lose_domain(*, business: UUID, domain: str, now: datetime) -> None:
    """Record that a proof of control no longer holds.

    Raises:
        NoSuchBusiness
        DomainNotProved: the business has no such proof.
    """
    found = _locked(business)
    lost = Domain.objects.filter(business=found, domain=domain, lost_on__isnull=True).update(lost_on=now.date())
    if not lost:
        raise errors.DomainNotProved
    _event(found, EventKind.DOMAIN_LOST, now.date(), domain)
    log_actions.append(
        kind="domain-lost", body={"business": str(business), "domain": domain, "date": now.date().isoformat()}
    )


@transaction.atomic
def leave(*, business: UUID, now: datetime) -> None:
    """Let a business go. It needs no reason; its history stays and would resume.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = _participant(business)
    found.state, found.left_on = State.LEFT, now.date()
    found.save(update_fields=["state", "left_on"])
    _event(found, EventKind.LEFT, now.date())
    log_actions.append(kind="business-left", body={"business": str(business), "date": now.date().isoformat()})


@transaction.atomic
def change_owner(*, business: UUID, now: datetime) -> None:
    """Mark that a business has another owner from this day on. Its figure runs on: who stood behind which part is told.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = _participant(business)
    _event(found, EventKind.OWNER_CHANGED, now.date())
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "ownership",
            "ownership": True,
            "date": now.date().isoformat(),
        },
    )


@transaction.atomic
def name_successor(*, business: UUID, successor: UUID, now: datetime) -> None:
    """Let a business that left point to the one that goes on in its place. Their figures never merge.

    Raises:
        NoSuchBusiness
        BadSuccessor: the first takes part or points on already, or the other does not take part.
    """
    rows = {
        row.public_id: row
        for row in Business.objects.select_for_update().filter(public_id__in=(business, successor)).order_by("id")
    }
    if len(rows) != len({business, successor}):
        raise errors.NoSuchBusiness
    found, other = rows[business], rows[successor]
    if found.state != State.LEFT or found.successor_id is not None or other.state != State.PARTICIPANT:
        raise errors.BadSuccessor
    found.successor = other
    found.save(update_fields=["successor"])
    _event(found, EventKind.SUCCESSOR_NAMED, now.date(), str(successor))
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
    found = _participant(business)
    found.state, found.left_on, found.excluded_until = State.LEFT, now.date(), until
    found.save(update_fields=["state", "left_on", "excluded_until"])
    _event(found, EventKind.TERMINATED, now.date(), until.isoformat())
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
    found = _locked(business)
    found.excluded_until = None
    found.save(update_fields=["excluded_until"])


@transaction.atomic
def come_back(*, business: UUID, charter_version: str = "", now: datetime) -> None:
    """Let a business that left take part again, with the history it had.

    Raises:
        NoSuchBusiness, WrongBusinessState
        Excluded: it was excluded until a later day.
    """
    found = _locked(business)
    if not rules.may_go(State(found.state), State.PARTICIPANT):
        raise errors.WrongBusinessState
    if found.excluded_until is not None and now.date() < found.excluded_until:
        raise errors.Excluded(until=found.excluded_until.isoformat())
    charter_version = charter_version or charter.in_force(now.date()).version
    found.state, found.left_on, found.charter_version = State.PARTICIPANT, None, charter_version
    found.excluded_until = found.successor = None
    found.save(update_fields=["state", "left_on", "charter_version", "excluded_until", "successor"])
    _event(found, EventKind.RETURNED, now.date(), charter_version)
    log_actions.append(
        kind="business-returned",
        body={"business": str(business), "charter": charter_version, "date": now.date().isoformat()},
    )
