"""Writing lookalikes: what was found to be no imitation, and the index of the names that are watched over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.log import actions as log_actions
from reputation.lookalikes.models import Exemption


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
