"""What the log tells of a panel: that it was three persons, and of a lot that nobody could choose whom it drew.

Who is on a list is not public, so that nobody outside draws again. What the lot is drawn by is: the list was logged
before the checkpoint, the nonces were committed to before the list, and both nonces are those.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reputation.log import lots
from reputation.log.entries import Entry
from reputation.rulebook import cases

PARTIES = ("challenger", "writer")
"""In the order of the nonces of a decision."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of persons that was logged, and how many it has."""

    position: int
    persons: int


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that was drawn: the decision it led to, the size of its checkpoint, and both nonces."""

    position: int
    drawn_at: int
    challenger: bytes
    writer: bytes

    def seed(self, root: bytes) -> bytes:
        """What it was drawn by, given the root of its checkpoint."""
        return lots.seed(root, challenger=self.challenger, writer=self.writer)


@dataclass(slots=True)
class Rosters:
    """The lists that were logged, by their SHA-256. `from_start`: no other was logged before."""

    from_start: bool = True
    known: dict[str, Roster] = field(default_factory=dict)

    def feed(self, position: int, entry: Entry) -> None:
        """Take in a list that is logged; the first time counts."""
        self.known.setdefault(entry.body["roster_sha256"], Roster(position, entry.body["persons"]))


def wrong(position: int, decision: Entry, appeals: Mapping[str, tuple[int, Entry]], rosters: Rosters) -> str | None:
    """What is wrong with how a panel was put together; None: nothing. `appeals`: those it hears, by party."""
    if decision.body["decided_by"] != [{"role": "panel", "persons": cases.PANEL.value}]:
        return f"an appeal is decided by a panel of {cases.PANEL.value} persons, and by nobody else"
    if lot_of(position, decision) is None:
        return None
    roster = rosters.known.get(decision.body["roster_sha256"])
    if roster is None and rosters.from_start:
        return "its panel was drawn from a list that nobody logged"
    return _lot_wrong(position, decision, appeals, roster)


def lot_of(position: int, decision: Entry) -> Lot | None:
    """The lot of a decision, None when its panel was assigned."""
    if "nonces" not in decision.body:
        return None
    challenger, writer = (bytes.fromhex(nonce) for nonce in decision.body["nonces"])
    return Lot(position, decision.body["drawn_at"], challenger, writer)


def _lot_wrong(
    position: int, decision: Entry, appeals: Mapping[str, tuple[int, Entry]], roster: Roster | None
) -> str | None:
    drawn_at = decision.body["drawn_at"]
    if roster is not None and roster.persons < cases.LOT_FROM.value:
        return f"a lot is drawn from {cases.LOT_FROM.value} persons at least"
    if drawn_at > position or (roster is not None and drawn_at <= roster.position):
        return "its panel was drawn by a checkpoint that does not lie between the list and the decision"
    for party, nonce in zip(PARTIES, decision.body["nonces"], strict=True):
        if bytes.fromhex(nonce) == lots.NO_NONCE:
            continue
        at, appeal = appeals.get(party, (position, None))
        committed = None if appeal is None else appeal.body.get("nonce_commitment")
        if committed != lots.nonce_commitment(bytes.fromhex(nonce)):
            return f"the nonce of the {party} is not the one its appeal committed to"
        if roster is not None and at > roster.position:
            return f"the {party} committed to its nonce after the list was logged"
    return None
