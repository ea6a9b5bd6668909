"""What the schema says about the operations that tell of cases."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe import OPERATOR
from reputation.api.schemas import ANY, DAY, FLAG, TEXT, UUID, array_of, object_of, path, problems, query

OR_NULL = {"type": ["string", "null"]}
CASE: dict[str, Any] = {
    "operation_id": "case",
    "tags": ["Cases"],
    "summary": "Read a case",
    "description": "All that its page shows: what was challenged and why, what both sides said, what happened and "
    "when, the last days, and a statement of reasons for each decision. Of a restriction `transparency_database` has "
    "the fields of the DSA Transparency Database, version 2. `quote`, `said` and `text` are null while they would show "
    "words that perhaps nobody should see.",
    "parameters": [path("case", OpenApiTypes.UUID, "Id of a case, as reviews and businesses give it.")],
    "responses": {
        200: object_of(
            case=UUID,
            business=UUID,
            review=OR_NULL,
            alert=OR_NULL,
            side=TEXT,
            state=TEXT,
            outcome=TEXT,
            is_urgent=FLAG,
            ground=TEXT,
            rule_version=TEXT,
            rule=TEXT,
            law=OR_NULL,
            quote=OR_NULL,
            said=OR_NULL,
            filed_on=DAY,
            admit_until=DAY,
            answer_until=DAY,
            reply_until=OR_NULL,
            decide_until=DAY,
            appeal_until=OR_NULL,
            paused_on=OR_NULL,
            ended_on=OR_NULL,
            happened=array_of(ANY),
            words=array_of(ANY),
            interim={"type": ["object", "null"]},
            statements=array_of(ANY),
            redress=array_of(ANY),
            log=array_of(ANY),
        ),
        **problems(400, 404),
    },
}
REPORT: dict[str, Any] = {
    "operation_id": "report",
    "tags": ["Cases"],
    "summary": "Read the report about cases in a half-year",
    "description": "How many reviews were challenged and what came of it, from the public log alone. A figure that is "
    "null is not told: it is under `smallest`, or would give away one that is. Every figure follows from the first "
    "`log_size` entries. `periods`: the half-years that are over, whose reports stay.",
    "parameters": [query("period", OpenApiTypes.STR, "A half-year such as 2026H1; without it, the one that runs.")],
    "responses": {200: object_of(operator=OPERATOR, periods=array_of(TEXT), report=ANY), **problems(400, 404, 422)},
}
