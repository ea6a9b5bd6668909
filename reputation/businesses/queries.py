"""Reading businesses and registry facts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reputation.businesses import errors, legal_forms, names, rules
from reputation.businesses.admission import AGAINST, Outcome, Reason, Verdict, admission
from reputation.businesses.models import Business, Domain, RegistryEntity
from reputation.businesses.rules import EventKind, State
from reputation.core.db import prepared


@dataclass(frozen=True, slots=True)
class ProvedDomain:
    """A domain a business controls, and since when that is proved."""

    domain: str
    method: str
    proved_on: date


@dataclass(frozen=True, slots=True)
class Proof:
    """That a business controlled a domain, from a day to a day or until now.

    `left_on`, `excluded_until`: of the business.
    """

    domain: str
    business: UUID
    legal_name: str
    left_on: date | None
    excluded_until: date | None
    method: str
    proved_on: date
    lost_on: date | None

    @property
    def slug(self) -> str:
        return names.slug(self.legal_name)


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a business's history. `detail` is a domain or a charter version, or empty."""

    on: date
    kind: EventKind
    detail: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything public about a business that is no rating, and the legal form it joined with, which no page shows."""

    id: int
    public_id: UUID
    legal_name: str
    trading_names: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    country: str
    place: str
    legal_form: str
    state: State
    joined_on: date
    left_on: date | None
    charter_version: str
    successor: UUID | None
    excluded_until: date | None
    domains: tuple[ProvedDomain, ...]
    history: tuple[Happening, ...]

    @property
    def slug(self) -> str:
        return names.slug(self.legal_name)


@dataclass(frozen=True, slots=True)
class Brief:
    """A business in a list; `rating` is the stored answer about it."""

    public_id: UUID
    legal_name: str
    country: str
    place: str
    state: State
    joined_on: date
    left_on: date | None
    excluded_until: date | None
    domains: tuple[str, ...]
    rating: bytes | None

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


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a wish to join, the codes of the nearest legal forms, and what the registry says itself."""

    verdict: Verdict
    forms: tuple[str, ...]
    entity: Entity | None


def judged(country: str, legal_form: str, numbers: Sequence[tuple[str, str]]) -> Judged:
    """Whether a business may join by numbers in their normal form. What the registry says of its form comes first."""
    leis = [value for scheme, value in numbers if scheme == "lei"]
    entity = entities(leis).get(leis[0]) if len(leis) == 1 else None
    form = (entity.legal_form if entity is not None else "") or legal_form
    verdict = admission(country, form, numbers, entity.category if entity is not None else "")
    is_open = verdict.outcome is Outcome.DOUBT
    nearest = tuple(found.code for _, found in legal_forms.search(country, form) if found.code) if is_open else ()
    return Judged(verdict, nearest, entity)


def against(public_id: UUID, numbers: Sequence[tuple[str, str]], *, takes_part: bool) -> tuple[Reason, ...]:
    """Why a business cannot have these numbers, by the legal form with which it joined; empty when it can.

    One that takes part needs evidence. One that left needs none; a natural person's numbers nobody has.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = Business.objects.filter(public_id=public_id).values_list("country", "legal_form").first()
    if found is None:
        raise errors.NoSuchBusiness
    verdict = judged(*found, numbers).verdict
    is_refused = verdict.outcome is Outcome.REFUSED and (takes_part or bool(AGAINST & set(verdict.reasons)))
    return verdict.reasons if is_refused else ()


def require_numbers(business: Business, numbers: Sequence[tuple[str, str]], *, takes_part: bool) -> None:
    """See that a business can have these numbers.

    Raises:
        NotALegalPerson: it cannot; its reasons say why.
    """
    reasons = against(business.public_id, numbers, takes_part=takes_part)
    if reasons:
        raise errors.NotALegalPerson(reasons=" ".join(reasons))


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
        legal_form=found.legal_form,
        state=State(found.state),
        joined_on=found.joined_on,
        left_on=found.left_on,
        charter_version=found.charter_version,
        successor=found.successor_id,
        excluded_until=found.excluded_until,
        domains=tuple(ProvedDomain(row.domain, row.method, row.proved_on) for row in proved),
        history=tuple(Happening(row.on, EventKind(row.kind), row.detail) for row in found.events.all()),
    )


def legal_name(public_id: UUID) -> str:
    """The legal name of a business.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = Business.objects.filter(public_id=public_id).values_list("legal_name", flat=True).first()
    if found is None:
        raise errors.NoSuchBusiness
    return found


def without_charter(versions: Collection[str]) -> list[UUID]:
    """The businesses that take part and have accepted none of these versions of the charter."""
    rows = Business.objects.filter(state=State.PARTICIPANT).exclude(charter_version__in=list(versions))
    return list(rows.order_by("id").values_list("public_id", flat=True))


def gone(today: date) -> list[UUID]:
    """The businesses that left so long ago that the note about them has ended."""
    rows = Business.objects.filter(state=State.LEFT).values_list("public_id", "left_on", "excluded_until")
    return [public_id for public_id, *days in rows if not rules.is_known(today, *days)]


def left_on(public_id: UUID) -> date | None:
    """The day on which a business left, None while it takes part. One statement.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = prepared("SELECT left_on FROM businesses_business WHERE public_id = %s", [public_id])
    if not found:
        raise errors.NoSuchBusiness
    return found[0][0]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Called:
    """What a business is called by: its names and its proved domains, and whether it left."""

    left_on: date | None
    names: tuple[str, ...]
    domains: tuple[str, ...]


CALLED = """
SELECT b.left_on, b.legal_name, ARRAY(SELECT t.name FROM businesses_tradingname t WHERE t.business_id = b.id),
       ARRAY(SELECT d.domain FROM businesses_domain d WHERE d.business_id = b.id AND d.lost_on IS NULL)
FROM businesses_business b WHERE b.public_id = %s
"""


def called(public_id: UUID) -> Called:
    """What a business is called by. One statement.

    Raises:
        NoSuchBusiness: nobody has this id.
    """
    found = prepared(CALLED, [public_id])
    if not found:
        raise errors.NoSuchBusiness
    left_on, legal_name, trading_names, domains = found[0]
    return Called(left_on, (legal_name, *sorted(trading_names)), tuple(sorted(domains)))


def left_before(day: date) -> list[UUID]:
    """The businesses that left before a day and have not come back."""
    return list(Business.objects.filter(left_on__lt=day).order_by("id").values_list("public_id", flat=True))


# The rating comes along: a check shows both, and one statement is half the time of two.
BRIEF = """
SELECT b.id, b.public_id, b.legal_name, b.country, b.place, b.state, b.joined_on, b.left_on, b.excluded_until,
    ARRAY(SELECT d.domain FROM businesses_domain d WHERE d.business_id = b.id AND d.lost_on IS NULL ORDER BY d.domain),
    (SELECT a.body FROM ratings_answer a WHERE a.business = b.public_id)
FROM businesses_business b WHERE {}
"""
HAS_NUMBER = "b.id IN (SELECT n.business_id FROM businesses_registrynumber n WHERE {})"
HAS_DOMAIN = "b.id IN (SELECT d.business_id FROM businesses_domain d WHERE d.domain IN ({}) AND d.lost_on IS NULL)"


def _briefs(condition: str, values: Sequence[Any]) -> list[tuple[int, Brief]]:
    """Businesses for a list, with their inner ids, in one statement."""
    return [
        (
            row[0],
            Brief(
                public_id=row[1],
                legal_name=row[2],
                country=row[3],
                place=row[4],
                state=State(row[5]),
                joined_on=row[6],
                left_on=row[7],
                excluded_until=row[8],
                domains=tuple(row[9]),
                rating=None if row[10] is None else bytes(row[10]),
            ),
        )
        for row in prepared(BRIEF.format(condition), values)
    ]


def briefs(public_ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """Businesses for a list, by their ids; those that do not exist are left out."""
    return {brief.public_id: brief for _, brief in _briefs("b.public_id = ANY(%s)", [list(public_ids)])}


def by_ids(ids: Iterable[int]) -> dict[int, Brief]:
    """Businesses by their inner ids."""
    return dict(_briefs("b.id = ANY(%s)", [list(ids)]))


def by_domain(domains: Iterable[str]) -> list[Brief]:
    """The businesses that have proved one of these domains."""
    asked = list(domains)
    return [brief for _, brief in _briefs(HAS_DOMAIN.format(", ".join(["%s"] * len(asked))), asked)]


def proved_domains() -> list[str]:
    """Every domain that a business which takes part controls now, as far as anybody knows."""
    rows = Domain.objects.filter(lost_on__isnull=True, business__left_on__isnull=True)
    return list(rows.order_by("domain").values_list("domain", flat=True))


def by_number(given: Sequence[tuple[str, str]]) -> list[Brief]:
    """The businesses that have one of these numbers, each as scheme and value."""
    if not given:
        return []
    either = " OR ".join(["(n.scheme = %s AND n.value = %s)"] * len(given))
    return [brief for _, brief in _briefs(HAS_NUMBER.format(either), [part for pair in given for part in pair])]


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


def proofs(business: UUID, domain: str = "") -> list[Proof]:
    """Every proof, of whichever business, of the domains that this business ever proved, or of one; oldest first."""
    mine = Domain.objects.filter(business__public_id=business)
    if domain:
        mine = mine.filter(domain=domain)
    rows = Domain.objects.filter(domain__in=mine.values("domain")).select_related("business")
    return [
        Proof(
            domain=row.domain,
            business=row.business.public_id,
            legal_name=row.business.legal_name,
            left_on=row.business.left_on,
            excluded_until=row.business.excluded_until,
            method=row.method,
            proved_on=row.proved_on,
            lost_on=row.lost_on,
        )
        for row in rows.order_by("domain", "proved_on", "id")
    ]


def registry_size() -> int:
    """How many registry entities there are."""
    return RegistryEntity.objects.count()
