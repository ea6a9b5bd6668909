"""Keys of the API: of a business, with a scope, or of an account, acting as that person. Shown once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from reputation.accounts import queries as accounts
from reputation.core.db import hold
from reputation.members import deeds, errors, queries, secrets
from reputation.members.models import ApiKey
from reputation.members.rules import SCOPES, Act, Actor, DeedKind
from reputation.notices import actions as notices
from reputation.notices.rules import Kind
from reputation.rulebook import members as numbers

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Key:
    """A key as its owner sees it later: `begins` tells it from others."""

    public_id: UUID
    name: str
    scopes: tuple[Act, ...]
    begins: str
    made_on: date
    used_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a key stands for: a business, or an account; the other is None. Inner ids, but of the business."""

    key: int
    business: UUID | None
    user: int | None
    scopes: frozenset[Act]


def _new(name: str, scopes: Iterable[Act], *, business: UUID | None, user: int | None, now: datetime) -> str:
    shown = " ".join(name.split())
    wanted = [act for act in SCOPES if act in set(scopes)]
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable() or (business is not None and not wanted):
        raise errors.BadKeyName
    mine = Q(user_id=user) if business is None else Q(business__public_id=business)
    live = mine & Q(ended_on__isnull=True)
    hold(f"api keys of {business or user}")
    if ApiKey.objects.filter(live).count() >= numbers.KEYS_MOST.value:
        raise errors.TooMany(most=numbers.KEYS_MOST.value)
    secret = secrets.key()
    ApiKey.objects.create(
        public_id=uuid4(),
        business_id=business,
        user_id=user,
        name=shown,
        scopes=[str(act) for act in wanted] if business is not None else [],
        begins=secret[: len(secrets.BEGIN) + secrets.SHOWN],
        key_hash=secrets.hashed(secret),
        made_on=now.date(),
    )
    return secret


@transaction.atomic
def make(*, actor: Actor, name: str, scopes: Iterable[Act], now: datetime) -> str:
    """Make a key of the business and answer it: it is shown this once.

    Raises:
        BadKeyName, TooMany, NotAllowed
    """
    queries.require(actor, Act.OWN)
    secret = _new(name, scopes, business=actor.business, user=None, now=now)
    deeds.note(actor, DeedKind.KEY_MADE, now=now, detail=" ".join(name.split()))
    deeds.tell(business=actor.business, kind="api-key-made", facts={"name": " ".join(name.split())}, now=now)
    return secret


@transaction.atomic
def make_own(*, user: int, name: str, now: datetime) -> str:
    """Make a key of an account, which may what the account may, and answer it. Whoever has the account is told.

    Raises:
        BadKeyName, TooMany
    """
    secret = _new(name, (), business=None, user=user, now=now)
    person = accounts.by_id(user)
    if person is not None and person.is_active:
        facts = {
            "name": " ".join(name.split()),
            "link": f"/members/{'' if person.language == 'en' else f'{person.language}/'}account/keys",
        }
        notices.mail(to=person.email, language=person.language, kind=Kind.OWN_KEY_MADE, facts=facts, now=now)
    return secret


@transaction.atomic
def end(*, actor: Actor, key: UUID, now: datetime) -> None:
    """End a key of the business: it opens nothing from now on.

    Raises:
        NoSuchKey, NotAllowed
    """
    queries.require(actor, Act.OWN)
    live = ApiKey.objects.select_for_update().filter(business__public_id=actor.business, ended_on__isnull=True)
    row = live.filter(public_id=key).first()
    if row is None:
        raise errors.NoSuchKey
    row.ended_on = now.date()
    row.save(update_fields=["ended_on"])
    deeds.note(actor, DeedKind.KEY_ENDED, now=now, detail=row.name)


def end_own(*, user: int, key: UUID, now: datetime) -> None:
    """End a key of an account.

    Raises:
        NoSuchKey
    """
    rows = ApiKey.objects.filter(user_id=user, public_id=key, ended_on__isnull=True)
    if not rows.update(ended_on=now.date()):
        raise errors.NoSuchKey


def end_all_own(*, user: int, now: datetime) -> None:
    """End every key of an account: it is closed, or whoever has it starts anew with another password."""
    ApiKey.objects.filter(user_id=user, ended_on__isnull=True).update(ended_on=now.date())


def holder(secret: str, *, now: datetime) -> Holder | None:
    """Whom a key stands for, None if it opens nothing. That it was used is kept by the day."""
    row = ApiKey.objects.select_related("user").filter(key_hash=secrets.hashed(secret), ended_on__isnull=True).first()
    if row is None or (row.user is not None and not row.user.is_active):
        return None
    if row.used_on != now.date():
        ApiKey.objects.filter(pk=row.pk).update(used_on=now.date())
    return Holder(row.pk, row.business_id, row.user_id, frozenset(Act(scope) for scope in row.scopes))


def actor_of(holder: Holder, *, business: UUID, act: Act) -> Actor:
    """Whom a key acts as for a business.

    Raises:
        NotYours, NotAllowed
    """
    if holder.user is not None:
        return queries.actor(user=holder.user, business=business, act=act, key=holder.key)
    if holder.business != business:
        raise errors.NotYours
    return queries.require(Actor(business=business, acts=holder.scopes, key=holder.key), act)


def of_business(business: UUID) -> list[Key]:
    """The live keys of a business, newest first."""
    return _shown(ApiKey.objects.filter(business__public_id=business, ended_on__isnull=True).order_by("-id"))


def ever_of_business(business: UUID) -> list[Key]:
    """Every key that a business ever had, newest first."""
    return _shown(ApiKey.objects.filter(business__public_id=business).order_by("-id"))


def of_user(user: int) -> list[Key]:
    """The live keys of an account, newest first."""
    return _shown(ApiKey.objects.filter(user_id=user, ended_on__isnull=True).order_by("-id"))


def _shown(rows: Iterable[ApiKey]) -> list[Key]:
    return [
        Key(
            public_id=row.public_id,
            name=row.name,
            scopes=tuple(Act(scope) for scope in row.scopes),
            begins=row.begins,
            made_on=row.made_on,
            used_on=row.used_on,
            ended_on=row.ended_on,
        )
        for row in rows
    ]
