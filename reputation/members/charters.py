"""The charter of a business: accepted by name and office, announced anew, and what follows when it is not accepted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from reputation.businesses import actions as businesses
from reputation.businesses import queries as business_queries
from reputation.businesses.rules import State
from reputation.core.db import hold
from reputation.core.rows import alone
from reputation.members import deeds, errors, queries
from reputation.members.models import Acceptance, Leaving, Told
from reputation.members.rules import Act, Actor, DeedKind
from reputation.rulebook import charter as charters
from reputation.rulebook import members as numbers
from reputation.rulebook.charter import Charter

LONGEST_NAME = 120


def keep_notice(business: UUID) -> None:
    """Let nobody else give, end or take back notice of a business until this transaction ends.

    Always before the business itself is locked, so that nobody waits in a circle.
    """
    hold(f"notice of {business}")


def open_version(version: str, now: datetime) -> Charter:
    """A version that can be accepted: the one in force, or the one announced.

    Raises:
        NoSuchCharter
    """
    today = now.date()
    for charter in (charters.in_force(today), charters.announced(today)):
        if charter is not None and charter.version == version:
            return charter
    raise errors.NoSuchCharter


def require_kept(charter: Charter, name: str, office: str, answers: Mapping[str, bool]) -> None:
    """See that somebody says by name and office that the charter is kept.

    Raises:
        CharterNotAccepted: the fact `rule` names a field or the rule.
    """
    for field, value in (("name", name), ("office", office)):
        shown = " ".join(value.split())
        if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
            raise errors.CharterNotAccepted(rule=field)
    rule = charters.breach(charter, answers)
    if rule is not None:
        raise errors.CharterNotAccepted(rule=rule)


def write(*, actor: Actor, charter: Charter, name: str, office: str, now: datetime) -> None:
    """Keep who accepted; in the transaction of the business's own change. A key of a business accepts nothing."""
    assert actor.user is not None  # noqa: S101 - no such key has the scope
    Acceptance.objects.create(
        business_id=actor.business,
        version=charter.version,
        name=" ".join(name.split()),
        office=" ".join(office.split()),
        user_id=actor.user,
        accepted_on=now.date(),
    )
    deeds.note(actor, DeedKind.CHARTER_ACCEPTED, now=now, detail=charter.version)


@transaction.atomic
def accept(*, actor: Actor, version: str, name: str, office: str, answers: Mapping[str, bool], now: datetime) -> None:
    """Accept a version of the charter for the business. Notice to leave for want of it is taken back.

    Raises:
        NoSuchCharter, CharterNotAccepted, WrongBusinessState, NotAllowed
        NothingChanged: this version or a later one was accepted, and nothing follows from it.
    """
    queries.require(actor, Act.OWN)
    charter = open_version(version, now)
    require_kept(charter, name, office, answers)
    keep_notice(actor.business)
    notice = queries.leaving(actor.business)
    is_due = notice is not None and notice.why == Leaving.Why.CHARTER
    if not is_due and _has_accepted(actor.business, charter):
        raise errors.NothingChanged
    businesses.accept_charter(business=actor.business, charter_version=version, now=now)
    write(actor=actor, charter=charter, name=name, office=office, now=now)
    Leaving.objects.filter(business__public_id=actor.business, ended_on__isnull=True, why=Leaving.Why.CHARTER).update(
        ended_on=now.date(), is_cancelled=True
    )


def announce_due(*, now: datetime) -> int:
    """Tell every business that takes part of a version that was announced, once. Answers how many."""
    charter = charters.announced(now.date())
    if charter is None:
        return 0
    told = set(Told.objects.filter(version=charter.version).values_list("business_id", flat=True))
    facts = {"version": charter.version, "effective": charter.effective.isoformat()}
    count = 0
    for business in _lacking(charter):
        with alone("members.charters_due"), transaction.atomic():
            if business in told or not _lacks(business, charter):
                continue
            Told.objects.create(business_id=business, version=charter.version, told_on=now.date())
            deeds.tell(business=business, kind="charter-announced", facts=facts, now=now)
            count += 1
    return count


def leave_without(*, now: datetime) -> int:
    """Give notice to leave for every business that has not accepted the charter in force. Answers how many.

    Nothing ends at once: from this day on there are another thirty days in which to accept it.
    """
    charter = charters.in_force(now.date())
    leaves_on = now.date() + timedelta(days=numbers.NOTICE_TO_LEAVE.value)
    facts = {"version": charter.version, "leaves_on": leaves_on.isoformat()}
    count = 0
    for business in _lacking(charter):
        with alone("members.charters_due"), transaction.atomic():
            keep_notice(business)
            if queries.leaving(business) is not None or not _lacks(business, charter):
                continue
            Leaving.objects.create(
                business_id=business, why=Leaving.Why.CHARTER, given_on=now.date(), leaves_on=leaves_on
            )
            deeds.tell(business=business, kind="charter-not-accepted", facts=facts, now=now)
            count += 1
    return count


def _has_accepted(business: UUID, charter: Charter) -> bool:
    """Whether a business takes part under this version or a later one."""
    found = business_queries.profile(business)
    mine = charters.VERSIONS.get(found.charter_version)
    return found.state is State.PARTICIPANT and mine is not None and mine.effective >= charter.effective


def _lacking(charter: Charter) -> list[UUID]:
    """Businesses with members that have not accepted this version: mostly none, and then it is one statement."""
    enough = [version.version for version in charters.VERSIONS.values() if version.effective >= charter.effective]
    found = business_queries.without_charter(enough)
    members = set(queries.with_members()) if found else set()
    return [business for business in found if business in members]


def _lacks(business: UUID, charter: Charter) -> bool:
    """Whether a business takes part and has accepted neither this version nor a later one."""
    found = business_queries.profile(business)
    mine = charters.VERSIONS.get(found.charter_version)
    return found.state is State.PARTICIPANT and (mine is None or mine.effective < charter.effective)
