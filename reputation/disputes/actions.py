"""Every write about cases. Each appends its entry to the public log in the same transaction."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from reputation.core import ids, months
from reputation.core.db import broken_constraint
from reputation.disputes import beside, effects, errors, rules
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, figure_columns, figures_of
from reputation.disputes.rules import Ground, Outcome, Reasons, Role, Side, State
from reputation.log import actions as log
from reputation.log.entries import commitment
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as reviews
from reputation.reviews import queries as published
from reputation.reviews.rules import Figures, ReceiptClass
from reputation.rulebook import cases as numbers

Deciders = tuple[Role, Role]


def file_challenge(
    *,
    review_id: UUID,
    ground: Ground,
    quote: str,
    said: str,
    side: Side,
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Open a case against a review, good or bad; it stays visible and counted. Answers the public id of the case.

    Raises:
        BadClaim: words or explanation are missing, or the words are not in the text.
        Inadmissible: a receipt already proves the contrary.
        AlreadyOpen: the review is being challenged.
        reviews.errors.NoSuchReview, reviews.errors.WrongState
    """
    review = published.one(review_id)
    _require_claim(quote=quote, said=said, text="".join(span.text for span in review.spans))
    if not rules.is_admissible(ground, has_receipt=review.receipt_class != ReceiptClass.NONE):
        raise errors.Inadmissible(ground=str(ground))
    limits = rules.limits_of(now.date())
    public_id = source.uuid()
    try:
        with transaction.atomic():
            reviews.mark_challenged(review_id=review_id, case=public_id, now=now)
            case = Case.objects.create(
                public_id=public_id,
                business_id=review.business,
                review_id=review_id,
                side=side,
                filed_on=now.date(),
                answer_until=limits.answer_until,
                decide_until=limits.decide_until,
            )
            version = numbers.GROUNDS[ground].version
            claim = Claim.objects.create(case=case, ground=ground, rule_version=version, quote=quote, said=said)
            body = _body(case, ground, version) | {"date": now.date().isoformat()}
            log.append(kind="challenge", body=body, words={"cases": beside.case(case, claim)})
    except IntegrityError as error:
        if broken_constraint(error) == "case_one_open_per_review":
            raise errors.AlreadyOpen from error
        raise
    return public_id


def _require_claim(*, quote: str, said: str, text: str) -> None:
    if not quote.strip() or len(quote) > numbers.QUOTE_LIMIT.value or quote not in text:
        raise errors.BadClaim(field="quote")
    if not said.strip() or len(said) > numbers.REASON_LIMIT.value:
        raise errors.BadClaim(field="said")


def _body(case: Case, ground: str, version: str) -> dict[str, object]:
    return {
        "case": str(case.public_id),
        "business": str(case.business_id),
        "review": str(case.review_id),
        "ground": str(ground),
        "rule_version": version,
    }


def _locked(case_id: UUID, state: State) -> Case:
    """The case, locked until the transaction ends.

    Raises:
        NoSuchCase, WrongState
    """
    case = Case.objects.select_for_update(no_key=True).filter(public_id=case_id).first()
    if case is None:
        raise errors.NoSuchCase
    if case.state != state:
        raise errors.WrongState(state=case.state)
    return case


@transaction.atomic
def decide(
    *,
    case_id: UUID,
    outcome: Outcome,
    reasons: Reasons,
    deciders: Deciders,
    now: datetime,
    has_answer: bool = False,
    wording: str = "",
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Decide a case for the first time: leave the review, take it out, or mask the quoted words by `wording`.

    Answers the public id of the decision. `has_answer`: the writer answered.

    Raises:
        Unreasoned: a part of the reasons is missing or too long, or repeats words that are to be masked.
        OnePerson: the same one decides and approves.
        TooEarly: the writer may still answer.
        NoSuchCase, WrongState, reviews.errors.WrongState, reviews.errors.BadSpan
    """
    if not rules.may_follow(None, outcome):
        raise errors.WrongState(state=State.FILED)
    _require_reasons(reasons, deciders)
    case = _locked_after_review(case_id, State.FILED)
    claim = Claim.objects.get(case=case)
    if outcome is Outcome.REMOVED and not rules.may_remove(
        Ground(claim.ground), filed_on=case.filed_on, today=now.date(), has_answer=has_answer
    ):
        raise errors.TooEarly(days=numbers.SILENCE.value)
    words = claim.quote
    if outcome is Outcome.MASKED:
        _forget_words(claim, reasons, wording)
    case.state, case.ended_on = State.DECIDED, now.date()
    decision = _write(case, claim, outcome, reasons, deciders, None, now, source)
    case.save(update_fields=["state", "ended_on"])
    reviews.end_challenge(review_id=case.review_id, case=case_id, now=now)
    if outcome is Outcome.REMOVED:
        reviews.restrict(
            review_id=case.review_id,
            case=case_id,
            decision=decision.public_id,
            ground=claim.ground,
            rule_version=claim.rule_version,
            before=figures_of("before", decision),
            after=figures_of("after", decision),
            now=now,
        )
    elif outcome is Outcome.MASKED:
        reviews.mask(
            review_id=case.review_id,
            words=words,
            wording=wording,
            decision=decision.public_id,
            now=now,
            source=source,
        )
    return decision.public_id


def _forget_words(claim: Claim, reasons: Reasons, wording: str) -> None:
    """Words that are masked must not live on in the claim or in the reasons."""
    if claim.quote in wording or any(claim.quote in part for part in rules.parts(reasons)):
        raise errors.Unreasoned(field="quote")
    claim.said, claim.quote = claim.said.replace(claim.quote, wording), wording or claim.quote
    claim.save(update_fields=["quote", "said"])


@transaction.atomic
def restore(
    *,
    case_id: UUID,
    reasons: Reasons,
    deciders: Deciders,
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Put a removed review back by a later decision that replaces the first; a late answer always reopens.

    Answers the public id of the decision.

    Raises:
        Unreasoned, OnePerson, NoSuchCase, WrongState
    """
    _require_reasons(reasons, deciders)
    case = _locked_after_review(case_id, State.DECIDED)
    last = Decision.objects.filter(case=case).order_by("-id")[0]
    if not rules.may_follow(Outcome(last.outcome), Outcome.RESTORED):
        raise errors.WrongState(state=case.state)
    claim = Claim.objects.get(case=case)
    decision = _write(case, claim, Outcome.RESTORED, reasons, deciders, last, now, source)
    reviews.restore(
        review_id=case.review_id, case=case_id, decision=decision.public_id, replaces=last.public_id, now=now
    )
    return decision.public_id


def _require_reasons(reasons: Reasons, deciders: Deciders) -> None:
    field = rules.missing(reasons)
    if field is not None:
        raise errors.Unreasoned(field=field)
    if deciders[0] == deciders[1]:
        raise errors.OnePerson


def _locked_after_review(case_id: UUID, state: State) -> Case:
    """The case, after its review: rows are locked in one order everywhere."""
    review = Case.objects.filter(public_id=case_id).values_list("review__public_id", flat=True).first()
    if review is None:
        raise errors.NoSuchCase
    reviews.hold(review_id=review)
    return _locked(case_id, state)


def _write(
    case: Case,
    claim: Claim,
    outcome: Outcome,
    reasons: Reasons,
    deciders: Deciders,
    replaces: Decision | None,
    now: datetime,
    source: ids.Source,
) -> Decision:
    month = months.of(now)
    before = effects.figures(case.business_id, month)
    after = before
    if outcome in rules.COUNTS_AFTER:
        after = effects.figures(case.business_id, month, case.review_id, counts=rules.COUNTS_AFTER[outcome])
    salt = source.salt()
    decision = Decision.objects.create(
        public_id=source.uuid(),
        case=case,
        review_id=case.review_id,
        replaces=replaces,
        replaced_outcome=None if replaces is None else replaces.outcome,
        outcome=outcome,
        ground=claim.ground,
        rule_version=claim.rule_version,
        policy_version=numbers.POLICY_VERSION,
        quote=reasons.quote,
        facts=list(reasons.facts),
        business_said=reasons.business_said,
        reviewer_said=reasons.reviewer_said,
        reasoning=reasons.reasoning,
        summary=reasons.summary,
        is_automated=False,
        decided_by=deciders[0],
        approved_by=deciders[1],
        decided_on=now.date(),
        effective_on=now.date(),
        appeal_until=rules.appeal_until(now.date()),
        salt=salt,
        **figure_columns("before", before),
        **figure_columns("after", after),
    )
    statement = rules.canonical(
        decision=str(decision.public_id),
        outcome=outcome,
        ground=claim.ground,
        rule_version=claim.rule_version,
        policy_version=numbers.POLICY_VERSION,
        reasons=reasons,
        appeal_until=decision.appeal_until,
    )
    log.append(
        kind="decision",
        body=_body(case, claim.ground, claim.rule_version)
        | {
            "decision": str(decision.public_id),
            "outcome": str(outcome),
            "decided_by": [{"role": str(role), "persons": 1} for role in deciders],
            "automation": False,
            "before": _logged(before),
            "after": _logged(after),
            "statement": commitment("decision", salt, statement),
            "date": now.date().isoformat(),
        },
        words={"cases": beside.case(case, claim)},
    )
    return decision


def _logged(figures: Figures) -> dict[str, object]:
    shown: dict[str, object] = {
        "month": months.show(figures.month),
        "log_size": figures.log_size,
        "published": figures.published,
    }
    if figures.well is not None and figures.stars is not None:
        shown |= {"well": figures.well, "stars": figures.stars}
    return shown


@transaction.atomic
def suspend_alert(
    *,
    business: UUID,
    alert: Alert,
    until: int,
    facts: tuple[str, ...],
    reasoning: str,
    summary: str,
    deciders: Deciders,
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Suspend an alert that has an innocent cause until a month. Answers the public id of the decision.

    Raises:
        NoSuchAlert: it does not stand, or `until` is further away than the rulebook allows.
        Unreasoned, OnePerson
    """
    _require_reasons(Reasons(str(alert), facts, str(alert), str(alert), reasoning, summary), deciders)
    month = months.of(now)
    if not month < until <= month + numbers.ALERT_SUSPENSION.value:
        raise errors.NoSuchAlert(until=months.show(until))
    if str(alert) not in effects.standing_alerts(business, month):
        raise errors.NoSuchAlert(alert=str(alert))
    row = AlertSuspension.objects.create(
        public_id=source.uuid(),
        business_id=business,
        alert=alert,
        until=until,
        facts=list(facts),
        reasoning=reasoning,
        summary=summary,
        policy_version=numbers.POLICY_VERSION,
        decided_by=deciders[0],
        approved_by=deciders[1],
        decided_on=now.date(),
        appeal_until=rules.appeal_until(now.date()),
    )
    log.append(
        kind="alert-suspended",
        body={
            "business": str(business),
            "alert": str(alert),
            "decision": str(row.public_id),
            "until": months.show(until),
            "persons": numbers.DECIDERS.value,
            "date": now.date().isoformat(),
        },
        words={"alerts": beside.alert(row)},
    )
    return row.public_id
