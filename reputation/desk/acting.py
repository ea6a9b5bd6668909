"""How a kind of proposal acts: what it needs before it is made, and what happens when a second person confirms it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from reputation.desk.rules import Particulars


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal that is being confirmed. `proposal` is its inner id, `public_id` its other one."""

    proposal: int
    public_id: UUID
    subject: UUID | None
    particulars: Particulars
    reasons: str

    @property
    def about(self) -> UUID:
        """What it is about; kinds without a subject never ask."""
        assert self.subject is not None  # noqa: S101 - the database holds it
        return self.subject


class Act(NamedTuple):
    """`check` refuses what cannot be proposed and gives the particulars as they are kept; `run` does it."""

    check: Callable[[UUID | None, Particulars, datetime], Particulars]
    run: Callable[[Decided, datetime], object]
