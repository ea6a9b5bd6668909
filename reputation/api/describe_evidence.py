"""What the schema says about showing a purchase for which no voucher was given."""

from typing import Any

from reputation.accounts.attempts import LONGEST_WORK
from reputation.api.describe import BUSINESS_ID
from reputation.api.schemas import FLAG, TEXT, WHOLE, closed, example, object_of, one_of, problems, text
from reputation.receipts.rules import ReceiptClass
from reputation.rulebook import evidence as numbers

WORK: dict[str, Any] = {
    "operation_id": "evidence_work",
    "tags": ["Receipts"],
    "summary": "Ask for the work that an attempt costs",
    "description": "A proof of work of ALTCHA (PBKDF2/SHA-256), good for one attempt within ten minutes. Whoever "
    "solves it sends challenge and solution as JSON in base 64: `work` of the next operation.",
    "parameters": [BUSINESS_ID],
    "request": None,
    "responses": {
        200: object_of(
            parameters=object_of(
                algorithm=TEXT,
                nonce=TEXT,
                salt=TEXT,
                cost=WHOLE,
                keyLength=WHOLE,
                keyPrefix=TEXT,
                keySignature=TEXT,
                expiresAt=WHOLE,
                data={**object_of(most=WHOLE), "properties": {"for": TEXT, "most": WHOLE}},
            ),
            signature=TEXT,
        ),
        **problems(400, 404, 422),
    },
}
MAIL_BODY = closed(
    headers=text(
        numbers.HEADERS_LARGEST.value,
        shortest=1,
        says="The headers of the order mail that its DKIM signature names, and the signature. Not the body: what "
        "follows an empty line is not looked at.",
    ),
    had_voucher={**FLAG, "description": "Whether a voucher was given as well; for the published count alone."},
    work=text(LONGEST_WORK, shortest=1, says="The work, solved."),
)
MAIL: dict[str, Any] = {
    "operation_id": "mail_evidence",
    "tags": ["Receipts"],
    "summary": "Show a purchase by the signed headers of an order mail",
    "description": "Answers a voucher code. A mail counts once, and one mail of a business for each address and "
    "quarter. Nothing of the headers is kept but two marks that nobody can turn back.",
    "parameters": [BUSINESS_ID],
    "request": {"application/json": MAIL_BODY},
    "responses": {
        200: object_of(voucher=TEXT, **{"class": one_of(ReceiptClass)}),
        **problems(400, 404, 409, 413, 415, 422),
    },
    "examples": example(
        "an order mail",
        {
            "headers": "DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; …\r\nFrom: orders@shop.example\r\n…",
            "had_voucher": False,
            "work": "eyJjaGFsbGVuZ2UiOns…",
        },
    ),
}
