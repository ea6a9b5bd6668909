"""The same token at the same moment is spent once; what is sent while a batch goes out is not lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from reputation.core import months
from reputation.issuing import course
from reputation.issuing import keys as private
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.receipts import errors, keys, rules
from reputation.reviews import errors as review_errors
from reputation.reviews import publication, sending
from reputation.reviews.codenames import make
from reputation.reviews.models import Review, WaitingReview
from tests.at_once import at_once
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import OUT, SENT, send, spent_rows, token_of, tokens_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def logged() -> list[entries.Row]:
    while log.sequence():
        pass
    return list(entries.entries(after=0, limit=10_000))


def test_the_same_review_at_once_is_taken_in_once_and_answered_to_all() -> None:
    token = token_of(make_shop(1))
    found = at_once(*[lambda: send(token)] * 8)
    assert all(one == found[0] for one in found), found
    assert isinstance(found[0], sending.Accepted)
    assert WaitingReview.objects.count() == len(spent_rows()) == 1


def test_other_reviews_with_the_same_token_at_once_let_one_through() -> None:
    token = token_of(make_shop(1))
    found = at_once(*[lambda n=n: send(token, text=f"Number {n}", codename=make()) for n in range(8)])
    taken = [one for one in found if isinstance(one, sending.Accepted)]
    assert len(taken) == 1
    assert sum(isinstance(one, errors.TokenSpent) for one in found) == 7, found
    assert [row.id for row in WaitingReview.objects.all()] == [taken[0].review]


def test_a_retry_while_its_batch_goes_out_gets_its_answer() -> None:
    shop = make_shop(20)
    sent = {token: send(token) for token in tokens_of(shop)}
    found = at_once(lambda: publication.publish_due(now=OUT), *[lambda t=t: send(t, now=OUT) for t in sent])
    assert found[0] == 20
    for before, again in zip(sent.values(), found[1:], strict=True):
        assert isinstance(again, sending.Accepted), again
        assert (again.review, again.commitment) == (before.review, before.commitment)
    assert not WaitingReview.objects.exists()
    assert Review.objects.count() == 20


def test_what_is_sent_while_a_batch_goes_out_waits_with_its_token() -> None:
    shop = make_shop(30)
    tokens = tokens_of(shop)
    for token in tokens[:10]:
        send(token)
    found = at_once(
        lambda: publication.publish_due(now=OUT),
        *[lambda part=part: [send(token, now=OUT) for token in part] for part in (tokens[10:20], tokens[20:])],
    )
    assert found[0] == 10
    assert WaitingReview.objects.count() == 20
    assert sum(token is not None for _, _, _, token, _ in spent_rows()) == 20
    assert len(spent_rows()) == 30


def test_two_publishers_name_each_token_once() -> None:
    shop = make_shop(30)
    for token in tokens_of(shop):
        send(token)
    assert sorted(at_once(*[lambda: publication.publish_due(now=OUT)] * 3), key=str) == [0, 0, 30]
    said = [token for row in logged() if row.kind == "receipts-spent" for token in row.body["tokens"]]
    assert len(said) == len(set(said)) == 30


@pytest.mark.parametrize("turn", range(3))
def test_an_annulment_comes_before_the_tokens_of_a_batch_or_behind_all_of_it(turn: int) -> None:
    shop = make_shop(5)
    key_id = shop.key_id
    assert key_id is not None
    for token in tokens_of(shop):
        send(token)
    at_once(
        lambda: publication.publish_due(now=OUT),
        lambda: keys.annul(key_id=key_id, reason="leaked", persons=2, now=SENT),
    )
    kinds = [row.kind for row in logged() if row.key_id == key_id]
    assert "receipts-spent" not in kinds[kinds.index("receipt-key-annulled") :]
    assert kinds.count("review") == 5


def test_the_first_keys_of_an_epoch_at_once_make_one_partition() -> None:
    long_ago = AUTUMN - timedelta(days=3650)
    shops = [make_shop(1, is_ready=False, now=long_ago) for _ in range(2)]
    partition = f"receipts_spent_{rules.epoch_of(months.of(long_ago))}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {partition}")
    assert private.make_asked() == 2
    at_once(*[course.log_made] * 2)
    assert len([row for row in logged() if row.kind == "receipt-key"]) == len(shops)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [partition])
        assert cursor.fetchone() == (True,)


@contextmanager
def copying(statement: str, *, limit: str = "lock_timeout = '50ms'") -> Iterator[None]:
    """While another connection holds what this statement locks. `limit`: how long the pages wait, here a moment."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as held, connection.cursor() as cursor:
            held.execute(statement)
            cursor.execute(f"SET {limit}")
            yield
        other.commit()
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(f"RESET {limit.split()[0]}")


@pytest.mark.parametrize("table", ["receipts_spent", "reviews_waiting", "reviews_writer"])
def test_what_meets_the_copying_is_told_to_come_again_and_loses_nothing(table: str) -> None:
    token = token_of(make_shop(1))
    with copying(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"), pytest.raises(review_errors.ReviewsBusy):
        send(token)
    assert spent_rows() == []
    assert not WaitingReview.objects.exists()
    first = send(token)
    assert send(token) == first
    assert WaitingReview.objects.get().id == first.review


def test_a_retry_that_meets_the_copying_has_its_answer_afterwards() -> None:
    token = token_of(make_shop(1))
    first = send(token)
    with copying("SELECT reviews_forget_order_of_writers()"), pytest.raises(review_errors.ReviewsBusy):
        send(token)
    assert send(token) == first


def test_another_error_of_the_database_is_no_refusal() -> None:
    token = token_of(make_shop(1))
    held = copying("LOCK TABLE receipts_spent IN ACCESS EXCLUSIVE MODE", limit="statement_timeout = '200ms'")
    with held, pytest.raises(OperationalError):
        send(token)
