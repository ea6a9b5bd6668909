"""Writing who acts for a business: founding, inviting, joining, changing roles, going."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from reputation.accounts import actions as accounts
from reputation.accounts import queries as users
from reputation.accounts.errors import NoSuchAccount
from reputation.businesses import actions as businesses
from reputation.businesses import particulars
from reputation.businesses import queries as business_queries
from reputation.core.db import broken_constraint, hold
from reputation.members import api_keys, deeds, errors, queries, secrets
from reputation.members.models import Contact, Deed, Invitation, Member
from reputation.members.rules import Act, Actor, DeedKind, Role, owners_left
from reputation.notices import actions as notices
from reputation.notices import rules as notice_rules
from reputation.notices.errors import BadMailAddress
from reputation.notices.rules import Kind
from reputation.rulebook import members as numbers


def written(email: str) -> str:
    """An e-mail address in the one way it is stored.

    Raises:
        BadEmail: nothing can be sent to it.
    """
    found = notice_rules.written(email)
    if found is None:
        raise errors.BadEmail
    return found


def found(*, business: UUID, user: int, email: str, language: str, now: datetime, key: int | None = None) -> Actor:
    """Make somebody the first owner of a business that has just joined, and keep where we write to it.

    `key`: of the account, if they came by one.

    Raises:
        NoSuchAccount: the account was closed meanwhile.
    """
    _keep_open(user)
    Member.objects.create(public_id=uuid4(), business_id=business, user_id=user, role=Role.OWNER, since_on=now.date())
    Contact.objects.create(business_id=business, email=written(email), language=language)
    actor = queries.actor(user=user, business=business, act=Act.OWN, key=key)
    deeds.note(actor, DeedKind.JOINED, now=now)
    return actor


@transaction.atomic
def change_contact(*, actor: Actor, email: str, language: str, now: datetime) -> None:
    """Write to another address from now on. The former one is told.

    Raises:
        BadEmail, NotAllowed
        TooMany: as many changes as there may be in a day.
    """
    queries.require(actor, Act.MANAGE)
    address = written(email)
    _not_too_often(actor, DeedKind.CONTACT_CHANGED, numbers.CONTACT_CHANGES_A_DAY.value, now)
    before = queries.contact(actor.business)
    changed = Contact.objects.filter(business__public_id=actor.business).update(email=address, language=language)
    if not changed:
        Contact.objects.create(business_id=actor.business, email=address, language=language)
    deeds.note(actor, DeedKind.CONTACT_CHANGED, now=now)
    if before is not None and before.email != address:
        with suppress(BadMailAddress):  # kept under an earlier rule: it may be changed all the same
            notices.mail(
                to=before.email,
                language=before.language,
                kind=Kind.CONTACT_CHANGED,
                facts={"business": business_queries.legal_name(actor.business)},
                now=now,
            )


@transaction.atomic
def change_names(*, actor: Actor, legal_name: str, trading_names: list[str], now: datetime) -> None:
    """Give the business other names.

    Raises:
        BadName, WrongBusinessState, NotAllowed
        NothingChanged: they are what they were.
        TooMany: as many changes as there may be in a day.
    """
    queries.require(actor, Act.MANAGE)
    _not_too_often(actor, DeedKind.NAMES_CHANGED, numbers.NAME_CHANGES_A_DAY.value, now)
    before = business_queries.profile(actor.business)
    if particulars.names(legal_name, trading_names) == (before.legal_name, list(before.trading_names)):
        raise errors.NothingChanged
    businesses.change_names(business=actor.business, legal_name=legal_name, trading_names=trading_names, now=now)
    deeds.note(actor, DeedKind.NAMES_CHANGED, now=now)


@transaction.atomic
def change_owner(*, actor: Actor, now: datetime) -> None:
    """Mark that the business was sold; the date is public, the figure runs on.

    Raises:
        WrongBusinessState, NotAllowed
        TooMany: a change was marked today.
    """
    queries.require(actor, Act.OWN)
    _not_too_often(actor, DeedKind.OWNER_CHANGED, numbers.OWNER_CHANGES_A_DAY.value, now)
    businesses.change_owner(business=actor.business, now=now)
    deeds.note(actor, DeedKind.OWNER_CHANGED, now=now)


@transaction.atomic
def invite(*, actor: Actor, email: str, role: Role, language: str, now: datetime) -> None:
    """Invite an address. Whether somebody has an account with it is told to nobody.

    Raises:
        BadEmail, NotAllowed
        AlreadyMember: the address belongs to a member, or an invitation of it is open.
        TooMany: as many members, or open invitations, as there may be, or invitations in a day.
    """
    queries.require(actor, Act.OWN)
    address = written(email)
    live = _locked(actor.business)
    Invitation.objects.filter(business__public_id=actor.business, until__lte=now).delete()
    if any(row.user.email == address for row in live):
        raise errors.AlreadyMember
    if len(live) >= numbers.MEMBERS_MOST.value:
        raise errors.TooMany(most=numbers.MEMBERS_MOST.value)
    if Invitation.objects.filter(business__public_id=actor.business).count() >= numbers.INVITATIONS_MOST.value:
        raise errors.TooMany(most=numbers.INVITATIONS_MOST.value)
    _not_too_often(actor, DeedKind.MEMBER_INVITED, numbers.INVITATIONS_A_DAY.value, now)
    code, until = secrets.code(), now + timedelta(days=numbers.INVITATION_OPEN.value)
    try:
        with transaction.atomic():
            Invitation.objects.create(
                public_id=uuid4(),
                business_id=actor.business,
                email=address,
                role=role,
                code_hash=secrets.hashed(code),
                invited_by_id=actor.user,
                until=until,
            )
    except IntegrityError as error:
        if broken_constraint(error) == "invitation_once":
            raise errors.AlreadyMember from error
        raise
    deeds.note(actor, DeedKind.MEMBER_INVITED, now=now, detail=str(role))
    notices.mail(
        to=address,
        language=language,
        kind=Kind.MEMBER_INVITED,
        facts={
            "business": business_queries.legal_name(actor.business),
            "inviter": users.address(actor.user),
            "link": f"/members/{'' if language == 'en' else f'{language}/'}invitation#{code}",
            "until": until.date().isoformat(),
        },
        now=now,
    )


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: UUID, now: datetime) -> None:
    """Take an invitation back.

    Raises:
        NoSuchMember: it was used or taken back already.
        NotAllowed
    """
    queries.require(actor, Act.OWN)
    gone, _ = Invitation.objects.filter(business__public_id=actor.business, public_id=invitation).delete()
    if not gone:
        raise errors.NoSuchMember
    deeds.note(actor, DeedKind.INVITATION_WITHDRAWN, now=now)


@transaction.atomic
def accept_invitation(*, code: str, user: int, now: datetime, key: int | None = None) -> UUID:
    """Become a member by the code of an invitation to one's own address, once. Answers the business.

    `key`: of the account, if they came by one.

    Raises:
        InvitationOver: used, taken back, too old, or for another address.
        AlreadyMember, TooMany, NoSuchAccount
    """
    email = _keep_open(user)
    row = Invitation.objects.filter(code_hash=secrets.hashed(code), until__gt=now).first()
    if row is None or row.email != email:
        raise errors.InvitationOver
    # Taken before it is used: of two at once the second finds nothing to take.
    taken, _ = Invitation.objects.filter(pk=row.pk).delete()
    if not taken:
        raise errors.InvitationOver
    live = _locked(row.business_id)
    if any(member.user_id == user for member in live):
        raise errors.AlreadyMember
    if len(live) >= numbers.MEMBERS_MOST.value:
        raise errors.TooMany(most=numbers.MEMBERS_MOST.value)
    Member.objects.create(
        public_id=uuid4(), business_id=row.business_id, user_id=user, role=row.role, since_on=now.date()
    )
    joined = queries.actor(user=user, business=row.business_id, act=Act.READ, key=key)
    deeds.note(joined, DeedKind.MEMBER_JOINED, now=now, detail=row.role)
    return row.business_id


@transaction.atomic
def change_role(*, actor: Actor, member: UUID, role: Role, now: datetime) -> None:
    """Give a member another role.

    Raises:
        NoSuchMember, NotAllowed
        LastOwner: nobody else is an owner.
    """
    queries.require(actor, Act.OWN)
    row = _one(actor.business, member, leaves_ownership=role is not Role.OWNER)
    if row.role == role:
        return
    row.role = role
    row.save(update_fields=["role"])
    deeds.note(actor, DeedKind.ROLE_CHANGED, now=now, detail=str(role))
    if row.user_id != actor.user:
        _write(row, Kind.MEMBER_ROLE_CHANGED, {"role": str(role)}, now)


@transaction.atomic
def remove(*, actor: Actor, member: UUID, now: datetime) -> None:
    """End a membership: an owner ends anybody's, everybody their own.

    Raises:
        NoSuchMember, NotAllowed
        LastOwner: nobody else is an owner, and the business has not left.
    """
    has_left = business_queries.left_on(actor.business) is not None
    row = _one(actor.business, member, leaves_ownership=not has_left)
    is_own = row.user_id == actor.user
    if not is_own:
        queries.require(actor, Act.OWN)
    row.ended_on = now.date()
    try:
        with transaction.atomic():
            row.save(update_fields=["ended_on"])
    except IntegrityError as error:
        if broken_constraint(error) == "member_owner_left":  # it came back in the same moment
            raise errors.LastOwner from error
        raise
    deeds.note(actor, DeedKind.MEMBER_LEFT if is_own else DeedKind.MEMBER_REMOVED, now=now, detail=row.role)
    if not is_own:
        _write(row, Kind.MEMBER_REMOVED, {}, now)


@transaction.atomic
def close_account(*, user: int, now: datetime) -> None:
    """End somebody's memberships and keys, and close their account.

    Raises:
        LastOwner: of one of their businesses, which has not left, nobody else is an owner.
    """
    hold(_account(user))
    # In one order for everybody: two owners of the same two businesses would else wait for each other.
    for belonging in sorted(queries.belongings(user), key=lambda one: one.business):
        actor = queries.actor(user=user, business=belonging.business, act=Act.READ)
        mine = next(row for row in _locked(belonging.business) if row.user_id == user)
        remove(actor=actor, member=mine.public_id, now=now)
    api_keys.end_all_own(user=user, now=now)
    accounts.close(user_id=user, now=now)


def forget_old(*, now: datetime) -> int:
    """Remove deeds, invitations and contacts that have stood their time. Answers how many deeds."""
    gone, _ = Deed.objects.filter(at__lt=now - timedelta(days=numbers.DEEDS_KEPT.value * 365 // 12 + 1)).delete()
    Invitation.objects.filter(until__lte=now).delete()
    Contact.objects.filter(business__public_id__in=business_queries.gone(now.date())).delete()
    return gone


def _account(user: int) -> str:
    return f"account {user}"


def _keep_open(user: int) -> str:
    """Let nobody close an account while it becomes a member. Answers its address.

    Raises:
        NoSuchAccount: it was closed.
    """
    hold(_account(user))
    email = users.address(user)
    if not email:
        raise NoSuchAccount
    return email


def _not_too_often(actor: Actor, kind: DeedKind, most: int, now: datetime) -> None:
    """What everybody sees for good, or sends mails, is not done as often as somebody likes."""
    hold(f"{kind} of {actor.business}")
    if queries.times(actor.business, kind, now=now) >= most:
        raise errors.TooMany(most=most)


def _locked(business: UUID) -> list[Member]:
    """The members of a business, locked in one order, so that two changes at once come one after the other."""
    rows = queries.live(business).select_for_update(of=("self",)).select_related("user")
    return list(rows.order_by("id"))


def _one(business: UUID, member: UUID, *, leaves_ownership: bool) -> Member:
    live = _locked(business)
    row = next((row for row in live if row.public_id == member), None)
    if row is None:
        raise errors.NoSuchMember
    if row.role == Role.OWNER and leaves_ownership:
        roles = [(other.id, Role(other.role)) for other in live]
        if not owners_left(roles, without=row.id):
            raise errors.LastOwner
    return row


def _write(row: Member, kind: Kind, facts: dict[str, str], now: datetime) -> None:
    name = business_queries.legal_name(row.business_id)
    notices.mail(to=row.user.email, language=row.user.language, kind=kind, facts={"business": name, **facts}, now=now)
