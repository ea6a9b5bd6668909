"""P5: nobody is admitted as an attester, and no key of receipts is annulled, by one person alone."""

import pytest

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import actions
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind, Particulars
from reputation.receipts import attesters
from reputation.receipts.rules import ReceiptClass
from tests.attesters_made import make_applied, make_key, make_provider
from tests.conftest import AsRole
from tests.desk_made import REASONS, decide, somebody, two
from tests.members_made import NOW, join_bare
from tests.promises.statements import refused, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


@pytest.mark.parametrize("role", ["web", "worker"])
def test_neither_pages_nor_the_worker_admit_an_attester_alone(as_role: AsRole, role: str) -> None:
    applied, refused_one, ended = make_applied(), make_applied(), make_provider()
    attesters.refuse(attester=refused_one.id, reasons=REASONS, now=NOW)
    attesters.leave(attester=ended.id, now=NOW)
    own = attesters.of_business(join_bare(), NOW)
    admitted = "UPDATE receipts_attester SET state = 'admitted', admitted_on = applied_on, ended_on = NULL"
    for attester, by in ((applied, "two persons"), (refused_one, "cannot become"), (ended, "cannot become")):
        with refused(by), as_role(role):
            sql(f"{admitted} WHERE public_id = %s", attester.id)
    with refused("two persons"), as_role(role):
        sql("UPDATE receipts_attester SET state = 'refused' WHERE public_id = %s", applied.id)
    for kind in ("payment-provider", "marketplace"):
        with refused("begins by applying"), as_role(role):
            sql(
                "INSERT INTO receipts_attester (public_id, kind, receipt_class, name, website, language, state, "
                "applied_on, admitted_on) VALUES (gen_random_uuid(), %s, 'independent', 'x', '', 'en', 'admitted', "
                "current_date, current_date)",
                kind,
            )
        with refused("never changes"), as_role(role):
            sql(
                "UPDATE receipts_attester SET kind = %s, business_id = NULL, receipt_class = 'independent' "
                "WHERE public_id = %s",
                kind,
                own,
            )
    for stays in (applied.id, ended.id, own):
        with refused("stays|permission denied"), as_role(role):
            sql("DELETE FROM receipts_attester WHERE public_id = %s", stays)


def test_a_refusal_admits_nobody_and_an_admission_is_for_one(as_role: AsRole) -> None:
    first, second = make_applied(), make_applied()
    actions.propose(
        user=somebody(Duty.OPERATOR), kind=Kind.ADMIT_ATTESTER, subject=first.id, reasons=REASONS, now=clock.now()
    )
    for attester in (first, second):
        with refused("two persons"), as_role("web"):
            attesters.admit(attester=attester.id, now=NOW)
    operators = two(Duty.OPERATOR)
    with as_role("web"):
        decide(Kind.ADMIT_ATTESTER, second.id, operators, now=clock.now())
    with refused("two persons"), as_role("web"):
        attesters.admit(attester=first.id, now=NOW)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_neither_pages_nor_the_worker_annul_a_key_alone(as_role: AsRole, role: str) -> None:
    business, operators = join_bare(), two(Duty.OPERATOR)
    key, other = make_key(business), make_key(business, ReceiptClass.SELLER)
    decide(Kind.ANNUL_KEY, business, operators, particulars=Particulars(sha256=other.hex(), ground="leaked"))
    changes = "state = 'annulled', annulment = %s, annulled_on = current_date"
    annulled = f"UPDATE receipts_key SET {changes} WHERE key_id = %s"
    with refused("two persons decided"), as_role(role):
        sql(annulled, "leaked", key)
    with refused("stays so"), as_role(role):
        sql("UPDATE receipts_key SET state = 'issuing', annulment = NULL, annulled_on = NULL WHERE key_id = %s", other)
    made = actions.propose(
        user=operators[0],
        kind=Kind.ANNUL_KEY,
        subject=business,
        reasons=REASONS,
        particulars=Particulars(sha256=key.hex(), ground="leaked"),
        now=clock.now(),
    )
    with refused("two persons decided"), as_role(role):
        sql(annulled, "leaked", key)
    Proposal.objects.filter(public_id=made).update(state="confirmed", decided_by=operators[1], decided_at=clock.now())
    with refused("two persons decided"), as_role(role):
        sql(annulled, "false-attestation", key)
    with as_role(role):
        assert sql(annulled, "leaked", key) == 1
