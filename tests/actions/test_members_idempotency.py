"""A call is done once for each Idempotency-Key; who has the table can read no answer and guess no call."""

import hashlib
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, ProgrammingError, transaction

from reputation.core.db import broken_constraint
from reputation.members import errors, idempotency
from reputation.members.idempotency import Answer, Wish
from reputation.members.models import Call
from reputation.rulebook import members as numbers
from tests.conftest import AsRole
from tests.members_made import NOW

pytestmark = pytest.mark.django_db
SECRET, KEY = "or_secretcanary", "keycanary"
BODY = b'{"email": "bodycanary@mail.example"}'
GIVEN = {"secret": SECRET, "key": KEY, "method": "POST", "path": "/api/v1/x", "body": BODY}
DONE = Answer(201, b'{"secret":"answercanary"}')


def wish(**changes: object) -> Wish:
    return idempotency.wish(**{**GIVEN, **changes})  # type: ignore[arg-type]


def done() -> None:
    assert idempotency.before(wish(), now=NOW) is None
    idempotency.keep(wish(), DONE, now=NOW)


def test_the_same_call_gets_the_first_answer() -> None:
    done()
    assert idempotency.before(wish(), now=NOW) == DONE


@pytest.mark.parametrize("changed", [{"method": "PUT"}, {"path": "/api/v1/y"}, {"body": b""}])
def test_another_call_needs_another_key(changed: dict[str, object]) -> None:
    done()
    with pytest.raises(errors.KeyReused):
        idempotency.before(wish(**changed), now=NOW)


@pytest.mark.parametrize("changed", [{"key": "another"}, {"secret": "or_another"}])
def test_another_key_of_either_kind_is_another_call(changed: dict[str, object]) -> None:
    done()
    assert idempotency.before(wish(**changed), now=NOW) is None


def test_keys_are_not_run_together() -> None:
    assert wish(secret="or_a", key="bc").mark != wish(secret="or_ab", key="c").mark


def test_an_answer_is_kept_for_a_day() -> None:
    done()
    day = timedelta(hours=numbers.ANSWERS_KEPT.value)
    almost = NOW + day - timedelta(seconds=1)
    assert idempotency.forget_old(now=almost) == 0
    assert idempotency.before(wish(), now=almost) == DONE
    assert idempotency.before(wish(), now=NOW + day) is None
    assert not Call.objects.exists()
    done()
    assert idempotency.forget_old(now=NOW + day) == 1


def test_the_table_tells_neither_who_called_nor_what_was_said_nor_what_was_answered() -> None:
    done()
    row = Call.objects.get()
    held = {name: bytes(value) for name, value in vars(row).items() if isinstance(value, (bytes, memoryview))}
    assert len(held) == 3
    for raw in held.values():
        assert b"canary" not in raw
    # Nor can a guess be tried against it without the key of the API.
    guesses = [hashlib.sha256(text).digest() for text in (KEY.encode(), BODY, b"POST/api/v1/x" + BODY)]
    assert not set(guesses) & set(held.values())


def test_only_both_keys_together_open_an_answer() -> None:
    done()
    sealed = bytes(Call.objects.get().answer)
    thief = wish(secret="or_thief")
    Call.objects.create(mark=thief.mark, asks=thief.asks, status=201, answer=sealed, until=NOW + timedelta(days=1))
    with pytest.raises(InvalidTag):
        idempotency.before(wish(secret="or_thief"), now=NOW)


def test_the_same_call_is_kept_once() -> None:
    done()
    with pytest.raises(errors.KeyInUse):
        idempotency.keep(wish(), DONE, now=NOW)


def test_pages_may_keep_answers_and_the_worker_removes_them(as_role: AsRole) -> None:
    with as_role("web"):
        done()
        assert idempotency.before(wish(), now=NOW) == DONE
        with pytest.raises(ProgrammingError), transaction.atomic():
            Call.objects.update(status=200)
    with as_role("worker"):
        assert idempotency.forget_old(now=NOW + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("call_mark_length", {"mark": b"x"}),
        ("call_mark_length", {"asks": b"x"}),
        ("call_was_done", {"status": 422}),
        ("call_was_done", {"status": 199}),
    ],
)
def test_the_database_refuses_what_is_no_answered_call(constraint: str, changed: dict[str, object]) -> None:
    given = {"mark": b"m" * 32, "asks": b"a" * 32, "status": 200, "answer": b"", "until": NOW}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Call.objects.create(**{**given, **changed})
    assert broken_constraint(refused.value) == constraint
