"""The same work spent twice, two sign-ups with one address, tries of a second factor all at once."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from reputation.accounts import attempts, errors
from reputation.accounts.models import User
from tests.accounts_made import PASSWORD, letters, solved
from tests.actions.test_accounts_attempts import solve
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "ada@shop.example"


def test_the_same_work_pays_for_one_attempt() -> None:
    now = datetime.now(UTC)
    work = solve(attempts.work(NAME, now=now))
    found = at_once(*[lambda: attempts.pay(NAME, solved=work, waited="", now=now)] * 4)
    assert [type(one) for one in found].count(errors.WorkNotGood) == 3
    assert found.count(attempts.Way.WORK) == 1


def test_of_those_who_wait_one_has_the_turn() -> None:
    now = datetime.now(UTC)
    early = datetime.fromtimestamp(now.timestamp() - 60, UTC)
    tickets = [attempts.ticket(now=early) for _ in range(4)]

    def pay(ticket: str) -> Callable[[], object]:
        return lambda: attempts.pay(NAME, solved="", waited=ticket, now=now)

    assert at_once(*map(pay, tickets)).count(attempts.Way.WAITING) == 1


def test_of_tries_of_a_second_factor_one_has_the_turn() -> None:
    now = datetime.now(UTC)
    found = at_once(*[lambda: attempts.take_code_turn(7, now=now)] * 6)
    assert found.count(None) == 1


def test_failures_at_once_are_all_counted() -> None:
    now = datetime.now(UTC)
    at_once(*[lambda: attempts.note_failure(NAME, now=now)] * 6)
    assert attempts.failures(NAME, now=now) == 6


def test_two_sign_ups_with_one_address_make_one_account_and_are_answered_alike() -> None:
    clients = [Client(), Client()]
    works = [solved(client, NAME) for client in clients]

    def sign_up(place: int) -> tuple[int, str]:
        fields = {"email": NAME, "password1": PASSWORD, "work": works[place]}
        answer = clients[place].post("/members/sign-up", fields)
        return answer.status_code, answer["Location"]

    found = at_once(lambda: sign_up(0), lambda: sign_up(1))
    assert found == [(302, "/members/confirm")] * 2
    assert User.objects.count() == 1
    assert [to for _, to, _, _ in letters()] == [NAME, NAME]
