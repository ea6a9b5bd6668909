"""What the three of a panel write: opinions that no other reads before all are there, a draft, votes that decide."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.core import ids, months
from reputation.disputes import appeals, deadlines, deciding, enacting, errors, notices, panels, records, seats
from reputation.disputes.models import Case, Draft, Panel, Seat
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import OVER, Outcome, Party, Reasons, Role, State, Step
from reputation.reviews import actions as reviews
from reputation.rulebook import cases as numbers

TEXT_LIMIT = numbers.REASON_LIMIT.value


@transaction.atomic
def opine(*, case: UUID, user: int, outcome: Outcome, text: str, now: datetime) -> None:
    """Write one's own opinion. The others read it once all three are written, and it stays as it is.

    Raises:
        BadOpinion: the outcome is none a panel can come to here, or there is no text, or it is too long.
        NotOnPanel, WrittenBefore, NoSuchCase
    """
    found, _, seat = _seated(case, user, now)
    if outcome not in appeals.outcomes_of(found):
        raise errors.BadOpinion(field="outcome")
    _require_text(text, "text")
    if seat.opinion is not None:
        raise errors.WrittenBefore
    seat.opinion, seat.opinion_text, seat.opinion_on = outcome, text.strip(), now.date()
    seat.save(update_fields=["opinion", "opinion_text", "opinion_on"])


@transaction.atomic
def draft(
    *,
    case: UUID,
    user: int,
    outcome: Outcome,
    reasons: Reasons,
    wording: str = "",
    until_month: int | None = None,
    now: datetime,
) -> None:
    """Draft the decision, for the others to vote on. It stays as it is until they have.

    Raises:
        OpinionsMissing: not all three are written.
        NotYourTurn: another one drafts, or there is a draft.
        Unreasoned, RepeatsWords, TooEarly, NoSuchAlert, WrongState: of the decision.
        NotOnPanel, NoSuchCase
    """
    found, panel, seat = _seated(case, user, now)
    sitting = seats.sitting(panel)
    if not has_opinions(sitting):
        raise errors.OpinionsMissing
    if seat.number != panel.drafter or Draft.objects.filter(case=found).exists():
        raise errors.NotYourTurn
    wanted = enacting.Wanted(outcome=outcome, reasons=reasons, wording=wording, until_month=until_month)
    enacting.require(found, records.claim_of(found), wanted, now, is_final=True)
    Draft.objects.create(
        case=found,
        drafted_by_id=user,
        outcome=outcome,
        quote=reasons.quote,
        facts=list(reasons.facts),
        business_said=reasons.business_said,
        reviewer_said=reasons.reviewer_said,
        reasoning=reasons.reasoning,
        summary=reasons.summary,
        wording=wording,
        until_month=until_month,
        drafted_at=now,
    )
    for one in sitting:
        one.agrees, one.dissent = True if one.pk == seat.pk else None, ""
        one.save(update_fields=["agrees", "dissent"])


@transaction.atomic
def vote(
    *, case: UUID, user: int, agrees: bool, dissent: str = "", now: datetime, source: ids.Source = ids.SECURE
) -> UUID | None:
    """Vote on the draft; whoever disagrees says why, and is read in the decision.

    Answers the decision that the last vote makes. None: a vote is missing, or neither followed and another one drafts,
    or somebody had to leave the panel meanwhile.

    Raises:
        BadOpinion: who disagrees says nothing, or too much; who agrees says why not.
        RepeatsWords: who disagrees repeats words that nobody is to read.
        NotYourTurn: there is no draft, or it is one's own.
        WrittenBefore, NotOnPanel, NoSuchCase
    """
    found, panel, seat = _seated(case, user, now)
    text = Draft.objects.filter(case=found).first()
    if text is None or seat.number == panel.drafter:
        raise errors.NotYourTurn
    if seat.agrees is not None:
        raise errors.WrittenBefore
    if not agrees:
        _require_text(dissent, "dissent")
        enacting.require_dissent(found, deciding.wanted_of(text), dissent)
    elif dissent:
        raise errors.BadOpinion(field="dissent")
    seat.agrees, seat.dissent = agrees, dissent.strip()
    seat.save(update_fields=["agrees", "dissent"])
    if seats.refresh(found, panel, now=now):
        seats.fill(found, panel, now=now, source=source)
        return None
    sitting = seats.sitting(panel)
    agreed = panels.is_agreed([one.agrees for one in sitting if one.number != panel.drafter and one.agrees is not None])
    if agreed is None:
        return None
    is_stale = text.until_month is not None and text.until_month <= months.of(now)
    if not agreed or is_stale:
        _let_another_draft(found, panel, is_stale=is_stale)
        return None
    return _decide(found, panel, sitting, text, now, source)


def has_opinions(sitting: list[Seat]) -> bool:
    """Whether all three sit there and have written."""
    return len(sitting) == seats.SEATS and all(one.opinion is not None for one in sitting)


def _seated(case: UUID, user: int, now: datetime) -> tuple[Case, Panel, Seat]:
    """The case, locked, and the panel and seat of somebody who may still sit there.

    Raises:
        NotOnPanel, NoSuchCase
    """
    found = records.locked(case)
    panel, seat = appeals.seat_of(found, user)
    if seats.bar(found, user, now=now) is not None:
        raise errors.NotOnPanel
    return found, panel, seat


def _require_text(text: str, field: str) -> None:
    if not text.strip() or len(text) > TEXT_LIMIT:
        raise errors.BadOpinion(field=field)


def _let_another_draft(case: Case, panel: Panel, *, is_stale: bool) -> None:
    """Let go of a draft: of one whose month has come its drafter writes another, else the next one does."""
    Draft.objects.filter(case=case).delete()
    if not is_stale:
        panel.drafter = panels.next_drafter(panel.drafter)
        panel.save(update_fields=["drafter"])


def _decide(case: Case, panel: Panel, sitting: list[Seat], text: Draft, now: datetime, source: ids.Source) -> UUID:
    """What the panel decided takes effect, and the case is over; a challenge that it admits goes on."""
    dissent = "\n\n".join(one.dissent for one in sitting if one.dissent)
    wanted = replace(deciding.wanted_of(text), dissent=dissent, more=_lot(case, panel))
    by = [(one.user_id, Role.PANEL) for one in sitting]
    decision = enacting.enact(case, wanted, by, now, source)
    panel.ended_on = now.date()
    panel.save(update_fields=["ended_on"])
    if wanted.outcome is Outcome.ADMITTED:
        _go_on(case, now)
    else:
        # Straight from an overdue case: nobody could appeal before, and nobody can now.
        records.move(case, State.FINAL, now, appeal_until=case.appeal_until or decision.appeal_until)
    notices.notify(case=case, event=Event.FINAL, now=now)
    if case.state in OVER:
        records.forget_filer(case)
    return decision.public_id


def _lot(case: Case, panel: Panel) -> dict[str, object]:
    """What the entry of the decision says of the lot: all that goes into its seed."""
    if panel.seed is None:
        return {}
    nonces = seats.nonces_of(appeals.appeals_of(case))
    return {
        "nonces": [nonces[party].hex() for party in (Party.CHALLENGER, Party.WRITER)],
        "roster_sha256": panel.roster_sha256,
        "drawn_at": panel.drawn_at,
    }


def _go_on(case: Case, now: datetime) -> None:
    """A challenge that can be raised after all begins, with days of its own."""
    limits = deadlines.limits_of(now.date())
    until = deadlines.answer_until(now.date(), case.answer_until)
    decide_until = max(case.decide_until, limits.decide_until)
    records.move(case, State.NOTICED, now, answer_until=until, decide_until=decide_until)
    if case.review_id is not None:
        reviews.open_again(review_id=case.review_id, case=case.public_id, now=now)
    records.step(case, Step.NOTICED, now, until=until)
