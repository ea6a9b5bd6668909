"""The command line of the private check against the service as it is, and somebody who meddles with what it says."""

import json

import pytest

from reputation.clients.check import Exit, main
from reputation.log import queries as log
from reputation.lookalikes import actions as lookalikes
from tests import checks_made, pages_made
from tests.meddler import Meddler

Printed = pytest.CaptureFixture[str]
IMITATION = "kettle-and-rnoss.example"


@pytest.fixture
def published(between: Meddler) -> Meddler:
    """The service with its files, which are about one participant."""
    pages_made.make_shop(sent=())
    while lookalikes.follow():
        pass
    checks_made.publish()
    return between


def test_nothing_that_is_asked_for_tells_what_is_checked(published: Meddler, capsys: Printed) -> None:
    given = [published.url, "kettle-and-moss.example", IMITATION, "--json"]
    assert main(given) == Exit.IMITATES
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [(one["answer"], one["tier"]) for one in found] == [("participant", None), ("imitation", "strong")]
    assert f"The log's key is the one that the service names: {log.verifier_key()}" in err
    assert [path for path, _ in published.seen] == ["/api/v1/log", "/check/v1/manifest", "/check/v1/1/snapshot"]
    assert not [body for _, body in published.seen if body]


def test_what_was_changed_on_the_way_is_refused(published: Meddler, capsys: Printed) -> None:
    published.changes["/snapshot"] = lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])
    assert main([published.url, IMITATION, "--key", log.verifier_key()]) == Exit.NOT_IN_LOG
    out, err = capsys.readouterr()
    assert out == ""
    assert "The snapshot is not what the log signed" in err


def test_a_service_that_does_not_answer_is_told(published: Meddler, capsys: Printed) -> None:
    published.changes["/manifest"] = lambda _: None
    assert main([published.url, IMITATION, "--key", log.verifier_key()]) == Exit.NOT_REACHED
    assert "do not arrive" in capsys.readouterr().err
