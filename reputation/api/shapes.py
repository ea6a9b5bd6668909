"""Bodies, read by the very schema that describes them: what the document says and what is accepted cannot differ.

Of JSON Schema it knows what our bodies are made of. Faults name fields that we declared, never what was sent.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from rest_framework.request import Request

from reputation.api import parsing, problems

Schema = Mapping[str, Any]
Fault = dict[str, str]
KINDS: Mapping[str, tuple[type, str]] = {
    "string": (str, "text"),
    "boolean": (bool, "true or false"),
    "integer": (int, "a whole number"),
    "array": (list, "a list"),
    "object": (dict, "an object"),
}
MOST_FAULTS = 100
"""So many are named; a list of thousands may have as many."""
# Control characters and halves of surrogate pairs; a text of several lines may have its lines.
NO_TEXT = frozenset({"Cc", "Cs"})
LINES = frozenset("\n\r\t")


def body(request: Request, schema: Schema, *, largest: int = parsing.LARGEST_BODY) -> dict[str, Any]:
    """The JSON object of a body, of the form that a schema says.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody, InvalidField
    """
    return of_form(parsing.json_object(request, largest=largest), schema)


def of_form(document: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """A JSON object, once it is seen to have the form that a schema says.

    Raises:
        InvalidField
    """
    if found := list(islice(faults(schema, document), MOST_FAULTS)):
        raise problems.FieldErrors(found)
    return document


def nothing(request: Request) -> dict[str, Any]:
    """No particulars, for what needs none: no body may come, or an empty object.

    Raises:
        UnsupportedMediaType, BodyTooLarge, MalformedBody, InvalidField
    """
    return body(request, EMPTY) if parsing.raw_body(request) else {}


EMPTY: Schema = {"type": "object", "properties": {}, "additionalProperties": False}


def faults(schema: Schema, value: object, field: str = "") -> Iterator[Fault]:
    """What is wrong with a value, by the field it is in."""
    kind, says = KINDS[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):  # Python's True is a number
        yield _fault(field, "wrong-type", f"This field must be {says}.")
    elif value != schema.get("const", value):
        yield _fault(field, "not-a-choice", "This must be true.")
    elif isinstance(value, dict):
        yield from _of_object(schema, value, field)
    elif isinstance(value, list):
        yield from _of_list(schema, value, field)
    elif isinstance(value, str):
        yield from _of_text(schema, value, field)
    elif kind is int and isinstance(value, int):
        yield from _of_number(schema, value, field)


def _fault(field: str, code: str, detail: str) -> Fault:
    return {"field": field, "code": code, "detail": detail}


def _of_object(schema: Schema, value: Mapping[str, Any], field: str) -> Iterator[Fault]:
    known, others = schema.get("properties", {}), schema["additionalProperties"]
    before = f"{field}." if field else ""
    for name in schema.get("required", ()):
        if name not in value:
            yield _fault(before + name, "missing", "This field is needed.")
    for name, inner in known.items():
        if name in value:
            yield from faults(inner, value[name], before + name)
    unknown = [name for name in value if name not in known]
    if unknown and not others:
        yield _fault(field, "unknown", f"Only these fields exist: {', '.join(known) or 'none'}.")
    elif len(value) > schema.get("maxProperties", len(value)):
        yield _fault(field, "too-many", f"There may be {schema['maxProperties']} of these.")
    else:
        for name in unknown:
            yield from faults(others, value[name], field)


def _of_list(schema: Schema, value: Sequence[Any], field: str) -> Iterator[Fault]:
    if len(value) > schema["maxItems"]:
        yield _fault(field, "too-many", f"There may be {schema['maxItems']} of these.")
        return
    if len(value) < schema.get("minItems", 0):
        yield _fault(field, "too-few", f"At least {schema['minItems']} is needed.")
    for place, item in enumerate(value):
        yield from faults(schema["items"], item, f"{field}.{place}")


def _of_text(schema: Schema, value: str, field: str) -> Iterator[Fault]:
    if "enum" in schema and value not in schema["enum"]:
        yield _fault(field, "not-a-choice", f"One of: {', '.join(schema['enum'])}.")
    elif not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        least, most = schema.get("minLength"), schema["maxLength"]
        low = "up to " if least is None else "" if least == most else f"{least} to "
        yield _fault(field, "wrong-length", f"This is {low}{most} characters long.")
    elif any(unicodedata.category(sign) in NO_TEXT and sign not in LINES for sign in value):
        yield _fault(field, "not-text", "This has a character that no text has.")
    elif "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        yield _fault(field, "wrong-form", schema.get("description", "This has not the form that the schema says."))


def _of_number(schema: Schema, value: int, field: str) -> Iterator[Fault]:
    low, high = schema["minimum"], schema["maximum"]
    if not low <= value <= high:
        yield _fault(field, "not-a-number", f"This is a whole number from {low} to {high}.")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)
