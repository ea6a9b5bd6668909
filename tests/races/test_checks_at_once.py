"""The private check published by several at once, as by a job and by hand: one of them does, the others see it done."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.checks import publisher
from reputation.checks.formats import Manifest
from reputation.core import clock
from reputation.log import queries as log
from tests import checks_made, pages_made
from tests.checks_made import make_business
from tests.races.test_log_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_publishers_at_once_one_publishes(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    make_business("kettle.example")
    pages_made.settle()
    made: list[Manifest | None] = []

    at_once(*[lambda: made.append(publisher.publish(now=clock.now()))] * 4)

    (one,) = [manifest for manifest in made if manifest is not None]
    assert log.waiting() == 1
    assert checks_made.epochs() == [1]
    pages_made.settle()
    assert checks_made.shown().manifest == one
