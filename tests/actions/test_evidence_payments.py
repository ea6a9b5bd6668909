"""A payment proof: filed, looked at by a moderator without a tie, gone with the decision, collected once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.businesses import leavings
from reputation.businesses.errors import WrongBusinessState
from reputation.desk import payments, queues
from reputation.desk.errors import NotForYou
from reputation.evidence import errors, payment_proofs, queries, rules
from reputation.evidence.models import Coverage, Decision, PaymentProof
from reputation.evidence.rules import Media, Reason, State, Via
from reputation.issuing.models import Batch, Voucher
from reputation.members.rules import Role
from reputation.receipts import codes
from reputation.receipts.models import Attester
from reputation.receipts.rules import AttesterKind, ReceiptClass
from reputation.rulebook import evidence as numbers
from tests.conftest import AsRole
from tests.desk_made import somebody
from tests.domains_made import NOW
from tests.evidence_made import DAY, PNG, make_payment_proof, make_shop
from tests.members_made import make_colleague, make_member_business

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def held(column: str = "file") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM evidence_payment_proof WHERE {column} IS NOT NULL")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def test_a_proof_is_approved_and_collected_once_as_a_voucher_of_the_independent_class() -> None:
    business = make_shop()
    proof, code = make_payment_proof(business)
    moderator = somebody(Duty.MODERATOR)
    waiting = payment_proofs.collect(text=code, now=NOW)
    assert (waiting.state, waiting.voucher, waiting.decide_until) == (State.WAITING, None, MONDAY + 14 * DAY)
    payments.decide(user=moderator, proof=proof, reason=None, now=NOW)
    assert held() == 0
    found = payment_proofs.collect(text=code.lower().replace("-", " "), now=NOW + DAY)
    assert (found.state, found.business) == (State.APPROVED, business)
    assert found.voucher is not None
    assert bytes(Voucher.objects.get().hash) == codes.registered(found.voucher)
    attester = Attester.objects.get(public_id=Batch.objects.get().attester)
    assert (attester.kind, attester.receipt_class) == (AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT)
    assert PaymentProof.objects.count() == 0
    row = Coverage.objects.get()
    assert (row.via, row.had_voucher, row.count) == (Via.PAYMENT_PROOF, False, 1)
    with pytest.raises(errors.NoSuchCollectingCode):
        payment_proofs.collect(text=code, now=NOW + DAY)
    assert Decision.objects.get().decided_by_id == moderator


def test_a_refusal_says_why_until_it_is_forgotten() -> None:
    proof, code = make_payment_proof(make_shop())
    payments.decide(user=somebody(Duty.MODERATOR), proof=proof, reason=Reason.NO_PAYMENT, now=NOW)
    for _ in range(2):
        found = payment_proofs.collect(text=code, now=NOW)
        assert (found.state, found.reason, found.voucher) == (State.REFUSED, Reason.NO_PAYMENT, None)
    assert (held(), Voucher.objects.count()) == (0, 0)
    with pytest.raises(errors.PaymentProofDecided):
        payments.decide(user=somebody(Duty.MODERATOR), proof=proof, reason=None, now=NOW)
    last = MONDAY + (14 + 90) * DAY
    end = NOW + (last - NOW.date())
    assert payment_proofs.forget(now=end) == 0
    assert payment_proofs.collect(text=code, now=end).reason is Reason.NO_PAYMENT
    with pytest.raises(errors.NoSuchCollectingCode):
        payment_proofs.collect(text=code, now=end + DAY)
    assert payment_proofs.forget(now=end + DAY) == 1
    assert payment_proofs.forget(now=NOW + 365 * 2 * DAY + 3 * DAY) == 1
    assert Decision.objects.count() == 0


def test_a_file_at_which_nobody_looked_is_gone_after_two_weeks_and_that_is_counted() -> None:
    proof, code = make_payment_proof(make_shop(), now=NOW + 3 * DAY)
    until = MONDAY + 14 * DAY
    before = NOW + 13 * DAY
    assert before.date() < until
    assert payment_proofs.end_undecided(now=before) == 0
    with pytest.raises(errors.PaymentProofDecided):
        payments.decide(user=somebody(Duty.MODERATOR), proof=proof, reason=None, now=NOW + 14 * DAY)
    assert payment_proofs.end_undecided(now=NOW + 14 * DAY) == 1
    assert held() == 0
    (decision,) = queries.decisions(10)
    assert (decision.state, decision.decided_on) == (State.UNDECIDED, until)
    assert payment_proofs.collect(text=code, now=NOW + 15 * DAY).state is State.UNDECIDED
    assert payment_proofs.end_undecided(now=NOW + 15 * DAY) == 0


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.7\n", Media.PDF),
        (PNG, Media.PNG),
        (b"\xff\xd8\xff\xe0rest", Media.JPEG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Media.WEBP),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"<html>%PDF-", None),
        (b"PK\x03\x04", None),
        (b"GIF89a", None),
    ],
)
def test_what_is_in_a_file_decides(content: bytes, media: Media | None) -> None:
    business = make_shop()
    if media is None:
        with pytest.raises(errors.FileNotReadable):
            make_payment_proof(business, content=content)
        assert PaymentProof.objects.count() == 0
        return
    proof, _ = make_payment_proof(business, content=content)
    assert queries.content(proof) == (media, content)


def test_a_file_that_is_empty_or_too_large_is_not_kept() -> None:
    business = make_shop()
    with pytest.raises(errors.FileMissing):
        make_payment_proof(business, content=b"")
    with pytest.raises(errors.FileTooLarge):
        make_payment_proof(business, content=PNG + bytes(5_242_880))
    make_payment_proof(business, content=PNG + bytes(5_242_880 - len(PNG)))
    leavings.leave(business=business, now=NOW)
    with pytest.raises(WrongBusinessState):
        make_payment_proof(business)


def test_files_that_wait_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "FILES_WAITING_MOST", replace(numbers.FILES_WAITING_MOST, value=2))
    business, moderator = make_shop(), somebody(Duty.MODERATOR)
    (proof, _), _ = make_payment_proof(business), make_payment_proof(business)
    with pytest.raises(errors.TooManyPaymentProofs):
        make_payment_proof(business)
    payments.decide(user=moderator, proof=proof, reason=Reason.UNREADABLE, now=NOW)
    make_payment_proof(business)
    assert held() == 2


def test_only_moderators_without_a_tie_see_and_decide() -> None:
    owner = make_member_business(now=NOW)
    proof, _ = make_payment_proof(owner.business)
    colleague = make_colleague(owner, Role.READER, now=NOW)
    assert colleague.user is not None
    accounts.give_duty(user_id=colleague.user, duty=Duty.MODERATOR, now=NOW)
    for user, reason in ((colleague.user, "tie"), (somebody(Duty.OPERATOR), "duty"), (somebody(Duty.PANEL), "duty")):
        with pytest.raises(NotForYou) as refused:
            payments.decide(user=user, proof=proof, reason=None, now=NOW)
        assert refused.value.facts == {"reason": reason}
        assert payments.waiting(user, NOW.date()) == []
        assert [line for line in queues.queue(user, NOW) if line.id == proof] == []
    moderator = somebody(Duty.MODERATOR)
    (line,) = queues.queue(moderator, NOW)
    assert (line.id, line.what, line.due) == (proof, queues.What.PAYMENT, MONDAY + 14 * DAY)


def test_collecting_codes_and_voucher_codes_are_never_taken_for_each_other() -> None:
    code = codes.make()
    shown = rules.show_collecting(code)
    assert rules.parse_collecting(shown) == rules.parse_collecting(shown.lower().replace("-", "")) == code
    with pytest.raises(codes.CodeError):
        codes.parse(shown)
    with pytest.raises(errors.BadCollectingCode) as refused:
        payment_proofs.collect(text=codes.show(code), now=NOW)
    assert refused.value.facts == {"rule": "code-sign"}
    assert rules.collecting_hash(code) != codes.registered(code)
    with pytest.raises(errors.NoSuchCollectingCode):
        payment_proofs.collect(text=shown, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'approved'",
        "state = 'refused', file = NULL",
        "state = 'refused', reason = 'too-old'",
        "file = NULL",
        "file = 'other'",
        "reason = 'odd', state = 'refused', file = NULL",
        "media = 'text/html'",
        "state = 'odd', file = NULL",
        "decide_until = decide_until + 1",
        "had_voucher = true",
    ],
)
def test_the_database_refuses_what_must_never_be(change: str) -> None:
    make_payment_proof(make_shop())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evidence_payment_proof SET {change}")


def test_what_was_decided_stays_so_and_what_waits_is_not_removed() -> None:
    proof, _ = make_payment_proof(make_shop())
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentProof.objects.all().delete()
    payments.decide(user=somebody(Duty.MODERATOR), proof=proof, reason=Reason.TOO_OLD, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentProof.objects.update(state="approved", reason=None)
    assert PaymentProof.objects.all().delete()[0] == 1


def test_the_roles_that_do_it_have_the_rights_it_takes(as_role: AsRole) -> None:
    business, moderator = make_shop(), somebody(Duty.MODERATOR)
    with as_role("web"):
        made = [payment_proofs.file(business=business, content=PNG, had_voucher=True, now=NOW) for _ in range(2)]
        one, _two = queries.waiting(NOW.date())
        assert queries.content(one.public_id)[1] == PNG
        payments.decide(user=moderator, proof=one.public_id, reason=None, now=NOW)
        assert sum(payment_proofs.collect(text=filed.code, now=NOW).voucher is not None for filed in made) == 1
    with as_role("worker"):
        assert payment_proofs.end_undecided(now=NOW + timedelta(days=20)) == 1
        assert payment_proofs.forget(now=NOW + timedelta(days=2000)) == 3


@pytest.mark.parametrize("role", ["lookup", "ratings", "issuer", "worker"])
def test_no_other_role_reads_a_file(as_role: AsRole, role: str) -> None:
    make_payment_proof(make_shop())
    with pytest.raises(DatabaseError), transaction.atomic(), as_role(role):
        list(PaymentProof.objects.values_list("file"))
