"""Writing lookalikes: what was found to be no imitation, and the index of the names that are watched over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.log import actions as log_actions
from reputation.log import queries as log
from reputation.lookalikes import index
from reputation.lookalikes.models import Cursor, Exemption

TOUCHING = frozenset({"domain-proved", "domain-lost", "business-left", "business-returned"})
"""Kinds of entries after which other domains are proved by a business that takes part."""
ENTRIES_AT_ONCE = 1_000


@transaction.atomic
def exempt(*, business: UUID, domain: str, decision: UUID, now: datetime) -> None:
    """Record that a registered domain is no imitation of a business, as a decision found. It is never warned of again.

    `domain`: the registered one (`keys.of(text).registrable`); what lies under it is exempt with it.
    """
    Exemption.objects.create(business_id=business, domain=domain, decision=decision, exempt_on=now.date())
    log_actions.append(
        kind="exemption",
        body={
            "business": str(business),
            "domain": domain,
            "decision": str(decision),
            "date": now.date().isoformat(),
        },
    )


def follow() -> int:
    """Bring the index up to the log: domains that were proved and lost, businesses that left and came back.

    Answers how many domains came and went. The log is read only as far as it is numbered, in its order, so nothing is
    passed over; what is done twice, after a stop in between, changes nothing.
    """
    changed = 0
    cursor, _ = Cursor.objects.get_or_create(id=1)
    while rows := log.entries(after=cursor.position, limit=ENTRIES_AT_ONCE):
        touched = {row.business for row in rows if row.kind in TOUCHING and row.business is not None}
        if touched:
            changed += index.bring(touched)
        cursor.position = rows[-1].position + 1
        cursor.save(update_fields=["position"])
    return changed


def renew() -> int:
    """Compare the whole index with the domains that are proved, and calibrate every name.

    Answers how many rules do not hold.
    """
    index.bring()
    return sum(1 for _ in index.calibrate_all())
