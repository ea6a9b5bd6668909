"""Reading businesses and registry facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.businesses import errors, names
from reputation.businesses.models import Business, Domain, RegistryEntity, RegistryNumber
from reputation.businesses.rules import EventKind, State


@dataclass(frozen=True, slots=True)
class ProvedDomain:
    """A domain a business controls, and since when that is proved."""

    domain: str
    method: str
    proved_on: date


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a business's history. `detail` is a domain or a charter version, or empty."""

    on: date
    kind: EventKind
    detail: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything public about a business that is no rating."""

    id: int
    public_id: UUID
    legal_name: str
    trading_names: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    country: str
    place: str
    state: State
    joined_on: date
    left_on: date | None
    charter_version: str
    domains: tuple[ProvedDomain, ...]
    history: tuple[Happening, ...]

    @property
    def slug(self) -> str:
        return names.slug(self.legal_name)


@dataclass(frozen=True, slots=True)
class Brief:
    """A business in a list."""

    public_id: UUID
    legal_name: str
    country: str
    place: str
    state: State
    joined_on: date
    left_on: date | None
    domains: tuple[str, ...]

    @property
    def slug(self) -> str:
        return names.slug(self.legal_name)


@dataclass(frozen=True, slots=True)
class Entity:
    """What a public registry says about a legal entity, with its source and day."""

    lei: str
    legal_name: str
    country: str
    place: str
    category: str
    legal_form: str
    status: str
    source: str
    as_of: date


def profile(public_id: UUID) -> Profile:
    """A business as its page shows it. Four statements.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = Business.objects.filter(public_id=public_id).prefetch_related("trading_names", "numbers", "events").first()
    if found is None:
        raise errors.NoSuchBusiness
    proved = Domain.objects.filter(business=found, lost_on__isnull=True).order_by("proved_on", "domain")
    return Profile(
        id=found.id,
        public_id=found.public_id,
        legal_name=found.legal_name,
        trading_names=tuple(sorted(row.name for row in found.trading_names.all())),
        numbers=tuple(sorted((row.scheme, row.value) for row in found.numbers.all())),
        country=found.country,
        place=found.place,
        state=State(found.state),
        joined_on=found.joined_on,
        left_on=found.left_on,
        charter_version=found.charter_version,
        domains=tuple(ProvedDomain(row.domain, row.method, row.proved_on) for row in proved),
        history=tuple(Happening(row.on, EventKind(row.kind), row.detail) for row in found.events.all()),
    )


def left_on(public_id: UUID) -> date | None:
    """The day on which a business left, None while it takes part. One statement.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = Business.objects.filter(public_id=public_id).values_list("left_on").first()
    if found is None:
        raise errors.NoSuchBusiness
    return found[0]


def briefs(public_ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """Businesses for a list, by their ids; those that do not exist are left out. Two statements."""
    found = Business.objects.filter(public_id__in=list(public_ids)).prefetch_related("domains")
    return {
        row.public_id: Brief(
            row.public_id,
            row.legal_name,
            row.country,
            row.place,
            State(row.state),
            row.joined_on,
            row.left_on,
            tuple(sorted(d.domain for d in row.domains.all() if d.lost_on is None)),
        )
        for row in found
    }


def by_ids(ids: Iterable[int]) -> dict[int, UUID]:
    """Public ids of businesses by their inner ones."""
    return dict(Business.objects.filter(id__in=list(ids)).values_list("id", "public_id"))


def by_domain(domains: Iterable[str]) -> list[UUID]:
    """The businesses that have proved one of these domains."""
    found = Domain.objects.filter(domain__in=list(domains), lost_on__isnull=True)
    return list(found.values_list("business__public_id", flat=True).distinct())


def by_number(given: Iterable[tuple[str, str]]) -> list[UUID]:
    """The businesses that have one of these numbers, each as scheme and value."""
    wanted = set(given)
    found = RegistryNumber.objects.filter(value__in={value for _, value in wanted}).values_list(
        "scheme", "value", "business__public_id"
    )
    return [public_id for scheme, value, public_id in found if (scheme, value) in wanted]


def entities(leis: Iterable[str]) -> dict[str, Entity]:
    """Registry entities by LEI; those that are not there are left out."""
    found = RegistryEntity.objects.filter(lei__in=list(leis))
    return {
        row.lei: Entity(
            row.lei,
            row.legal_name,
            row.country,
            row.place,
            row.category,
            row.legal_form,
            row.status,
            row.source,
            row.as_of,
        )
        for row in found
    }


def registry_size() -> int:
    """How many registry entities there are."""
    return RegistryEntity.objects.count()
