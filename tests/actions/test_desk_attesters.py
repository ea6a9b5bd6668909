"""What two operators decide about attesters and keys of receipts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.desk import actions, errors, queues
from reputation.desk import queries as proposals
from reputation.desk.queues import Waits, What
from reputation.desk.rules import Kind, Particulars, State
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.members.rules import Role
from reputation.notices.models import Mail
from reputation.receipts import attesters, queries
from reputation.receipts.errors import NoSuchAttester, NoSuchReceiptKey, WrongAttesterState
from reputation.receipts.rules import AttesterState, KeyState
from reputation.rulebook import receipts as numbers
from tests.attesters_made import make_applied, make_key, make_provider
from tests.conftest import AsRole
from tests.desk_made import REASONS, decide, somebody, two
from tests.members_made import NOW, email_of, join_bare, make_colleague, make_member_business

pytestmark = pytest.mark.django_db


def logged() -> list[str]:
    """The kinds of entries that wait, but for those of businesses."""
    rows = Waiting.objects.order_by("id").values_list("kind", flat=True)
    return [kind for kind in rows if not kind.startswith("business")]


def annulment(key: bytes, ground: str = "leaked") -> Particulars:
    return Particulars(sha256=key.hex(), ground=ground)


def test_two_operators_admit_and_end_an_attester(as_role: AsRole) -> None:
    provider, both = make_applied(), two(Duty.OPERATOR)
    with as_role("web"):
        decide(Kind.ADMIT_ATTESTER, provider.id, both)
    assert queries.attester(provider.id).state is AttesterState.ADMITTED
    with as_role("web"):
        decide(Kind.END_ATTESTER, provider.id, both)
    assert queries.attester(provider.id).state is AttesterState.ENDED
    assert logged() == ["attester-admitted", "attester-ended"]
    assert [mail.kind for mail in Mail.objects.order_by("id")] == ["attester-admitted", "attester-ended"]
    assert REASONS.split()[0] in Mail.objects.get(kind="attester-ended").text


def test_two_operators_refuse_an_attester_and_the_other_answer_lapses(as_role: AsRole) -> None:
    provider, (first, second) = make_applied(), two(Duty.OPERATOR)
    with as_role("web"):
        other = actions.propose(user=second, kind=Kind.ADMIT_ATTESTER, subject=provider.id, reasons=REASONS, now=NOW)
        decide(Kind.REFUSE_ATTESTER, provider.id, (first, second))
    assert queries.attester(provider.id).state is AttesterState.REFUSED
    assert logged() == []
    with pytest.raises(errors.ProposalOver):
        actions.confirm(user=first, proposal=other, now=NOW)


@pytest.mark.parametrize("kind", [Kind.ADMIT_ATTESTER, Kind.REFUSE_ATTESTER, Kind.END_ATTESTER])
def test_only_what_can_follow_is_proposed(kind: Kind) -> None:
    business = attesters.of_business(join_bare(), NOW)
    applied, admitted = make_applied().id, make_provider().id
    subjects: list[UUID] = [business, admitted if kind is not Kind.END_ATTESTER else applied]
    for subject in subjects:
        with pytest.raises(errors.NotProposable):
            actions.propose(user=somebody(Duty.OPERATOR), kind=kind, subject=subject, reasons=REASONS, now=NOW)
    with pytest.raises(NoSuchAttester):
        actions.propose(user=somebody(Duty.OPERATOR), kind=kind, subject=uuid4(), reasons=REASONS, now=NOW)


@pytest.mark.parametrize("duty", [Duty.MODERATOR, Duty.PANEL])
def test_only_operators_decide(duty: Duty) -> None:
    provider, business = make_applied(), join_bare()
    key = make_key(business)
    with pytest.raises(errors.NotForYou):
        actions.propose(user=somebody(duty), kind=Kind.ADMIT_ATTESTER, subject=provider.id, reasons=REASONS, now=NOW)
    with pytest.raises(errors.NotForYou):
        actions.propose(
            user=somebody(duty),
            kind=Kind.ANNUL_KEY,
            subject=business,
            particulars=annulment(key),
            reasons=REASONS,
            now=NOW,
        )


def test_an_application_that_is_over_meanwhile_stays_undecided() -> None:
    provider, (first, second) = make_applied(), two(Duty.OPERATOR)
    made = actions.propose(user=first, kind=Kind.ADMIT_ATTESTER, subject=provider.id, reasons=REASONS, now=NOW)
    attesters.leave(attester=provider.id, now=NOW)
    with pytest.raises(WrongAttesterState):
        actions.confirm(user=second, proposal=made, now=NOW)
    assert proposals.proposal(made).state is State.OPEN


def test_two_operators_annul_a_key(as_role: AsRole) -> None:
    owner = make_member_business()
    key, operators = make_key(owner.business), two(Duty.OPERATOR)
    with as_role("web"):
        decide(Kind.ANNUL_KEY, owner.business, operators, particulars=annulment(key))
    found = queries.key(key)
    assert (found.state, found.annulled_on) == (KeyState.ANNULLED, NOW.date())
    raw = Waiting.objects.get(kind="receipt-key-annulled").raw
    body = decode(bytes(raw)).body
    assert (body["key_id"], body["reason"], body["persons"]) == (key.hex(), "leaked", 2)
    told = Mail.objects.filter(kind="receipt-key-annulled")
    assert {mail.to for mail in told} == {"office@kettle.example", email_of(owner)}
    assert all(REASONS.split()[0] in mail.text for mail in told)
    with pytest.raises(errors.NotProposable):
        decide(Kind.ANNUL_KEY, owner.business, two(Duty.OPERATOR), particulars=annulment(key, "false-attestation"))


def test_an_annulment_names_a_key_of_the_business_and_a_ground() -> None:
    business, other = join_bare(), join_bare()
    key = make_key(business)
    for subject, carries in (
        (other, annulment(key)),
        (business, annulment(key, "charter-breach")),
        (business, Particulars(sha256="x" * 64, ground="leaked")),
    ):
        with pytest.raises(errors.NotProposable):
            decide(Kind.ANNUL_KEY, subject, two(Duty.OPERATOR), particulars=carries)
    with pytest.raises(NoSuchReceiptKey):
        decide(Kind.ANNUL_KEY, business, two(Duty.OPERATOR), particulars=annulment(bytes(32)))


def test_nobody_annuls_a_key_of_a_business_they_belong_to() -> None:
    owner = make_member_business()
    member = make_colleague(owner, Role.READER)
    assert member.user is not None
    accounts.give_duty(user_id=member.user, duty=Duty.OPERATOR, now=NOW)
    with pytest.raises(errors.NotForYou):
        actions.propose(
            user=member.user,
            kind=Kind.ANNUL_KEY,
            subject=owner.business,
            particulars=annulment(make_key(owner.business)),
            reasons=REASONS,
            now=NOW,
        )


def test_who_applied_is_in_the_queue_of_operators_until_it_is_decided() -> None:
    provider, (first, second) = make_applied(), two(Duty.OPERATOR)
    (line,) = queues.queue(first, NOW)
    due = NOW.date() + timedelta(days=numbers.ATTESTERS_DECIDED_WITHIN.value)
    assert (line.what, line.id, line.waits, line.due) == (What.ATTESTER, provider.id, Waits.YOU, due)
    assert queues.queue(somebody(Duty.MODERATOR), NOW) == []
    made = actions.propose(user=first, kind=Kind.ADMIT_ATTESTER, subject=provider.id, reasons=REASONS, now=NOW)
    assert [(line.waits, line.kind) for line in queues.queue(first, NOW)] == [(Waits.SECOND, Kind.ADMIT_ATTESTER)]
    assert [line.waits for line in queues.queue(second, NOW)] == [Waits.YOU]
    actions.confirm(user=second, proposal=made, now=NOW)
    assert queues.queue(first, NOW) == []
