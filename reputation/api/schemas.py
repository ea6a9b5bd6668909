"""Parts of the schema that many operations share. Bodies made here are also what is accepted: see `shapes`."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

Schema = dict[str, Any]

PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "facts": {"type": "object"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "integer"} for name in ("start", "end")}
                | {name: {"type": "string"} for name in ("kind", "mark", "reason", "suggestion")},
            },
        },
    },
}
COMPONENTS: Schema = {
    "schemas": {"Problem": PROBLEM},
    "securitySchemes": {
        "key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of an account, which may what that person may, or of a business, with scopes. It "
            "begins with or_ and is shown once, when it is made.",
        },
        "receipt": {
            "type": "http",
            "scheme": "PrivateToken",
            "description": "The token of a receipt, as RFC 9577 shows it.",
        },
        "mailbox": {
            "type": "http",
            "scheme": "Mailbox",
            "description": "The handle that a codename was answered with. It is good for half an hour.",
        },
    },
}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
ANY: Schema = {"type": "object"}
UUID: Schema = {"type": "string", "format": "uuid"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}


def object_of(**properties: Any) -> Schema:
    """An object with all of these."""
    return {"type": "object", "required": list(properties), "properties": properties}


def array_of(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def list_of(items: Schema) -> Schema:
    """A page of a list."""
    return object_of(items=array_of(items), next={"type": ["string", "null"]})


def whole_list_of(items: Schema) -> Schema:
    """A list that is short enough to be given whole."""
    return object_of(items=array_of(items))


def or_null(schema: Schema) -> Schema:
    """The same, or nothing."""
    if schema["type"] == "object":
        return {"oneOf": [schema, {"type": "null"}]}
    words = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **words, "type": [schema["type"], "null"]}


def one_of(kinds: Any) -> Schema:
    """One of the words of an enum, or of a list."""
    return {"type": "string", "enum": [str(kind) for kind in kinds]}


def text(longest: int, *, shortest: int = 0, says: str = "", **more: Any) -> Schema:
    """A text of a body, so many characters long."""
    limits = {"minLength": shortest, "maxLength": longest} if shortest else {"maxLength": longest}
    return {"type": "string", **limits, **({"description": says} if says else {}), **more}


def whole(least: int, most: int) -> Schema:
    """A whole number of a body."""
    return {"type": "integer", "minimum": least, "maximum": most}


def closed(*optional: str, **properties: Any) -> Schema:
    """An object of a body: no other field exists, and those not named as optional are needed."""
    needed = [name for name in properties if name not in optional]
    return {"type": "object", "required": needed, "properties": properties, "additionalProperties": False}


def many(items: Schema, most: int, *, fewest: int = 0) -> Schema:
    """A list of a body, with an end."""
    return {"type": "array", "items": items, "maxItems": most, **({"minItems": fewest} if fewest else {})}


def problems(*statuses: int) -> dict[Any, Any]:
    """The refusals of an operation, each a problem document."""
    says = {
        400: "The request is malformed.",
        401: "No key came along, or one that opens nothing; or the receipt is none.",
        403: "The role or scope of the key does not reach that far, a signature is not good, or the mailbox is closed.",
        404: "There is nothing at this address, or it is not yours.",
        409: "It cannot follow from how things stand; the code says why.",
        410: "It can no longer be used, or the business left.",
        413: "The body is too large.",
        415: "The body is not declared as what is read here.",
        422: "A field is wrong, or it cannot be granted; the code says which.",
        429: "Too soon, or many are asking; Retry-After says when to try again.",
        503: "Too many requests at once, or nobody could look outside; Retry-After says when to try again.",
    }
    problem = {"$ref": "#/components/schemas/Problem"}
    return {(status, "application/problem+json"): OpenApiResponse(problem, says[status]) for status in (*statuses, 503)}


def path(name: str, kind: Any, says: str) -> OpenApiParameter:
    """A parameter in the path."""
    return OpenApiParameter(name, kind, OpenApiParameter.PATH, description=says)


def query(name: str, kind: Any, says: str, *, required: bool = False) -> OpenApiParameter:
    """A parameter in the address."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=says, required=required)


def example(name: str, body: Schema) -> list[OpenApiExample]:
    """A body as an example."""
    return examples({name: body})


def examples(bodies: Schema) -> list[OpenApiExample]:
    """Bodies as examples, by their names."""
    return [OpenApiExample(name, body, request_only=True) for name, body in bodies.items()]
