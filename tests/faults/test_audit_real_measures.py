"""The audit over measures that two moderators really took after challenges that really were decided."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.audit.run import Options, audit
from reputation.log import actions as log
from reputation.log import queries as entries
from tests.lost_database import settle
from tests.measures_appending import warned_and_unfounded
from tests.measures_made import appeal, make_unfounded, reverse, suspend, warn_for_unfounded
from tests.members_made import make_member_business
from tests.reviews_made import LATER, MONDAY, make_business

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=MONDAY - timedelta(days=60))


def about_measures(folder: Path) -> list[str]:
    """What the audit says of warnings and suspensions in the log."""
    settle()
    found = audit(Options(str(folder), (entries.verifier_key(),), full=True, quiet=True))
    assert found.unreadable is None, found.summary()
    return [one.text for one in found.faults if "(warning)" in one.text or "(right-suspended)" in one.text]


def test_a_warning_and_a_suspension_after_enough_unfounded_challenges_pass(tmp_path: Path) -> None:
    suspend(warned_and_unfounded(), now=LATER + DAY)
    assert about_measures(tmp_path) == []


def test_a_second_warning_passes_after_the_first_was_reversed(tmp_path: Path) -> None:
    owner = make_member_business(now=MONDAY)
    business = owner.business
    make_unfounded(business, 3, others=7)
    measure = warn_for_unfounded(business)
    appeal(owner, measure, now=LATER)
    reverse(measure, now=LATER)
    warn_for_unfounded(business, now=LATER + DAY)
    assert about_measures(tmp_path) == []


def test_a_measure_is_told_when_its_challenges_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    business = make_business()
    make_unfounded(business, 2)
    monkeypatch.setattr("reputation.disputes.conduct.require_offer", lambda *_, **__: None)
    warn_for_unfounded(business)
    [wrong] = about_measures(tmp_path)
    assert "2 challenges in 90 days before it were manifestly unfounded" in wrong
