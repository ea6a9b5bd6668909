"""Measures come back from the published log with their reasons; who decided, and what appeals said, does not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from reputation.accounts.rules import Duty
from reputation.desk.rules import Kind
from reputation.disputes import conduct
from reputation.disputes.conduct import Found
from reputation.disputes.measure_rules import End, Verdict
from reputation.disputes.models import Decision
from reputation.log import actions as log
from reputation.log.errors import WordsMissing
from reputation.log.models import SideFile
from reputation.log.replay import LOST
from reputation.log.side_files import Place
from tests.desk_made import decide, two
from tests.lost_database import assert_audit_passes, bring_back, lost, settle
from tests.measures_made import (
    UNFOUNDED,
    appeal,
    file,
    make_unfounded,
    make_warning,
    note_threat,
    reverse,
    suspend,
    warn_for_unfounded,
)
from tests.members_made import make_member_business
from tests.reviews_made import LATER, MONDAY, make_review

pytestmark = pytest.mark.django_db
NEXT = LATER + timedelta(days=1)
FREE = NEXT + timedelta(days=31)


@pytest.fixture
def published(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=MONDAY - timedelta(days=60))
    return tmp_path


def conducted(business: UUID) -> None:
    """One of everything: a warning and a suspended right for unfounded challenges, another warning, and a threat."""
    make_unfounded(business, 3)
    warn_for_unfounded(business)
    make_unfounded(business, 3, now=NEXT)
    suspend(business, now=NEXT)
    make_warning(business=business, now=NEXT)
    note_threat(file(make_review(business), now=FREE), now=FREE)


def public(found: Found) -> Found:
    """What of a measure is in the log and beside it."""
    return replace(found, proposal=None)


def test_what_stands_comes_back_word_by_word_and_the_audit_passes(published: Path) -> None:
    business = make_member_business(now=MONDAY).business
    settle()
    with lost():
        conducted(business)
        settle()
        before = [public(one) for one in conduct.measures(business)]
        offered, counts = conduct.offer(business, NEXT.date()), conduct.counts(business, NEXT.date())
    assert conduct.measures(business) == []
    bring_back()
    assert conduct.measures(business) == before
    assert (conduct.offer(business, NEXT.date()), conduct.counts(business, NEXT.date())) == (offered, counts)
    assert set(Decision.objects.values_list("unfounded", flat=True)) == {UNFOUNDED}
    settle()
    assert_audit_passes(published)


def test_what_ended_has_ended_and_why(published: Path) -> None:
    owner = make_member_business(now=MONDAY)
    settle()
    with lost():
        conducted(owner.business)
        threat, other, right, warning = (one.public_id for one in conduct.measures(owner.business))
        decide(Kind.END_WARNING, other, two(Duty.MODERATOR), now=NEXT)
        later = NEXT + timedelta(days=40)
        for made in (threat, right, warning):
            appeal(owner, made, now=later)
            reverse(made, now=later)
        settle()
        before = conduct.measures(owner.business)
    bring_back()
    found = conduct.measures(owner.business)
    assert [(one.public_id, one.ended_on, one.why_ended) for one in found] == [
        (one.public_id, one.ended_on, one.why_ended) for one in before
    ]
    assert [one.why_ended for one in found] == [End.REVERSED, End.CURED, End.REVERSED, End.REVERSED]
    assert {one.appeal for one in found} == {"", LOST}
    assert [one.appeal_outcome for one in found] == [Verdict.REVERSED, None, Verdict.REVERSED, Verdict.REVERSED]
    settle()
    assert_audit_passes(published)


def test_without_its_words_a_measure_stands_and_says_that_they_are_lost(published: Path) -> None:
    business = make_member_business(now=MONDAY).business
    settle()
    with lost():
        conducted(business)
        settle()
        subjects = list(SideFile.objects.filter(kind="measures").values_list("subject", flat=True))
    assert len(subjects) == 4
    for subject in subjects:
        (published / "log" / Place("measures", subject).path).unlink()
    with pytest.raises(WordsMissing):
        bring_back()
    bring_back(words_lost=True)
    found = conduct.measures(business)
    assert len(found) == 4
    assert {one.reasoning for one in found} == {LOST}
    assert {one.rule for one in found} == {"", "unfounded-challenges", "pressure-on-reviewers"}
