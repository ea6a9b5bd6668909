"""Typed helpers that reach a state of webhooks through actions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reputation.core import clock
from reputation.webhooks import actions, queries
from reputation.webhooks.models import Delivery
from reputation.webhooks.rules import WANTABLE, EventKind
from tests.reviews_made import make_business

URL = "https://shop.example/hook"
FACTS = {"domain": "kettle.example"}


@dataclass(frozen=True)
class Hook:
    """An endpoint of a business, and its secret."""

    business: UUID
    id: UUID
    secret: str

    @property
    def sent(self) -> list[queries.Sent]:
        return queries.deliveries(business=self.business, endpoint=self.id)

    @property
    def seen(self) -> queries.Webhook:
        return queries.endpoint(business=self.business, public_id=self.id)


def make_hook(business: UUID | None = None, *, url: str = URL, kinds: tuple[EventKind, ...] = WANTABLE) -> Hook:
    owner = business or make_business()
    added = actions.add(business=owner, url=url, kinds=kinds, now=clock.now())
    return Hook(owner, added.public_id, added.secret)


def tell_troubles(now: datetime) -> list[actions.Trouble]:
    """Stop what has failed for long, and note of all trouble that its business is told; answers of which it was."""
    actions.stop_failing(now=now)
    return [trouble for trouble in actions.troubles(now=now) if actions.note_told(trouble, now=now)]


def announce(hook: Hook, *, kind: EventKind = EventKind.DOMAIN_LOST, now: datetime | None = None) -> UUID:
    """An event about the business; answers the delivery to the newest endpoint."""
    actions.announce(business=hook.business, kind=kind, facts=FACTS, now=now or clock.now())
    return Delivery.objects.latest("id").public_id
