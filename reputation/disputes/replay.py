"""Cases out of the published log: every step of theirs and what it did to reviews, with the words of side files.

Who decided is lost with the database, and so are drafts, what was never published, and the way back of codenames.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from reputation.core import months
from reputation.disputes import beside, deadlines, measure_replay
from reputation.disputes.models import (
    AlertSuspension,
    Appeal,
    Case,
    CaseStep,
    Claim,
    Decision,
    Interim,
    Said,
    figure_columns,
    figures_of,
)
from reputation.disputes.rules import OVER, Outcome, Role, State, Step
from reputation.log.errors import ReplayImpossible
from reputation.log.replay import LOST
from reputation.log.replay import Event as Entry
from reputation.reviews import replay as reviews
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers

ENDS: Mapping[Step, State] = {
    Step.WITHDRAWN: State.WITHDRAWN,
    Step.SETTLED: State.SETTLED,
    Step.CLOSED: State.CLOSED,
}


def _day(entry: Entry, name: str = "date") -> date:
    return date.fromisoformat(entry[name])


def _lost_reasons(day: date) -> dict[str, Any]:
    return {
        "policy_version": numbers.POLICY_VERSION,
        "facts": [LOST],
        "effective_on": day.isoformat(),
        "appeal_until": deadlines.appeal_until(day).isoformat(),
        "dissent": "",
        "unfounded": "",
        **dict.fromkeys(beside.REASONS, LOST),
    }


def _case(entry: Entry) -> Case:
    found = Case.objects.filter(public_id=entry.id("case")).first()
    if found is None:
        raise ReplayImpossible(f"Entry {entry.position} is about a case that the database does not have.")
    return found


def _challenged(entries: Sequence[Entry]) -> None:
    for entry in entries:
        words, limits = entry.words["cases"] or {}, deadlines.limits_of(_day(entry))
        is_about_review, is_about_alert = "review" in entry.body, "alert" in entry.body
        case = Case.objects.create(
            public_id=entry.id("case"),
            business_id=entry.id("business"),
            review_id=entry.id("review") if is_about_review else None,
            alert=entry.body.get("alert"),
            domain=entry.body.get("domain"),
            side=entry["side"],
            state=State.FILED if is_about_review else State.READY,
            is_urgent=entry["is_urgent"],
            filed_on=_day(entry),
            admit_until=words.get("admit_until", limits.admit_until),
            answer_until=limits.answer_until,
            decide_until=limits.decide_until,
        )
        # While a case keeps back the words it is about, they are not published either.
        Claim.objects.create(
            case=case,
            ground=entry["ground"],
            rule_version=entry["rule_version"],
            quote=None if is_about_alert else words.get("quote", LOST),
            said=words.get("said") or LOST,
            law=words.get("law", ""),
        )
        _say(case, words)
        if case.review_id is not None:
            reviews.challenge(review_id=case.review_id, case=case.public_id, on=_day(entry))


def _say(case: Case, words: Mapping[str, Any]) -> None:
    """What the sides said since, and what a moderator looked at meanwhile."""
    there = list(Said.objects.filter(case=case).order_by("id"))
    for place, said in enumerate(words.get("sayings", ())):
        if place >= len(there):
            text, on = said["text"] or LOST, date.fromisoformat(said["on"])
            Said.objects.create(case=case, party=said["party"], kind=said["kind"], text=text, said_on=on)
        elif there[place].is_held and said["text"] is not None:
            Said.objects.filter(id=there[place].id).update(is_held=False, text=said["text"])


def _stepped(entries: Sequence[Entry]) -> None:
    for entry in entries:
        case, step = _case(entry), Step(entry["step"])
        until = _day(entry, "until") if "until" in entry.body else None
        deadline = entry.body.get("deadline")
        CaseStep.objects.create(case=case, step=step, until=until, deadline=deadline, happened_on=_day(entry))
        _say(case, entry.words["cases"] or {})
        _step(case, step, _day(entry), until)


def _step(case: Case, step: Step, on: date, until: date | None) -> None:
    """What a step changes."""
    if step in ENDS:
        _end(case, ENDS[step], on)
        return
    match step:
        case Step.NOTICED:
            _move(case, State.NOTICED, answer_until=_later(until, case.answer_until))
        case Step.ANSWERED | Step.REOPENED:
            _answered(case, step, on, until)
        case Step.READY:
            _move(case, State.READY)
        case Step.EXTENDED:
            _change(case, is_extended=True, answer_until=_later(until, case.answer_until))
        case Step.PAUSED:
            _change(case, paused_on=on)
        case Step.RESUMED:
            days = case.paused_days + (0 if case.paused_on is None else (on - case.paused_on).days)
            most = numbers.PAUSES_LONGEST.value
            until = _later(until, case.decide_until)
            _change(case, paused_on=None, paused_days=min(days, most), decide_until=until)


def _later(until: date | None, before: date) -> date:
    return before if until is None else max(until, before)


def _answered(case: Case, step: Step, on: date, until: date | None) -> None:
    by = _later(until, case.reply_until or on)
    is_late = case.state != State.NOTICED
    decide = deadlines.decide_again_until(by, case.decide_until) if is_late else case.decide_until
    _move(case, State.ANSWERED, has_answer=True, reply_until=by, decide_until=decide)
    if step is Step.REOPENED and case.review_id is not None:
        reviews.challenge(review_id=case.review_id, case=case.public_id, on=on)


def _end(case: Case, to: State, on: date) -> None:
    if case.review_id is not None:
        reviews.end_challenge(review_id=case.review_id, case=case.public_id, on=on)
        Interim.objects.filter(case=case, ended_on__isnull=True).update(ended_on=on)
    _move(case, to, ended_on=on, paused_on=None)


def _move(case: Case, to: State, **changes: Any) -> None:
    """Bring a case into a state; where the log says less than happened, through those between."""
    if State(case.state) in OVER or case.state == to:
        _change(case, **changes)
        return
    _change(case, state=to, **changes)


def _change(case: Case, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(case, name, value)
    if changes:
        case.save(update_fields=list(changes))


def _decided(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _decide(entry, is_final=False)


def _finally_decided(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _decide(entry, is_final=True)


def _decide(entry: Entry, *, is_final: bool) -> None:
    case, day = _case(entry), _day(entry)
    words = entry.words["cases"] or {}
    if not is_final and case.state != State.DRAFTED:
        _move(case, State.DRAFTED)  # by somebody whose draft the log does not know
    _reword(case, words)
    said = {one["decision"]: one for one in words.get("statements", ())}.get(entry["decision"], _lost_reasons(day))
    replaced = Decision.objects.filter(case=case).order_by("-id").first()
    roles = [part["role"] for part in entry["decided_by"]]
    decision = Decision.objects.create(
        public_id=entry.id("decision"),
        case=case,
        review_id=case.review_id,
        replaces=replaced,
        replaced_outcome=None if replaced is None else replaced.outcome,
        is_final=is_final,
        outcome=entry["outcome"],
        ground=entry["ground"],
        rule_version=entry["rule_version"],
        policy_version=said["policy_version"],
        facts=said["facts"],
        dissent=said["dissent"],
        unfounded=(said["unfounded"] or LOST) if entry.body.get("unfounded") else "",
        is_automated=entry["automation"],
        decided_by=roles[0],
        approved_by=roles[-1],
        persons=sum(part["persons"] for part in entry["decided_by"]),
        decided_on=day,
        effective_on=said["effective_on"],
        until=_day(entry, "until") if "until" in entry.body else None,
        appeal_until=date.fromisoformat(said["appeal_until"]),
        salt=None,
        **{name: said[name] or LOST for name in beside.REASONS},
        **figure_columns("before", _figures(entry["before"])),
        **figure_columns("after", _figures(entry["after"])),
    )
    _after(case, decision, day)


def _after(case: Case, decision: Decision, day: date) -> None:
    """Where a decision brings its case."""
    if case.review_id is not None:
        reviews.end_challenge(review_id=case.review_id, case=case.public_id, on=day)
    if decision.outcome != Outcome.ADMITTED:
        Interim.objects.filter(case=case, ended_on__isnull=True).update(ended_on=day)
    if not decision.is_final:
        _move(case, State.DECIDED, appeal_until=max(decision.appeal_until, case.appeal_until or date.min))
    elif decision.outcome != Outcome.ADMITTED:
        _move(case, State.FINAL, ended_on=day, appeal_until=case.appeal_until or decision.appeal_until)


def _reword(case: Case, words: Mapping[str, Any]) -> None:
    """What was said as it is published now: words that a decision masked are masked there too."""
    if "quote" in words:
        Claim.objects.filter(case=case).update(quote=words["quote"], said=words["said"] or LOST)
    there = Said.objects.filter(case=case).order_by("id").values_list("id", flat=True)
    for key, said in zip(there, words.get("sayings", ()), strict=False):
        if said["text"] is not None:
            Said.objects.filter(id=key).update(text=said["text"])


def _figures(shown: Mapping[str, Any]) -> Figures:
    month = months.parse(shown["month"])
    return Figures(month, shown["log_size"], shown["published"], shown.get("well"), shown.get("stars"))


def _appealed(entries: Sequence[Entry]) -> None:
    for entry in entries:
        case, day = _case(entry), _day(entry)
        last = Decision.objects.filter(case=case).order_by("-id").first()
        until = _day(entry, "until")
        commitment = entry.body.get("nonce_commitment")
        Appeal.objects.create(
            case=case,
            decision=last,
            party=entry["party"],
            appealed_on=day if last is None else min(day, last.appeal_until),
            aim_on=min(day + timedelta(days=numbers.APPEAL_AIM.value), until),
            decide_until=until,
            nonce_commitment=None if commitment is None else bytes.fromhex(commitment),
        )
        _say(case, entry.words["cases"] or {})
        _move(case, State.APPEALED)
        if case.review_id is not None:
            reviews.challenge(review_id=case.review_id, case=case.public_id, on=day)


def _measured(entries: Sequence[Entry]) -> None:
    """An interim measure, or that a second person confirmed it. One of a business itself is nothing of a case."""
    for entry in entries:
        if "review" not in entry.body:
            raise ReplayImpossible(f"Entry {entry.position} measures a business in a way this release does not know.")
        case, day, until = _case(entry), _day(entry), _day(entry, "until")
        row = Interim.objects.filter(case=case).first()
        if row is not None:
            row.confirmed_on, row.until = day, until
            row.save(update_fields=["confirmed_on", "until"])
            continue
        words = (entry.words["cases"] or {}).get("interim") or {}
        taken_at = datetime.combine(day, time(tzinfo=UTC))
        Interim.objects.create(
            public_id=words.get("interim") or case.public_id,
            case=case,
            review_id=entry.id("review"),
            ground=entry["ground"],
            reasoning=words.get("reasoning", LOST),
            facts=words.get("facts", [LOST]),
            taken_at=taken_at,
            lapses_at=deadlines.interim_lapses(taken_at),
            until=until,
        )


def _restricted(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if "interim" in entry.body:
            interim = Interim.objects.select_related("case").get(case__public_id=entry.id("interim"))
            month = months.parse(entry["month"])
            nothing = Figures(month=month, log_size=0, published=False)
            reviews.restrict(
                review_id=entry.id("review"),
                case=interim.case.public_id,
                decision=interim.public_id,
                is_interim=True,
                ground=interim.ground,
                rule_version=Claim.objects.get(case=interim.case).rule_version,
                before=nothing,
                after=nothing,
                on=interim.taken_at.date(),
            )
            continue
        decision = Decision.objects.select_related("case").get(public_id=entry.id("decision"))
        reviews.restrict(
            review_id=entry.id("review"),
            case=decision.case.public_id,
            decision=decision.public_id,
            ground=decision.ground,
            rule_version=decision.rule_version,
            before=figures_of("before", decision),
            after=figures_of("after", decision),
            on=decision.decided_on,
        )


def _restored(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if "interim" in entry.body:
            case = Case.objects.get(public_id=entry.id("interim"))
            interim = Interim.objects.get(case=case)
            on = interim.ended_on or min(interim.until, interim.lapses_at.date())
            Interim.objects.filter(id=interim.id, ended_on__isnull=True).update(ended_on=on)
            reviews.restore(review_id=entry.id("review"), case=case.public_id, on=on, is_interim=True)
            continue
        decision = Decision.objects.select_related("case").get(public_id=entry.id("decision"))
        if decision.outcome != Outcome.RESTORED:
            raise ReplayImpossible(f"Entry {entry.position} puts a review back without a decision that does.")
        reviews.restore(review_id=entry.id("review"), case=decision.case.public_id, on=decision.decided_on)


def _alert_suspended(entries: Sequence[Entry]) -> None:
    for entry in entries:
        both = [str(Role.MODERATOR), str(Role.SECOND_MODERATOR)]
        words = entry.words["alerts"] or {"decided_by": both, **_lost_reasons(_day(entry))}
        AlertSuspension.objects.create(
            public_id=entry.id("decision"),
            business_id=entry.id("business"),
            alert=entry["alert"],
            until=months.parse(entry["until"]),
            facts=words["facts"],
            reasoning=words["reasoning"],
            summary=words["summary"],
            policy_version=words["policy_version"],
            decided_by=words["decided_by"][0],
            approved_by=words["decided_by"][1],
            decided_on=_day(entry),
            appeal_until=words["appeal_until"],
        )


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "challenge": _challenged,
    "case-step": _stepped,
    "decision": _decided,
    "appeal": _appealed,
    "appeal-decision": _finally_decided,
    "interim": _measured,
    "review-restricted": _restricted,
    "review-restored": _restored,
    "alert-suspended": _alert_suspended,
    **measure_replay.HANDLERS,
}
