"""Cases at the desk: who may read one.

Nobody reads a case about a business they are tied to, nor before they have said that nothing ties them to either side.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.desk import drafting, errors, rules
from reputation.desk.rules import Bar
from reputation.disputes import appeals, files, persons, sittings
from reputation.disputes.errors import NotOnPanel
from reputation.disputes.files import File
from reputation.disputes.rules import Outcome, Part, Speaker, State
from reputation.disputes.sittings import Table
from reputation.members import queries as members

DRAFTED = frozenset({State.DRAFTED, State.APPEALED})
"""Where a draft waits for others; elsewhere it was given back."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A case as somebody reads it who may. `table`: what lies before a member of its panel; moderators have none.

    `seen` tells this state of the case from every other one.
    """

    user: int
    file: File
    parts: frozenset[Part]
    table: Table | None

    @property
    def is_declared(self) -> bool:
        """Whether they have said that nothing ties them to either side."""
        return Part.DECLARED in self.parts

    @property
    def is_drafter(self) -> bool:
        """Whether a draft of theirs waits for somebody else."""
        return self.file.state in DRAFTED and self.file.drafted_by == self.user

    @property
    def took_interim(self) -> bool:
        return self.file.interim is not None and self.file.interim.taken_by == self.user

    @property
    def are_words_held(self) -> bool:
        return self.file.is_held or any(words.is_held for words in self.file.words)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What may be drafted by a moderator now."""
        found = self.file
        return drafting.outcomes(found.state, found.last, subject=found.subject)

    @property
    def seen(self) -> str:
        found = self.file
        moving = (found.state, found.paused_on, found.is_held, found.words, found.draft, found.interim, found.appeals)
        return sha256(repr(moving).encode()).hexdigest()[:16]


def door(*, user: int, case: UUID, today: date) -> Sight:
    """A case for somebody who may come to read it, whether or not they have said that nothing ties them.

    Raises:
        NoSuchCase
        NotForYou: another duty, no seat on its panel, a tie, or they declined it.
    """
    found = files.of(case)
    duties = accounts.duties(user) & rules.OF_CASES
    table = _table(case, user) if Duty.PANEL in duties else None
    if table is None and Duty.MODERATOR not in duties:
        raise errors.NotForYou(reason=str(Bar.DUTY))
    if members.belonged(user=user, business=found.business, since=rules.ties_since(today)):
        raise errors.NotForYou(reason=str(Bar.TIE))
    parts = files.parts(case, user)
    if Part.DECLINED in parts:
        raise errors.NotForYou(reason=str(Bar.DECLINED))
    return Sight(user, found, parts, table)


def _table(case: UUID, user: int) -> Table | None:
    """What lies before a member of the panel of a case, None where they have no seat on it."""
    try:
        return sittings.table(case=case, user=user)
    except NotOnPanel:
        return None


def sight(*, user: int, case: UUID, today: date) -> Sight:
    """A case for somebody who reads it.

    Raises:
        NoSuchCase, NotForYou
    """
    found = door(user=user, case=case, today=today)
    if not found.is_declared:
        raise errors.NotForYou(reason=str(Bar.UNDECLARED))
    return found


def declare(*, user: int, case: UUID, now: datetime) -> None:
    """Say that nothing ties them to either side: from now on they read the case, and it is on record that they do.

    Raises:
        NoSuchCase, NotForYou
    """
    door(user=user, case=case, today=now.date())
    persons.declare(case=case, user=user, now=now)


def decline(*, user: int, case: UUID, now: datetime) -> None:
    """Have nothing to do with a case from now on. Nobody asks why, at any time; somebody else takes a seat.

    Raises:
        NoSuchCase, NotForYou, WrongState
    """
    found = door(user=user, case=case, today=now.date())
    decline_as = persons.decline if found.table is None else appeals.decline
    decline_as(case=case, user=user, now=now)


def told(found: File, party: Speaker) -> str:
    """All that somebody said on what is decided, one after the other; held words are not among it."""
    said = [words.text for words in found.words if words.party is party and not words.is_held]
    if party is Speaker.CHALLENGER and not found.is_held:
        said.insert(0, found.said)
    return "\n\n".join(said)
