"""Holds answers against the OpenAPI document: no status, content type or field comes that was not declared."""

import json
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it has no types

from reputation.api.pages import schema

# Of every address: another method, and what went wrong here.
EVERYWHERE = {405, 500}


@cache
def _paths() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """The addresses as patterns, those that are more definite first."""
    found = sorted(schema()["paths"].items(), key=lambda pair: pair[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), methods) for path, methods in found]


def _strict(found: Any) -> Any:
    """The same schema, in which an object has no field that is not named."""
    if isinstance(found, list):
        return [_strict(inner) for inner in found]
    if not isinstance(found, dict):
        return found
    closed = {"additionalProperties": False} if isinstance(found.get("properties"), dict) and "type" in found else {}
    return closed | {name: _strict(inner) for name, inner in found.items()}


def undeclared(method: str, address: str, answer: Any) -> list[str]:
    """What about an answer is not declared. Of an address that is none there is nothing to say."""
    path = address.partition("?")[0]
    found = next((methods for pattern, methods in _paths() if pattern.fullmatch(path)), None)
    operation = (found or {}).get(method.lower())
    if operation is None or answer.status_code in EVERYWHERE:
        return []
    declared = operation["responses"].get(str(answer.status_code))
    if declared is None:
        return [f"status {answer.status_code}"]
    content = declared.get("content", {})
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if not content:
        return [] if not answer.content else ["a body"]
    if kind not in content:
        return [f"content type {kind}"]
    if not kind.endswith("json"):
        return []
    wanted = _strict(content[kind]["schema"] | {"components": schema()["components"]})
    validator = Draft202012Validator(wanted, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(answer.content))]
