"""What the schema says about attesters, their batches and totals, and the keys of receipts."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from reputation.api.describe_joining import EMAIL, LANGUAGE, NAME
from reputation.api.schemas import (
    DAY,
    FLAG,
    TEXT,
    UUID,
    WHOLE,
    Schema,
    closed,
    example,
    many,
    object_of,
    one_of,
    or_null,
    path,
    problems,
    text,
    whole_list_of,
)
from reputation.issuing.rules import MOST_CODES
from reputation.log.codes import BANDS
from reputation.receipts.rules import INDEPENDENT, AttesterKind, AttesterState, KeyState, Moment, ReceiptClass

ATTESTER_ID = path("attester", OpenApiTypes.UUID, "Id of an attester, as its registration answered it.")
KEY_ID = path("key_id", OpenApiTypes.STR, "SHA-256 of the encoding of the key, as 64 hexadecimal digits.")
UUID_FORM = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
HEX_FORM = "^[0-9a-f]{64}$"
SIGNED = "Signed by RFC 9421 with the attester's Ed25519 key: see docs/api-attesters.md."
EPOCH: Schema = {**TEXT, "examples": ["2026Q4"]}
BAND = one_of(BANDS)


def _header(name: str, says: str, *, required: bool = True) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=says)


SIGNATURES = [
    _header("Signature-Input", "What is covered: the method, the authority, the path, and the digest of a body."),
    _header("Signature", "The Ed25519 signature over that."),
]
DIGEST = _header("Content-Digest", "SHA-256 of the body, by RFC 9530.")


def _id(says: str) -> Schema:
    return text(36, shortest=36, says=says, pattern=UUID_FORM)


def signed(
    name: str,
    summary: str,
    says: str,
    answers: dict[Any, Any],
    *parameters: OpenApiParameter,
    body: Schema | None = None,
    example_body: Schema | None = None,
) -> dict[str, Any]:
    """What all operations of an attester have in common."""
    found: dict[str, Any] = {
        "operation_id": name,
        "tags": ["Attesters"],
        "summary": summary,
        "description": f"{says} {SIGNED}",
        "parameters": [*parameters, *SIGNATURES, *([DIGEST] if body else [])],
        "responses": answers,
    }
    if body is not None:
        found["request"] = {"application/json": body}
    if example_body is not None:
        found["examples"] = example("as sent", example_body)
    return found


ATTESTER = object_of(
    attester=UUID,
    kind=one_of(AttesterKind),
    **{"class": one_of(ReceiptClass)},
    business=or_null(UUID),
    name=TEXT,
    website=TEXT,
    key=or_null(TEXT),
    state=one_of(AttesterState),
    applied_on=DAY,
    admitted_on=or_null(DAY),
    ended_on=or_null(DAY),
)
WISH = closed(
    kind=one_of(INDEPENDENT),
    name=NAME,
    website=text(253, shortest=1, says="The web address of the attester, however it is typed."),
    contact=EMAIL,
    language=LANGUAGE,
)
REGISTER = signed(
    "register_attester",
    "Ask to vouch for purchases",
    "For payment providers and marketplaces. The key that signs is the attester's from then on; `keyid` is that key in "
    "base64. Two operators look into it. To repeat the call changes nothing.",
    {201: ATTESTER, **problems(400, 403, 409, 413, 415, 422)},
    body=WISH,
    example_body={
        "kind": "payment-provider",
        "name": "Payments plc",
        "website": "payments.example",
        "contact": "vouchers@payments.example",
        "language": "en",
    },
)
READ: dict[str, Any] = {
    "operation_id": "attester",
    "tags": ["Attesters"],
    "summary": "Read who an attester is",
    "description": "Its kind and class, its key, and where it stands. Totals are in the log.",
    "parameters": [ATTESTER_ID],
    "responses": {200: ATTESTER, **problems(404, 422)},
}
END = signed(
    "end_attester",
    "End, or take an application back",
    "No more codes are taken; those that were handed out stay good. To repeat the call changes nothing. "
    "A business is its own attester as long as it takes part.",
    {204: None, **problems(403, 404, 409, 422)},
    ATTESTER_ID,
)
BATCH = closed(
    business=_id("Id of the business that was paid."),
    batch=_id("A new random id for each batch."),
    hashes=many(
        text(64, shortest=64, says="SHA-256 of a code, as 64 hexadecimal digits.", pattern=HEX_FORM),
        MOST_CODES,
        fewest=1,
    ),
)
REGISTERED = object_of(
    batch=UUID,
    business=UUID,
    **{"class": one_of(ReceiptClass)},
    epoch=EPOCH,
    key_id=or_null(TEXT),
    good_until=DAY,
)
ADD_BATCH = signed(
    "add_batch",
    "Register codes",
    "By their SHA-256, 10,000 at most. `good_until`: the last day on which a buyer can use them. `key_id` is null "
    "while the key of the quarter is being made. The same batch again is answered the same, with 200.",
    {201: REGISTERED, 200: REGISTERED, **problems(400, 403, 404, 409, 413, 415, 422)},
    ATTESTER_ID,
    body=BATCH,
    example_body={
        "business": "8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a",
        "batch": "3f0c8b1d-2e5a-4c77-9b1e-6d5c4b3a2f10",
        "hashes": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    },
)
TOTAL = object_of(
    key_id=TEXT,
    business=UUID,
    **{"class": one_of(ReceiptClass)},
    epoch=EPOCH,
    moment=one_of(Moment),
    registered=BAND,
    claimed=BAND,
    contested=BAND,
    sign_until=DAY,
    is_signed=FLAG,
    message=TEXT,
)
TOTALS = signed(
    "totals",
    "Read the totals that wait for a signature",
    "For each key that ended, how many codes were registered and claimed, in bands. `message`: the bytes to sign, in "
    "base64.",
    {200: whole_list_of(TOTAL), **problems(403, 404, 422)},
    ATTESTER_ID,
)
SIGNATURE = closed(
    key_id=text(64, shortest=64, says="Of the key, as the list of totals gives it.", pattern=HEX_FORM),
    moment=one_of(Moment),
    signature=text(88, shortest=88, says="The Ed25519 signature over `message`, in base64."),
)
SIGN_TOTAL = signed(
    "sign_total",
    "Sign a total",
    "It goes into the log with the signature, which the audit checks. It can be given again until then.",
    {200: TOTAL, **problems(400, 403, 404, 413, 415, 422)},
    ATTESTER_ID,
    body=SIGNATURE,
)
NEW_KEY = closed(key=text(44, shortest=44, says="The new Ed25519 public key, 32 bytes in base64."))
CHANGE_KEY = signed(
    "change_attester_key",
    "Change the key",
    "Signed with the old one. Totals that are not in the log yet are to be signed anew.",
    {200: object_of(attester=UUID, key=TEXT), **problems(400, 403, 404, 409, 413, 415, 422)},
    ATTESTER_ID,
    body=NEW_KEY,
)
RECEIPT_KEY: dict[str, Any] = {
    "operation_id": "receipt_key",
    "tags": ["Receipts"],
    "summary": "Read a key that signs receipts",
    "description": "Of which business, class and quarter it is, where the log names it, and how many claimed a receipt "
    "under it, in bands: among so many a review is hidden. `key` is its encoding by RFC 9578, in base64url.",
    "parameters": [KEY_ID],
    "responses": {
        200: object_of(
            key_id=TEXT,
            business=UUID,
            name=TEXT,
            **{"class": one_of(ReceiptClass)},
            epoch=EPOCH,
            state=one_of(KeyState),
            claimed=BAND,
            entry=or_null(WHOLE),
            key=TEXT,
            issues_until=DAY,
            redeemed_until={**TEXT, "examples": ["2027-06"]},
        ),
        **problems(404, 422),
    },
}
