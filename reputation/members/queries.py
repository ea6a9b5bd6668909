"""Reading who acts for a business, and what they did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from reputation.members import errors
from reputation.members.models import Acceptance, Contact, Deed, Invitation, Leaving, Member, Told
from reputation.members.rules import MAY, Act, Actor, By, DeedKind, Role

PAGE = 50


@dataclass(frozen=True, slots=True)
class Belonging:
    """A business somebody belongs to, and as what."""

    business: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """A member, as colleagues see them."""

    public_id: UUID
    email: str
    role: Role
    since_on: date


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that is still open."""

    public_id: UUID
    email: str
    role: Role
    until: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A line of the list of what was done.

    `member` is the membership of whoever did it, and `who` their address while they are a member: afterwards it is no
    longer the business's to know. Both are empty for a key of the business and for the service. `key` is the name of
    the key it was done with: whoever made it chose that name, so it never stands in the place of a person.
    """

    id: int
    kind: DeedKind
    at: datetime
    by: By
    member: UUID | None
    who: str
    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Where we write to a business."""

    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice to leave that stands."""

    why: str
    given_on: date
    leaves_on: date


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who is a member no more. Where they are written to is no longer the business's to know."""

    public_id: UUID
    role: Role
    since_on: date
    ended_on: date


@dataclass(frozen=True, slots=True)
class Given:
    """Notice to leave as it was given once, and when and how it ended."""

    why: str
    given_on: date
    leaves_on: date
    ended_on: date | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who accepted a version of the charter."""

    version: str
    name: str
    office: str
    accepted_on: date


def live(business: UUID) -> QuerySet[Member]:
    """The members of a business whose membership has not ended."""
    return Member.objects.filter(business__public_id=business, ended_on__isnull=True)


def actor(*, user: int, business: UUID, act: Act, key: int | None = None) -> Actor:
    """Somebody who may do this for the business.

    Raises:
        NotYours: there is no such business, or they do not belong to it.
        NotAllowed: their role does not reach that far.
    """
    found = live(business).filter(user_id=user).values_list("role", flat=True).first()
    if found is None:
        raise errors.NotYours
    return require(Actor(business=business, acts=MAY[Role(found)], user=user, key=key), act)


def require(actor: Actor, act: Act) -> Actor:
    """The same actor, who may do this.

    Raises:
        NotAllowed
    """
    if not actor.may(act):
        raise errors.NotAllowed(needs=str(act))
    return actor


def belongings(user: int) -> list[Belonging]:
    """The businesses somebody belongs to, longest first."""
    rows = Member.objects.filter(user_id=user, ended_on__isnull=True).order_by("since_on", "id")
    return [Belonging(row.business_id, Role(row.role)) for row in rows]


def belonged(*, user: int, business: UUID, since: date) -> bool:
    """Whether somebody belongs to a business, or did on that day or later."""
    return business in ties(user=user, businesses=[business], since=since)


def ties(*, user: int, businesses: Iterable[UUID], since: date) -> set[UUID]:
    """To which of these businesses somebody belongs, or did on that day or later."""
    rows = Member.objects.filter(business__public_id__in=list(businesses), user_id=user)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since))
    return set(rows.values_list("business__public_id", flat=True))


def people(business: UUID) -> list[Person]:
    """The members of a business, owners first."""
    rows = live(business).select_related("user").order_by("id")
    order = list(Role)
    found = [Person(row.public_id, row.user.email or "", Role(row.role), row.since_on) for row in rows]
    return sorted(found, key=lambda person: order.index(person.role))


def former(business: UUID) -> list[Former]:
    """Those whose membership has ended, by the day on which it did."""
    rows = Member.objects.filter(business__public_id=business, ended_on__isnull=False).order_by("ended_on", "id")
    return [Former(row.public_id, Role(row.role), row.since_on, row.ended_on) for row in rows if row.ended_on]


def invited(business: UUID, now: datetime) -> list[Invited]:
    """Invitations that can still be used."""
    rows = Invitation.objects.filter(business__public_id=business, until__gt=now).order_by("id")
    return [Invited(row.public_id, row.email, Role(row.role), row.until) for row in rows]


def deeds(business: UUID, after: int | None = None, limit: int = PAGE) -> list[Done]:
    """What was done, newest first; `after` is the id of the last line of the page before."""
    rows = Deed.objects.filter(business__public_id=business).select_related("key").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows[:limit])
    members = _latest(business, {row.user_id for row in found if row.user_id is not None})
    return [_done(row, members.get(row.user_id)) for row in found]


def _latest(business: UUID, users: set[int]) -> dict[int | None, Member]:
    """What each of them is to the business, or was last."""
    rows = Member.objects.filter(business__public_id=business, user_id__in=users).select_related("user")
    return {row.user_id: row for row in rows.order_by("id")}


def _done(row: Deed, member: Member | None) -> Done:
    return Done(
        id=row.id,
        kind=DeedKind(row.kind),
        at=row.at,
        by=By(row.by),
        member=member.public_id if member else None,
        who=member.user.email if member and member.ended_on is None else "",
        key=row.key.name if row.key else "",
        detail=row.detail,
    )


def times(business: UUID, kind: DeedKind, *, now: datetime) -> int:
    """How often something was done for a business within a day."""
    since = now - timedelta(days=1)
    return Deed.objects.filter(business__public_id=business, kind=kind, at__gt=since).count()


def founded(user: int, *, today: date) -> int:
    """How many businesses somebody let join on a day."""
    return Deed.objects.filter(user_id=user, kind=DeedKind.JOINED, at__date=today).count()


def contact(business: UUID) -> Reach | None:
    """Where we write to a business, None for one that has no members here."""
    row = Contact.objects.filter(business__public_id=business).first()
    return None if row is None else Reach(row.email, row.language)


def addresses(business: UUID) -> list[tuple[str, str]]:
    """Everybody who is told what happens to a business, each once: its contact, owners and agents; with language."""
    found: dict[str, str] = {}
    reach = contact(business)
    if reach is not None:
        found[reach.email] = reach.language
    rows = live(business).filter(role__in=[Role.OWNER.value, Role.AGENT.value], user__is_active=True)
    for email, language in rows.order_by("id").values_list("user__email", "user__language"):
        found.setdefault(email, language)
    return list(found.items())


def leaving(business: UUID) -> Notice | None:
    """Notice to leave that stands, if any."""
    row = Leaving.objects.filter(business__public_id=business, ended_on__isnull=True).first()
    return None if row is None else Notice(row.why, row.given_on, row.leaves_on)


def leavings(business: UUID) -> list[Given]:
    """Every notice to leave that was ever given, oldest first."""
    rows = Leaving.objects.filter(business__public_id=business).order_by("id")
    return [Given(row.why, row.given_on, row.leaves_on, row.ended_on, row.is_cancelled) for row in rows]


def told(business: UUID) -> list[tuple[str, date]]:
    """Of which versions of the charter a business was told, and when."""
    rows = Told.objects.filter(business__public_id=business).order_by("told_on", "id")
    return list(rows.values_list("version", "told_on"))


def acceptances(business: UUID) -> list[Accepted]:
    """Who accepted which version of the charter, newest first."""
    rows = Acceptance.objects.filter(business__public_id=business).order_by("-id")
    return [Accepted(row.version, row.name, row.office, row.accepted_on) for row in rows]


def with_members() -> Sequence[UUID]:
    """Every business somebody acts for."""
    rows = Member.objects.filter(ended_on__isnull=True).order_by("business__public_id")
    return list(rows.values_list("business__public_id", flat=True).distinct())
