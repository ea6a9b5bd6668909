"""What the service shows: some ratings drawn by lot, against what follows from the log."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from reputation.audit.businesses import Drawn
from reputation.audit.findings import Findings, Kind
from reputation.audit.source import Source, Withheld
from reputation.core import months
from reputation.ratings import rules

LARGEST_ANSWER = 1 << 16
FOLLOWER_PATIENCE_S = 3.0


def compare(
    source: Source, drawn: list[Drawn], size: int, published_size: Callable[[], int], findings: Findings
) -> int:
    """Compare what the service shows about some businesses now; answers how many could be compared.

    An answer that the service has not brought up to date yet is asked for once more. One that rests on entries after
    the audited checkpoint is passed over, but those entries must be published by now: `published_size` says how many.

    Raises:
        Unreadable: the service no longer answers.
    """
    ahead = [one for one in (_compare(source, one, size, findings) for one in drawn) if one is not None]
    if ahead:
        try:
            published = published_size()
        except Withheld as error:
            findings.fault(Kind.SHOWN, f"ratings shown rest on entries after the audited checkpoint: {error}")
            return len(drawn) - len(ahead)
        for business, log_size in ahead:
            if log_size > published:
                said = f"the rating shown for {business} rests on {log_size} entries, and {published} are published"
                findings.fault(Kind.SHOWN, said)
    return len(drawn) - len(ahead)


def _compare(source: Source, one: Drawn, size: int, findings: Findings) -> tuple[UUID, int] | None:
    """Compare one; answers business and size when it rests on entries after the audited checkpoint."""
    try:
        shown = _shown(source, one.business)
        if _size(shown) < one.state.log_size:
            time.sleep(FOLLOWER_PATIENCE_S)
            shown = _shown(source, one.business)
    except Withheld as error:
        findings.fault(Kind.SHOWN, str(error))
        return None
    if _size(shown) > size:
        return one.business, _size(shown)
    if not _is_now(shown.get("month")):
        findings.fault(Kind.SHOWN, f"the rating shown for {one.business} is not of this month")
    elif _written(shown) != _written(rules.answer(one.business, one.state, months.parse(shown["month"]))):
        findings.fault(Kind.SHOWN, f"the rating shown for {one.business} does not follow from the log")
    return None


def _size(shown: Mapping[str, object]) -> int:
    """From how many entries it is said to follow; 0 when that is no number."""
    said = shown.get("log_size")
    return said if type(said) is int else 0


def _shown(source: Source, business: UUID) -> dict[str, Any]:
    raw = source.read(f"/api/v1/businesses/{business}/rating", LARGEST_ANSWER)
    try:
        found = json.loads(raw)["rating"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Withheld(f"the answer about {business} is no rating") from error
    return found if isinstance(found, dict) else {}


def _written(rating: Mapping[str, object]) -> str:
    """As text: to Python, true and 1.0 equal 1."""
    return json.dumps(rating, sort_keys=True)


def _is_now(month: object) -> bool:
    """A rating is of this month; within a day of its turn the neighbour will do."""
    now = datetime.now(UTC)
    this = months.of(now)
    allowed = {months.show(this)}
    if now.day == 1:
        allowed.add(months.show(this - 1))
    return isinstance(month, str) and month in allowed
