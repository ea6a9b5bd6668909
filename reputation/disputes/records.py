"""What every step of a case does: lock review and case in that order, move the case, and let the log say so."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from reputation.disputes import beside, errors, notices, rules
from reputation.disputes.models import Case, CaseStep, Claim, Draft, Due, Filer, Said, WriterAct
from reputation.disputes.notice_rules import OF_STEPS
from reputation.disputes.rules import OPEN, OVER, Deadline, Party, Saying, Speaker, State, Step
from reputation.log import actions as log
from reputation.proofs import actions as proofs
from reputation.reviews import actions as reviews
from reputation.reviews import looking
from reputation.reviews import rules as review_rules
from reputation.rulebook import cases as numbers


def locked(case_id: UUID, *states: State) -> Case:
    """The case after its review, both locked until the transaction ends; in one of these states, if any are given.

    Raises:
        NoSuchCase, WrongState
    """
    review = Case.objects.filter(public_id=case_id).values_list("review__public_id", flat=True).first()
    if review is not None:
        reviews.hold(review_id=review)
    case = Case.objects.select_for_update(no_key=True).filter(public_id=case_id).first()
    if case is None:
        raise errors.NoSuchCase
    if states and State(case.state) not in states:
        raise errors.WrongState(state=case.state)
    return case


def claim_of(case: Case) -> Claim:
    """What was claimed in a case."""
    return Claim.objects.get(case=case)


def subject(case: Case) -> dict[str, str]:
    """What a case is about, as entries name it."""
    named = {"review": case.review_id, "alert": case.alert, "domain": case.domain}
    return {name: str(value) for name, value in named.items() if value is not None}


def append(case: Case, kind: str, extra: Mapping[str, object], now: datetime, *, state: State | None = None) -> None:
    """Let an entry about a case wait, with what the case says beside it, now or once it is in another `state`."""
    words = beside.case(case, claim_of(case), state or State(case.state))
    body = {"case": str(case.public_id), "business": str(case.business_id), **subject(case), **extra}
    log.append(kind=kind, body=body | {"date": now.date().isoformat()}, words={"cases": words})


def step(
    case: Case, which: Step, now: datetime, *, until: date | None = None, deadline: Deadline | None = None
) -> None:
    """Note what happened in a case, and let the log say so. `until`: the day until which it gives time."""
    CaseStep.objects.create(case=case, step=which, until=until, deadline=deadline, happened_on=now.date())
    extra: dict[str, object] = {"step": str(which)}
    if until is not None:
        extra["until"] = until.isoformat()
    if deadline is not None:
        extra["deadline"] = str(deadline)
    append(case, "case-step", extra, now)
    notices.notify(case=case, event=OF_STEPS[which], now=now)
    if case.state in OVER:
        forget_filer(case)


def forget_filer(case: Case) -> None:
    """Forget who challenged, once they were told that the case is over."""
    Filer.objects.filter(case=case).delete()


def is_overdue(case: Case, deadline: Deadline) -> bool:
    """Whether it was counted that something was not done in time."""
    return CaseStep.objects.filter(case=case, deadline=deadline).exists()


def overdue(case: Case, deadline: Deadline, now: datetime) -> bool:
    """Count in public that something was not done in time, once; whether it was not counted before."""
    if is_overdue(case, deadline):
        return False
    step(case, Step.OVERDUE, now, deadline=deadline)
    return True


def move(case: Case, to: State, now: datetime, **changes: Any) -> None:
    """Bring a case into another state, with other changes. What is over is forgotten with that.

    Raises:
        WrongState: no case goes from the one to the other.
    """
    if not rules.may_go(State(case.state), to):
        raise errors.WrongState(state=case.state)
    case.state = to
    if to not in OPEN:
        changes["paused_on"] = None
    if to in OVER:
        changes["ended_on"] = now.date()
    change(case, **changes, state=to)
    if to in OVER:
        WriterAct.objects.filter(case=case).delete()
        Draft.objects.filter(case=case).delete()
        proofs.end(case=case.public_id, ended_on=now.date())
        if not Due.objects.filter(decision__case=case).exists():
            Claim.objects.filter(case=case).update(masked_words=None)


def change(case: Case, **changes: Any) -> None:
    """Change something of a case, and nothing else."""
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))


def say(case: Case, party: Party | Speaker, kind: Saying, text: str, now: datetime, *, is_held: bool = False) -> Said:
    """Keep what a side says.

    Raises:
        BadText
    """
    return Said.objects.create(case=case, party=party, kind=kind, text=clean(text), is_held=is_held, said_on=now.date())


def clean(text: str) -> str:
    """A text of a side, as it is kept.

    Raises:
        BadText
    """
    try:
        return review_rules.clean(text, numbers.REASON_LIMIT.value)
    except ValueError as error:
        raise errors.BadText from error


def looked_over(case_id: UUID, text: str, *, insists: bool) -> bool:
    """Look over what a side says, before anything is locked: whether a moderator has to before others read it.

    Raises:
        NoSuchCase, BadText
        PassagesFound: it holds what should not be public, and whoever says it was not asked yet.
    """
    case = Case.objects.select_related("review").filter(public_id=case_id).only("business", "review__language").first()
    if case is None:
        raise errors.NoSuchCase
    language = "en" if case.review is None else case.review.language
    return looking.over(business=case.business_id, language=language, text=clean(text), insists=insists) is not None
