"""What waits for whom, by the day until which."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.admissions import queries as admissions
from reputation.businesses import queries as businesses
from reputation.desk import masks, payments, queries, rules, texts
from reputation.desk.queries import Shown
from reputation.desk.rules import APPEALS, OF_APPLICATIONS, OF_ATTESTERS, Kind
from reputation.disputes import conduct
from reputation.receipts import queries as receipts
from reputation.reviews.held import HeldText
from reputation.reviews.masks import Asked
from reputation.reviews.rules import HeldKind
from reputation.rulebook import receipts as numbers
from reputation.rulebook import reviews as of_reviews


class What(StrEnum):
    """What a line of the queue is."""

    APPLICATION = "application"
    APPEAL = "application-appeal"
    PROPOSAL = "proposal"
    EXCLUSION = "exclusion"
    EXCLUSION_APPEAL = "exclusion-appeal"
    ATTESTER = "attester"
    PAYMENT = "payment"
    MEASURE_APPEAL = "measure-appeal"
    UNFOUNDED = "unfounded-challenges"
    REVIEW = "text-review"
    EDIT = "text-edit"
    REPLY = "text-reply"
    TEXT_APPEAL = "text-appeal"
    AUDIT = "text-audit"
    WORDS = "words"


OF_KINDS = {
    HeldKind.REVIEW: What.REVIEW,
    HeldKind.EDIT: What.EDIT,
    HeldKind.REPLY: What.REPLY,
    HeldKind.AUDIT: What.AUDIT,
}
TEXTS_LOOKED_AT_WITHIN = timedelta(days=of_reviews.HELD.value)
WORDS_DECIDED_WITHIN = timedelta(hours=of_reviews.MASK_DECIDED.value)


class Waits(StrEnum):
    """Whom it waits for."""

    YOU = "you"
    SECOND = "second"
    """Whoever looks proposed it: it waits for somebody else."""
    DAY = "day"
    """For nobody: it happens on its day."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue. `kind` is there when it is proposed already.

    `until` and `span`: the instant by which, and how long there was in all, where that is counted in public.
    """

    what: What
    id: UUID
    name: str
    due: date
    waits: Waits
    kind: Kind | None = None
    doubts: tuple[str, ...] = ()
    until: datetime | None = None
    span: timedelta = timedelta(0)

    def used(self, now: datetime) -> int | None:
        """How much of the time has gone, in per cent: 100 when it is over. None where it is not counted."""
        return None if self.until is None else rules.used(self.until, self.span, now)

    def hours_left(self, now: datetime) -> int | None:
        """Full hours until it is due; below zero: so many full hours late, at least one."""
        if self.until is None:
            return None
        hour = timedelta(hours=1)
        return (self.until - now) // hour if now < self.until else -max((now - self.until) // hour, 1)

    def days_left(self, today: date) -> int:
        """Below zero: so many days late."""
        return (self.due - today).days


def queue(user: int, now: datetime) -> list[Line]:
    """What waits and is for this person to decide, late ones first. Nothing where they have a part or a tie."""
    today, duties = now.date(), accounts.duties(user)
    proposals = queries.open_proposals(now)
    lines = _applications(user, today, duties, proposals)
    lines += _appeals(user, today, duties, proposals)
    lines += _measures(user, today, duties, proposals)
    lines += _unfounded(user, today, duties, proposals)
    lines += _payments(user, today)
    lines += _attesters(user, today, duties, proposals)
    answered = {*OF_APPLICATIONS, *APPEALS, Kind.ADMIT_ATTESTER, Kind.REFUSE_ATTESTER}
    for shown in proposals:
        if shown.kind not in answered and (line := _proposal(user, today, shown)):
            lines.append(line)
    if Duty.OPERATOR in duties:
        for ahead in queries.exclusions_ahead():
            name = businesses.legal_name(ahead.business)
            lines.append(Line(What.EXCLUSION, ahead.public_id, name, ahead.effective_on, Waits.DAY))
    return sorted(lines, key=lambda line: (line.due, line.name))


def everything(user: int, now: datetime) -> list[Line]:
    """All that waits for this person, in whatever part of the desk."""
    return [*asked(user, now), *held(user, now), *audited(user, now), *queue(user, now)]


def _applications(user: int, today: date, duties: frozenset[Duty], proposals: list[Shown]) -> list[Line]:
    lines = []
    for found in admissions.queue():
        is_appeal = found.appealed_on is not None
        if not rules.duties_for(Kind.ADMIT, is_appeal=is_appeal) & duties or _is_barred(
            user, Kind.ADMIT, found.public_id, today
        ):
            continue
        what = What.APPEAL if is_appeal else What.APPLICATION
        kind, waits = _answer(user, found.public_id, proposals)
        lines.append(Line(what, found.public_id, found.legal_name, found.decide_until, waits, kind, found.doubts))
    return lines


def _appeals(user: int, today: date, duties: frozenset[Duty], proposals: list[Shown]) -> list[Line]:
    lines: list[Line] = []
    if Duty.PANEL not in duties:
        return lines
    for found in queries.appealed_exclusions():
        if found.decide_until is not None and not _is_barred(user, Kind.UPHOLD, found.public_id, today):
            kind, waits = _answer(user, found.public_id, proposals)
            name = businesses.legal_name(found.business)
            lines.append(Line(What.EXCLUSION_APPEAL, found.public_id, name, found.decide_until, waits, kind))
    return lines


def _measures(user: int, today: date, duties: frozenset[Duty], proposals: list[Shown]) -> list[Line]:
    if Duty.PANEL not in duties:
        return []
    lines = []
    for found in conduct.appealed():
        if found.decide_until is not None and not _is_barred(user, Kind.UPHOLD_MEASURE, found.public_id, today):
            kind, waits = _answer(user, found.public_id, proposals)
            name = businesses.legal_name(found.business)
            lines.append(Line(What.MEASURE_APPEAL, found.public_id, name, found.decide_until, waits, kind))
    return lines


def _unfounded(user: int, today: date, duties: frozenset[Duty], proposals: list[Shown]) -> list[Line]:
    """The businesses of which a step may be proposed after unfounded challenges, where none is yet."""
    if Duty.MODERATOR not in duties:
        return []
    proposed = {shown.subject for shown in proposals if shown.kind in (Kind.WARN, Kind.SUSPEND_RIGHT)}
    return [
        Line(What.UNFOUNDED, business, businesses.legal_name(business), found.until, Waits.YOU)
        for business, found in conduct.offers(today).items()
        if business not in proposed and not _is_barred(user, Kind.WARN, business, today)
    ]


def _attesters(user: int, today: date, duties: frozenset[Duty], proposals: list[Shown]) -> list[Line]:
    if Duty.OPERATOR not in duties:
        return []
    lines = []
    for found in receipts.applied():
        if not _is_barred(user, Kind.ADMIT_ATTESTER, found.public_id, today):
            kind, waits = _answer(user, found.public_id, proposals)
            due = found.applied_on + timedelta(days=numbers.ATTESTERS_DECIDED_WITHIN.value)
            lines.append(Line(What.ATTESTER, found.public_id, found.name, due, waits, kind))
    return lines


def _payments(user: int, today: date) -> list[Line]:
    return [
        Line(What.PAYMENT, proof.public_id, businesses.legal_name(proof.business), proof.decide_until, Waits.YOU)
        for proof in payments.waiting(user, today)
    ]


def held(user: int, now: datetime) -> list[Line]:
    """The texts at which somebody looks before they go out, by deadline."""
    return _texts([found for found in texts.waiting(user, now.date()) if found.kind is not HeldKind.AUDIT])


def audited(user: int, now: datetime) -> list[Line]:
    """The texts that seemed clean and are looked at once more, by deadline."""
    return _texts([found for found in texts.waiting(user, now.date()) if found.kind is HeldKind.AUDIT])


def _texts(found: list[HeldText]) -> list[Line]:
    names = businesses.briefs({one.business for one in found})
    return [text(one, names[one.business].legal_name) for one in found]


def text(found: HeldText, name: str) -> Line:
    """The line of a held text about the business of this name. A deadline is the end of its day."""
    what = What.TEXT_APPEAL if found.is_appeal else OF_KINDS[found.kind]
    until = datetime.combine(found.decide_by + timedelta(days=1), time(), UTC)
    return Line(what, found.id, name, found.decide_by, Waits.YOU, until=until, span=TEXTS_LOOKED_AT_WITHIN)


def asked(user: int, now: datetime) -> list[Line]:
    """The words that somebody asked to mask, by deadline."""
    found = masks.waiting(user, now)
    names = businesses.briefs({one.business for one in found})
    return [words(one, names[one.business].legal_name) for one in found]


def words(found: Asked, name: str) -> Line:
    """The line of words that somebody asked to mask, in a review of the business of this name."""
    until = found.decide_by
    return Line(What.WORDS, found.public_id, name, until.date(), Waits.YOU, until=until, span=WORDS_DECIDED_WITHIN)


def _is_barred(user: int, kind: Kind, subject: UUID, today: date) -> bool:
    return queries.barred(user=user, kind=kind, subject=subject, today=today) is not None


def _answer(user: int, subject: UUID, proposals: list[Shown]) -> tuple[Kind | None, Waits]:
    """What was answered so far, and whom that leaves: a proposal of one's own waits for somebody else."""
    answers = [shown for shown in proposals if shown.subject == subject]
    others = [shown for shown in answers if shown.proposed_by != user]
    waits = Waits.SECOND if answers and not others else Waits.YOU
    return (others or answers)[0].kind if answers else None, waits


def _proposal(user: int, today: date, shown: Shown) -> Line | None:
    if queries.barred(user=user, kind=shown.kind, subject=shown.subject, today=today) is not None:
        return None
    waits = Waits.SECOND if shown.proposed_by == user else Waits.YOU
    return Line(What.PROPOSAL, shown.public_id, name_of(shown), shown.until.date(), waits, shown.kind)


def name_of(shown: Shown) -> str:
    """The name of the business or attester a proposal is about; empty where it is about none, or that is gone."""
    if shown.subject is None or shown.kind in (Kind.GIVE_DUTY, Kind.END_DUTY):
        return ""
    if shown.kind in OF_APPLICATIONS:
        return admissions.name(shown.subject)
    if shown.kind in OF_ATTESTERS:
        return receipts.name(shown.subject)
    return businesses.legal_name(queries.business_of(shown.kind, shown.subject))
