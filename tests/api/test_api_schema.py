"""The schema is valid, and a client that knows nothing but it finds no answer the service does not declare."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate

from config.wsgi import application
from tests.api.conftest import World

pytestmark = pytest.mark.django_db


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
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.usefixtures("world", "one_connection")
def test_a_foreign_client_meets_no_error_of_ours(case: schemathesis.Case[Any]) -> None:
    response = case.call()
    assert response.status_code < 500, case.as_curl_command()
    if response.status_code >= 400:
        kinds = {name.lower(): values for name, values in response.headers.items()}["content-type"]
        assert kinds == ["application/problem+json"]
        assert response.json()["code"]
