"""What writers do in cases waits for the daily release, and none of it takes another one's place there."""

from datetime import timedelta

import pytest

from reputation.disputes import errors, writers
from reputation.disputes.models import Case
from reputation.disputes.rules import Outcome, WriterActKind
from reputation.log import actions as log
from tests.cases_made import admit, approve, draft, hear
from tests.reviews_made import LATER, MONDAY, make_case, make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY)


@pytest.mark.parametrize("first", [WriterActKind.ANSWER, WriterActKind.APPEAL])
def test_a_late_answer_and_an_appeal_do_not_wait_for_one_release(first: WriterActKind) -> None:
    """One of them would come out to a case in another state, and its words would be lost."""
    case = make_case(make_review())
    admit(case, now=LATER)
    hear(case, now=LATER + 30 * DAY)
    draft(case, Outcome.REMOVED, now=LATER + 30 * DAY)
    approve(case, now=LATER + 30 * DAY)
    now = LATER + 40 * DAY
    both = {WriterActKind.ANSWER, WriterActKind.APPEAL}
    assert both <= writers.may(Case.objects.get(public_id=case), now.date())
    writers.note(case=case, kind=first, text="I was there.", now=now)
    writers.note(case=case, kind=first, text="I was there, twice.", now=now)
    (other,) = both - {first}
    with pytest.raises(errors.WrongState):
        writers.note(case=case, kind=other, text="Nobody asked me.", now=now)
    writers.take_back(case=case, kind=first)
    writers.note(case=case, kind=other, text="Nobody asked me.", now=now)
