"""Cases in the log of the service, without their rows: what reports and pages about all cases read."""

from datetime import date
from typing import Any

from django.db import transaction

from reputation.core import clock
from reputation.log import actions as log
from reputation.log import publisher
from tests.case_log import CaseLog, Course


class LoggedCases(CaseLog):
    """Entries that wait for the log, as those of the service do."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self.month = f"{clock.now():%Y-%m}"

    def append(self, kind: str, **body: Any) -> None:
        with transaction.atomic():
            log.append(kind=kind, body=body)


def settle() -> None:
    """Number what waits and publish it. No rating follows: these businesses never joined."""
    log.sequence()
    publisher.publish(now=clock.now())


def make_cases(start: date, *, many: int = 24, overdue: int = 0, seed: int = 1) -> LoggedCases:
    """So many cases that began on a day: half were rejected, the others removed, a quarter of all restored."""
    cases = LoggedCases(seed)
    shop = cases.uuid()
    for number in range(many):
        course = Course(cases, shop, stars=1 + number % 5, start=start).challenge(
            side=("business", "public")[number % 2]
        )
        course.step("noticed", 1).step("answered", 8)
        if number < overdue:
            course.step("overdue", 61, deadline="decision")
        if number % 4 < 2:
            course.decide("rejected", 20)
            continue
        course.mark("review-restricted", decision=course.decide("removed", 21 + number))
        if number % 4 == 2:
            course.appeal(50).mark("review-restored", decision=course.panel("restored", 70))
    return cases
