"""Two persons at one case in the same moment: it is decided once, and only as somebody read it."""

from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from reputation.desk import case_acts, errors
from reputation.disputes import exchange, files, queries
from reputation.disputes.errors import WrongState
from reputation.disputes.rules import Outcome, Party, State
from tests.at_once import at_once
from tests.desk_cases_made import REASONS, make_drafted, make_ready, reader, seen
from tests.desk_pages_made import NOW
from tests.pages_made import make_shop, start

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The facts do not say where the pan was bought."


@pytest.fixture
def shop(settings: LazySettings, tmp_path: Path) -> UUID:
    settings.PUBLIC_ROOT = tmp_path
    start()
    return make_shop().id


def refused(found: list[object]) -> list[object]:
    return [one for one in found if isinstance(one, Exception)]


def test_two_who_approve_at_once_decide_once(shop: UUID) -> None:
    case = make_drafted(shop)
    users = [reader(case), reader(case)]
    acts = [partial(case_acts.approve, user=user, case=case, seen=seen(case, user), now=NOW) for user in users]
    found = at_once(*acts)
    assert [type(one) for one in refused(found)] == [errors.CaseChanged]
    assert len(queries.case(case).statements) == 1


def test_one_approves_while_another_gives_it_back(shop: UUID) -> None:
    case = make_drafted(shop)
    first, second = reader(case), reader(case)
    found = at_once(
        partial(case_acts.approve, user=first, case=case, seen=seen(case, first), now=NOW),
        partial(case_acts.give_back, user=second, case=case, seen=seen(case, second), words=WHY, now=NOW),
    )
    assert [type(one) for one in refused(found)] == [errors.CaseChanged]
    assert files.of(case).state is (State.DECIDED if isinstance(found[0], UUID) else State.READY)


def test_two_who_draft_at_once_leave_one_draft(shop: UUID) -> None:
    case = make_ready(shop)
    users = [reader(case), reader(case)]
    drafted = partial(case_acts.draft, case=case, outcome=Outcome.REJECTED, reasons=REASONS, now=NOW)
    found = at_once(*(partial(drafted, user=user, seen=seen(case, user)) for user in users))
    assert [type(one) for one in refused(found)] == [errors.CaseChanged]
    assert files.of(case).drafted_by == users[0 if found[0] is None else 1]


def test_something_is_added_while_it_is_decided(shop: UUID) -> None:
    """Either it came first, and whoever approves looks at it; or it is decided, and there is nothing to add to."""
    case = make_drafted(shop)
    user = reader(case)
    found = at_once(
        partial(case_acts.approve, user=user, case=case, seen=seen(case, user), now=NOW),
        partial(exchange.add_looked_over, case=case, party=Party.WRITER, text="Here is more.", now=NOW),
    )
    assert [type(one) for one in refused(found)] in ([errors.CaseChanged], [WrongState])
    is_decided = isinstance(found[0], UUID)
    assert len(queries.case(case).words) == (1 if is_decided else 2)
