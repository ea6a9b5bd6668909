"""The schema is valid, and a client that knows nothing but it finds no answer the service does not declare."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from pytest_django import DjangoDbBlocker
from schemathesis.specs.openapi import checks

from config.wsgi import application
from reputation.api.pages import schema as schema_document
from tests.api.conftest import World
from tests.api_lines import ABSENT, KEYED
from tests.api_made import account_key
from tests.members_made import make_member_business

pytestmark = pytest.mark.django_db
CONFORMANCE = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def test_the_schema_is_openapi_3_1(api: Client, world: World) -> None:
    document = json.loads(api.get("/api/v1/schema/").content)
    assert document["openapi"].startswith("3.1")
    validate(document)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            assert "503" in operation["responses"], (path, method)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A real server closes idle connections between requests; here that would end the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("world", "one_connection")
def test_a_foreign_client_meets_no_error_of_ours(case: schemathesis.Case[Any]) -> None:
    response = case.call()
    assert response.status_code < 500, case.as_curl_command()
    if response.status_code >= 400:
        kinds = {name.lower(): values for name, values in response.headers.items()}["content-type"]
        assert kinds == ["application/problem+json"]
        assert response.json()["code"]


@pytest.fixture(scope="module")
def key(world: World, django_db_blocker: DjangoDbBlocker) -> tuple[str, str]:
    """A business, and a key of its owner."""
    with django_db_blocker.unblock():
        owner = make_member_business()
        return str(owner.business), account_key(owner.user)


@schema.include(lambda found: "security" in found.operation.definition.raw).parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("world", "one_connection")
def test_a_foreign_client_with_a_key_meets_only_what_is_declared(
    case: schemathesis.Case[Any], key: tuple[str, str]
) -> None:
    business, secret = key
    if "business" in case.path_parameters:
        case.path_parameters["business"] = business
    response = case.call(headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code < 500, case.as_curl_command()
    case.validate_response(response, checks=CONFORMANCE)


def test_every_operation_that_needs_a_key_says_so_and_how_it_refuses() -> None:
    keyed = {
        (methods_path.removeprefix("/api/v1/"), method.upper())
        for methods_path, methods in schema_document()["paths"].items()
        for method, operation in methods.items()
        if operation.get("security") == [{"key": []}]
    }
    wanted = {(re.sub(f"{ABSENT}|surge", "{}", line.path), method) for line in KEYED.values() for method in line.needs}
    assert {(re.sub(r"\{(?!business)\w+\}", "{}", path), method) for path, method in keyed} == wanted
    for methods in schema_document()["paths"].values():
        for method, operation in methods.items():
            if operation.get("security") != [{"key": []}]:
                continue
            statuses = operation["responses"].keys()
            assert {"401", "503"} <= statuses
            names = {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
            assert ("Idempotency-Key" in names) is (method == "post"), operation["operationId"]
            assert all(parameter["description"] for parameter in names.values())
            assert method != "post" or names["Idempotency-Key"]["required"]


def test_a_key_in_the_document_opens_nothing() -> None:
    assert re.findall(r"or_[A-Za-z0-9_-]{10,}|whsec_[A-Za-z0-9+/]{10,}", json.dumps(schema_document())) == []
    assert schema_document()["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def vague(schema: Any, where: str) -> list[str]:
    """Where an object of an answer is not said to be made of anything."""
    if isinstance(schema, list):
        return [found for inner in schema for found in vague(inner, where)]
    if not isinstance(schema, dict):
        return []
    here = (
        [where] if schema.get("type") == "object" and not schema.keys() & {"properties", "additionalProperties"} else []
    )
    return here + [found for name, inner in schema.items() for found in vague(inner, f"{where}.{name}")]


def test_no_answer_to_a_business_is_vague() -> None:
    for path, methods in schema_document()["paths"].items():
        for method, operation in methods.items():
            if operation["tags"][0] in ("Check", "Businesses", "Ratings", "Reviews", "Badges", "Log"):
                continue
            assert vague(operation["responses"], f"{method} {path}") == []
            assert vague(operation.get("requestBody", {}), f"{method} {path}") == []
