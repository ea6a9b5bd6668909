"""Reading the claims of a business: for its own pages, never for the public."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reputation.businesses.rules import Method
from reputation.domains import errors, rules
from reputation.domains.models import Claim
from reputation.domains.rules import State
from reputation.rulebook import domains as numbers


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as the business sees it, with what it has to publish, and where."""

    public_id: UUID
    domain: str
    state: State
    method: Method | None
    value: str
    record: str
    file: str
    claimed_at: datetime
    checked_at: datetime | None
    next_check_at: datetime | None
    seen_at: datetime | None
    unseen_since: datetime | None
    failing_since: datetime | None
    grace_until: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """What a business has to do about a domain, and until when. `kind`: publish, send-mail or restore."""

    claim: UUID
    domain: str
    kind: str
    until: datetime


def _shown(row: Claim) -> Claimed:
    return Claimed(
        public_id=row.public_id,
        domain=row.domain,
        state=State(row.state),
        method=None if row.method is None else Method(row.method),
        value=rules.value_of(row.token),
        record=f"{rules.TXT_LABEL}.{row.domain}",
        file=f"https://{row.domain}{rules.FILE_PATH}",
        claimed_at=row.claimed_at,
        checked_at=row.checked_at,
        next_check_at=row.next_check_at,
        seen_at=row.seen_at,
        unseen_since=row.unseen_since,
        failing_since=row.failing_since,
        grace_until=row.grace_until,
        ended_at=row.ended_at,
    )


def claims(business: UUID) -> list[Claimed]:
    """The claims of a business, newest first; those that ended are among them until they are forgotten."""
    return [_shown(row) for row in Claim.objects.filter(business__public_id=business).order_by("-claimed_at", "-id")]


def one(business: UUID, public_id: UUID) -> Claimed:
    """A claim of this business.

    Raises:
        NoSuchClaim: there is none, or it is another's.
    """
    row = Claim.objects.filter(business__public_id=business, public_id=public_id).first()
    if row is None:
        raise errors.NoSuchClaim
    return _shown(row)


def due(business: UUID, now: datetime) -> list[Due]:
    """What a business has to do about its domains, the nearest end first."""
    found = []
    for row in Claim.objects.filter(business__public_id=business, ended_at__isnull=True):
        if row.grace_until is not None:
            found.append(Due(row.public_id, row.domain, "restore", row.grace_until))
        elif row.state == State.WAITING:
            until = row.claimed_at + rules.days(numbers.WAITING_LONGEST.value)
            found.append(Due(row.public_id, row.domain, "publish", until))
        elif row.method == Method.MAIL and row.seen_at is not None:
            until = row.seen_at + rules.days(numbers.PROVED_AGAIN.value)
            found.append(Due(row.public_id, row.domain, "send-mail", until))
    return sorted((one for one in found if now < one.until), key=lambda one: (one.until, one.domain))
