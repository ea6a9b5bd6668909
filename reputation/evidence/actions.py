"""Turning evidence of a purchase into a voucher code. Nothing of a mail is written: not here, not in an exception.

What is asked outside comes first and alone. Marks and code are one transaction of the issuer's database; what this
database holds follows in one of its own.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from reputation.businesses import queries as businesses
from reputation.businesses.errors import WrongBusinessState
from reputation.core.db import prepared
from reputation.domains.errors import CouldNotLook
from reputation.domains.signed_mails import NoProof
from reputation.evidence import errors, keys, mails, rules
from reputation.evidence.mails import Told
from reputation.evidence.models import Pepper
from reputation.evidence.rules import Via
from reputation.issuing import actions as issuing
from reputation.issuing import database
from reputation.issuing.errors import ProofUsed
from reputation.outbound.failures import Failed
from reputation.receipts import attesters, codes
from reputation.receipts.rules import AttesterKind, ReceiptClass
from reputation.rulebook import evidence as numbers

PEPPER_BYTES = 32


@dataclass(frozen=True, slots=True)
class Voucher:
    """A code for somebody who had none, and which class its receipt has."""

    code: str
    receipt_class: ReceiptClass


def take_mail(*, business: UUID, headers: bytes, had_voucher: bool, now: datetime) -> Voucher:
    """Take the signed headers of an order mail. Answers a new code, or the one that the shop had signed along.

    Raises:
        NoSuchBusiness, NoMailDomain
        WrongBusinessState: the business left.
        MailNotEvidence: the fact `rule` says why.
        MailKeyNew: the mail can be taken on another day.
        CouldNotLook: the key could not be asked for.
        ProofUsed: this mail, or another one to this address in this quarter, was taken already.
        KeyFull: as many mails were taken for the quarter as may be.
    """
    shop = shop_of(business)
    try:
        told = _held(mails.read(headers, shop=shop, providers=numbers.PAYMENT_MAILS, now=now), now)
    except NoProof as none:
        raise errors.MailNotEvidence(rule=str(none.fault)) from None  # the cause holds words of the mail
    except Failed as failed:
        raise CouldNotLook from failed
    epoch = rules.epoch_on(told.sent_at.date())
    of_order, of_recipient = rules.marks(
        pepper=_pepper(epoch), order=told.order, recipient=told.recipient, business=business
    )
    if told.voucher is not None:
        _burn(business, of_order, epoch, now)
        return Voucher(told.voucher, told.receipt_class)
    attester = attesters.own(AttesterKind.MAIL, told.receipt_class, now)
    with database.atomic():
        issuing.mark(marks=[of_order, of_recipient], epoch=epoch)
        code = register(business=business, attester=attester, receipt_class=told.receipt_class, now=now)
    count(business=business, via=Via.MAIL, had_voucher=had_voucher, now=now)
    return Voucher(code, told.receipt_class)


def shop_of(business: UUID) -> mails.Shop:
    """What is known of a business by which its mails can be recognised.

    Raises:
        NoSuchBusiness, WrongBusinessState, NoMailDomain
    """
    found = businesses.profile(business)
    if found.left_on is not None:
        raise WrongBusinessState
    domains = tuple(domain.domain for domain in found.domains)
    if not domains and not numbers.PAYMENT_MAILS:
        raise errors.NoMailDomain
    return mails.Shop((found.legal_name, *found.trading_names), domains)


def register(*, business: UUID, attester: UUID, receipt_class: ReceiptClass, now: datetime) -> str:
    """Register one new code, within the caller's transaction of the issuer's database. Answers the code."""
    code = codes.make()
    issuing.register(
        batch=uuid4(),
        attester=attester,
        business=business,
        receipt_class=receipt_class,
        hashes=[codes.registered(code)],
        now=now,
    )
    return code


def count(*, business: UUID, via: Via, had_voucher: bool, now: datetime) -> None:
    """Count one who showed a purchase, and whether they had got a voucher."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO evidence_coverage AS c (business_id, epoch, via, had_voucher, count, shown)
            VALUES (%s, %s, %s, %s, 1, '0')
            ON CONFLICT (business_id, epoch, via, had_voucher) DO UPDATE SET count = c.count + 1
            """,
            [business, rules.epoch_on(now.date()), via, had_voucher],
        )


def _held(told: tuple[Told, ...], now: datetime) -> Told:
    """The first of what a mail tells of which the signature holds by a key that is known.

    Raises:
        NoProof, MailKeyNew, Failed: why the last one does not.
    """
    last: Exception | None = None
    for one in told:
        try:
            keys.require_known(one.signature, now.date())
        except (NoProof, Failed, errors.MailKeyNew) as error:
            last = error
        else:
            return one
    assert last is not None  # noqa: S101 - there is at least one
    raise last


def _pepper(epoch: int) -> bytes:
    """The pepper of a quarter, made when it is needed first, by one of those who need it at once."""
    Pepper.objects.bulk_create([Pepper(epoch=epoch, pepper=secrets.token_bytes(PEPPER_BYTES))], ignore_conflicts=True)
    ((found,),) = prepared("SELECT pepper FROM evidence_pepper WHERE epoch = %s", [epoch])
    return bytes(found)


def _burn(business: UUID, mark: bytes, epoch: int, now: datetime) -> None:
    """Note that a mail came which had a code with it. Whoever sends it again gets the same code and is counted once."""
    try:
        with database.atomic():
            issuing.mark(marks=[mark], epoch=epoch)
    except ProofUsed:
        return
    count(business=business, via=Via.MAIL, had_voucher=True, now=now)
