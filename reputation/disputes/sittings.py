"""Reading panels: what everybody may know of one, what both sides see of its lot, and what the three read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.disputes import appeals, deciding, deliberation, errors, panels, seats
from reputation.disputes.enacting import Wanted
from reputation.disputes.models import Candidate, Case, Draft, Panel, Seat
from reputation.disputes.panels import Todo
from reputation.disputes.rules import Outcome, State, Way
from reputation.log import lots


@dataclass(frozen=True, slots=True)
class PanelPage:
    """A panel as everybody may know it. `why`: why no lot was possible; `drawn_at`: the size of the checkpoint."""

    way: str
    why: str | None
    roster_sha256: str
    roster_on: date | None
    drawn_at: int | None
    reveal_until: date | None
    seated_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A member of a list in the order of the lot. `number`: of the seat they were asked for; None: they were not."""

    member: str
    number: int | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class Lot:
    """The list of a lot, in order, and what became of it once it was drawn. For both sides, and for nobody else."""

    roster_sha256: str
    roster: tuple[str, ...]
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A case on whose panel somebody sits, and what is theirs to do."""

    case: UUID
    business: UUID
    number: int
    todo: Todo
    aim_on: date
    decide_until: date


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of the three wrote. `agrees`: to the draft, None before they voted."""

    number: int
    is_own: bool
    outcome: Outcome
    text: str
    written_on: date
    agrees: bool | None
    dissent: str


@dataclass(frozen=True, slots=True)
class Table:
    """What lies before one of the three: the opinions they may read, the draft, what they can decide."""

    todo: Todo
    number: int
    outcomes: tuple[Outcome, ...]
    opinions: tuple[Opinion, ...]
    draft: Wanted | None


def pages(case: UUID) -> list[PanelPage]:
    """The panels of a case, the first one first."""
    return [
        PanelPage(
            way=row.way,
            why=row.why,
            roster_sha256=row.roster_sha256,
            roster_on=row.roster_on,
            drawn_at=row.drawn_at,
            reveal_until=row.reveal_until,
            seated_on=row.seated_on,
            ended_on=row.ended_on,
        )
        for row in Panel.objects.filter(case__public_id=case).order_by("id")
    ]


def lots_of(case: UUID) -> list[Lot]:
    """The lots of a case, for one of its sides: that it is one, the caller has seen."""
    rows = Panel.objects.filter(case__public_id=case, way=Way.LOT).order_by("id")
    return [found for row in rows if (found := _lot(row)) is not None]


def _lot(panel: Panel) -> Lot | None:
    called = dict(Candidate.objects.filter(panel=panel).values_list("user_id", "member"))
    if not called:
        return None
    ranked: Iterable[str] = () if panel.seed is None else lots.ranked(bytes(panel.seed), called.values())
    asked = {called[seat.user_id]: seat for seat in Seat.objects.filter(panel=panel) if seat.user_id in called}
    return Lot(
        roster_sha256=panel.roster_sha256,
        roster=tuple(sorted(called.values())),
        ranked=tuple(_ranked(one, asked.get(one)) for one in ranked),
    )


def _ranked(member: str, seat: Seat | None) -> Ranked:
    if seat is None:
        return Ranked(member, number=None, has_left=False)
    return Ranked(member, number=seat.number, has_left=seat.left_on is not None)


def of_member(user: int) -> list[Sitting]:
    """The cases on whose panels somebody sits, by the day until which."""
    rows = Seat.objects.filter(user=user, left_on__isnull=True, panel__ended_on__isnull=True).select_related(
        "panel__case"
    )
    found = []
    for seat in rows:
        case = seat.panel.case
        first = appeals.appeals_of(case)[0]
        todo = _todo(case, seat.panel, seat, seats.sitting(seat.panel))
        found.append(Sitting(case.public_id, case.business_id, seat.number, todo, first.aim_on, first.decide_until))
    return sorted(found, key=lambda one: (one.decide_until, one.case))


def table(*, case: UUID, user: int) -> Table:
    """What one of the three reads. What the others wrote is not there before all three have written.

    Raises:
        NotOnPanel, NoSuchCase
    """
    found = Case.objects.filter(public_id=case).first()
    if found is None:
        raise errors.NoSuchCase
    if found.state != State.APPEALED:
        raise errors.NotOnPanel
    panel, own = appeals.seat_of(found, user)
    sitting = seats.sitting(panel)
    have_all = deliberation.has_opinions(sitting)
    text = Draft.objects.filter(case=found).first()
    return Table(
        todo=_todo(found, panel, own, sitting),
        number=own.number,
        outcomes=tuple(sorted(appeals.outcomes_of(found))),
        opinions=tuple(_opinion(one, own) for one in sitting if one.opinion and (have_all or one.pk == own.pk)),
        draft=None if text is None else deciding.wanted_of(text),
    )


def _todo(case: Case, panel: Panel, seat: Seat, sitting: list[Seat]) -> Todo:
    return panels.todo(
        has_written=seat.opinion is not None,
        have_all=deliberation.has_opinions(sitting),
        is_drafter=seat.number == panel.drafter,
        has_draft=Draft.objects.filter(case=case).exists(),
        has_voted=seat.agrees is not None,
    )


def _opinion(seat: Seat, own: Seat) -> Opinion:
    return Opinion(
        number=seat.number,
        is_own=seat.pk == own.pk,
        outcome=Outcome(seat.opinion or ""),
        text=seat.opinion_text,
        written_on=seat.opinion_on or seat.asked_on,
        agrees=seat.agrees,
        dissent=seat.dissent,
    )
