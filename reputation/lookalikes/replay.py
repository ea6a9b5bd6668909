"""Exemptions out of the published log."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reputation.log.replay import Event as Entry
from reputation.lookalikes.models import Exemption


def _exempted(entries: Sequence[Entry]) -> None:
    for entry in entries:
        Exemption.objects.create(
            business_id=entry.id("business"),
            domain=entry["domain"],
            decision=entry.id("decision"),
            exempt_on=date.fromisoformat(entry["date"]),
        )


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {"exemption": _exempted}
