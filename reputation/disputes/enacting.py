"""A decision comes into being: its row, who decided, its entry, what it ends. The worker does what it does to a review.

Moderators and panels decide alike: `Wanted` is what they say, `require` looks at it, `enact` makes it so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reputation.core import ids, months
from reputation.disputes import (
    beside,
    carrying,
    deadlines,
    effects,
    errors,
    hidden,
    interims,
    reasons,
    records,
    repeats,
    rules,
)
from reputation.disputes.models import (
    AlertSuspension,
    Case,
    Claim,
    Decider,
    Decision,
    Draft,
    Due,
    Said,
    figure_columns,
)
from reputation.disputes.rules import Ground, Outcome, Reasons, Role, Side, State, Subject
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.lookalikes import actions as lookalikes
from reputation.reviews import actions as reviews
from reputation.reviews import queries as published
from reputation.reviews import seals
from reputation.reviews.rules import Figures
from reputation.reviews.rules import State as Shown
from reputation.reviews.seals import Purpose
from reputation.rulebook import cases as numbers

By = Sequence[tuple[int, Role]]
"""Who decides, by inner id, and in which role."""
CARRIED_OUT = frozenset({Outcome.REMOVED, Outcome.MASKED, Outcome.RESTORED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be decided. `wording` stands for words that are masked; `until_month`: of a suspended alert."""

    outcome: Outcome
    reasons: Reasons
    wording: str = ""
    until_month: int | None = None
    dissent: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    """What else the entry says, such as the nonces of a panel."""


def last_of(case: Case) -> Decision | None:
    """The decision that a next one replaces."""
    return Decision.objects.filter(case=case).defer("salt").order_by("-id").first()


def require(case: Case, claim: Claim, wanted: Wanted, now: datetime, *, is_final: bool = False) -> None:
    """See that something may be decided in a case, and says why.

    Raises:
        Unreasoned: `field` of the reasons is missing, too long, unfilled or not in the text.
        RepeatsWords: some of it repeats words that nobody reads once it is decided so.
        WrongState: it cannot follow what was decided.
        ReviewGone: the writer took the review back.
        TooEarly: the other side may still answer.
        NoSuchAlert: it does not stand, or would be suspended for too long.
    """
    last = last_of(case)
    replaced = None if last is None else Outcome(last.outcome)
    if not rules.may_decide(replaced, wanted.outcome, is_final=is_final, subject=case.subject):
        raise errors.WrongState(state=case.state)
    wrong = reasons.wrong(_about(case, wanted).reasons)
    if wrong is not None:
        raise errors.Unreasoned(field=wrong)
    if wanted.reasons.unfounded and not rules.may_be_unfounded(wanted.outcome, Side(case.side), case.subject):
        raise errors.Unreasoned(field="unfounded")
    match case.subject:
        case Subject.ALERT:
            _require_alert(case, wanted, now)
        case Subject.DOMAIN:
            _require_heard(case, wanted, now)
        case Subject.REVIEW:
            _require_about_review(case, claim, wanted, now)
            _require_unrepeated(case, claim, wanted, is_final=is_final)


def _about(case: Case, wanted: Wanted) -> Wanted:
    """Of an alert no words are quoted, and no writer says anything: the alert stands for both.

    Of an address the host that was warned of is quoted.
    """
    match case.subject:
        case Subject.REVIEW:
            return wanted
        case Subject.ALERT:
            stands = case.alert or ""
            return replace(wanted, reasons=replace(wanted.reasons, quote=stands, reviewer_said=stands))
        case Subject.DOMAIN:
            host = records.claim_of(case).quote or case.domain or ""
            return replace(wanted, reasons=replace(wanted.reasons, quote=host))


def _require_alert(case: Case, wanted: Wanted, now: datetime) -> None:
    if wanted.outcome is not Outcome.SUSPENDED:
        return
    month, until = months.of(now), wanted.until_month
    if until is None or not month < until <= month + numbers.ALERT_SUSPENSION.value:
        raise errors.NoSuchAlert(until="" if until is None else months.show(until))
    if case.alert not in effects.standing_alerts(case.business_id, month):
        raise errors.NoSuchAlert(alert=case.alert or "")


def _require_heard(case: Case, wanted: Wanted, now: datetime) -> None:
    """The business that an address looks like is heard before the warning goes for good, or had the time for it."""
    is_time = rules.may_exempt(answer_until=case.answer_until, today=now.date(), has_answer=case.has_answer)
    if wanted.outcome is Outcome.EXEMPT and not is_time:
        raise errors.TooEarly(days=(case.answer_until - case.filed_on).days)


def _require_about_review(case: Case, claim: Claim, wanted: Wanted, now: datetime) -> None:
    if case.review_id is None:
        raise errors.WrongState(state=case.state)
    review = published.one(case.review_id)
    if review.state == Shown.WITHDRAWN and case.state != State.APPEALED:
        raise errors.ReviewGone
    quoted = (claim.quote or "", "".join(span.text for span in review.spans))
    if not any(wanted.reasons.quote in text for text in quoted):
        raise errors.Unreasoned(field="quote")
    if wanted.outcome is Outcome.REMOVED and not rules.may_remove(
        Ground(claim.ground), filed_on=case.filed_on, today=now.date(), has_answer=case.has_answer
    ):
        raise errors.TooEarly(days=numbers.SILENCE.value)
    if wanted.outcome is Outcome.MASKED and not hidden.is_masked(case):
        if not wanted.wording.strip():
            raise errors.Unreasoned(field="wording")
        if not claim.quote:
            raise errors.Unreasoned(field="quote")


def _require_unrepeated(case: Case, claim: Claim, wanted: Wanted, *, is_final: bool) -> None:
    """See that what everybody reads of a decision repeats no words that it hides. Its quote is hidden with them.

    Raises:
        RepeatsWords
    """
    quote, *others = rules.parts(wanted.reasons)
    texts = [wanted.dissent, *others]
    if wanted.outcome is Outcome.MASKED:
        texts += [wanted.wording, quote.replace(claim.quote or "", wanted.wording)]
    words = hidden.after(case, claim, wanted.outcome, quote, is_final=is_final)
    hidden.require_unrepeated(texts, words)


def enact(case: Case, wanted: Wanted, by: By, now: datetime, source: ids.Source = ids.SECURE) -> Decision:
    """Decide a case that is locked and looked at (`require`); answers the decision, which is in effect.

    The caller moves the case on. Deciders in the role of a panel decide for good.
    """
    claim, wanted = records.claim_of(case), _about(case, wanted)
    words = hidden.masked_words(case, claim) if wanted.outcome is Outcome.RESTORED else None
    if wanted.outcome is Outcome.MASKED and not hidden.is_masked(case):
        words, wanted = claim.quote, _forget_words(case, claim, wanted)
    decision, salt = _write(case, claim, wanted, by, now, source)
    if wanted.outcome in CARRIED_OUT:
        Due.objects.create(decision=decision, words=words)
        carrying.soon(case)
    if case.review_id is not None:
        reviews.end_challenge(review_id=case.review_id, case=case.public_id, now=now)
        if wanted.outcome is not Outcome.ADMITTED:
            interims.end_any(case, now, stays_out=wanted.outcome is Outcome.REMOVED)
    _let_the_log_say(case, claim, decision, wanted, by, salt, now)
    if wanted.outcome is Outcome.SUSPENDED:
        _suspend(case, decision, wanted, now)
    if wanted.outcome is Outcome.EXEMPT and case.domain is not None:
        lookalikes.exempt(business=case.business_id, domain=case.domain, decision=decision.public_id, now=now)
    Draft.objects.filter(case=case).delete()
    return decision


def require_dissent(case: Case, wanted: Wanted, dissent: str) -> None:
    """See that what somebody says against a decision repeats no words that it hides.

    Raises:
        RepeatsWords
    """
    claim = records.claim_of(case)
    words = hidden.after(case, claim, wanted.outcome, wanted.reasons.quote, is_final=True)
    hidden.require_unrepeated([dissent], words)


def _forget_words(case: Case, claim: Claim, wanted: Wanted) -> Wanted:
    """Words that are masked must not live on in what was said. Sealed they stay, as long as they may be put back."""
    words, wording = claim.quote or "", wanted.wording
    claim.masked_words = seals.seal(Purpose.MASKED, case.public_id.bytes, words.encode())
    claim.quote, claim.said = wording, repeats.without(claim.said, words, wording)
    claim.save(update_fields=["masked_words", "quote", "said"])
    for row in Said.objects.filter(case=case):
        text = repeats.without(row.text, words, wording)
        if text != row.text:
            row.text = text
            row.save(update_fields=["text"])
    return replace(wanted, reasons=replace(wanted.reasons, quote=wanted.reasons.quote.replace(words, wording)))


def _write(
    case: Case, claim: Claim, wanted: Wanted, by: By, now: datetime, source: ids.Source
) -> tuple[Decision, bytes]:
    replaces, said, salt, month = last_of(case), wanted.reasons, source.salt(), months.of(now)
    before = effects.figures(case.business_id, month)
    after = before
    if wanted.outcome in rules.COUNTS_AFTER and case.review_id is not None:
        counts = rules.COUNTS_AFTER[wanted.outcome]
        after = effects.figures(case.business_id, month, case.review_id, counts=counts)
    roles = [role for _, role in by]
    decision = Decision(
        public_id=source.uuid(),
        case=case,
        review_id=case.review_id,
        replaces=replaces,
        replaced_outcome=None if replaces is None else replaces.outcome,
        is_final=all(role is Role.PANEL for role in roles),
        outcome=wanted.outcome,
        ground=claim.ground,
        rule_version=claim.rule_version,
        policy_version=numbers.POLICY_VERSION,
        quote=said.quote,
        facts=list(said.facts),
        business_said=said.business_said,
        reviewer_said=said.reviewer_said,
        reasoning=said.reasoning,
        summary=said.summary,
        dissent=wanted.dissent,
        unfounded=said.unfounded,
        is_automated=False,
        decided_by=roles[0],
        approved_by=roles[-1],
        persons=len(by),
        decided_on=now.date(),
        effective_on=now.date(),
        until=deadlines.sanction_until(wanted.outcome, now.date()),
        appeal_until=deadlines.appeal_until(now.date()),
        salt=salt,
        **figure_columns("before", before),
        **figure_columns("after", after),
    )
    decision.save(force_insert=True)
    Decider.objects.bulk_create(Decider(decision=decision, user_id=user, role=role) for user, role in by)
    return decision, salt


def _let_the_log_say(
    case: Case, claim: Claim, decision: Decision, wanted: Wanted, by: By, salt: bytes, now: datetime
) -> None:
    statement = reasons.canonical(
        decision=str(decision.public_id),
        outcome=wanted.outcome,
        ground=claim.ground,
        rule_version=claim.rule_version,
        policy_version=numbers.POLICY_VERSION,
        reasons=wanted.reasons,
        appeal_until=decision.appeal_until,
        until=decision.until,
        dissent=wanted.dissent,
    )
    roles = dict.fromkeys(role for _, role in by)
    body: dict[str, Any] = {
        "ground": claim.ground,
        "rule_version": claim.rule_version,
        "decision": str(decision.public_id),
        "outcome": str(wanted.outcome),
        "decided_by": [{"role": str(role), "persons": sum(r is role for _, r in by)} for role in roles],
        "automation": False,
        "before": _figures(decision, "before"),
        "after": _figures(decision, "after"),
        "statement": commitment("decision", salt, statement),
        **wanted.more,
    }
    if decision.unfounded:
        body["unfounded"] = True
    if decision.until is not None:
        body["until"] = decision.until.isoformat()
    kind, state = ("appeal-decision", State.FINAL) if decision.is_final else ("decision", State.DECIDED)
    records.append(case, kind, body, now, state=State.NOTICED if wanted.outcome is Outcome.ADMITTED else state)


def _figures(decision: Decision, side: str) -> dict[str, object]:
    figures = Figures(**{name: getattr(decision, f"{side}_{name}") for name in Figures.__slots__})
    shown: dict[str, object] = {
        "month": months.show(figures.month),
        "log_size": figures.log_size,
        "published": figures.published,
    }
    if figures.well is not None and figures.stars is not None:
        shown |= {"well": figures.well, "stars": figures.stars}
    return shown


def _suspend(case: Case, decision: Decision, wanted: Wanted, now: datetime) -> None:
    """The alert is shown as suspended from now on."""
    until = wanted.until_month or 0
    row = AlertSuspension.objects.create(
        public_id=decision.public_id,
        business_id=case.business_id,
        alert=case.alert or "",
        until=until,
        facts=decision.facts,
        reasoning=decision.reasoning,
        summary=decision.summary,
        policy_version=decision.policy_version,
        decided_by=decision.decided_by,
        approved_by=decision.approved_by,
        decided_on=decision.decided_on,
        appeal_until=decision.appeal_until,
    )
    body = {
        "business": str(case.business_id),
        "alert": case.alert,
        "decision": str(decision.public_id),
        "until": months.show(until),
        "persons": decision.persons,
        "date": now.date().isoformat(),
    }
    log.append(kind="alert-suspended", body=body, words={"alerts": beside.alert(row)})
