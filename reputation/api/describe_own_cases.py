"""What the schema says about cases in the mailbox of a writer: read, answered, appealed; and proofs for moderators."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe_case import STATEMENT
from reputation.api.describe_cases import INTERIM, PROOF, WORDS
from reputation.api.describe_mailbox import HANDLE
from reputation.api.describe_reviews import INSISTS, REASONS_IN
from reputation.api.schemas import (
    DAY,
    FLAG,
    TEXT,
    UUID,
    Schema,
    array_of,
    closed,
    examples,
    object_of,
    one_of,
    or_null,
    path,
    problems,
    text,
    whole_list_of,
)
from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import Ground, Side, State, WriterActKind
from reputation.rulebook import cases as numbers

CASE_ID = path("case", OpenApiTypes.UUID, "Id of a case, as the list gives it.")
ACT_KIND = path("kind", {"type": "string", "enum": [str(kind) for kind in WriterActKind]}, "What is to be dropped.")
HASH = text(64, shortest=64, pattern="^[0-9a-f]{64}$")
OWN_CASE = object_of(
    case=UUID,
    says=one_of(Line),
    state=one_of(State),
    side=one_of(Side),
    ground=one_of(Ground),
    rule_version=TEXT,
    law=or_null(TEXT),
    quote=TEXT,
    said=or_null(TEXT),
    filed_on=DAY,
    answer_until=DAY,
    decide_until=DAY,
    appeal_until=or_null(DAY),
    panel_until=or_null(DAY),
    due=or_null(DAY),
    silence_from=DAY,
    has_answer=FLAG,
    offer=or_null(TEXT),
    words=array_of(WORDS),
    waiting=array_of(object_of(kind=one_of(WriterActKind), text=TEXT, is_held=FLAG, released_on=DAY)),
    interim=or_null(INTERIM),
    statements=array_of(STATEMENT),
    proofs=array_of(PROOF),
    history=array_of(object_of(event=one_of(Line), date=DAY, until=or_null(DAY))),
    may=array_of(one_of(WriterActKind)),
)
RELEASED: Schema = object_of(released_on=DAY)


def _inside(name: str, summary: str, says: str, answers: dict[Any, Any], **more: Any) -> dict[str, Any]:
    return {
        "operation_id": name,
        "tags": ["Mailbox"],
        "auth": HANDLE,
        "summary": summary,
        "description": says,
        "parameters": [],
        "request": None,
        "responses": answers,
        **more,
    }


OWN_CASES = _inside(
    "mailbox_cases",
    "Read the cases about the review",
    "The newest first: what is claimed, what both sides said, until when what can be done (`may`, `due`), what waits "
    "for the next release, and what was decided. A text at which a moderator looks first is null.",
    {200: whole_list_of(OWN_CASE), **problems(400, 403, 422)},
)
ACT_BODY = closed(
    "text",
    "insists",
    "nonce_commitment",
    "nonce",
    kind=one_of(WriterActKind),
    text=text(numbers.REASON_LIMIT.value, shortest=1, says="Of an answer, an addition or an appeal."),
    insists=INSISTS,
    nonce_commitment={**HASH, "description": "With an appeal: what stands for a number of one's own in the lot."},
    nonce={**HASH, "description": "With nonce: that number, once the list of persons is in the log."},
)
ACT = _inside(
    "act_in_case",
    "Answer, ask for more time, add something, agree, appeal, tell a number",
    "It comes out with the release of `released_on`; until then the same again takes its place, and it can be dropped.",
    {200: RELEASED, **problems(400, 403, 404, 409, 413, 415, 422)},
    parameters=[CASE_ID, REASONS_IN],
    request={"application/json": ACT_BODY},
    examples=examples({"an answer": {"kind": "answer", "text": "I bought it there, and it came broken."}}),
)
DROP = _inside(
    "drop_act_in_case",
    "Drop what waits for the next release",
    "Nobody will have read it.",
    {204: None, **problems(400, 403, 404, 422)},
    parameters=[CASE_ID, ACT_KIND],
)
SHOW = _inside(
    "show_proof_in_case",
    "Show a proof to moderators alone",
    "The bytes of a text, a PDF, a PNG or a JPEG, 5 MiB at most, and nothing around them. Black out whatever names "
    "you. The other side reads what kind of proof it is, from the release of `released_on` on.",
    {201: RELEASED, **problems(400, 403, 404, 409, 413, 415, 422)},
    parameters=[CASE_ID],
    request={"application/octet-stream": {"type": "string", "format": "binary"}},
)
