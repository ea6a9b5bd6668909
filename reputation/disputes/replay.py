"""Cases out of the published log: challenges, decisions and what they did to reviews, with the words of side files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reputation.core import months
from reputation.disputes import measure_replay, rules
from reputation.disputes.beside import REASONS
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, figure_columns, figures_of
from reputation.disputes.rules import Outcome, Role, Side, State
from reputation.log.errors import ReplayImpossible
from reputation.log.replay import LOST
from reputation.log.replay import Event as Entry
from reputation.reviews import replay as reviews
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry["date"])


def _lost_case(entry: Entry) -> dict[str, Any]:
    """What a case is taken to be when its words are lost."""
    limits = rules.limits_of(_day(entry))
    return {
        "side": str(Side.PUBLIC),
        "answer_until": limits.answer_until.isoformat(),
        "decide_until": limits.decide_until.isoformat(),
        "statements": [],
    }


def _lost_reasons(day: date) -> dict[str, Any]:
    return {
        "policy_version": numbers.POLICY_VERSION,
        "facts": [LOST],
        "effective_on": day.isoformat(),
        "appeal_until": rules.appeal_until(day).isoformat(),
        **dict.fromkeys(REASONS, LOST),
    }


def _challenged(entries: Sequence[Entry]) -> None:
    for entry in entries:
        words = entry.words["cases"] or _lost_case(entry)
        case = Case.objects.create(
            public_id=entry.id("case"),
            business_id=entry.id("business"),
            review_id=entry.id("review"),
            side=words["side"],
            filed_on=_day(entry),
            answer_until=words["answer_until"],
            decide_until=words["decide_until"],
        )
        # While a case keeps back the words it is about, they are not published either.
        Claim.objects.create(
            case=case,
            ground=entry["ground"],
            rule_version=entry["rule_version"],
            quote=words.get("quote", LOST),
            said=words.get("said", LOST),
        )
        reviews.challenge(review_id=case.review_id, case=case.public_id, on=_day(entry))


def _decided(entries: Sequence[Entry]) -> None:
    for entry in entries:
        case, day = Case.objects.get(public_id=entry.id("case")), _day(entry)
        words = entry.words["cases"] or _lost_case(entry)
        _reword(case, words, entry)
        said = {one["decision"]: one for one in words["statements"]}.get(entry["decision"], _lost_reasons(day))
        replaced = Decision.objects.filter(case=case).order_by("-id").first()
        Decision.objects.create(
            public_id=entry.id("decision"),
            case=case,
            review_id=case.review_id,
            replaces=replaced,
            replaced_outcome=None if replaced is None else replaced.outcome,
            outcome=entry["outcome"],
            ground=entry["ground"],
            rule_version=entry["rule_version"],
            policy_version=said["policy_version"],
            facts=said["facts"],
            is_automated=entry["automation"],
            decided_by=entry["decided_by"][0]["role"],
            approved_by=entry["decided_by"][1]["role"],
            decided_on=day,
            effective_on=said["effective_on"],
            appeal_until=said["appeal_until"],
            salt=None,
            **{name: said[name] for name in REASONS},
            **figure_columns("before", _figures(entry["before"])),
            **figure_columns("after", _figures(entry["after"])),
        )
        if case.state == State.FILED:
            case.state, case.ended_on = State.DECIDED, day
            case.save(update_fields=["state", "ended_on"])
            reviews.end_challenge(review_id=case.review_id, case=case.public_id, on=day)


def _reword(case: Case, words: Mapping[str, Any], entry: Entry) -> None:
    """The claim of an open case as it is published: words that the decision masks are masked in it too."""
    if case.state == State.FILED and ("quote" in words or entry["outcome"] == Outcome.MASKED):
        Claim.objects.filter(case=case).update(quote=words.get("quote", LOST), said=words.get("said", LOST))


def _figures(shown: Mapping[str, Any]) -> Figures:
    month = months.parse(shown["month"])
    return Figures(month, shown["log_size"], shown["published"], shown.get("well"), shown.get("stars"))


def _restricted(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if "decision" not in entry.body:
            raise ReplayImpossible(f"Entry {entry.position} takes a review out in a way this release does not know.")
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
        if "decision" not in entry.body:
            raise ReplayImpossible(f"Entry {entry.position} puts a review back in a way this release does not know.")
        decision = Decision.objects.select_related("case", "replaces").get(public_id=entry.id("decision"))
        if decision.outcome != Outcome.RESTORED or decision.replaces is None:
            raise ReplayImpossible(f"Entry {entry.position} puts a review back without a decision that does.")
        reviews.restore(
            review_id=entry.id("review"),
            case=decision.case.public_id,
            replaces=decision.replaces.public_id,
            on=decision.decided_on,
        )


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
    "decision": _decided,
    "review-restricted": _restricted,
    "review-restored": _restored,
    "alert-suspended": _alert_suspended,
    **measure_replay.HANDLERS,
}
