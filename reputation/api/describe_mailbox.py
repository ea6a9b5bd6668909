"""What the schema says about the mailbox of a writer: opened with a codename, then asked with a handle."""

from typing import Any

from reputation.api.describe_reviews import (
    CODENAME,
    INSISTS,
    LANGUAGE_FORM,
    OUTCOME,
    REASONS_IN,
    REVIEW_SCHEMA,
    REVIEW_TEXT,
    STARS,
    WORK_FIELD,
    work,
)
from reputation.api.schemas import (
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
    object_of,
    one_of,
    or_null,
    problems,
)
from reputation.reviews.mailbox import Stage
from reputation.reviews.rules import ActKind, Refusal

HANDLE: list[dict[str, list[str]]] = [{"mailbox": []}]
MAILBOX_WORK = work("mailbox_work", "Solved, it is `work` when the mailbox is opened.", answers=problems(400, 422))
OPEN_BODY = closed(codename=CODENAME, work=WORK_FIELD)
OPEN: dict[str, Any] = {
    "operation_id": "open_mailbox",
    "tags": ["Mailbox"],
    "summary": "Open the mailbox of a review with its codename",
    "description": "The handle is sealed and says nothing. Until `until` it is sent as Authorization: Mailbox, and "
    "the codename is not asked again.",
    "parameters": [],
    "request": {"application/json": OPEN_BODY},
    "responses": {200: object_of(handle=TEXT, until=INSTANT), **problems(400, 404, 413, 415, 422)},
    "examples": examples(
        {
            "a codename": {
                "codename": "eight words that you drew and keep to yourself",
                "work": "eyJjaGFsbGVuZ2UiOns…",
            }
        }
    ),
}
CHANGES: dict[str, Schema] = {"stars": or_null(WHOLE), "outcome": or_null(OUTCOME), "text": or_null(TEXT)}
BOX = object_of(
    review=UUID,
    business=UUID,
    name=TEXT,
    stage=one_of(Stage),
    own=or_null(
        object_of(stars=WHOLE, outcome=OUTCOME, language={**TEXT, "pattern": LANGUAGE_FORM}, text=TEXT),
    ),
    released_on=DAY,
    published_by=or_null(DAY),
    decide_by=or_null(DAY),
    reason=or_null(one_of(Refusal)),
    answer_by=or_null(DAY),
    wish=or_null(object_of(kind=one_of(ActKind), **CHANGES, released_on=or_null(DAY))),
    held_change=or_null(
        object_of(
            stage=one_of(Stage),
            **CHANGES,
            decide_by=DAY,
            reason=or_null(one_of(Refusal)),
            answer_by=or_null(DAY),
        )
    ),
    slip=or_null(object_of(acceptance=TEXT, salt=TEXT)),
    public=or_null(REVIEW_SCHEMA),
    may=array_of(one_of(ActKind)),
    may_change_figures=FLAG,
    may_appeal=FLAG,
)
NOTED = object_of(released_on=or_null(DAY), decide_by=or_null(DAY))


def _inside(name: str, summary: str, says: str, answers: dict[Any, Any], **more: Any) -> dict[str, Any]:
    """An operation in an open mailbox."""
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


def _act(name: str, summary: str, says: str, answer: Schema | None) -> dict[str, Any]:
    """Something done in an open mailbox that needs no particulars."""
    status = 204 if answer is None else 200
    return _inside(name, summary, says, {status: answer, **problems(400, 403, 404, 409, 413, 415, 422)})


BOX_READ = _inside(
    "mailbox",
    "Read what is in the mailbox",
    "Where the review stands, what it says, what can be wanted of it, and the slip. `wish`: what waits for the next "
    "release. `held_change`: a change at which a moderator looks first, or that was refused.",
    {200: BOX, **problems(400, 403, 422)},
)
CHANGE_BODY = closed(
    "stars", "outcome", "text", "insists", stars=STARS, outcome=OUTCOME, text=REVIEW_TEXT, insists=INSISTS
)
CHANGE = _inside(
    "change_review",
    "Change the review",
    "Stars and outcome once, the text as often as wanted. `released_on`: the release with which it becomes public, "
    "null while the review waits itself. `decide_by`: a moderator reads first.",
    {200: NOTED, **problems(400, 403, 409, 413, 415, 422)},
    parameters=[REASONS_IN],
    request={"application/json": CHANGE_BODY},
    examples=examples({"a solved problem": {"stars": 4, "outcome": "problem-solved"}}),
)
WITHDRAW = _act(
    "withdraw_review",
    "Withdraw the review",
    "It counts no more from the next release on. How many were withdrawn is public, by stars. One that waits never "
    "comes out.",
    NOTED,
)
ERASE = _act(
    "erase_review",
    "Erase the text",
    "Text and salt go with the next release; stars and outcome stay. One that waits never comes out.",
    NOTED,
)
TAKE_BACK = _inside(
    "take_wish_back",
    "Let everything stay as it is",
    "What waits for the next release, or for a moderator, is dropped.",
    {204: None, **problems(400, 403, 422)},
)
APPEAL = _act(
    "appeal_refusal",
    "Appeal against a refusal",
    "A second person looks at a refused text or change, once, by `decide_by`.",
    object_of(decide_by=DAY),
)
GIVE_UP = _act(
    "give_review_up",
    "Give a held review up",
    "A text at which a moderator looks, or that was refused, is gone at once; its receipt is free again.",
    None,
)
