"""Who may do what for a business. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a member is to the business."""

    OWNER = "owner"
    AGENT = "agent"
    READER = "reader"


class Act(StrEnum):
    """What can be done for a business, in four steps."""

    READ = "read"  # see everything that is held about the business
    ANSWER = "answer"  # make vouchers for buyers, reply to reviews, challenge, answer in cases
    MANAGE = "manage"  # names, web addresses, contact, webhooks, badge, the key that signs totals
    OWN = "own"  # members, keys, charter, leaving


MAY: Mapping[Role, frozenset[Act]] = {
    Role.OWNER: frozenset(Act),
    Role.AGENT: frozenset({Act.READ, Act.ANSWER, Act.MANAGE}),
    Role.READER: frozenset({Act.READ}),
}
# What a key of a business may be made for. Who belongs to it and whether it stays is never for a machine to decide.
SCOPES = (Act.READ, Act.ANSWER, Act.MANAGE)


class DeedKind(StrEnum):
    """What was done for a business, as its own list tells it. A retired value is never used again."""

    JOINED = "joined"
    NAMES_CHANGED = "names-changed"
    OWNER_CHANGED = "owner-changed"
    CONTACT_CHANGED = "contact-changed"
    CHARTER_ACCEPTED = "charter-accepted"
    MEMBER_INVITED = "member-invited"
    INVITATION_WITHDRAWN = "invitation-withdrawn"
    MEMBER_JOINED = "member-joined"
    ROLE_CHANGED = "role-changed"
    MEMBER_REMOVED = "member-removed"
    MEMBER_LEFT = "member-left"
    KEY_MADE = "key-made"
    KEY_ENDED = "key-ended"
    DOMAIN_CLAIMED = "domain-claimed"
    DOMAIN_CHECKED = "domain-checked"
    DOMAIN_GIVEN_UP = "domain-given-up"
    WEBHOOK_ADDED = "webhook-added"
    WEBHOOK_CHANGED = "webhook-changed"
    WEBHOOK_REMOVED = "webhook-removed"
    WEBHOOK_REPLAYED = "webhook-replayed"
    VOUCHERS_MADE = "vouchers-made"
    ATTESTER_KEY_CHANGED = "attester-key-changed"
    TOTAL_SIGNED = "total-signed"
    REPLIED = "replied"
    EXPORTED = "exported"
    LEAVING_NOTICED = "leaving-noticed"
    LEAVING_CANCELLED = "leaving-cancelled"
    RETURNED = "returned"
    SUCCESSOR_NAMED = "successor-named"
    APPEALED = "appealed"
    CHALLENGED = "challenged"
    ACTED_IN_CASE = "acted-in-case"


class By(StrEnum):
    """Through what somebody acted."""

    PAGE = "page"
    KEY = "key"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts for a business: a member on a page, a member's own key, or a key of the business.

    `user` and `key` are inner ids; of a key of the business there is no user.
    """

    business: UUID
    acts: frozenset[Act]
    user: int | None = None
    key: int | None = None

    @property
    def by(self) -> By:
        return By.SERVICE if self.user is self.key is None else By.PAGE if self.key is None else By.KEY

    def may(self, act: Act) -> bool:
        return act in self.acts


def owners_left(roles: Iterable[tuple[int, Role]], *, without: int) -> bool:
    """Whether a business still has an owner when a member goes or is an owner no more."""
    return any(role is Role.OWNER for member, role in roles if member != without)
