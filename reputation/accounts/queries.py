"""What is known of people who sign in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reputation.accounts import rules, sessions
from reputation.accounts.models import GivenDuty, Session, User
from reputation.accounts.rules import Duty


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in. Of a closed account the address is gone."""

    id: int
    public_id: UUID
    email: str
    language: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A duty somebody has, and since when."""

    email: str
    duty: Duty
    given_on: date


@dataclass(frozen=True, slots=True)
class Open:
    """A browser in which somebody is signed in."""

    public_id: UUID
    signed_in_on: date
    used_on: date
    until: datetime
    is_this: bool


def _person(user: User) -> Person:
    return Person(user.pk, user.public_id, user.email, user.language, user.is_active)


def by_id(user_id: int) -> Person | None:
    """The account with this inner id."""
    user = User.objects.filter(pk=user_id).first()
    return _person(user) if user else None


def by_ids(user_ids: list[int]) -> dict[int, Person]:
    """The accounts with these inner ids."""
    return {user.pk: _person(user) for user in User.objects.filter(pk__in=user_ids)}


def by_public_id(public_id: UUID) -> Person | None:
    """The account with this public id."""
    user = User.objects.filter(public_id=public_id).first()
    return _person(user) if user else None


def by_email(email: str) -> Person | None:
    """The account with this address. Whoever shows the answer to somebody else tells who has an account here."""
    user = User.objects.filter(email=rules.written(email), is_active=True).first()
    return _person(user) if user else None


def address(user_id: int | None) -> str:
    """Where somebody is written to; nobody, and whoever closed their account, nowhere."""
    found = User.objects.filter(pk=user_id) if user_id is not None else User.objects.none()
    return found.values_list("email", flat=True).first() or ""


def duties(user_id: int) -> frozenset[Duty]:
    """What somebody does for the service at present."""
    found = GivenDuty.objects.filter(user_id=user_id, ended_on__isnull=True, user__is_active=True)
    return frozenset(Duty(duty) for duty in found.values_list("duty", flat=True))


def with_duty(duty: Duty) -> list[Person]:
    """Everybody who has this duty at present, by id."""
    found = GivenDuty.objects.filter(duty=duty, ended_on__isnull=True, user__is_active=True)
    return [_person(given.user) for given in found.select_related("user").order_by("user_id")]


def given_duties() -> list[Given]:
    """Every duty that is given at present, by duty and address."""
    found = GivenDuty.objects.filter(ended_on__isnull=True, user__is_active=True).select_related("user")
    rows = found.order_by("duty", "user__email")
    return [Given(row.user.email, Duty(row.duty), row.given_on) for row in rows]


def sessions_of(user_id: int, *, key: str | None, now: datetime) -> list[Open]:
    """Where somebody is signed in, the last used first; the one with this key is the browser that asks."""
    this = sessions.key_hash(key) if key else b""
    rows = Session.objects.filter(user_id=user_id, until__gt=now).order_by("-used_on", "-pk")
    return [
        Open(row.public_id, row.signed_in_on, row.used_on, row.until, bytes(row.key_hash) == this)
        for row in rows
        if row.signed_in_on is not None
    ]
