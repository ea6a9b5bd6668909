"""The file of a case: what persons of the service read of it and nobody else does. Who of them may, the desk says."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from reputation.disputes import deadlines, errors
from reputation.disputes.models import (
    Appeal,
    Case,
    CaseStep,
    Claim,
    Decision,
    Draft,
    Interim,
    Said,
    Taking,
)
from reputation.disputes.rules import (
    OPEN,
    Deadline,
    Outcome,
    Part,
    Party,
    Reasons,
    Saying,
    Side,
    Speaker,
    State,
    Step,
    Subject,
)

WAITING_MOST = 1000
"""As many open cases are looked through at once for what is to be done; the others come up as these are done."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a party said. `id` is an inner one. While it is held, nobody else reads it."""

    id: int
    party: Speaker
    kind: Saying
    text: str
    is_held: bool
    said_on: date


@dataclass(frozen=True, slots=True)
class Happened:
    """A step of the case, as the log says it."""

    step: Step
    deadline: Deadline | None
    until: date | None
    happened_on: date


@dataclass(frozen=True, slots=True)
class Drafted:
    """A decision that waits for a second person, or for the others of a panel. `drafted_by` is an inner id.

    `returned`: why a second person gave it back; it waits for nobody then.
    """

    drafted_by: int
    outcome: Outcome
    reasons: Reasons
    wording: str
    until_month: int | None
    returned: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """An interim measure: the review is not shown for the time being. `taken_by` is an inner id."""

    public_id: UUID
    reasoning: str
    facts: tuple[str, ...]
    taken_by: int | None
    taken_at: datetime
    lapses_at: datetime
    confirmed_on: date | None
    until: date
    ended_on: date | None

    @property
    def needs_second(self) -> bool:
        return self.ended_on is None and self.confirmed_on is None

    def at(self, now: datetime) -> Self:
        """The measure as it stands at a moment: over when its time is, whenever the worker notes that."""
        ended_on = deadlines.interim_ended(
            lapses_at=self.lapses_at,
            confirmed_on=self.confirmed_on,
            until=self.until,
            ended_on=self.ended_on,
            now=now,
        )
        return replace(self, ended_on=ended_on)


@dataclass(frozen=True, slots=True)
class Appealed:
    """That a party appealed. `aim_on` and `decide_until`: by when the panel should, and has to, decide."""

    party: Party
    appealed_on: date
    aim_on: date
    decide_until: date


@dataclass(frozen=True, slots=True)
class Brief:
    """As much of a case as its line in a queue needs. `id` is an inner one.

    `held_since`: words wait for a moderator since that day. `exchanged_on`: since when everybody was heard, or had the
    time for it; None: not yet.
    """

    id: int
    public_id: UUID
    business: UUID
    ground: str
    alert: str | None
    domain: str | None
    state: State
    is_urgent: bool
    filed_on: date
    admit_until: date
    answer_until: date
    reply_until: date | None
    decide_until: date
    exchanged_on: date | None
    paused_on: date | None
    paused_days: int
    held_since: date | None
    interim: Measure | None
    drafted_by: int | None
    appeals: tuple[Appealed, ...]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def subject(self) -> Subject:
        """What the case is about."""
        if self.domain is not None:
            return Subject.DOMAIN
        return Subject.REVIEW if self.alert is None else Subject.ALERT


@dataclass(frozen=True, slots=True)
class File(Brief):
    """Everything of a case. `last`: what was decided last. `earlier`: other cases about the same, newest first."""

    review: UUID | None
    side: Side
    rule_version: str
    quote: str | None
    said: str
    law: str
    is_held: bool
    is_extended: bool
    has_answer: bool
    appeal_until: date | None
    ended_on: date | None
    last: Outcome | None
    words: tuple[Words, ...]
    steps: tuple[Happened, ...]
    draft: Drafted | None
    earlier: tuple[UUID, ...]


def waiting() -> list[Brief]:
    """The cases in which something is to be done, at most `WAITING_MOST`: the urgent first, then by the last day."""
    rows = _claims().filter(case__state__in=sorted(OPEN)).order_by("-case__is_urgent", "case__decide_until", "case")
    claims = list(rows[:WAITING_MOST])
    found = _Beside([claim.case_id for claim in claims])
    return [Brief(**_columns(claim), **found.of(claim)) for claim in claims]


def of(public_id: UUID) -> File:
    """The file of a case.

    Raises:
        NoSuchCase
    """
    claim = _claims().filter(case__public_id=public_id).first()
    if claim is None:
        raise errors.NoSuchCase
    case, found = claim.case, _Beside([claim.case_id])
    last = Decision.objects.filter(case=case).order_by("-id").values_list("outcome", flat=True).first()
    draft = found.drafts.get(case.id)
    return File(
        **_columns(claim),
        **found.of(claim),
        review=case.review_id,
        side=Side(case.side),
        rule_version=claim.rule_version,
        quote=claim.quote,
        said=claim.said,
        law=claim.law,
        is_held=claim.is_held,
        is_extended=case.is_extended,
        has_answer=case.has_answer,
        appeal_until=case.appeal_until,
        ended_on=case.ended_on,
        last=Outcome(last) if last else None,
        words=tuple(_words(row) for row in Said.objects.filter(case=case).order_by("id")),
        steps=tuple(_step(row) for row in CaseStep.objects.filter(case=case).order_by("id")),
        draft=_draft(draft) if draft else None,
        earlier=_earlier(case),
    )


def decided(ground: str, most: int) -> list[tuple[UUID, Outcome]]:
    """Cases about a ground that are over, with the outcome that holds, newest first. Anybody can read them."""
    rows = Decision.objects.filter(ground=ground, case__state__in=[State.CLOSED, State.FINAL])
    rows = rows.exclude(is_final=True, outcome=Outcome.REJECTED)  # an appeal in vain: what was decided before it holds
    found: dict[UUID, Outcome] = {}
    for case, outcome in rows.order_by("-id").values_list("case__public_id", "outcome")[: 2 * most]:
        found.setdefault(case, Outcome(outcome))
    return list(found.items())[:most]


def parts(case: UUID, user: int) -> frozenset[Part]:
    """What somebody did in a case so far."""
    rows = Taking.objects.filter(case__public_id=case, user=user)
    return frozenset(Part(part) for part in rows.values_list("part", flat=True))


def declined(user: int) -> set[UUID]:
    """The cases with which somebody would rather have nothing to do."""
    rows = Taking.objects.filter(user=user, part=Part.DECLINED, case__state__in=sorted(OPEN))
    return set(rows.values_list("case__public_id", flat=True))


class _Beside:
    """What stands beside some cases, by their inner ids."""

    def __init__(self, cases: list[int]) -> None:
        self.drafts = {row.case_id: row for row in Draft.objects.filter(case__in=cases)}
        self._interims = {row.case_id: _measure(row) for row in Interim.objects.filter(case__in=cases)}
        self._appeals: dict[int, tuple[Appealed, ...]] = {}
        for row in Appeal.objects.filter(case__in=cases).order_by("id"):
            appealed = Appealed(Party(row.party), row.appealed_on, row.aim_on, row.decide_until)
            self._appeals[row.case_id] = (*self._appeals.get(row.case_id, ()), appealed)
        held = Said.objects.filter(case__in=cases, is_held=True).order_by("-id")
        self._held = dict(held.values_list("case_id", "said_on"))  # the first of each comes last

    def of(self, claim: Claim) -> dict[str, Any]:
        draft = self.drafts.get(claim.case_id)
        return {
            "held_since": claim.case.filed_on if claim.is_held else self._held.get(claim.case_id),
            "interim": self._interims.get(claim.case_id),
            "drafted_by": draft.drafted_by_id if draft else None,
            "appeals": self._appeals.get(claim.case_id, ()),
        }


def _claims() -> QuerySet[Claim]:
    """Claims with their cases, and with the day since which everybody was heard as `exchanged_on`."""
    ready = CaseStep.objects.filter(case=OuterRef("case"), step=Step.READY).order_by("-id")
    return Claim.objects.select_related("case").annotate(exchanged_on=Subquery(ready.values("happened_on")[:1]))


def _heard_on(case: Case) -> date | None:
    """Since when everybody was heard, where nobody said so: about an alert nobody is, an address waits for its time."""
    match case.subject:
        case Subject.REVIEW:
            return None
        case Subject.ALERT:
            return case.filed_on
        case Subject.DOMAIN:
            return case.answer_until


def _columns(claim: Any) -> dict[str, Any]:
    case = claim.case
    return {
        "id": case.id,
        "public_id": case.public_id,
        "business": case.business_id,
        "ground": claim.ground,
        "alert": case.alert,
        "domain": case.domain,
        "state": State(case.state),
        "is_urgent": case.is_urgent,
        "filed_on": case.filed_on,
        "admit_until": case.admit_until,
        "answer_until": case.answer_until,
        "reply_until": case.reply_until,
        "decide_until": case.decide_until,
        "exchanged_on": claim.exchanged_on or _heard_on(case),
        "paused_on": case.paused_on,
        "paused_days": case.paused_days,
    }


def _words(row: Said) -> Words:
    return Words(row.id, Speaker(row.party), Saying(row.kind), row.text, row.is_held, row.said_on)


def _step(row: CaseStep) -> Happened:
    return Happened(Step(row.step), Deadline(row.deadline) if row.deadline else None, row.until, row.happened_on)


def _measure(row: Interim) -> Measure:
    return Measure(
        public_id=row.public_id,
        reasoning=row.reasoning,
        facts=tuple(row.facts),
        taken_by=row.taken_by_id,
        taken_at=row.taken_at,
        lapses_at=row.lapses_at,
        confirmed_on=row.confirmed_on,
        until=row.until,
        ended_on=row.ended_on,
    )


def _draft(row: Draft) -> Drafted:
    said = (row.business_said, row.reviewer_said, row.reasoning, row.summary)
    reasons = Reasons(row.quote, tuple(row.facts), *said, unfounded=row.unfounded)
    outcome = Outcome(row.outcome)
    return Drafted(row.drafted_by_id, outcome, reasons, row.wording, row.until_month, row.returned, row.drafted_at)


def _earlier(case: Case) -> tuple[UUID, ...]:
    of_business = Q(business=case.business_id, alert=case.alert, domain=case.domain, review=None)
    same = Q(review=case.review_id) if case.review_id else of_business
    return tuple(Case.objects.filter(same, pk__lt=case.pk).order_by("-pk").values_list("public_id", flat=True))
