"""What a business's own systems are told, what goes into it, and when it is sent again. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from reputation.outbound import urls
from reputation.outbound.failures import Failed

ENDPOINTS_MOST = 5
KEPT = timedelta(days=30)
BOTH_SECRETS = timedelta(hours=24)
"""How long the secret before the last one signs as well, so that a receiver can change in peace."""
WARNED_AFTER = timedelta(days=2)
STOPPED_AFTER = timedelta(days=5)
SECRET_BYTES = 32
LONGEST_URL = 500

# After the first try, the second and so on; after the last of these a delivery has failed.
# Source: Standard Webhooks 1.0, "Deliverability and reliability".
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


class EventKind(StrEnum):
    """What an event is about."""

    DOMAIN_PROVED = "domain-proved"
    DOMAIN_PROOF_FAILING = "domain-proof-failing"
    DOMAIN_LOST = "domain-lost"
    CHARTER_ANNOUNCED = "charter-announced"
    CHARTER_NOT_ACCEPTED = "charter-not-accepted"
    LEAVING_NOTICED = "leaving-noticed"
    LEAVING_CANCELLED = "leaving-cancelled"
    LEFT = "left"
    RETURNED = "returned"
    TERMINATION_ANNOUNCED = "termination-announced"
    TERMINATION_APPEAL_DECIDED = "termination-appeal-decided"
    TERMINATED = "terminated"
    MEASURE_TAKEN = "measure-taken"
    MEASURE_APPEAL_DECIDED = "measure-appeal-decided"
    WARNING_ENDED = "warning-ended"
    RATING_CHANGED = "rating-changed"
    CASE_FILED = "case-filed"
    CASE_CHANGED = "case-changed"
    CASE_DECIDED = "case-decided"
    REVIEW_RESTRICTED = "review-restricted"
    REVIEW_RESTORED = "review-restored"
    PING = "ping"


# A ping is sent when it is asked for, and to the endpoint it is asked for.
WANTABLE = tuple(kind for kind in EventKind if kind is not EventKind.PING)

# What goes into an event: ids, codes, days, domains. Whatever else is known of it stays here, texts and people above
# all.
FACTS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.DOMAIN_PROVED: ("domain",),
    EventKind.DOMAIN_PROOF_FAILING: ("domain", "until"),
    EventKind.DOMAIN_LOST: ("domain",),
    EventKind.CHARTER_ANNOUNCED: ("version", "effective"),
    EventKind.CHARTER_NOT_ACCEPTED: ("version", "leaves_on"),
    EventKind.LEAVING_NOTICED: ("leaves_on",),
    EventKind.LEAVING_CANCELLED: (),
    EventKind.LEFT: (),
    EventKind.RETURNED: (),
    EventKind.TERMINATION_ANNOUNCED: ("ground", "effective"),
    EventKind.TERMINATION_APPEAL_DECIDED: ("outcome",),
    EventKind.TERMINATED: ("until",),
    EventKind.MEASURE_TAKEN: ("measure", "ground", "until"),
    EventKind.MEASURE_APPEAL_DECIDED: ("measure", "outcome"),
    EventKind.WARNING_ENDED: (),
    EventKind.RATING_CHANGED: ("month", "log_size", "published"),
    EventKind.CASE_FILED: ("case", "side", "about", "ground"),
    EventKind.CASE_CHANGED: ("case", "state"),
    EventKind.CASE_DECIDED: ("case", "outcome"),
    EventKind.REVIEW_RESTRICTED: ("case", "review"),
    EventKind.REVIEW_RESTORED: ("case", "review"),
    EventKind.PING: (),
}
WORD = re.compile(r"[!-~]{1,253}", re.ASCII)
# All are texts but these.
TYPES: Mapping[str, Callable[[str], Any]] = {"log_size": int, "published": "true".__eq__}


class EndpointState(StrEnum):
    """Whether an endpoint is sent to. Its business pauses it; the service stops it."""

    LIVE = "live"
    PAUSED = "paused"
    STOPPED = "stopped"


class Told(StrEnum):
    """What the business was last told about an endpoint that does not answer well."""

    NOTHING = "nothing"
    FAILING = "failing"
    STOPPED = "stopped"


class DeliveryState(StrEnum):
    """What became of an event at an endpoint."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Outcome(StrEnum):
    """What an answer means."""

    DELIVERED = "delivered"
    AGAIN = "again"
    GONE = "gone"


def address_fault(url: str, *, only_https: bool) -> str | None:
    """Why nothing can be sent to an address, None if something can. Where its name leads is judged at each try."""
    if len(url) > LONGEST_URL:
        return "too-long"
    with suppress(ValueError):
        ip_address(urlsplit(url).hostname or "")
        return "ip-address"
    try:
        scheme = urls.parse(url).scheme
    except Failed as failure:
        return str(failure.reason)
    return "not-https" if only_https and scheme != "https" else None


def outcome(status: int | None) -> Outcome:
    """What an answer means; None when there was none. A redirect is a failure: nobody follows it."""
    if status is not None and 200 <= status < 300:
        return Outcome.DELIVERED
    return Outcome.GONE if status == 410 else Outcome.AGAIN


def next_try(*, tries: int, now: datetime) -> datetime | None:
    """When a delivery that failed at its nth try is tried again; None when that was the last."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None


def wanted(kinds: Collection[str]) -> list[EventKind] | None:
    """The kinds of event an endpoint wants, each once and in order; None if one is unknown or there is none."""
    if not kinds or not set(kinds) <= set(WANTABLE):
        return None
    return [kind for kind in WANTABLE if kind in kinds]


def body(*, kind: EventKind, business: UUID, facts: Mapping[str, str], service: str, at: datetime) -> dict[str, Any]:
    """What is sent. `service` is the address of the service; facts without a place are left out.

    Raises:
        ValueError: a fact is missing, or is no code, day or domain.
    """
    told = {}
    for name in FACTS[kind]:
        if not WORD.fullmatch(facts.get(name, "")):
            raise ValueError(f"{kind} needs {name}, a code, a day or a domain")
        told[name] = TYPES.get(name, str)(facts[name])
    rest = "/rating" if kind is EventKind.RATING_CHANGED else ""
    return {
        "type": str(kind),
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"business": str(business), "link": f"{service}/api/v1/businesses/{business}{rest}", **told},
    }
