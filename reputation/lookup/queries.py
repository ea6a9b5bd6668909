"""A check: what somebody typed, answered from participants and registry facts. Nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from reputation.businesses import numbers
from reputation.businesses import queries as businesses
from reputation.businesses.queries import Brief, Entity
from reputation.businesses.rules import State, is_known
from reputation.lookalikes import keys
from reputation.lookalikes import queries as lookalikes
from reputation.lookalikes.queries import Imitation
from reputation.lookup import names, rules
from reputation.lookup.rules import DomainQuery, NameQuery, NumberQuery

MOST = 10
SURE = 0.97
AHEAD = 0.1


class Kind(StrEnum):
    """The answers a check can give."""

    PARTICIPANT = "participant"
    LEFT = "left"
    NOT_PARTICIPATING = "not-participating"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a registry says: a label code, the value, who says so, and of which day it is."""

    label: str
    value: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Match:
    """A business or registry entity that fits; `score` from 0 to 1, 1 for a number or an address.

    `rating` is the stored answer about a participant.
    """

    kind: Kind
    name: str
    country: str
    place: str
    public_id: UUID | None = None
    slug: str = ""
    domains: tuple[str, ...] = ()
    left_on: date | None = None
    lei: str | None = None
    facts: tuple[Fact, ...] = ()
    rating: bytes | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a check. `asked`: name, number or domain; `domain`: the registered one of an address.

    `imitations`: whose proved domains an address looks like that is no participant's own.
    """

    kind: Kind
    asked: str
    matches: tuple[Match, ...] = ()
    domain: str = ""
    host: str = ""
    candidates: tuple[tuple[str, str], ...] = field(default=())
    imitations: tuple[Imitation, ...] = ()

    @property
    def country(self) -> str:
        """The country whose guidance fits, when the matches agree on one."""
        found = {match.country for match in self.matches}
        return found.pop() if len(found) == 1 else ""


def _business(brief: Brief, score: float = 1.0) -> Match:
    kind = Kind.PARTICIPANT if brief.state is State.PARTICIPANT else Kind.LEFT
    return Match(
        kind=kind,
        name=brief.legal_name,
        country=brief.country,
        place=brief.place,
        public_id=brief.public_id,
        slug=brief.slug,
        domains=brief.domains,
        left_on=brief.left_on,
        rating=brief.rating if kind is Kind.PARTICIPANT else None,
        score=score,
    )


def _still_known(brief: Brief, today: date) -> bool:
    """Whether a business takes part, or the note about its leaving still stands."""
    return is_known(today, brief.left_on, brief.excluded_until)


def _facts(entity: Entity) -> tuple[Fact, ...]:
    given = (
        ("legal-name", entity.legal_name),
        ("lei", entity.lei),
        ("country", entity.country),
        ("place", entity.place),
        ("category", entity.category),
        ("legal-form", entity.legal_form),
        ("status", entity.status),
    )
    return tuple(Fact(label, value, entity.source, entity.as_of) for label, value in given if value)


def _entity(entity: Entity, score: float = 1.0) -> Match:
    return Match(
        kind=Kind.NOT_PARTICIPATING,
        name=entity.legal_name,
        country=entity.country,
        place=entity.place,
        lei=entity.lei,
        facts=_facts(entity),
        score=score,
    )


def _kind(matches: Iterable[Match]) -> Kind:
    found = list(matches)
    if not found:
        return Kind.NONE
    return found[0].kind if len(found) == 1 else Kind.SEVERAL


def check(q: str, *, today: date) -> Answer:
    """Answer a check. A business that left is known until its note ends; then it is like any other.

    Raises:
        Refused: what was typed is a person's, or nothing that can be looked up.
    """
    query = rules.parse(q)
    if isinstance(query, NumberQuery):
        return _by_number(query, today)
    if isinstance(query, DomainQuery):
        return _by_domain(query, today)
    return _by_name(query, today)


def _by_number(query: NumberQuery, today: date) -> Answer:
    found = businesses.by_number(query.candidates)
    matches = [_business(brief) for brief in found if _still_known(brief, today)]
    leis = [value for scheme, value in query.candidates if scheme == "lei"]
    if leis and not matches:
        matches += [_entity(entity) for entity in businesses.entities(leis).values()]
    return Answer(_kind(matches), "number", tuple(matches), candidates=query.candidates)


def _by_domain(query: DomainQuery, today: date) -> Answer:
    found = businesses.by_domain({query.host, query.registrable})
    matches = [_business(brief) for brief in found if _still_known(brief, today)]
    is_participants = any(match.kind is Kind.PARTICIPANT for match in matches)
    return Answer(
        _kind(matches),
        "domain",
        tuple(matches),
        domain=query.registrable,
        host=query.host,
        imitations=() if is_participants else tuple(lookalikes.imitated(keys.of(query.host))),
    )


def _by_name(query: NameQuery, today: date) -> Answer:
    found = names.search(query.name, MOST)
    ids = [row.business_id for row in found if row.business_id is not None]
    briefs = businesses.by_ids(ids) if ids else {}
    leis = [row.lei for row in found if row.lei is not None]
    entities = businesses.entities(leis) if leis else {}
    matches = []
    for row in found:
        brief = briefs.get(row.business_id or 0)
        if brief is not None and _still_known(brief, today):
            matches.append(_business(brief, row.score))
        elif row.lei in entities:
            matches.append(_entity(entities[row.lei], row.score))
    alone = len(matches) > 1 and matches[0].score >= SURE and matches[1].score < matches[0].score - AHEAD
    if alone:
        matches = matches[:1]
    return Answer(_kind(matches), "name", tuple(matches))


def number_label(scheme: str) -> str:
    """What a kind of number is called in its country."""
    known = numbers.SCHEMES.get(scheme)
    return known.says if known else scheme
