"""An honest log that goes on as it must not, and what the audit says of it."""

from collections.abc import Callable

from reputation.audit.findings import Kind
from tests.published_log import audited
from tests.rich_log import THIS, Case, RichService, make_rich_service

STRANGER = "2f2e3d4c-1111-4222-8333-444455556666"
Act = Callable[[RichService], object]


def said(last: Act) -> list[str]:
    """What the course of the log is blamed for when it goes on so."""
    found = audited(make_rich_service(last, ordinary=40))
    assert found.faults, "nothing was found"
    assert {fault.kind for fault in found.faults} == {Kind.COURSE}, found.summary()
    assert found.status == 15
    return [fault.text for fault in found.faults]


def case(service: RichService, number: int = 0) -> Case:
    """A case about an ordinary review, which nothing has happened to."""
    body = service.body(service.position("review", -20 - number))
    return Case(service, body["business"], body["review"], THIS)


def on_case(*steps: Callable[[Case], object]) -> Act:
    """These steps of one case."""

    def last(service: RichService) -> None:
        one = case(service)
        for step in steps:
            step(one)

    return last
