"""One message to an endpoint, signed as Standard Webhooks 1.0 says. Of the answer nothing is kept but its status."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from standardwebhooks import Webhook

from reputation.outbound import fetching


def headers(*, message_id: UUID, body: str, secrets: Sequence[bytes], at: datetime) -> dict[str, str]:
    """What goes with a body: its id, when it is sent, and a signature by each secret, the newest first."""
    signatures = [Webhook(secret).sign(str(message_id), at, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": str(message_id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def send(*, url: str, message_id: UUID, body: str, secrets: Sequence[bytes], at: datetime) -> int:
    """Send a message and answer the status of what came back.

    Raises:
        Failed: nothing came back, or nothing that can be read; with the reason.
    """
    signed = headers(message_id=message_id, body=body, secrets=secrets, at=at)
    return fetching.post(url, signed, body.encode(), network=settings.OUTBOUND_NETWORK).status
