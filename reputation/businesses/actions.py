"""Writing businesses: joining, changing, proving a domain. Each appends its entry."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from reputation.businesses import beside, errors, particulars, queries, rows, search_index
from reputation.businesses.admission import Outcome
from reputation.businesses.models import Business, Domain, RegistryNumber, TradingName
from reputation.businesses.particulars import Numbers
from reputation.businesses.rules import EventKind, Method, State
from reputation.core import ids
from reputation.core.db import broken_constraint
from reputation.log import actions as log_actions
from reputation.rulebook import charter

DOMAIN = re.compile(
    r"(?=.{4,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+", re.ASCII
)


def _require_legal_person(country: str, legal_form: str, found: Numbers) -> queries.Judged:
    """See that nothing shows a natural person; whether doubt is left is for the caller."""
    judged = queries.judged(country, legal_form, found)
    if judged.verdict.outcome is Outcome.REFUSED:
        raise errors.NotALegalPerson(reasons=" ".join(judged.verdict.reasons))
    return judged


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
    names = particulars.names(legal_name, trading_names)
    found = particulars.numbers(numbers)
    judged = _require_legal_person(country, legal_form, found)
    if judged.verdict.outcome is Outcome.DOUBT:
        raise errors.LegalPersonInDoubt(reasons=" ".join(judged.verdict.reasons), forms=" ".join(judged.forms))
    return _join(names, found, country, legal_form, place, charter_version, now, source)


def join_after_a_look(
    *,
    legal_name: str,
    trading_names: Sequence[str],
    numbers: Numbers,
    country: str,
    legal_form: str,
    place: str,
    charter_version: str,
    now: datetime,
) -> Business:
    """Let a business take part of which a rule was in doubt and two persons were not.

    Raises:
        BadName, BadNumber, NumberTaken
        NotALegalPerson: it is a natural person. Nobody can let one in.
    """
    names = particulars.names(legal_name, trading_names)
    found = particulars.numbers(numbers)
    _require_legal_person(country, legal_form, found)
    return _join(names, found, country, legal_form, place, charter_version, now, ids.SECURE)


def _join(
    names: tuple[str, list[str]],
    numbers: Numbers,
    country: str,
    legal_form: str,
    place: str,
    charter_version: str,
    now: datetime,
    source: ids.Source,
) -> Business:
    (legal_name, trading), salt = names, source.salt()
    charter_version = charter_version or charter.in_force(now.date()).version
    try:
        with transaction.atomic():
            business = Business.objects.create(
                public_id=source.uuid(),
                legal_name=legal_name,
                country=country,
                place=place,
                legal_form=legal_form,
                joined_on=now.date(),
                charter_version=charter_version,
                names_salt=salt,
            )
            TradingName.objects.bulk_create(TradingName(business=business, name=name) for name in trading)
            RegistryNumber.objects.bulk_create(
                RegistryNumber(business=business, scheme=scheme, value=value) for scheme, value in numbers
            )
            search_index.put(business.id, [legal_name, *trading])
            rows.event(business, EventKind.JOINED, now.date(), charter_version)
            log_actions.append(
                kind="business-joined",
                body={
                    "business": str(business.public_id),
                    "numbers": [{"scheme": scheme, "value": value} for scheme, value in numbers],
                    "country": country,
                    "charter": charter_version,
                    "date": now.date().isoformat(),
                    "names": particulars.commitment(salt, legal_name, trading),
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
    legal_name, trading = particulars.names(legal_name, trading_names)
    found = rows.participant(business)
    salt = source.salt()
    found.legal_name, found.names_salt = legal_name, salt
    found.save(update_fields=["legal_name", "names_salt"])
    TradingName.objects.filter(business=found).delete()
    TradingName.objects.bulk_create(TradingName(business=found, name=name) for name in trading)
    search_index.put(found.id, [legal_name, *trading])
    rows.event(found, EventKind.NAMES_CHANGED, now.date())
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "names",
            "names": particulars.commitment(salt, legal_name, trading),
            "date": now.date().isoformat(),
        },
        words={"names": beside.names(legal_name, trading, found.place)},
    )


def change_numbers(*, business: UUID, numbers: Numbers, now: datetime) -> None:
    """Give a business other registry numbers, as two persons found right. Nobody can give it a natural person's.

    One that left or was excluded may be left with none: whoever a number belongs to can then join with it.

    Raises:
        BadNumber, NoSuchBusiness
        NotALegalPerson: by these numbers nothing shows that it is one, and it takes part; or they are a person's.
        NumberTaken: one of them belongs to another business.
    """
    given = particulars.numbers(numbers)
    try:
        with transaction.atomic():
            found = rows.locked(business)
            queries.require_numbers(found, given, takes_part=found.state == State.PARTICIPANT)
            held = set(RegistryNumber.objects.filter(business=found).values_list("scheme", "value"))
            for scheme, value in sorted(held - set(given)):
                RegistryNumber.objects.filter(business=found, scheme=scheme, value=value).delete()
            RegistryNumber.objects.bulk_create(
                RegistryNumber(business=found, scheme=scheme, value=value)
                for scheme, value in given
                if (scheme, value) not in held
            )
            rows.event(found, EventKind.NUMBERS_CHANGED, now.date())
            log_actions.append(
                kind="business-changed",
                body={
                    "business": str(business),
                    "change": "numbers",
                    "numbers": [{"scheme": scheme, "value": value} for scheme, value in given],
                    "date": now.date().isoformat(),
                },
            )
    except IntegrityError as error:
        if broken_constraint(error) == "registry_number_once":
            raise errors.NumberTaken from error
        raise


@transaction.atomic
def accept_charter(*, business: UUID, charter_version: str, now: datetime) -> None:
    """Record that a business accepted a version of the charter.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = rows.participant(business)
    found.charter_version = charter_version
    found.save(update_fields=["charter_version"])
    rows.event(found, EventKind.CHARTER_ACCEPTED, now.date(), charter_version)
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
            found = rows.participant(business)
            Domain.objects.create(business=found, domain=domain, method=method, proved_on=now.date())
            rows.event(found, EventKind.DOMAIN_PROVED, now.date(), domain)
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
    found = rows.locked(business)
    lost = Domain.objects.filter(business=found, domain=domain, lost_on__isnull=True).update(lost_on=now.date())
    if not lost:
        raise errors.DomainNotProved
    rows.event(found, EventKind.DOMAIN_LOST, now.date(), domain)
    log_actions.append(
        kind="domain-lost", body={"business": str(business), "domain": domain, "date": now.date().isoformat()}
    )


@transaction.atomic
def change_owner(*, business: UUID, now: datetime) -> None:
    """Mark that a business has another owner from this day on. Its figure runs on: who stood behind which part is told.

    Raises:
        NoSuchBusiness, WrongBusinessState
    """
    found = rows.participant(business)
    rows.event(found, EventKind.OWNER_CHANGED, now.date())
    log_actions.append(
        kind="business-changed",
        body={
            "business": str(business),
            "change": "ownership",
            "ownership": True,
            "date": now.date().isoformat(),
        },
    )
