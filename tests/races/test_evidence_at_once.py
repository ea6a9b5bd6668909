"""One mail, one payment proof, one pepper: however many come in the same moment."""

import pytest

from reputation.accounts.rules import Duty
from reputation.desk import payments
from reputation.evidence import actions, errors, keys, payment_proofs
from reputation.evidence.models import Coverage, Decision, MailKey, PaymentProof, Pepper
from reputation.evidence.rules import Reason, Via
from reputation.issuing.errors import ProofUsed
from reputation.issuing.models import Mark, Voucher
from reputation.receipts.models import Attester
from tests.at_once import at_once
from tests.desk_made import somebody
from tests.domains_made import NOW, record
from tests.evidence_made import know_key, make_payment_proof, make_shop, quoted, signed_order
from tests.internet import Internet

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_mail_at_once_is_one_voucher(outside: Internet) -> None:
    business, raw = make_shop(), signed_order()
    know_key()

    def send() -> actions.Voucher:
        return actions.take_mail(business=business, headers=raw, had_voucher=False, now=NOW)

    found = at_once(*[send] * 4)
    assert sum(isinstance(one, actions.Voucher) for one in found) == 1
    assert sum(isinstance(one, ProofUsed) for one in found) == 3
    assert (Voucher.objects.count(), Mark.objects.count(), Pepper.objects.count()) == (1, 2, 1)
    assert (Coverage.objects.get().count, Attester.objects.count()) == (1, 1)
    assert outside.names


def test_two_mails_to_one_address_at_once_are_one_voucher(outside: Internet) -> None:
    business = make_shop()
    know_key()
    mails = [signed_order(message_id=f"<{n}@shop.example>") for n in range(3)]
    found = at_once(
        *[
            lambda raw=raw: actions.take_mail(business=business, headers=raw, had_voucher=False, now=NOW)
            for raw in mails
        ]
    )
    assert sum(isinstance(one, actions.Voucher) for one in found) == 1
    assert Mark.objects.count() == 2, "what was refused left no mark"
    assert outside.names


def test_a_new_key_is_noted_once(outside: Internet) -> None:
    business = make_shop()
    outside.names.put("s1._domainkey.shop.example", "TXT", quoted(record()))

    def send() -> object:
        return actions.take_mail(business=business, headers=signed_order(), had_voucher=False, now=NOW)

    found = at_once(*[send] * 3, lambda: keys.look_due(today=NOW.date()))
    assert sum(isinstance(one, errors.MailKeyNew) for one in found) == 3
    assert MailKey.objects.count() == 1


def test_a_payment_proof_is_decided_once_and_collected_once() -> None:
    business = make_shop()
    proof, code = make_payment_proof(business)
    first, second = somebody(Duty.MODERATOR), somebody(Duty.MODERATOR)
    found = at_once(
        lambda: payments.decide(user=first, proof=proof, reason=None, now=NOW),
        lambda: payments.decide(user=second, proof=proof, reason=Reason.TOO_OLD, now=NOW),
    )
    assert sum(isinstance(one, errors.PaymentProofDecided) for one in found) == 1
    assert Decision.objects.count() == 1
    other, approved = make_payment_proof(business)
    payments.decide(user=first, proof=other, reason=None, now=NOW)
    got = at_once(*[lambda: payment_proofs.collect(text=approved, now=NOW)] * 3)
    assert sum(isinstance(one, errors.NoSuchCollectingCode) for one in got) == 2
    assert Voucher.objects.count() == 1
    assert PaymentProof.objects.filter(public_id=other).count() == 0
    assert code


def test_counts_lose_nobody() -> None:
    business = make_shop()

    def count() -> None:
        actions.count(business=business, via=Via.MAIL, had_voucher=False, now=NOW)

    at_once(*[count] * 5)
    assert Coverage.objects.get().count == 5
