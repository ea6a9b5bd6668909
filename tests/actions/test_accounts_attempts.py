"""Attempts are paid for once, by work or by waiting; failures of a name make both dearer, whoever it belongs to."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
from django.db import connection

from reputation.accounts import attempts, errors, pace
from reputation.accounts.attempts import Way
from reputation.accounts.models import Spent, Tally

pytestmark = pytest.mark.django_db
NAME = "ada@shop.example"


@pytest.fixture
def now() -> datetime:
    """The library that checks the work reads the clock itself, so the present it is."""
    return datetime.now(UTC)


def solve(given: dict[str, Any]) -> str:
    challenge = altcha.Challenge.from_dict(given)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def pay(name: str = NAME, *, now: datetime, solved: str = "", waited: str = "") -> Way:
    return attempts.pay(name, solved=solved, waited=waited, now=now)


def test_work_pays_once(now: datetime) -> None:
    solved = solve(attempts.work(NAME, now=now))
    assert pay(solved=solved, now=now) is Way.WORK
    with pytest.raises(errors.WorkNotGood):
        pay(solved=solved, now=now)


def test_work_is_for_one_name(now: datetime) -> None:
    solved = solve(attempts.work(NAME, now=now))
    with pytest.raises(errors.WorkNotGood):
        pay("bob@shop.example", solved=solved, now=now)
    assert pay(solved=solved, now=now) is Way.WORK


def test_work_grows_old(now: datetime) -> None:
    old = solve(attempts.work(NAME, now=now - timedelta(minutes=11)))
    with pytest.raises(errors.WorkNotGood):
        pay(solved=old, now=now)


def test_work_given_before_the_failures_is_too_little_after_them(now: datetime) -> None:
    early = solve(attempts.work(NAME, now=now))
    for _ in range(4):
        attempts.note_failure(NAME, now=now)
    assert attempts.work(NAME, now=now)["parameters"]["data"]["most"] == 2 * pace.DERIVATIONS
    with pytest.raises(errors.WorkNotGood):
        pay(solved=early, now=now)
    assert pay(solved=solve(attempts.work(NAME, now=now)), now=now) is Way.WORK


@pytest.mark.parametrize("part", ["cost", "data", "expiresAt", "nonce"])
def test_work_that_was_made_easier_is_refused(part: str, now: datetime) -> None:
    given = attempts.work(NAME, now=now)
    changed = {
        "cost": 1,
        "data": {**given["parameters"]["data"], "most": 10**6},
        "expiresAt": 2**40,
        "nonce": "00" * 16,
    }
    given["parameters"][part] = changed[part]
    with pytest.raises(errors.WorkNotGood):
        pay(solved=solve({**given, "parameters": {**given["parameters"], "keyPrefix": "00"}}), now=now)


@pytest.mark.parametrize("nonsense", ["x", "e30=", base64.b64encode(json.dumps([]).encode()).decode(), "A" * 5_000])
def test_nonsense_is_no_work(nonsense: str, now: datetime) -> None:
    with pytest.raises(errors.WorkNotGood):
        pay(solved=nonsense, now=now)


def test_waiting_pays_when_it_was_long_enough_once_and_in_turn(now: datetime) -> None:
    first, second = attempts.ticket(now=now), attempts.ticket(now=now)
    with pytest.raises(errors.TooSoon) as young:
        pay(waited=first, now=now + timedelta(seconds=3))
    assert young.value.facts == {"wait_s": 5}
    later = now + timedelta(seconds=6)
    assert pay(waited=first, now=later) is Way.WAITING
    with pytest.raises(errors.TooSoon):
        pay(waited=first, now=later + timedelta(seconds=6))
    with pytest.raises(errors.TooSoon):
        pay(waited=second, now=later + timedelta(seconds=1))
    third = attempts.ticket(now=now)
    assert pay(waited=third, now=later + timedelta(seconds=6)) is Way.WAITING


def test_waiting_grows_with_failures_and_old_tickets_are_refused(now: datetime) -> None:
    attempts.note_failure(NAME, now=now)
    attempts.note_failure(NAME, now=now)
    with pytest.raises(errors.TooSoon) as refused:
        pay(waited=attempts.ticket(now=now), now=now + timedelta(seconds=19))
    assert refused.value.facts == {"wait_s": 20}
    assert pay(waited=attempts.ticket(now=now), now=now + timedelta(seconds=21)) is Way.WAITING
    with pytest.raises(errors.TooSoon):
        pay(waited=attempts.ticket(now=now), now=now + timedelta(hours=2))
    with pytest.raises(errors.TooSoon):
        pay(waited="made up", now=now)


def test_who_guesses_without_a_script_does_not_hold_up_who_has_one(now: datetime) -> None:
    for _ in range(12):
        attempts.note_failure(NAME, now=now)
    assert pay(solved=solve(attempts.work(NAME, now=now)), now=now) is Way.WORK


def test_failures_are_gone_after_a_day_and_when_the_owner_comes(now: datetime) -> None:
    attempts.note_failure(NAME, now=now)
    attempts.note_failure(NAME, now=now + timedelta(hours=23))
    assert attempts.failures(NAME, now=now + timedelta(hours=46)) == 2, "each moves the end"
    assert attempts.failures(NAME, now=now + timedelta(hours=48)) == 0
    attempts.note_failure(NAME, now=now + timedelta(hours=48))
    assert attempts.failures(NAME, now=now + timedelta(hours=48)) == 1
    attempts.forget_failures(NAME)
    assert attempts.failures(NAME, now=now + timedelta(hours=48)) == 0


def test_codes_come_one_after_the_other_and_ever_slower(now: datetime) -> None:
    attempts.take_code_turn(1, now=now)
    with pytest.raises(errors.TooSoon):
        attempts.take_code_turn(1, now=now)
    attempts.take_code_turn(2, now=now)
    for _ in range(7):
        attempts.note_wrong_code(1, now=now)
    with pytest.raises(errors.TooSoon) as refused:
        attempts.take_code_turn(1, now=now + timedelta(seconds=7))
    assert refused.value.facts == {"wait_s": 8}
    attempts.take_code_turn(1, now=now + timedelta(seconds=9))
    attempts.forget_wrong_codes(1)
    attempts.take_code_turn(1, now=now + timedelta(seconds=9))


def test_a_code_is_used_up(now: datetime) -> None:
    assert attempts.spend_code(1, "123456", now=now)
    assert not attempts.spend_code(1, "123456", now=now)
    assert attempts.spend_code(2, "123456", now=now)


def test_an_address_gets_four_mails_an_hour(now: datetime) -> None:
    assert [attempts.may_mail(NAME, now=now + timedelta(minutes=n)) for n in range(5)] == [True] * 4 + [False]
    assert attempts.may_mail("bob@shop.example", now=now)
    assert attempts.may_mail(NAME, now=now + timedelta(minutes=61)), "the hour counts from the first"


def test_nothing_stored_names_anybody_and_all_of_it_goes(now: datetime) -> None:
    attempts.note_failure(NAME, now=now)
    attempts.may_mail(NAME, now=now)
    attempts.take_code_turn(7, now=now)
    pay(solved=solve(attempts.work(NAME, now=now)), now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_tally t UNION ALL SELECT s::text FROM accounts_spent s")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert NAME not in kept
    assert NAME.encode().hex() not in kept
    assert attempts.forget(now=now) == 0 or not Tally.objects.filter(until__gt=now).exists()
    attempts.forget(now=now + timedelta(days=2))
    assert not Tally.objects.exists()
    assert not Spent.objects.exists()
