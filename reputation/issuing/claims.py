"""What a buyer does with a code: look what it is for, and claim it. Nothing here is noted but that it was claimed."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from reputation.core.db import broken_constraint
from reputation.issuing import database, errors, keys
from reputation.issuing.models import Voucher
from reputation.issuing.rules import KeyState
from reputation.receipts import blind_rsa, codes
from reputation.receipts.rules import ReceiptClass, ReceiptError
from reputation.receipts.tokens import TokenRequest


@dataclass(frozen=True, slots=True)
class Looked:
    """What a code is for. Whether it was claimed is not said."""

    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    key_id: bytes


def look(code: str) -> Looked:
    """What a canonical code (20 characters) is for.

    Raises:
        UnknownVoucher: nobody registered it.
        KeyNotReady: its key is not in the log yet.
        KeyEnded: its key issues no more.
    """
    return _look(codes.registered(code))


def claim(code: str, request: bytes) -> bytes:
    """Spend a code on a blind signature: 259 bytes of a token request for 256 of a response.

    All that can be wrong with a request is found before a code is spent. The claim is committed before anything is
    signed: whoever got no answer sends the same request again, and gets it.

    Raises:
        TokenRequestNotValid: the request has another form, is for another key, or its number is out of range.
        UnknownVoucher, KeyNotReady, KeyEnded: as for `look`.
        VoucherClaimed: the code was claimed with another request. That somebody tried is noted.
    """
    try:
        asked = TokenRequest.parse(request)
    except ReceiptError as error:
        raise errors.TokenRequestNotValid from error
    hashed = codes.registered(code)
    key_id = _look(hashed).key_id
    key = keys.signing_key(key_id)
    if not asked.is_for(key_id) or not blind_rsa.is_blinded(asked.blinded, key):
        raise errors.TokenRequestNotValid
    if not _claimed(hashed, sha256(request).digest()):
        raise errors.VoucherClaimed
    return blind_rsa.blind_sign(asked.blinded, key)


def _look(hashed: bytes) -> Looked:
    wanted = ("business", "receipt_class", "epoch", "key_id", "state")
    found = Voucher.objects.filter(hash=hashed).values_list(*(f"batch__key__{name}" for name in wanted)).first()
    if found is None:
        raise errors.UnknownVoucher
    business, receipt_class, epoch, key_id, state = found
    if state == KeyState.ENDED:
        raise errors.KeyEnded
    if state != KeyState.ISSUING:
        raise errors.KeyNotReady
    return Looked(business, ReceiptClass(receipt_class), epoch, bytes(key_id))


def _claimed(hashed: bytes, request: bytes) -> bool:
    """Claim a code for a request, in one statement and for good; whether it is, now or since before, this request's.

    Durable: inside another transaction an answer could be let out for a claim that is taken back.
    """
    try:
        with transaction.atomic(using=database.alias(), durable=True), database.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO issuing_claim AS first (hash, request, is_contested) VALUES (%s, %s, false)
                ON CONFLICT (hash) DO UPDATE
                SET is_contested = first.is_contested OR first.request <> excluded.request
                RETURNING request = %s
                """,
                [hashed, request, request],
            )
            row = cursor.fetchone()
    except IntegrityError as error:
        if broken_constraint(error) == "issuing_claim_key_issues":
            raise errors.KeyEnded from error
        raise
    return bool(row[0])
