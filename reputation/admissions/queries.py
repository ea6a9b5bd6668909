"""Reading applications, and what would become of one before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from reputation.admissions import errors
from reputation.admissions.models import Application
from reputation.admissions.rules import OPEN, State
from reputation.businesses import particulars
from reputation.businesses import queries as businesses
from reputation.businesses.queries import Judged

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Shown:
    """An application, as whoever filed it and the persons who decide it see it. `numbers`: kind and value."""

    public_id: UUID
    user: int
    business: UUID | None
    state: State
    country: str
    legal_form: str
    legal_name: str
    trading_names: tuple[str, ...]
    place: str
    numbers: tuple[tuple[str, str], ...]
    domains: tuple[str, ...]
    accepted_by: str
    office: str
    doubts: tuple[str, ...]
    filed_on: date
    decide_until: date
    decided_on: date | None
    reasons: str
    appeal_until: date | None
    appealed_on: date | None
    appeal: str
    appeal_decided_on: date | None
    appeal_reasons: str


def look(country: str, legal_form: str, numbers: Sequence[tuple[str, str]]) -> Judged:
    """What would become of an application by these particulars. Nothing of them is kept.

    Raises:
        BadCountry, BadNumber
    """
    require_country(country)
    return businesses.judged(country, legal_form, particulars.numbers(numbers))


def require_country(country: str) -> None:
    """See that a country was given.

    Raises:
        BadCountry
    """
    if len(country) != 2 or not country.isascii() or not country.isupper():
        raise errors.BadCountry


def of_user(user: int) -> list[Shown]:
    """Somebody's applications, newest first."""
    return _shown(Application.objects.filter(user_id=user).order_by("-id"))


def one(*, user: int, public_id: UUID) -> Shown:
    """An application of this person.

    Raises:
        NoSuchApplication: there is none, or it is somebody else's.
    """
    return _one(Application.objects.filter(user_id=user, public_id=public_id))


def in_queue(public_id: UUID) -> Shown:
    """An application, for those who decide.

    Raises:
        NoSuchApplication
    """
    return _one(Application.objects.filter(public_id=public_id))


def queue() -> list[Shown]:
    """Applications and appeals that wait for a decision, by the day until which."""
    states = [str(state) for state in OPEN]
    return _shown(Application.objects.filter(state__in=states).order_by("decide_until", "id"))


def name(public_id: UUID) -> str:
    """The legal name in an application; empty when it is gone."""
    return Application.objects.filter(public_id=public_id).values_list("legal_name", flat=True).first() or ""


def of_business(business: UUID) -> list[Shown]:
    """The applications by which a business came to take part, newest first, as long as they are kept."""
    return _shown(Application.objects.filter(business__public_id=business).order_by("-id"))


def _one(rows: QuerySet[Application]) -> Shown:
    found = _shown(rows)
    if not found:
        raise errors.NoSuchApplication
    return found[0]


def _shown(rows: QuerySet[Application]) -> list[Shown]:
    return [
        Shown(
            public_id=row.public_id,
            user=row.user_id,
            business=row.business_id,
            state=State(row.state),
            country=row.country,
            legal_form=row.legal_form,
            legal_name=row.legal_name,
            trading_names=tuple(row.trading_names),
            place=row.place,
            numbers=tuple(sorted((number.scheme, number.value) for number in row.numbers.all())),
            domains=tuple(row.domains),
            accepted_by=row.accepted_by,
            office=row.office,
            doubts=tuple(row.doubts),
            filed_on=row.filed_on,
            decide_until=row.decide_until,
            decided_on=row.decided_on,
            reasons=row.reasons,
            appeal_until=row.appeal_until,
            appealed_on=row.appealed_on,
            appeal=row.appeal,
            appeal_decided_on=row.appeal_decided_on,
            appeal_reasons=row.appeal_reasons,
        )
        for row in rows.prefetch_related("numbers")
    ]
