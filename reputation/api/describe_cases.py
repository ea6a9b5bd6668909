"""What the schema says about cases: challenging a review, contesting a notice, and what a challenger can do then."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe_business import act, operation, reading
from reputation.api.describe_case import STATEMENT
from reputation.api.describe_joining import IDEMPOTENCY
from reputation.api.describe_reviews import INSISTS, REASONS_IN
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
    path,
    problems,
    query,
    text,
)
from reputation.disputes.challenger_rules import Do, Who
from reputation.disputes.rooms import Which
from reputation.disputes.rules import Ground, Outcome, Party, Saying, Side, Speaker, State
from reputation.log.lots import NONCE_BYTES
from reputation.proofs.rules import Fault, Kind, Seen, Size
from reputation.ratings.alerts import Alert
from reputation.rulebook import cases as numbers
from reputation.rulebook import proofs

TAG = "Cases"
LAW_LIMIT = 200
CASE_ID = path("case", OpenApiTypes.UUID, "Id of a case.")
SAID = text(numbers.REASON_LIMIT.value, shortest=1)
NUMBER = text(2 * NONCE_BYTES, shortest=2 * NONCE_BYTES, pattern="^[0-9a-f]{64}$")
FOUND = "Passages that may name somebody are refused with `findings`, until they are changed or `insists` says that "
FOUND += "they stay; then a moderator reads first."

TURN = object_of(who=one_of(Who), until=or_null(DAY))
WORDS = object_of(party=one_of(Speaker), kind=one_of(Saying), text=or_null(TEXT), is_held=FLAG, date=DAY)
PROOF = object_of(
    proof=UUID,
    party=one_of(Party),
    kind=one_of(Kind),
    size=one_of(Size),
    pages=WHOLE,
    date=DAY,
    seen=or_null(one_of(Seen)),
)
INTERIM = object_of(reasoning=TEXT, facts=array_of(TEXT), taken_on=DAY, is_confirmed=FLAG, until=DAY)
ROOM = object_of(
    form=TEXT,
    case=UUID,
    business=UUID,
    review=or_null(UUID),
    alert=or_null(one_of(Alert)),
    domain=or_null(TEXT),
    side=one_of(Side),
    state=one_of(State),
    outcome=or_null(one_of(Outcome)),
    ground=TEXT,
    rule_version=TEXT,
    quote=or_null(TEXT),
    said=TEXT,
    law=or_null(TEXT),
    is_held=FLAG,
    is_urgent=FLAG,
    is_paused=FLAG,
    filed_on=DAY,
    answer_until=DAY,
    decide_until=DAY,
    appeal_until=or_null(DAY),
    ended_on=or_null(DAY),
    turn=TURN,
    may=array_of(one_of(Do)),
    words=array_of(WORDS),
    proofs=array_of(PROOF),
    interim=or_null(INTERIM),
    statements=array_of(STATEMENT),
    history=array_of(object_of(event=TEXT, date=DAY, until=or_null(DAY))),
)
LINE = object_of(
    case=UUID,
    review=or_null(UUID),
    alert=or_null(one_of(Alert)),
    domain=or_null(TEXT),
    is_own=FLAG,
    ground=TEXT,
    state=one_of(State),
    outcome=or_null(one_of(Outcome)),
    filed_on=DAY,
    turn=TURN,
)
CASES = reading(
    "cases",
    TAG,
    "List the cases about a business",
    "The newest first, fifty at most; `next` is `after` of the page that follows. `which`: all of them, those in which "
    "it is your turn, that are being decided, that were decided, or that are over. `is_own`: the business filed it.",
    object_of(items=array_of(LINE), next=or_null(UUID)),
    query("which", OpenApiTypes.STR, f"One of: {', '.join(Which)}."),
    query("after", OpenApiTypes.UUID, "The last case of the page before."),
)
CHALLENGE_BODY = closed(
    "law",
    "insists",
    review=UUID,
    ground=one_of(Ground),
    quote=text(numbers.QUOTE_LIMIT.value, shortest=1, says="Words of the review, exactly as they stand in it."),
    said=SAID,
    law=text(LAW_LIMIT, shortest=1, says="Of unlawful-content: the law and its article."),
    insists=INSISTS,
)
CONTEST_BODY = closed("insists", said=SAID, insists=INSISTS)
FILE = act(
    "file_case",
    TAG,
    "Challenge a review",
    f"The review stays visible and counted, with a dated mark, until two people have decided. {FOUND}",
    "answer",
    ROOM,
    REASONS_IN,
    status=201,
    body=CHALLENGE_BODY,
    example_body={
        "review": "8c7d2f1e-5a44-4f0b-9d3c-1f2e3d4c5b6a",
        "ground": "off-topic",
        "quote": "The parking attendant next door shouted at me.",
        "said": "It is about no purchase from us.",
    },
)
CONTEST = act(
    "contest_alert",
    TAG,
    "Contest a notice beside the figures",
    f"Two people look whether it has an innocent cause, and can suspend it for six months at most. {FOUND}",
    "answer",
    ROOM,
    path("alert", OpenApiTypes.STR, f"Which one: {', '.join(Alert)}."),
    REASONS_IN,
    status=201,
    body=CONTEST_BODY,
    example_body={"said": "Parcels were on strike for three weeks; all buyers were paid back."},
)
OWN = reading(
    "own_case",
    TAG,
    "Read a case that the business filed",
    "All a challenger reads of it, and what they `may` do now.",
    ROOM,
    CASE_ID,
)
TEXT_BODY = closed("insists", text=SAID, insists=INSISTS)
APPEAL_BODY = closed(
    "insists",
    "nonce_commitment",
    text=SAID,
    nonce_commitment={**NUMBER, "description": "SHA-256 of `reputation/panel-nonce/v1` and 32 secret bytes, in hex."},
    insists=INSISTS,
)
REVEAL_BODY = closed(nonce={**NUMBER, "description": "The 32 bytes that were sealed with the appeal, in hex."})


def _say(name: str, summary: str, says: str, body: Any = TEXT_BODY) -> dict[str, Any]:
    return act(name, TAG, summary, f"{says} {FOUND}", "answer", ROOM, CASE_ID, REASONS_IN, body=body)


def _do(name: str, summary: str, says: str, body: Any = None) -> dict[str, Any]:
    return act(name, TAG, summary, says, "answer", ROOM, CASE_ID, body=body)


REPLY = _say("reply_in_case", "Reply to the answer", "Once. Then everybody was heard, and two people decide.")
MORE = _say("add_to_case", "Add something", "What was found late, or forgotten, while the case is open.")
OFFER = _say(
    "offer_in_case", "Offer to settle", "If the writer agrees, the case ends; the review stays as its writer leaves it."
)
APPEAL = _say(
    "appeal_case",
    "Appeal",
    "Three people who had no part in the case decide, for good; it is free. `nonce_commitment` takes part in the lot "
    "that draws them; without one, noughts stand in its place.",
    APPEAL_BODY,
)
NO_REPLY = _do("waive_reply_in_case", "Say nothing to the answer", "It can be decided sooner.")
WITHDRAW = _do("withdraw_case", "Withdraw", "The case ends and nobody decides it. The review stays.")
REVEAL = _do(
    "reveal_in_case", "Tell the nonce", "Once the list of those who may sit on the panel is in the log.", REVEAL_BODY
)
SHOW: dict[str, Any] = {
    **operation(
        "show_in_case",
        TAG,
        "Show a document to moderators",
        f"The body is the file itself: text, PDF, PNG or JPEG, {proofs.LARGEST.value:,} bytes at most; what is in it "
        "decides, not how it is called. New pictures are made of it and kept encrypted; the file is thrown away. "
        f"`proof-not-readable` says why in `rule`: {', '.join(Fault)}.",
        "answer",
        CASE_ID,
        IDEMPOTENCY,
        answers={201: PROOF, **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    ),
    "request": {"application/octet-stream": {"type": "string", "format": "binary"}},
}
