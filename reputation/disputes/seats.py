"""Finding the persons of a panel: by a lot where one is possible, else assigned; and who takes a seat that is left.

Called with the case locked. Nobody chooses: the order of a lot follows from the log, and whoever is assigned is the one
who was asked longest ago.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max

from reputation.accounts import queries as accounts
from reputation.accounts.queries import Person
from reputation.accounts.rules import Duty
from reputation.core import ids, months
from reputation.disputes import notices, panels
from reputation.disputes.models import Appeal, Candidate, Case, Decider, Draft, Panel, Seat, Taking, WriterAct
from reputation.disputes.notice_rules import Event
from reputation.disputes.panels import Left
from reputation.disputes.rules import NoLot, Part, Party, Way, WriterActKind
from reputation.log import actions as log
from reputation.log import cosignatures, lots
from reputation.log import queries as entries
from reputation.members import queries as members
from reputation.reviews.rules import last_release
from reputation.rulebook import cases as numbers
from reputation.rulebook import desk

SEATS = numbers.PANEL.value


def open_panel(case: Case) -> Panel | None:
    """The panel that has not decided yet, None before one is put together."""
    return Panel.objects.filter(case=case, ended_on__isnull=True).first()


def sitting(panel: Panel) -> list[Seat]:
    """Those who sit on a panel, by number."""
    return list(Seat.objects.filter(panel=panel, left_on__isnull=True).order_by("number"))


def begin(case: Case, *, now: datetime, source: ids.Source) -> Panel:
    """Put a panel together: log the list for a lot, or keep why there is none."""
    found = _eligible(case, now.date())
    why = panels.no_lot(len(found), has_witness=cosignatures.has_witness())
    if why is not None:
        return Panel.objects.create(case=case, way=Way.ASSIGNED, why=why)
    salt = source.salt()
    called = {person.id: lots.member(salt, person.public_id) for person in found}
    sha256 = lots.roster_sha256(called.values())
    panel = Panel.objects.create(case=case, way=Way.LOT, roster_sha256=sha256, roster_on=now.date(), salt=salt)
    Candidate.objects.bulk_create(Candidate(panel=panel, user_id=user, member=one) for user, one in called.items())
    body = {"roster_sha256": sha256, "persons": len(called), "date": now.date().isoformat()}
    log.append(kind="panel-roster", body=body)
    return panel


def draw(case: Case, panel: Panel, appeals: list[Appeal], *, now: datetime) -> None:
    """Go on with a lot as far as it is time: wait for the checkpoint, then for the nonces, then draw.

    Without a checkpoint that somebody outside cosigned the panel is assigned after some days.
    """
    if panel.way != Way.LOT or panel.seed is not None:
        return
    if panel.drawn_at is None:
        _find_checkpoint(panel, now.date())
        if panel.drawn_at is not None:
            notices.notify(case=case, event=Event.ROSTER_LOGGED, now=now)
    elif _has_nonces(case, panel, appeals, now):
        nonces = nonces_of(appeals)
        root = entries.checkpoint(panel.drawn_at).root
        panel.seed = lots.seed(root, challenger=nonces[Party.CHALLENGER], writer=nonces[Party.WRITER])
        panel.save(update_fields=["seed"])


def nonces_of(appeals: list[Appeal]) -> dict[Party, bytes]:
    """What each side told, and what stands for it where it told nothing."""
    told = {Party(row.party): bytes(row.nonce) for row in appeals if row.nonce is not None}
    return {party: told.get(party, lots.NO_NONCE) for party in Party}


def fill(case: Case, panel: Panel, *, now: datetime, source: ids.Source) -> None:
    """Let the next ones take the seats that are free. That somebody could not sit any more is kept: they were asked."""
    if panel.way == Way.LOT and panel.seed is None:
        return
    today = now.date()
    taken = {seat.number for seat in sitting(panel)}
    asked = set(Seat.objects.filter(panel=panel).values_list("user_id", flat=True))
    bars = _Bars(case, today)
    due = (user for user in _order(case, panel, today, source) if user not in asked)
    seated = []
    for number in range(1, SEATS + 1):
        while number not in taken and (user := next(due, None)) is not None:
            left = bars.of(user)
            left_on = None if left is None else today
            Seat.objects.create(panel=panel, user_id=user, number=number, asked_on=today, left_on=left_on, left_as=left)
            if left is None:
                Taking.objects.create(case=case, user_id=user, part=Part.PANEL, taken_on=today)
                taken.add(number)
                seated.append(user)
    if seated:
        notices.notify(case=case, event=Event.SEATED, seats=seated, now=now)
    if panel.seated_on is None and len(taken) == SEATS:
        panel.seated_on = today
        panel.save(update_fields=["seated_on"])


def refresh(case: Case, panel: Panel, *, now: datetime) -> bool:
    """Let those leave whose duty ended, or who came to have a tie, since they took their seat; whether anybody does."""
    bars = _Bars(case, now.date())
    leaving = [(seat, left) for seat in sitting(panel) if (left := bars.of(seat.user_id)) is not None]
    for seat, left in leaving:
        leave(case, seat, left, now=now)
    return bool(leaving)


def bar(case: Case, user: int, *, now: datetime) -> Left | None:
    """What keeps somebody from sitting on the panel of a case; None: nothing does."""
    return _Bars(case, now.date()).of(user)


def leave(case: Case, seat: Seat, left_as: Left, *, now: datetime) -> None:
    """Let somebody leave their seat. What they wrote counts no more, and neither does a draft that was voted on."""
    seat.left_on, seat.left_as = now.date(), left_as
    seat.save(update_fields=["left_on", "left_as"])
    Draft.objects.filter(case=case).delete()
    Seat.objects.filter(panel=seat.panel_id, left_on__isnull=True).update(agrees=None, dissent="")


def forget_old(*, now: datetime) -> int:
    """Forget the lists and opinions of panels that decided long ago, and how each voted. Answers how many panels.

    What those wrote who disagreed stands in the decision. Who sat there stays: whoever was asked longest ago is next.
    """
    early = months.later(now.date(), -numbers.FILES_KEPT.value)
    old = Panel.objects.filter(ended_on__lt=early)
    Candidate.objects.filter(panel__in=old).delete()
    Panel.objects.filter(id__in=old, salt__isnull=False).update(salt=None)
    with_words = Seat.objects.filter(panel__in=old).exclude(opinion_text="", agrees=None)
    done = len(set(with_words.values_list("panel", flat=True)))
    with_words.update(opinion_text="", agrees=None, dissent="")
    return done


class _Bars:
    """What keeps somebody from sitting on the panel of a case."""

    def __init__(self, case: Case, today: date) -> None:
        self._case = case
        self._since = months.later(today, -desk.TIE.value)
        self.persons = accounts.with_duty(Duty.PANEL)
        self._on_duty = {person.id for person in self.persons}
        self.parts: dict[int, set[Part]] = {}
        for user, part in Taking.objects.filter(case=case).values_list("user_id", "part"):
            self.parts.setdefault(user, set()).add(Part(part))
        for user in Decider.objects.filter(decision__case=case).values_list("user_id", flat=True):
            self.parts.setdefault(user, set()).add(Part.APPROVED)

    def is_tied(self, user: int) -> bool:
        return members.belonged(user=user, business=self._case.business_id, since=self._since)

    def of(self, user: int) -> Left | None:
        parts = frozenset(self.parts.get(user, ()))
        return panels.bar(has_duty=user in self._on_duty, is_tied=self.is_tied(user), parts=parts)


def _eligible(case: Case, today: date) -> list[Person]:
    """Those who can be drawn: their duty, no tie, and no part in the case, not even on an earlier panel."""
    bars = _Bars(case, today)
    return [person for person in bars.persons if person.id not in bars.parts and not bars.is_tied(person.id)]


def _order(case: Case, panel: Panel, today: date, source: ids.Source) -> Iterator[int]:
    """Who is asked in which order: first by the lot, if there was one; then whoever was asked longest ago."""
    if panel.seed is not None:
        called = dict(Candidate.objects.filter(panel=panel).values_list("member", "user_id"))
        yield from (called[one] for one in lots.ranked(bytes(panel.seed), called.keys()))
    found = [person.id for person in _eligible(case, today)]
    asked = Seat.objects.filter(user__in=found).values_list("user_id").annotate(Max("asked_on"))
    last = dict(asked)
    yield from sorted(found, key=lambda user: (last.get(user, date.min), source.uuid()))


def _find_checkpoint(panel: Panel, today: date) -> None:
    position = entries.listing(panel.roster_sha256)
    found = None if position is None else cosignatures.first_cosigned(position)
    if found is not None:
        panel.drawn_at, panel.reveal_until = found.size, panels.reveal_until(today)
        panel.save(update_fields=["drawn_at", "reveal_until"])
    elif panel.roster_on is not None and panels.is_unwitnessed(panel.roster_on, today):
        panel.way, panel.why = Way.ASSIGNED, NoLot.NO_WITNESS
        panel.save(update_fields=["way", "why"])


def _has_nonces(case: Case, panel: Panel, appeals: list[Appeal], now: datetime) -> bool:
    """Whether both sides told what they committed to, or had the time; what a writer told waits for its release."""
    if all(row.nonce is not None for row in appeals if row.nonce_commitment is not None):
        return True
    if WriterAct.objects.filter(case=case, kind=WriterActKind.NONCE).exists():
        return False
    return panel.reveal_until is not None and last_release(now) > panel.reveal_until
