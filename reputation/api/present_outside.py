"""Names every field about web addresses of a business and its webhooks."""

from datetime import datetime
from typing import Any

from reputation.domains.queries import Claimed
from reputation.domains.rules import Look
from reputation.webhooks.queries import Sent, Webhook


def _at(found: datetime | None) -> str | None:
    return found.isoformat() if found else None


def claim(found: Claimed) -> dict[str, Any]:
    """A claim, with what to publish and where."""
    return {
        "claim": str(found.public_id),
        "domain": found.domain,
        "state": str(found.state),
        "method": str(found.method) if found.method else None,
        "value": found.value,
        "record": found.record,
        "file": found.file,
        "claimed_at": found.claimed_at.isoformat(),
        "checked_at": _at(found.checked_at),
        "next_check_at": _at(found.next_check_at),
        "seen_at": _at(found.seen_at),
        "failing_since": _at(found.failing_since),
        "grace_until": _at(found.grace_until),
        "ended_at": _at(found.ended_at),
    }


def looked(look: Look, found: Claimed) -> dict[str, Any]:
    """What a look found, and how the claim stands then."""
    return {
        "found": str(look.method) if look.method else None,
        "faults": [{"method": str(method), "fault": fault} for method, fault in look.faults.items()],
        "claim": claim(found),
    }


def webhook(found: Webhook) -> dict[str, Any]:
    """A webhook without its secret."""
    return {
        "webhook": str(found.public_id),
        "url": found.url,
        "events": [str(kind) for kind in found.kinds],
        "state": str(found.state),
        "made_on": found.made_on.isoformat(),
        "failing_since": _at(found.failing_since),
        "both_secrets_until": _at(found.both_secrets_until),
    }


def delivery(found: Sent) -> dict[str, Any]:
    """Something that was sent, or is to be."""
    return {
        "delivery": str(found.public_id),
        "message": str(found.message_id),
        "event": str(found.kind),
        "body": found.body,
        "at": found.at.isoformat(),
        "state": str(found.state),
        "tries": found.tries,
        "next_try_at": _at(found.next_try_at),
        "status": found.status,
        "reason": found.reason or None,
        "finished_at": _at(found.finished_at),
    }
