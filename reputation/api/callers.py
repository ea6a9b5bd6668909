"""Who calls: by a key of the API in the header Authorization, and by nothing else. No cookie is ever looked at."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rest_framework.request import Request

from reputation.api import errors, parsing
from reputation.members import api_keys
from reputation.members.api_keys import Holder
from reputation.members.errors import NotAllowed
from reputation.members.rules import Act, Actor

# RFC 6750, 2.1; a key of ours is far shorter.
BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/=-]{1,200})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom the key of a call stands for, and the key itself, which goes no further than this call."""

    holder: Holder
    secret: str


def caller(request: Request, *, now: datetime) -> Caller:
    """Whoever calls.

    Raises:
        Unauthenticated: without a key, or with one that opens nothing: which of the two is not told.
    """
    given = BEARER.fullmatch(request.META.get("HTTP_AUTHORIZATION", "").strip())
    found = api_keys.holder(given[1], now=now) if given else None
    if given is None or found is None:
        raise errors.Unauthenticated
    return Caller(found, given[1])


def account(calling: Caller) -> int:
    """The account that a key is of.

    Raises:
        NotAllowed: it is a key of a business. A business applies for nothing, and joins none.
    """
    if calling.holder.user is None:
        raise NotAllowed(needs="account")
    return calling.holder.user


def actor(calling: Caller, business: str, act: Act) -> Actor:
    """Whom a key acts as, for the business in the address.

    Raises:
        NoSuchOperation: this is no id.
        NotYours, NotAllowed
    """
    return acting(calling, parsing.public_id(business), act)


def acting(calling: Caller, business: UUID, act: Act) -> Actor:
    """Whom a key acts as for a business.

    Raises:
        NotYours, NotAllowed
    """
    return api_keys.actor_of(calling.holder, business=business, act=act)
