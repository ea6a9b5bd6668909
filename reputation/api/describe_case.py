"""What the schema says about a case as anybody reads it."""

from typing import Any

from drf_spectacular.types import OpenApiTypes

from reputation.api.describe_reviews import FIGURES
from reputation.api.schemas import DAY, FLAG, TEXT, UUID, WHOLE, array_of, object_of, one_of, or_null, path, problems
from reputation.disputes.rules import Deadline, Outcome, Saying, Side, Speaker, State
from reputation.ratings.alerts import Alert

HAPPENED = object_of(step=TEXT, date=DAY, until=or_null(DAY), deadline=or_null(one_of(Deadline)))
WORDS = object_of(party=one_of(Speaker), kind=one_of(Saying), text=or_null(TEXT), date=DAY)
INTERIM = object_of(
    interim=UUID,
    reasoning=TEXT,
    facts=array_of(TEXT),
    persons=WHOLE,
    taken_on=DAY,
    until=DAY,
    ended_on=or_null(DAY),
)
# Names and values are those of the DSA Transparency Database, version 2.
OF_THE_DATABASE = object_of(
    decision_visibility=array_of(TEXT),
    decision_visibility_other=or_null(TEXT),
    end_date_visibility_restriction=or_null(DAY),
    decision_ground=TEXT,
    illegal_content_legal_ground=or_null(TEXT),
    illegal_content_explanation=or_null(TEXT),
    incompatible_content_ground=or_null(TEXT),
    incompatible_content_explanation=or_null(TEXT),
    content_type=array_of(TEXT),
    content_language=TEXT,
    content_date=or_null(DAY),
    category=TEXT,
    category_specification=array_of(TEXT),
    territorial_scope=array_of(TEXT),
    application_date=DAY,
    decision_facts=TEXT,
    source_type=TEXT,
    automated_detection=TEXT,
    automated_decision=TEXT,
    puid=UUID,
)
STATEMENT_PARTS: dict[str, Any] = {
    "decision": UUID,
    "outcome": one_of(Outcome),
    "measure": TEXT,
    "duration": TEXT,
    "territory": TEXT,
    "ground": TEXT,
    "rule_version": TEXT,
    "policy_version": TEXT,
    "quote": TEXT,
    "facts": array_of(TEXT),
    "business_said": TEXT,
    "reviewer_said": TEXT,
    "reasoning": TEXT,
    "summary": TEXT,
    "dissent": or_null(TEXT),
    "source": TEXT,
    "is_automated": FLAG,
    "is_final": FLAG,
    "decided_by": array_of(TEXT),
    "persons": WHOLE,
    "decided_on": DAY,
    "effective_on": DAY,
    "until": or_null(DAY),
    "appeal_until": or_null(DAY),
    "before": FIGURES,
    "after": FIGURES,
    "replaces": or_null(UUID),
    "replaced_by": or_null(UUID),
}
STATEMENT = object_of(**STATEMENT_PARTS)
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
            review=or_null(UUID),
            alert=or_null(one_of(Alert)),
            domain=or_null(TEXT),
            side=one_of(Side),
            state=one_of(State),
            outcome=TEXT,
            is_urgent=FLAG,
            ground=TEXT,
            rule_version=TEXT,
            rule=TEXT,
            law=or_null(TEXT),
            quote=or_null(TEXT),
            said=or_null(TEXT),
            filed_on=DAY,
            admit_until=DAY,
            answer_until=DAY,
            reply_until=or_null(DAY),
            decide_until=DAY,
            appeal_until=or_null(DAY),
            paused_on=or_null(DAY),
            ended_on=or_null(DAY),
            happened=array_of(HAPPENED),
            words=array_of(WORDS),
            interim=or_null(INTERIM),
            statements=array_of(object_of(**STATEMENT_PARTS, transparency_database=or_null(OF_THE_DATABASE))),
            redress=array_of(object_of(country=TEXT, says=TEXT, source=TEXT)),
            log=array_of(object_of(position=WHOLE, kind=TEXT)),
        ),
        **problems(400, 404),
    },
}
