"""The list of what was done for a business, and telling the business what happened to it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from reputation.businesses import queries as businesses
from reputation.members import queries
from reputation.members.models import Deed
from reputation.members.rules import Actor, DeedKind
from reputation.notices import actions as notices
from reputation.notices.errors import BadMailAddress
from reputation.notices.rules import NEEDS, Fact, Kind
from reputation.webhooks import actions as webhooks
from reputation.webhooks.rules import EventKind

EVENTS = frozenset(EventKind)


def note(actor: Actor, kind: DeedKind, *, now: datetime, detail: str = "") -> None:
    """Write down that somebody did something for a business; in the transaction of what was done."""
    Deed.objects.create(
        business_id=actor.business,
        kind=kind,
        at=now,
        by=actor.by,
        user_id=actor.user,
        key_id=actor.key,
        detail=detail,
    )


def tell(*, business: UUID, kind: str, facts: Mapping[str, str], now: datetime, below: str = "") -> None:
    """Tell a business what happened: by mail to its contact and those who act for it, and to its own systems.

    The name of the business and a link to its page, or to one below it, are added where the mail has a place for them.
    An address to which nothing can be sent is left out: what it would have been told of happens all the same.
    """
    needs = NEEDS[Kind(kind)]
    name = businesses.legal_name(business)
    for address, language in queries.addresses(business):
        given = dict(facts)
        if Fact.BUSINESS in needs:
            given.setdefault(Fact.BUSINESS, name)
        if Fact.LINK in needs:
            given.setdefault(Fact.LINK, f"{page(business, language)}{below}")
        with suppress(BadMailAddress):  # one that was kept under an earlier rule stops nothing and nobody
            notices.mail(to=address, language=language, kind=Kind(kind), facts=given, now=now)
    if kind in EVENTS:
        webhooks.announce(business=business, kind=EventKind(kind), facts=facts, now=now)


def page(business: UUID, language: str) -> str:
    """The path of the page where a business is at home."""
    return f"/members/{'' if language == 'en' else f'{language}/'}b/{business}"
