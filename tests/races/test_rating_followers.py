"""Two followers at once, and one that dies in the middle: every entry counts once."""

import threading
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError, connections, transaction

from reputation.log import queries as log
from reputation.ratings import actions, queries, recompute, store
from reputation.ratings.models import Answer, Cursor, MonthRow
from tests.rating_tables import MONTH
from tests.ratings_log import SHOP, catch_up, make_entry, make_reviews, start_log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_log() -> None:
    start_log()
    make_entry("business-joined")
    make_reviews(1, 120)


def test_rating_two_followers_take_turns(long_log: None) -> None:
    read: list[int] = []
    failed: list[BaseException] = []
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait()
            while found := actions.follow(month=MONTH, limit=7):
                read.append(found)
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(read) == log.head().size == queries.followed().position
    assert queries.past_answer(business=SHOP)["counts"]["seller"] == 120
    assert queries.followed().refused == 0
    assert actions.recompute(from_bytes=True) == []


def test_rating_follower_that_dies_leaves_nothing_half_done(long_log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.follow(month=MONTH, limit=20)
    before = (queries.followed(), queries.answer(SHOP))

    def die(*_: object) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(store, "put_answers", die)
        with pytest.raises(OperationalError):
            actions.follow(month=MONTH, limit=20)
    assert (queries.followed(), queries.answer(SHOP)) == before
    catch_up()
    assert actions.recompute(from_bytes=True) == []


def test_rating_follower_that_waited_reads_on_from_the_new_place(long_log: None) -> None:
    actions.refresh(month=MONTH)
    done = threading.Event()

    def run() -> None:
        actions.follow(month=MONTH, limit=40)
        connections.close_all()
        done.set()

    with transaction.atomic():
        Cursor.objects.select_for_update().get()
        thread = threading.Thread(target=run)
        thread.start()
        assert not done.wait(0.3)
        actions.follow(month=MONTH, limit=40)
        actions.follow(month=MONTH, limit=40)
    thread.join(10)
    assert done.is_set()
    assert Cursor.objects.get().position == 120
    assert actions.recompute(from_bytes=True) == []


def test_rating_command_follows_to_the_end(long_log: None) -> None:
    call_command("run_ratings", "--once")
    assert queries.followed().position == log.head().size
    assert queries.answer(SHOP) is not None


def test_rating_recompute_in_parallel_is_the_same(long_log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(9):
        make_entry("business-joined", uuid4())
    make_entry("review-withdrawn", number=5)
    catch_up()
    monkeypatch.setattr(recompute, "IN_PARALLEL_FROM", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert actions.recompute() == []
    Answer.objects.filter(business=SHOP).update(body=b"{}")
    MonthRow.objects.filter(business=SHOP).delete()
    differences = actions.recompute()
    assert {(difference.business, difference.what) for difference in differences} == {(SHOP, "answer"), (SHOP, "month")}
