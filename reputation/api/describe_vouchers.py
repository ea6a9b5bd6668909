"""What the schema says about the vouchers of a business, and about what became of them."""

from typing import Any

from reputation.api.describe_attesters import BAND, EPOCH, TOTAL
from reputation.api.describe_business import act, operation, reading
from reputation.api.schemas import (
    DAY,
    FLAG,
    TEXT,
    UUID,
    WHOLE,
    array_of,
    closed,
    object_of,
    one_of,
    or_null,
    problems,
    text,
    whole,
    whole_list_of,
)
from reputation.evidence.rules import Via
from reputation.issuing.rules import MOST_CODES
from reputation.receipts.public_keys import LONGEST
from reputation.receipts.rules import Moment, ReceiptClass
from reputation.reports.receipts import KEY_STATES

TAG = "Receipts"
VOUCHERS_BODY = closed(count=whole(1, MOST_CODES))
MAKE_VOUCHERS = act(
    "make_vouchers",
    TAG,
    "Make vouchers for buyers",
    "Each code is for one order. Codes are answered this once, and to whoever repeats the call with the same "
    "Idempotency-Key within a day: nothing here can tell them again. Fetch a stock of them, so that an order never "
    "waits for this service, and that it never learns when you sell.",
    "answer",
    object_of(vouchers=array_of(object_of(code=TEXT, link=TEXT)), good_until=DAY),
    status=201,
    body=VOUCHERS_BODY,
    example_body={"count": 100},
)

RECEIPTS = reading(
    "receipts",
    TAG,
    "Read what became of the receipts",
    "Counts are bands, renewed at night; nothing tells what became of a code. `keys`: by quarter the codes that were "
    "registered for the business, how many were claimed, and how many of its own somebody tried again, which is told "
    "when issuing ended. `coverage`: buyers who showed a purchase by mail or payment proof, and whether they had got a "
    "voucher. `no_receipt_given`: of so many published reviews.",
    object_of(
        attester=or_null(UUID),
        key=or_null(TEXT),
        keys=array_of(
            object_of(
                **{"class": one_of(ReceiptClass)},
                key_id=or_null(TEXT),
                epoch=EPOCH,
                state=one_of(KEY_STATES),
                registered=or_null(BAND),
                claimed=BAND,
                contested=or_null(BAND),
                good_until=DAY,
                redeemed_until=or_null(TEXT),
            )
        ),
        coverage=array_of(object_of(epoch=EPOCH, via=one_of(Via), had_voucher=FLAG, band=BAND)),
        no_receipt_given=or_null(WHOLE),
        reviews=or_null(WHOLE),
    ),
)
KEY_BODY = closed(key=text(LONGEST, shortest=1, says="An Ed25519 public key: base64 of its 32 bytes, or PEM."))
CHANGE_ATTESTER_KEY: dict[str, Any] = {
    **operation(
        "give_attester_key",
        TAG,
        "Give the key that signs totals",
        "The business is its own attester; its totals are signed with this key, or published as unsigned. The log "
        "tells of every change, and totals that wait are to be signed anew. To repeat it changes nothing, so it needs "
        "no Idempotency-Key.",
        "manage",
        answers={
            200: object_of(attester=UUID, key=TEXT),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    ),
    "request": {"application/json": KEY_BODY},
}
TOTALS = reading(
    "own_totals",
    TAG,
    "List the totals that wait for a signature",
    "Those that are not in the log yet, the nearest day first. `message`: base64 of the very bytes to sign.",
    whole_list_of(TOTAL),
)
SIGN_BODY = closed(
    key_id=text(64, shortest=64, pattern="^[0-9a-f]{64}$", says="The id of a key, in hex."),
    moment=one_of(Moment),
    signature=text(88, shortest=88, pattern="^[A-Za-z0-9+/]{86}==$", says="An Ed25519 signature: base64 of 64 bytes."),
)
SIGN_TOTAL = act(
    "sign_own_total",
    TAG,
    "Sign a total",
    "What is not signed by its day is published as unsigned.",
    "manage",
    TOTAL,
    body=SIGN_BODY,
)
