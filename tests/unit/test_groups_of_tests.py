"""Tests of one group run on one worker: what they share is made once."""

import os

import pytest


@pytest.mark.xdist_group("together")
def test_a_test_bears_the_name_of_its_group(request: pytest.FixtureRequest) -> None:
    is_grouping = "PYTEST_XDIST_WORKER" in os.environ and request.config.getoption("loadgroup")
    assert request.node.nodeid.endswith("@together") is is_grouping
