"""Readable documentation: the operations, printed from the schema, and a page for every problem code. No script."""

import json
import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from reputation.api import errors, problems, schemas

CODE = re.compile(r"[a-z][a-z0-9-]{1,60}", re.ASCII)
SHOWN_AS = {"key": "Bearer or_…", "receipt": 'PrivateToken token="…"', "mailbox": "Mailbox …"}
HOUR = "public, max-age=3600"
MAKING = Lock()


def schema() -> dict[str, Any]:
    """The OpenAPI document, made once: the library that makes it cannot make two at the same time."""
    with MAKING:
        return _made()


@cache
def _made() -> dict[str, Any]:
    document: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    for methods in document["paths"].values():
        for operation in methods.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return document | {"components": schemas.COMPONENTS}


@require_safe
def schema_file(_request: HttpRequest) -> HttpResponse:
    """GET /api/v1/schema/"""
    headers = {"Cache-Control": HOUR, "Access-Control-Allow-Origin": "*"}
    return HttpResponse(json.dumps(schema()), content_type="application/vnd.oai.openapi+json", headers=headers)


def _command(address: str, method: str, operation: dict[str, Any], example: object) -> str:
    """How to ask with curl."""
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    kinds = list(operation.get("requestBody", {}).get("content", {}))
    parts = ["curl"] if method == "get" else ["curl", f"-X {method.upper()}"]
    parts.append(f"'{address}'")
    if "security" in operation:
        (scheme,) = operation["security"][0]
        parts.append(f"-H 'Authorization: {SHOWN_AS[scheme]}'")
    if "Idempotency-Key" in names:
        parts.append("-H 'Idempotency-Key: …'")
    parts += [f"-H 'Content-Type: {kind}'" for kind in kinds[:1]]
    if example is not None:
        parts.append(f"-d '{json.dumps(example, ensure_ascii=False)}'")
    return " ".join(parts)


def _operations(base: str) -> list[dict[str, Any]]:
    found = []
    for path, methods in schema()["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            examples = list(body.get("examples", {}).values())
            example = examples[0]["value"] if examples else None
            found.append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "description": operation["description"],
                    "parameters": operation.get("parameters", []),
                    "command": _command(base + path, method, operation, example),
                    "answers": [
                        (status, answer.get("description") or "The answer.")
                        for status, answer in operation["responses"].items()
                    ],
                }
            )
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Cache-Control"] = HOUR
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/docs/"""
    base = request.build_absolute_uri("/")[:-1]
    context = {
        "operations": _operations(base),
        "problems": sorted(file.stem for file in (_folder()).glob("*.md")),
        "service": settings.SERVICE_NAME,
        "base": base,
    }
    return _page(request, "api/docs.html", context)


def _folder() -> Path:
    return Path(settings.ROOT) / "docs" / "problems"


@cache
def _problem_text(code: str) -> list[tuple[str, str]] | None:
    """The page of a code as (kind, text) blocks; our pages are headings and paragraphs only."""
    file = _folder() / f"{code}.md"
    if not file.is_file():
        return None
    blocks = file.read_text(encoding="utf-8").strip().split("\n\n")
    return [("h1", b[2:]) if b.startswith("# ") else ("p", b.replace("\n", " ").replace("`", "")) for b in blocks]


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """GET /api/v1/problems/{code}"""
    blocks = _problem_text(code) if CODE.fullmatch(code) else None
    if blocks is None:
        return problems.response(errors.NoSuchOperation())
    context = {"code": code, "blocks": blocks, "service": settings.SERVICE_NAME}
    return _page(request, "api/problem.html", context)
