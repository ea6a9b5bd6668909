"""The last step of writing, sent twice at once or while nothing is taken in: one review, one answer, no text lost."""

from html import unescape

import pytest
from django.conf import LazySettings

from tests import pages_made
from tests.at_once import at_once
from tests.races.test_receipts_spent_at_once import copying
from tests.writing_made import NOTHING, TEXT, Writing, make_bought, make_ticket, slip_in, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def started(settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.PUBLIC_ROOT = tmp_path_factory.mktemp("public")
    pages_made.start()


def ready() -> Writing:
    """Somebody who is about to send."""
    return Writing.with_ticket(make_ticket(make_bought(1))).how().told().looked()


def test_the_same_sent_at_once_is_taken_in_once_and_answered_to_all() -> None:
    writing = ready()
    many = [Writing(dict(writing.fields)) for _ in range(4)]
    found = at_once(*[one.send for one in many])
    assert [one.status for one in many] == [200] * 4, found
    assert len({str(slip_in(one.page)) for one in many}) == 1
    assert stored() == (1, 0, 1, 1)


def test_what_cannot_be_taken_in_now_stays_and_is_sent_again() -> None:
    writing = ready()
    before = dict(writing.fields)
    with copying("LOCK TABLE reviews_waiting IN ACCESS EXCLUSIVE MODE"):
        writing.send()
    assert (writing.status, stored()) == (503, NOTHING)
    assert "Reviews cannot be taken in at this moment." in writing.page
    assert writing.fields == before
    assert writing.send().status == 200


def test_a_database_that_does_not_answer_loses_no_text() -> None:
    writing = ready()
    with copying("LOCK TABLE receipts_spent IN ACCESS EXCLUSIVE MODE", limit="statement_timeout = '200ms'"):
        writing.send()
    assert (writing.status, writing.answers[-1]["Retry-After"]) == (503, "60")
    assert f'name="text" value="{TEXT}"' in unescape(writing.page)
    assert "Send the same again" in writing.page
    assert stored() == NOTHING
    assert writing.send().status == 200
