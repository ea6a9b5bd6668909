"""Typed helpers about warnings that an address looks like one of a business, and about those who contest them."""

from datetime import datetime
from uuid import UUID

from reputation.businesses import actions as businesses
from reputation.businesses.rules import Method
from reputation.disputes import contested, exchange
from reputation.disputes.rules import Outcome
from reputation.lookalikes import index
from tests.cases_made import approve, draft

WATCHED = "kettlemossware.example"
LOOKS_LIKE = "kettlem0ssware.example"
SAID = "The word is old, and we have sold tea under it for many years."


def watch(business: UUID, domain: str = WATCHED, *, now: datetime) -> UUID:
    """Let a business prove a domain, and let it be watched over."""
    businesses.prove_domain(business=business, domain=domain, method=Method.DNS, now=now)
    index.bring({business})
    return business


def contest(business: UUID, address: str = LOOKS_LIKE, *, now: datetime) -> UUID:
    """A case about a warning."""
    return contested.open_about_domain(address=address, business=business, said=SAID, now=now)


def hear(case: UUID, *, now: datetime) -> None:
    """Let the business answer, and whoever contested say nothing to it."""
    exchange.answer(case=case, text="We do not know them.", now=now)
    exchange.waive_reply(case=case, now=now)


def exempt(business: UUID, address: str = LOOKS_LIKE, *, now: datetime) -> UUID:
    """Let two persons find that an address imitates nothing; answers the decision."""
    case = contest(business, address, now=now)
    hear(case, now=now)
    draft(case, Outcome.EXEMPT, now=now)
    return approve(case, now=now)
