"""A business is warned with reasons, an end and an appeal that others decide; nothing of it moves its figure."""

from datetime import timedelta
from typing import Any

import pytest

from reputation.accounts.rules import Duty
from reputation.admissions.errors import Unexplained
from reputation.core import months
from reputation.desk import errors as desk_errors
from reputation.desk import queues
from reputation.desk.queues import What
from reputation.desk.rules import Kind
from reputation.disputes import conduct, errors, measures
from reputation.disputes.measure_rules import End, MeasureKind, Severity, Verdict
from reputation.log.entries import decode
from reputation.log.models import SideFile, Waiting
from reputation.members.errors import NotAllowed
from reputation.members.rules import Role
from reputation.notices.models import Mail
from reputation.webhooks.models import Event
from tests.desk_made import REASONS, WHY_NOT, decide, propose, somebody, two
from tests.measures_made import RULE, WARNING, appeal, make_warning, reverse, warning
from tests.members_made import NOW, join_bare, make_colleague, make_member_business

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


def logged(kind: str) -> list[dict[str, Any]]:
    rows = Waiting.objects.filter(kind=kind).order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def test_a_warning_is_told_at_once_with_all_its_parts() -> None:
    owner, made = make_warning()
    found = conduct.measure(made)
    today = NOW.date()
    assert (found.kind, found.severity, found.ground) == (MeasureKind.WARNING, Severity.MINOR, "charter-breach")
    assert (found.facts, found.reasoning, found.summary) == (WARNING.facts, REASONS, WARNING.summary)
    assert "No paid, rewarded or filtered reviews." in found.rule_text
    assert (found.told_on, found.from_on, found.until) == (today, today, months.later(today, 3))
    assert found.appeal_until == today + timedelta(days=184)
    mail = Mail.objects.filter(kind="measure-taken").first()
    assert mail is not None
    said = " ".join(mail.text.split())
    assert WARNING.facts is not None
    for part in (*WARNING.facts, REASONS, WARNING.summary, "No paid, rewarded or filtered reviews.", "184 days"):
        assert " ".join(part.split()) in said, part
    assert f"/members/b/{owner.business}/measures/{made}" in mail.text


def test_the_log_says_it_with_the_statement_beside() -> None:
    owner, made = make_warning(particulars=warning(severity=Severity.SERIOUS))
    (body,) = logged("warning")
    assert body == {
        "case": str(made),
        "business": str(owner.business),
        "ground": "charter-breach",
        "severity": "serious",
        "persons": 2,
        "until": months.later(NOW.date(), 36).isoformat(),
        "date": NOW.date().isoformat(),
    }
    (beside,) = SideFile.objects.filter(kind="measures", subject=made).values_list("document", flat=True)
    assert beside is not None
    assert WARNING.facts is not None
    for part in (*WARNING.facts, WARNING.summary, RULE):
        assert part in beside


def test_its_systems_hear_of_it_without_its_reasons() -> None:
    make_warning()
    facts = Event.objects.filter(kind="measure-taken").values_list("body", flat=True)
    assert not any(WARNING.summary in str(one) for one in facts)


def test_it_stands_until_its_last_day_and_no_longer() -> None:
    owner, made = make_warning()
    last = conduct.measure(made).until
    assert [one.public_id for one in conduct.standing(owner.business, last)] == [made]
    assert conduct.standing(owner.business, last + timedelta(days=1)) == []
    assert conduct.standing(owner.business, NOW.date() - timedelta(days=1)) == []
    assert [one.public_id for one in conduct.measures(owner.business)] == [made]


def test_proof_of_cure_ends_it_at_once() -> None:
    owner, made = make_warning()
    decide(Kind.END_WARNING, made, two(Duty.MODERATOR))
    found = conduct.measure(made)
    assert (found.ended_on, found.why_ended) == (NOW.date(), End.CURED)
    assert conduct.standing(owner.business, NOW.date()) == []
    (body,) = logged("warning-ended")
    assert (body["case"], body["why"], body["persons"]) == (str(made), "cured", 2)
    assert Mail.objects.filter(kind="warning-ended").exists()
    with pytest.raises(desk_errors.NotProposable):
        propose(somebody(Duty.MODERATOR), Kind.END_WARNING, made)


def test_an_owner_appeals_once_and_two_of_the_panel_reverse_it() -> None:
    owner, made = make_warning()
    appeal(owner, made)
    assert conduct.measure(made).decide_until == NOW.date() + timedelta(days=30)
    with pytest.raises(errors.WrongMeasureState):
        appeal(owner, made)
    line = next(line for line in queues.queue(somebody(Duty.PANEL), NOW) if line.id == made)
    assert line.what is What.MEASURE_APPEAL
    reverse(made)
    found = conduct.measure(made)
    assert (found.appeal_outcome, found.appeal_reasons, found.why_ended) == (Verdict.REVERSED, REASONS, End.REVERSED)
    assert conduct.standing(owner.business, NOW.date()) == []
    (body,) = logged("warning-ended")
    assert body["why"] == "reversed"
    mail = Mail.objects.filter(kind="measure-appeal-decided").first()
    assert mail is not None
    assert "the decision is reversed" in mail.text


def test_what_is_upheld_goes_on() -> None:
    owner, made = make_warning()
    appeal(owner, made)
    decide(Kind.UPHOLD_MEASURE, made, two(Duty.PANEL))
    assert conduct.measure(made).appeal_outcome is Verdict.UPHELD
    assert len(conduct.standing(owner.business, NOW.date())) == 1
    assert logged("warning-ended") == []
    with pytest.raises(desk_errors.NotProposable):
        propose(somebody(Duty.PANEL), Kind.REVERSE_MEASURE, made)


def test_what_is_over_can_still_be_appealed_for_it_may_weigh_in_the_next_one() -> None:
    owner, made = make_warning()
    decide(Kind.END_WARNING, made, two(Duty.MODERATOR))
    appeal(owner, made, now=NOW + timedelta(days=184))
    reverse(made, now=NOW + timedelta(days=185))
    found = conduct.measure(made)
    assert (found.ended_on, found.why_ended) == (NOW.date(), End.REVERSED)
    assert [body["why"] for body in logged("warning-ended")] == ["cured", "reversed"]


def test_the_time_to_appeal_ends() -> None:
    owner, made = make_warning()
    with pytest.raises(errors.WrongMeasureState):
        appeal(owner, made, now=NOW + timedelta(days=185))
    appeal(owner, made, now=NOW + timedelta(days=184))


def test_only_an_owner_of_this_very_business_appeals_and_says_why() -> None:
    owner, made = make_warning()
    other = make_member_business()
    with pytest.raises(errors.NoSuchMeasure):
        measures.appeal(actor=other, measure=made, said=WHY_NOT, now=NOW)
    with pytest.raises(NotAllowed):
        measures.appeal(actor=make_colleague(owner, Role.AGENT), measure=made, said=WHY_NOT, now=NOW)
    with pytest.raises(Unexplained):
        measures.appeal(actor=owner, measure=made, said="No.", now=NOW)
    appeal(owner, made)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"rule": "no-such-rule"}, errors.BadMeasure),
        ({"facts": ("x" * 5_001,)}, errors.BadMeasure),
        ({"facts": ()}, errors.BadMeasure),
        ({"summary": ""}, desk_errors.NotProposable),
        ({"summary": " "}, errors.BadMeasure),
        ({"summary": "x" * 501}, errors.BadMeasure),
        ({"severity": None}, desk_errors.NotProposable),
        ({"rule": "unfounded-challenges"}, errors.NotDue),
    ],
)
def test_no_warning_without_rule_facts_and_summary(change: dict[str, Any], refusal: type[Exception]) -> None:
    business, user = join_bare(), somebody(Duty.MODERATOR)
    with pytest.raises(refusal):
        propose(user, Kind.WARN, business, particulars=warning(**change))
    propose(user, Kind.WARN, business, particulars=WARNING)


def test_whoever_had_part_decides_no_appeal() -> None:
    both = (somebody(Duty.MODERATOR, Duty.PANEL), somebody(Duty.MODERATOR, Duty.PANEL))
    owner, made = make_warning(by=both)
    appeal(owner, made)
    for person in both:
        assert made not in {line.id for line in queues.queue(person, NOW)}
        with pytest.raises(desk_errors.NotForYou):
            propose(person, Kind.REVERSE_MEASURE, made)
    reverse(made)


def test_whoever_belongs_to_the_business_warns_nobody() -> None:
    owner = make_member_business()
    user = owner.user
    assert user is not None
    with pytest.raises(desk_errors.NotForYou):
        propose(user, Kind.WARN, owner.business, particulars=WARNING)


def test_of_two_answers_to_an_appeal_the_other_lapses() -> None:
    owner, made = make_warning()
    appeal(owner, made)
    propose(somebody(Duty.PANEL), Kind.UPHOLD_MEASURE, made)
    reverse(made)
    assert conduct.measure(made).appeal_outcome is Verdict.REVERSED
    assert conduct.appealed() == []
