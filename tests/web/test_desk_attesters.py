"""Attesters at the desk and in public: who applies, who vouches, and which key is annulled, on pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk.models import Proposal
from reputation.desk.rules import State
from reputation.receipts import attesters, public_keys, queries, totals
from reputation.receipts.rules import AttesterKind, AttesterState, KeyState, ReceiptClass
from tests.attesters_made import CONTACT, Counted, end_key, make_applied, make_key, make_provider, public
from tests.desk_made import REASONS
from tests.desk_pages_made import At
from tests.members_made import join_bare
from tests.pages_made import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
NOW = clock.now()


def test_an_attester_is_admitted_and_ended_on_the_pages() -> None:
    provider = make_applied(now=NOW)
    first, second, name = At(Duty.OPERATOR), At(Duty.OPERATOR), queries.attester(provider.id).name
    assert name in first.get("").says
    assert name in first.get("/attesters").says
    shown = first.get(f"/attester/{provider.id}")
    assert CONTACT in shown.says
    assert "Propose to admit" in shown.says
    assert "Propose to end it" not in shown.says
    assert public_keys.show(public(provider.seed)) in shown.says, "as the applicant knows it"
    asks = "See that the applicant is who it says"
    assert asks in shown.says
    for do, becomes in (("admit", AttesterState.ADMITTED), ("end", AttesterState.ENDED)):
        answer = first.post(f"/attester/{provider.id}", do=do, reasons=REASONS)
        assert "A second person confirms or declines it." in answer.says
        made = Proposal.objects.get(state=State.OPEN).public_id
        assert name in answer.says
        assert "Confirmed, and done." in second.post(f"/proposal/{made}", do="confirm").says
        assert queries.attester(provider.id).state is becomes
        assert asks not in first.get(f"/attester/{provider.id}").says
    assert "Propose to" not in first.get(f"/attester/{provider.id}").says
    first.post(f"/attester/{provider.id}", do="end", reasons=REASONS)
    assert not Proposal.objects.filter(state=State.OPEN).exists()
    assert name in first.get("/done").says


def test_reasons_are_needed_and_a_wrong_ask_proposes_nothing() -> None:
    provider, operator = make_applied(now=NOW), At(Duty.OPERATOR)
    for fields in ({"do": "admit", "reasons": "short"}, {"do": "end", "reasons": REASONS}, {"do": "admit"}):
        operator.post(f"/attester/{provider.id}", **fields)
    assert not Proposal.objects.exists()
    for nobody in (uuid4(), attesters.of_business(join_bare(), NOW)):
        assert operator.get(f"/attester/{nobody}").status == 404


def test_a_proposal_about_an_application_that_is_gone_can_still_be_read() -> None:
    provider, first, second = make_applied(now=NOW), At(Duty.OPERATOR), At(Duty.OPERATOR)
    first.post(f"/attester/{provider.id}", do="refuse", reasons=REASONS)
    made = Proposal.objects.get().public_id
    second.post(f"/proposal/{made}", do="confirm")
    assert attesters.forget_old(now=NOW + timedelta(days=400)) == 1
    assert second.get(f"/proposal/{made}").status == 200
    assert second.get("/done").status == 200


def test_a_key_is_annulled_on_the_pages() -> None:
    business = join_bare(now=NOW)
    first, second = At(Duty.OPERATOR), At(Duty.OPERATOR)
    assert "no key that could be annulled" in first.get(f"/business/{business}/keys").says
    key = make_key(business, now=NOW)
    assert "Its keys of receipts" in first.get(f"/business/{business}").says
    shown = first.get(f"/business/{business}/keys")
    assert key.hex()[:12] in shown.says
    first.post(f"/business/{business}/keys", key=key.hex(), ground="leaked", reasons="short")
    first.post(f"/business/{business}/keys", key="0" * 64, ground="leaked", reasons=REASONS)
    first.post(f"/business/{business}/keys", key=key.hex(), ground="charter-breach", reasons=REASONS)
    assert not Proposal.objects.exists()
    first.post(f"/business/{business}/keys", key=key.hex(), ground="leaked", reasons=REASONS)
    made = Proposal.objects.get().public_id
    page = second.get(f"/proposal/{made}")
    assert key.hex() in page.says
    assert "The key leaked" in page.says
    second.post(f"/proposal/{made}", do="confirm")
    assert queries.key(key).state is KeyState.ANNULLED
    assert "no key that could be annulled" in first.get(f"/business/{business}/keys").says


@pytest.mark.parametrize("prefix", ["", "/de"])
def test_everybody_sees_who_vouches_and_how_often(prefix: str) -> None:
    client, path = Client(), f"{prefix}/about/attesters"
    assert path in read(client.get(f"{prefix}/about")).html
    empty = read(client.get(path)).says
    provider, ended, applied = (make(now=NOW) for make in (make_provider, make_provider, make_applied))
    attesters.leave(attester=ended.id, now=NOW)
    attesters.own(AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT, NOW)
    business = join_bare(now=NOW)
    attesters.of_business(business, NOW)
    key = make_key(business, now=NOW)
    end_key(key, now=NOW - timedelta(days=3))
    totals.make_due([Counted(key, provider.id, 300, 30, 2)], now=NOW)
    before = read(client.get(path)).says
    assert before != empty
    names = [queries.attester(one.id).name for one in (provider, ended, applied)]
    assert [name in before for name in names] == [True, True, False]
    assert "100–499" not in before
    assert totals.log_due(now=NOW + timedelta(days=40)) == 1
    after = read(client.get(path)).says
    for band in ("100–499", "20–99", "1–4"):
        assert band in after
    assert CONTACT not in after
    assert "Bare" in after
