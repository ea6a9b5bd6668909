"""What may be read of proofs without opening any."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from reputation.proofs import rules
from reputation.proofs.models import Access, Proof
from reputation.proofs.rules import Kind, Party, Seen, Size
from reputation.reviews.rules import last_release

LISTED = ("public_id", "party", "number", "kind", "size", "pages", "shown_on", "seen", "seen_on")


@dataclass(frozen=True, slots=True)
class Shown:
    """What both sides read of a proof, and nothing of what is in it. `seen`: what a moderator says that it is."""

    public_id: UUID
    party: Party
    number: int
    kind: Kind
    size: Size
    pages: int
    shown_on: date
    seen: Seen | None
    seen_on: date | None


@dataclass(frozen=True, slots=True)
class Opened:
    """That somebody of the service opened a proof: which account, never who it is."""

    proof: UUID
    user: int
    at: datetime


def listed(case: UUID, *, reader: Party | None, now: datetime) -> list[Shown]:
    """The proofs in a case, the challenger's first. `reader`: who reads; None is a moderator.

    A challenger reads of a writer's proof from the release on, so that nothing tells the hour at which it came.
    """
    rows = Proof.objects.filter(case_id=case)
    if reader is Party.CHALLENGER:
        rows = rows.filter(Q(party=Party.CHALLENGER) | Q(shown_on__lte=last_release(now)))
    return [
        Shown(
            public_id=row.public_id,
            party=Party(row.party),
            number=row.number,
            kind=Kind(row.kind),
            size=rules.size_of(row.size),
            pages=row.pages,
            shown_on=row.shown_on,
            seen=None if row.seen is None else Seen(row.seen),
            seen_on=row.seen_on,
        )
        for row in rows.only(*LISTED).order_by("party", "number")
    ]


def going(by: date) -> list[tuple[UUID, date]]:
    """The cases whose proofs are destroyed by a day, and on which."""
    rows = Proof.objects.filter(case__forget_on__lte=by).order_by("case__forget_on", "case_id")
    found = rows.values_list("case_id", "case__forget_on").distinct()
    return [(case, forget_on) for case, forget_on in found if forget_on is not None]


def accesses(case: UUID) -> list[Opened]:
    """Who opened which proof of a case, the last one first."""
    rows = Access.objects.filter(case=case).order_by("-at", "-id")
    return [Opened(row.proof, row.user_id, row.at) for row in rows]
