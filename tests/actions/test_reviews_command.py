"""The command that does at once what the worker does by the clock, and does nothing early in production."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from reputation.core import clock
from reputation.log import actions as log
from reputation.reviews import mailbox
from reputation.reviews.models import Act, Review, WaitingReview
from reputation.reviews.rules import State
from tests.reviews_made import MONDAY
from tests.writers_made import Made, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    log.start(now=MONDAY - timedelta(days=60))


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("reviews", *arguments, stdout=said)
    return said.getvalue().strip()


def withdraw(written: Made) -> None:
    mailbox.withdraw(handle=written.open(MONDAY), now=MONDAY)


def test_what_is_not_due_comes_out_with_now_alone() -> None:
    written = make_writer()
    assert run("publish") == "0 reviews came out."
    assert run("publish", "--now") == "1 reviews came out."
    assert Review.objects.get().public_id == written.review
    withdraw(written)
    assert run("release") == "0 acts were let out."
    assert run("release", "--now") == "1 acts were let out."
    assert Review.objects.get().state == State.WITHDRAWN
    assert (run("publish", "--now"), run("release", "--now")) == ("0 reviews came out.", "0 acts were let out.")


def test_what_waits_is_taken_back_with_now() -> None:
    withdraw(make_writer())
    assert run("release", "--now") == "1 acts were let out."
    assert not WaitingReview.objects.exists()
    assert run("publish", "--now") == "0 reviews came out."


@pytest.mark.parametrize("what", ["publish", "release"])
def test_production_lets_nothing_out_early(what: str, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    withdraw(make_writer())
    with pytest.raises(CommandError, match="--now is for tests"):
        run(what, "--now")
    assert WaitingReview.objects.count() == Act.objects.count() == 1
    run(what)
    assert WaitingReview.objects.count() == Act.objects.count() == 1


def test_it_does_one_of_two_things() -> None:
    with pytest.raises(CommandError):
        run()
    with pytest.raises(CommandError):
        run("erase")
