"""Tests that need not be counted do not pay for it."""

import sys

import pytest

from tests.conftest import is_measured


def test_a_test_that_is_not_counted_runs_without_a_tracer(request: pytest.FixtureRequest) -> None:
    assert not is_measured(request.node)
    assert type(sys.gettrace()).__module__.partition(".")[0] != "coverage"
