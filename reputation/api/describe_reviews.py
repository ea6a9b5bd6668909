"""What the schema says about writing a review, reading one, answering it, and having words masked."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.accounts.attempts import LONGEST_WORK
from reputation.api.describe import BUSINESS_ID, PAGED
from reputation.api.describe_evidence import WORK as EVIDENCE_WORK
from reputation.api.describe_joining import KEY
from reputation.api.schemas import (
    ANY,
    DAY,
    FLAG,
    INSTANT,
    TEXT,
    UUID,
    WHOLE,
    Schema,
    array_of,
    closed,
    examples,
    list_of,
    object_of,
    one_of,
    or_null,
    path,
    problems,
    query,
    text,
    whole,
)
from reputation.reviews import codenames
from reputation.reviews.rules import MaskedAs, Outcome, ReceiptClass, State
from reputation.rulebook import reviews as numbers
from reputation.screening.findings import Kind, Tier, Trouble, Verdict

LARGEST_BODY = 65_536
"""Every sign of a text may take twelve bytes in JSON; with the work it is still less than this."""
RECEIPT: list[dict[str, list[str]]] = [{"receipt": []}, {}]
REVIEW_ID = path("review", OpenApiTypes.UUID, "Id of a review, as lists give it.")
REASONS_IN = query("language", OpenApiTypes.STR, "Of the reasons: en or de; en without it.")
WORK_FIELD = text(LONGEST_WORK, shortest=1, says="The work, solved.")
LANGUAGE_FORM = "^[a-z]{2,3}$"
LANGUAGE = text(3, shortest=2, pattern=LANGUAGE_FORM, description="Of the text: two or three small letters.")
REVIEW_TEXT = text(numbers.TEXT_LIMIT.value, shortest=1)
STARS = whole(1, 5)
OUTCOME = one_of(Outcome)
CODENAME = text(codenames.LONGEST, shortest=1, says="Eight words of the EFF large list; the last fits the others.")
INSISTS = {**FLAG, "description": "The marked passages were looked at, and stay as they are. False without it."}
CONFIRMED = {**FLAG, "const": True}

MARK = {"type": "string", "enum": [tier.name.lower() for tier in Tier]}
FINDING = object_of(start=WHOLE, end=WHOLE, kind=one_of(Kind), mark=MARK, reason=TEXT, suggestion=TEXT)
FIGURES = object_of(month=TEXT, log_size=WHOLE, published=FLAG, well=or_null(WHOLE), stars=or_null(WHOLE))
REVIEW_PROPERTIES: dict[str, Schema] = {
    "review": UUID,
    "month": TEXT,
    "stars": WHOLE,
    "outcome": OUTCOME,
    "class": one_of(ReceiptClass),
    "receipt_annulled": FLAG,
    "no_receipt_given": or_null(FLAG),
    "language": TEXT,
    "state": one_of(State),
    "text": array_of(object_of(text=TEXT, is_masked=FLAG)),
    "masked_on": or_null(DAY),
    "marks": array_of(object_of(kind=TEXT, date=DAY, case=UUID)),
    "reply": or_null(object_of(text=TEXT, month=TEXT)),
    "tombstone": or_null(
        object_of(ground=TEXT, rule_version=TEXT, removed_on=DAY, before=FIGURES, after=FIGURES, case=UUID),
    ),
}
REVIEW_SCHEMA = object_of(**REVIEW_PROPERTIES)
COUNTS = object_of(
    all=WHOLE,
    receipts={**ANY, "additionalProperties": WHOLE},
    outcomes={**ANY, "additionalProperties": WHOLE},
    languages={**ANY, "additionalProperties": WHOLE},
)
ACCEPTED = object_of(
    state=one_of(["accepted"]),
    review=UUID,
    business=UUID,
    key_id=or_null(TEXT),
    commitment=TEXT,
    salt=TEXT,
    published_by=DAY,
    acceptance=TEXT,
    **{"class": one_of(ReceiptClass)},
)
HELD = object_of(state=one_of(["held"]), review=UUID, business=UUID, decide_by=DAY)
REVIEWS: dict[str, Any] = {
    "operation_id": "reviews",
    "tags": ["Reviews"],
    "summary": "Read the reviews of a business",
    "description": "Newest month first. Removed ones are there as tombstones with ground and effect. "
    "`receipt_annulled`: true if its receipt was annulled; then the review does not count. `counts`: how many there "
    "are of each kind, whatever was chosen. `next` is good for the same choice only.",
    "parameters": [
        BUSINESS_ID,
        query("receipt", OpenApiTypes.STR, f"Only of this class: {', '.join(ReceiptClass)}."),
        query("outcome", OpenApiTypes.STR, f"Only with this outcome: {', '.join(Outcome)}."),
        query("language", OpenApiTypes.STR, "Only in this language, such as en."),
        query("since", OpenApiTypes.STR, "Only from this month on, such as 2026-08."),
        query("until", OpenApiTypes.STR, "Only up to this month, which is included."),
        *PAGED,
    ],
    "responses": {200: object_of(**list_of(REVIEW_SCHEMA)["properties"], counts=COUNTS), **problems(400, 404, 422)},
}
REVIEW: dict[str, Any] = {
    "operation_id": "review",
    "tags": ["Reviews"],
    "summary": "Read one review",
    "description": "As it is shown, with its reply and marks. `entries`: the positions of the log that are about it.",
    "parameters": [REVIEW_ID],
    "responses": {
        200: object_of(business=UUID, **REVIEW_PROPERTIES, entries=array_of(WHOLE)),
        **problems(400, 404, 422),
    },
}


def work(name: str, says: str, *parameters: Any, answers: dict[Any, Any]) -> dict[str, Any]:
    """An operation that hands out a piece of work."""
    return {
        "operation_id": name,
        "tags": ["Reviews"],
        "summary": "Ask for the work that an attempt costs",
        "description": f"A proof of work of ALTCHA (PBKDF2/SHA-256), good for one attempt within ten minutes. {says}",
        "parameters": list(parameters),
        "request": None,
        "responses": {200: EVIDENCE_WORK["responses"][200], **answers},
    }


REVIEW_WORK = work(
    "review_work",
    "Only a review without a receipt costs it: solved, it is `work` when the review is sent.",
    answers=problems(400, 422),
)
LOOK_BODY = closed(business=text(36, shortest=36), language=LANGUAGE, text=REVIEW_TEXT)
LOOK: dict[str, Any] = {
    "operation_id": "review_look",
    "tags": ["Reviews"],
    "summary": "Look a text over before it is sent",
    "description": "Which passages may name somebody: characters `start` to `end`, why, and what could stand there "
    "instead. `verdict`: what becomes of the text if it stays so. `trouble`: why a machine cannot judge it; then a "
    "moderator reads first. Nothing is kept.",
    "parameters": [REASONS_IN],
    "request": {"application/json": LOOK_BODY},
    "responses": {
        200: object_of(
            verdict=one_of(Verdict), language=TEXT, trouble=or_null(one_of(Trouble)), findings=array_of(FINDING)
        ),
        **problems(400, 404, 413, 415, 422),
    },
    "examples": examples(
        {
            "a text": {
                "business": "8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a",
                "language": "en",
                "text": "The pan came late. Mr Braithwaite of the shop was kind.",
            }
        }
    ),
}
SAID: dict[str, Schema] = {
    "stars": STARS,
    "outcome": OUTCOME,
    "language": LANGUAGE,
    "text": REVIEW_TEXT,
    "codename": CODENAME,
    "insists": INSISTS,
    "is_own_purchase": {
        **CONFIRMED,
        "description": "The writer bought there, has no tie to the business or a competitor, and gets nothing for it.",
    },
    "is_after_delivery": {
        **CONFIRMED,
        "description": "It was delivered or done, or the day that was agreed for it has passed.",
    },
}
WITH_RECEIPT = closed("insists", **SAID)
WITHOUT_RECEIPT = closed(
    "insists",
    **SAID,
    business=text(36, shortest=36, says="Whom it is about."),
    no_receipt_given={**FLAG, "description": "The business gave no code for a review."},
    work=WORK_FIELD,
)
_EXAMPLE = {
    "stars": 4,
    "outcome": "as-agreed",
    "language": "en",
    "text": "A copper pan, as agreed.",
    "codename": "eight words that you drew and keep to yourself",
    "is_own_purchase": True,
    "is_after_delivery": True,
}
SEND: dict[str, Any] = {
    "operation_id": "send_review",
    "tags": ["Reviews"],
    "auth": RECEIPT,
    "summary": "Send a review",
    "description": "With a receipt in the header Authorization, which says whom it is about; or without one, with "
    "`business`, `no_receipt_given` and `work`. Passages that may name somebody are refused with `findings`, until "
    "they are changed or `insists` says that they stay. 201: it comes out by `published_by`, and the acceptance "
    "promises that. 202: a moderator reads first. Who sends the same again with the same codename gets the same "
    "answer. A receipt that is none is refused with a challenge in WWW-Authenticate.",
    "parameters": [REASONS_IN],
    "request": {"application/json": {"oneOf": [WITH_RECEIPT, WITHOUT_RECEIPT]}},
    "responses": {
        201: ACCEPTED,
        202: HELD,
        **problems(400, 401, 404, 409, 410, 413, 415, 422),
    },
    "examples": examples(
        {
            "with a receipt": _EXAMPLE,
            "without a receipt": {
                **_EXAMPLE,
                "business": "8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a",
                "no_receipt_given": True,
                "work": "eyJjaGFsbGVuZ2UiOns…",
            },
        }
    ),
}
WORDS_WORK = work(
    "words_work",
    "Solved, it is `work` when words of this review are marked.",
    REVIEW_ID,
    answers=problems(400, 404, 422),
)
WORDS_BODY = closed(
    words=text(numbers.MASK_LONGEST.value, shortest=1, says="Exactly as they stand in the text."),
    kind={**one_of(MaskedAs), "description": "What they are: it chooses what stands in their place."},
    work=WORK_FIELD,
)
WORDS: dict[str, Any] = {
    "operation_id": "mask_words",
    "tags": ["Reviews"],
    "summary": "Have words masked that name somebody",
    "description": "For whoever is named: nothing is asked about them. The words are masked within seconds, and a "
    "moderator decides by `decide_by`. Words that were decided about before stay until then: `is_masked_at_once` is "
    "false.",
    "parameters": [REVIEW_ID],
    "request": {"application/json": WORDS_BODY},
    "responses": {
        202: object_of(is_masked_at_once=FLAG, decide_by=INSTANT),
        **problems(400, 404, 409, 413, 415, 422),
    },
    "examples": examples({"a name": {"words": "Mr Braithwaite", "kind": "person", "work": "eyJjaGFsbGVuZ2UiOns…"}}),
}
REPLY_BODY = closed("insists", text=text(numbers.REPLY_LIMIT.value, shortest=1), insists=INSISTS)
REPLY: dict[str, Any] = {
    "operation_id": "reply",
    "tags": ["Answering"],
    "auth": KEY,
    "summary": "Answer a review",
    "description": "One reply to a review; sent again it takes the place of the former one. `on-its-way`: within "
    "seconds it stands below the review. `held`: a moderator reads first, by `decide_by`. Passages that may name "
    "somebody are refused with `findings`, until they are changed or `insists` says that they stay. To repeat it does "
    "no harm, so it needs no Idempotency-Key. Needs the scope or role to answer.",
    "parameters": [BUSINESS_ID, REVIEW_ID, REASONS_IN],
    "request": {"application/json": REPLY_BODY},
    "responses": {
        202: object_of(state=one_of(["on-its-way", "held"]), decide_by=or_null(DAY)),
        **problems(400, 401, 403, 404, 409, 413, 415, 422),
    },
    "examples": examples({"a reply": {"text": "We are sorry. A new pan is on its way to you."}}),
}
