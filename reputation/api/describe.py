"""What the schema says about each operation: parameters, answers, problems, examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from reputation.api.schemas import ANY, DAY, TEXT, WHOLE, list_of, object_of, path, problems, query

SPAN = {
    "type": "object",
    "required": ["mean", "low", "high"],
    "properties": {n: {"type": "integer"} for n in ("mean", "low", "high")},
}
FIGURE = {
    "type": ["object", "null"],
    "description": "Stars in hundredths; well, unsolved, lost and harm per mille. low and high: the likely range.",
    "properties": dict.fromkeys(("stars", "well", "unsolved", "lost", "harm"), SPAN),
}
RATING_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["business", "edition", "month", "log_size", "status", "published", "figure", "counts", "alerts"],
    "properties": {
        "business": {"type": "string", "format": "uuid"},
        "edition": {"type": "integer"},
        "month": {"type": "string", "examples": ["2026-11"]},
        "log_size": {"type": "integer", "description": "The answer follows from so many first entries of the log."},
        "status": {"type": "string", "enum": ["participant", "left"]},
        "published": {"type": "boolean", "description": "False: too few recent reviews for a figure."},
        "too_few": {"type": ["object", "null"]},
        "figure": FIGURE,
        "recent": FIGURE,
        "basis": {
            "type": ["string", "null"],
            "enum": ["own-receipts-only", "few-independent", "mostly-independent", None],
        },
        "counts": {"type": "object"},
        "outcomes": {"type": "object"},
        "recent_outcomes": {"type": "object"},
        "stars": {"type": "object"},
        "alerts": {"type": "array", "items": {"type": "object"}},
        "order": {"type": "integer"},
    },
}
OPERATOR = {
    "type": "object",
    "required": ["name", "funder", "policy_version"],
    "properties": {name: {"type": "string"} for name in ("name", "funder", "policy_version")},
}


IMITATION = {
    "type": "object",
    "required": ["business", "name", "page", "domain", "rule", "strength"],
    "properties": {
        "business": {"type": "string", "format": "uuid"},
        "name": TEXT,
        "page": TEXT,
        "domain": {**TEXT, "description": "The domain that the business has proved."},
        "rule": {**TEXT, "enum": ["skeleton", "edit", "token", "subdomain"]},
        "strength": {
            **TEXT,
            "enum": ["strong", "weak"],
            "description": "strong: this is not the site of that business. weak: it resembles it, no more is known.",
        },
    },
}
BUSINESS_ID = path("business", OpenApiTypes.UUID, "Id of a business, as checks and lists give it.")
POSITION = path("position", OpenApiTypes.INT64, "Position of an entry in the log, from zero.")
PAST = [
    query("month", OpenApiTypes.STR, "A month such as 2026-11; without it, the present one."),
    query("log_size", OpenApiTypes.INT64, "Use only so many first entries of the log; without it, all of them."),
]
PAGED = [
    query("after", OpenApiTypes.STR, "The `next` of the page before."),
    query("limit", OpenApiTypes.INT, "How many, 1 to 100; 20 without it."),
]
CHECK: dict[str, Any] = {
    "operation_id": "check",
    "tags": ["Check"],
    "summary": "Check a business",
    "description": "Looks up a name, web address or registry number. Nothing that was asked is stored or logged, and "
    "it never goes into an address. `warnings` are those that stand, each with ground and last day; they move no "
    "rating. `imitations`: whose proved domain an address looks like that is no participant's own; the surest first. "
    "Telephone numbers, e-mail addresses, personal numbers and handles are refused.",
    "parameters": [query("language", OpenApiTypes.STR, "Of the guidance: en or de; en without it.")],
    "request": {"application/json": {**object_of(q={**TEXT, "maxLength": 200}), "additionalProperties": False}},
    "responses": {
        200: object_of(
            answer={**TEXT, "enum": ["participant", "left", "not-participating", "several", "none"]},
            asked={**TEXT, "enum": ["name", "number", "domain"]},
            domain={"type": ["string", "null"]},
            imitations={"type": "array", "items": IMITATION},
            matches={"type": "array", "items": ANY},
            guidance=ANY,
            operator=OPERATOR,
        ),
        **problems(400, 413, 415, 422, 429),
    },
    "examples": [OpenApiExample("by address", {"q": "kettle-and-moss.example"}, request_only=True)],
}
BUSINESSES: dict[str, Any] = {
    "operation_id": "businesses",
    "tags": ["Businesses"],
    "summary": "List the businesses that take part",
    "description": "By the unfavourable end of their harm, ascending; those without a figure come last. `warnings` are "
    "those that stand, each with ground and last day; they move no rating, and no place in this list.",
    "parameters": PAGED,
    "responses": {200: list_of(ANY), **problems(400, 422)},
}
BUSINESS: dict[str, Any] = {
    "operation_id": "business",
    "tags": ["Businesses"],
    "summary": "Read who a business is",
    "description": "Names, numbers, proved web addresses, history, challenges, and the measures that stand: warnings, "
    "suspended rights, noted threats, each with its statement of reasons and its last day. None of them moves the "
    "rating, which is an operation of its own. `challenges.cases` are the newest hundred; where there are more, ask "
    "again with `cases_after` as it stands beside them.",
    "parameters": [
        BUSINESS_ID,
        query("cases_after", OpenApiTypes.UUID, "The last case of the part before; the newest come without it."),
    ],
    "responses": {200: ANY, **problems(404, 422)},
}
DOMAINS: dict[str, Any] = {
    "operation_id": "domains",
    "tags": ["Businesses"],
    "summary": "Read which web addresses a business has shown to control",
    "description": "Every web address it showed at any time, and each proof of it, oldest first, also those of other "
    "businesses. `lost_on` is null while the proof holds; it is looked at anew every month.",
    "parameters": [BUSINESS_ID],
    "responses": {
        200: object_of(
            items={
                "type": "array",
                "items": object_of(
                    domain=TEXT,
                    is_shown={"type": "boolean"},
                    proofs={
                        "type": "array",
                        "items": object_of(
                            business={"type": "string", "format": "uuid"},
                            page={"type": ["string", "null"]},
                            method={**TEXT, "enum": ["dns", "file", "mail"]},
                            proved_on=DAY,
                            lost_on={"type": ["string", "null"], "format": "date"},
                        ),
                    },
                ),
            }
        ),
        **problems(404, 422),
    },
}
RATING: dict[str, Any] = {
    "operation_id": "rating",
    "tags": ["Ratings"],
    "summary": "Read a rating",
    "description": "`rating` is byte for byte what `/log/ratings/{size}` publishes: a function of the first `log_size` "
    "entries of the log, the month and the edition.",
    "parameters": [BUSINESS_ID, *PAST],
    "responses": {200: object_of(operator=OPERATOR, rating=RATING_SCHEMA), **problems(400, 404, 422)},
}
EXPLANATION: dict[str, Any] = {
    "operation_id": "explanation",
    "tags": ["Ratings"],
    "summary": "Read how a rating came about",
    "description": "The counts and weights of each month, the sums and each step, in whole numbers.",
    "parameters": [BUSINESS_ID, *PAST],
    "responses": {200: object_of(operator=OPERATOR, explanation=ANY), **problems(400, 404, 422)},
}
BADGE: dict[str, Any] = {
    "operation_id": "badge",
    "tags": ["Badges"],
    "summary": "Fetch the badge of a business, for its shop to serve",
    "description": "`svg`: the signed picture, a file of its own. `note`: its signature, as it stands in the picture. "
    "`link`: where anybody sees what this badge said and what the figure is now. `html` and `linked_data`: what goes "
    "on the shop's page, the latter with stars only while a figure is published. Fetch them together, once a day.",
    "parameters": [BUSINESS_ID, query("language", OpenApiTypes.STR, "Of the badge: en or de; en without it.")],
    "responses": {
        200: object_of(svg=TEXT, note=TEXT, link=TEXT, html=TEXT, linked_data=ANY, operator=OPERATOR),
        **problems(400, 404, 410, 422),
    },
}
BADGE_KEY: dict[str, Any] = {
    "operation_id": "badge_key",
    "tags": ["Badges"],
    "summary": "Read the key that badges are signed with",
    "description": "The public half, as `python -m reputation.badges FILE --key` takes it. Note it on one day and use "
    "it on another.",
    "parameters": [],
    "responses": {200: object_of(key=TEXT), **problems(422)},
}
WITNESS = object_of(name=TEXT, key=TEXT, cosigned_at={"type": ["string", "null"], "format": "date-time"})
LOG: dict[str, Any] = {
    "operation_id": "log",
    "tags": ["Log"],
    "summary": "Find the public log",
    "description": "Origin, key, size, newest checkpoint, and the witnesses that are to cosign it. `quorum`: whether "
    "as many have as the policy under /log/policy wants. `operator_entries`: where it names who runs it "
    "and the key that signs acceptances of reviews. The log itself is files under /log/.",
    "parameters": [],
    "responses": {
        200: object_of(
            origin=TEXT,
            key=TEXT,
            size=WHOLE,
            checkpoint={"type": ["object", "null"]},
            witnesses={"type": "array", "items": WITNESS},
            quorum={**TEXT, "enum": ["none", "met", "missing"]},
            operator_entries={"type": "array", "items": WHOLE},
            urls=ANY,
        ),
        **problems(422),
    },
}
LOG_ENTRY: dict[str, Any] = {
    "operation_id": "log_entry",
    "tags": ["Log"],
    "summary": "Read an entry of the log",
    "description": "One entry, parsed, with the hash of its bytes.",
    "parameters": [POSITION],
    "responses": {200: object_of(position=WHOLE, leaf_hash=TEXT, entry=ANY), **problems(404, 422)},
}
CHECKPOINT = object_of(size=WHOLE, root=TEXT, published_on={"type": "string", "format": "date"}, note=TEXT)
HASHES = {"type": "array", "items": TEXT}
LOG_CHECKPOINTS: dict[str, Any] = {
    "operation_id": "log_checkpoints",
    "tags": ["Log"],
    "summary": "List the published checkpoints, or find the one of a day",
    "description": (
        "Newest first, each with its signed note. With `on`, from the last one of that day (UTC) on: its `size`, given"
        " as `log_size`, answers what a rating was that day."
    ),
    "parameters": [
        query("on", OpenApiTypes.DATE, "A day; without it, today."),
        query("after", OpenApiTypes.STR, "The `next` of the page before."),
        query("limit", OpenApiTypes.INT, "How many, 1 to 100; 20 without it."),
    ],
    "responses": {200: list_of(CHECKPOINT), **problems(404, 422)},
}
LOG_CONSISTENCY: dict[str, Any] = {
    "operation_id": "log_consistency",
    "tags": ["Log"],
    "summary": "Prove that the log only grew",
    "description": "The consistency proof of RFC 9162 between two sizes that a checkpoint covers, and both roots.",
    "parameters": [
        OpenApiParameter(
            "first", OpenApiTypes.INT64, OpenApiParameter.QUERY, required=True, description="The smaller size."
        ),
        query("second", OpenApiTypes.INT64, "The larger size; without it, that of the newest checkpoint."),
    ],
    "responses": {
        200: object_of(first=WHOLE, second=WHOLE, first_root=TEXT, second_root=TEXT, proof=HASHES),
        **problems(422),
    },
}
LOG_INCLUSION: dict[str, Any] = {
    "operation_id": "log_inclusion",
    "tags": ["Log"],
    "summary": "Prove that an entry is in the log",
    "description": "The inclusion proof of RFC 9162, the neighbour's hash first, and the root it leads to.",
    "parameters": [
        POSITION,
        query("size", OpenApiTypes.INT64, "A size up to that of the newest checkpoint; without it, that."),
    ],
    "responses": {
        200: object_of(position=WHOLE, size=WHOLE, leaf_hash=TEXT, root=TEXT, proof=HASHES),
        **problems(404, 422),
    },
}
LOG_RECEIPT: dict[str, Any] = {
    "operation_id": "log_receipt",
    "tags": ["Log"],
    "summary": "Download the proof that an entry is in the log",
    "description": "A receipt in the form c2sp.org/tlog-proof@v1, against the newest checkpoint.",
    "parameters": [POSITION],
    "responses": {(200, "text/plain"): OpenApiTypes.STR, **problems(404, 422)},
}
