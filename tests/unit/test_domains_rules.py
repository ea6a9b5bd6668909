"""What a look at a proof means: a table of every state and sight, and the instants at which it turns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reputation.businesses.rules import Method
from reputation.domains.mails import MAILBOXES
from reputation.domains.rules import LIVE, NEXT, Look, Sight, Standing, State, after, ended, is_reserved
from reputation.domains.signed_mails import Fault
from reputation.rulebook import domains as numbers

CLAIMED = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WAITING = Standing(State.WAITING, CLAIMED, CLAIMED)
PROVED = Standing(State.PROVED, CLAIMED, CLAIMED + 30 * DAY, seen_at=CLAIMED)
FAILING = replace(PROVED, state=State.FAILING, failing_since=CLAIMED + 30 * DAY, grace_until=CLAIMED + 44 * DAY)


def then(standing: Standing, sight: Sight, days: float, *, sees_others: bool = True) -> Standing:
    return after(standing, sight, now=CLAIMED + days * DAY, sees_others=sees_others)


@pytest.mark.parametrize(
    ("before", "sight", "day", "state", "next_day"),
    [
        (WAITING, Sight.SEEN, 3, State.PROVED, 33),
        (WAITING, Sight.ABSENT, 3, State.WAITING, 4),
        (WAITING, Sight.UNSEEN, 3, State.WAITING, 4),
        (WAITING, Sight.ABSENT, 29.9, State.WAITING, 30.9),
        (WAITING, Sight.ABSENT, 30, State.GIVEN_UP, None),
        (WAITING, Sight.UNSEEN, 30, State.GIVEN_UP, None),
        (WAITING, Sight.SEEN, 30, State.PROVED, 60),
        (PROVED, Sight.SEEN, 30, State.PROVED, 60),
        (PROVED, Sight.ABSENT, 30, State.FAILING, 31),
        (PROVED, Sight.UNSEEN, 30, State.PROVED, 31),
        (FAILING, Sight.SEEN, 40, State.PROVED, 70),
        (FAILING, Sight.ABSENT, 40, State.FAILING, 41),
        (FAILING, Sight.ABSENT, 43.9, State.FAILING, 44.9),
        (FAILING, Sight.ABSENT, 44, State.LOST, None),
        (FAILING, Sight.UNSEEN, 44, State.FAILING, 45),
        (FAILING, Sight.SEEN, 60, State.PROVED, 90),
    ],
)
def test_what_a_look_means(before: Standing, sight: Sight, day: float, state: State, next_day: float | None) -> None:
    found = then(before, sight, day)
    assert found.state is state
    assert state is before.state or state in NEXT[before.state]
    assert found.next_check_at == (None if next_day is None else CLAIMED + next_day * DAY)


def test_a_proof_that_is_gone_has_a_grace_of_two_weeks_which_nothing_extends() -> None:
    failing = then(PROVED, Sight.ABSENT, 30)
    assert (failing.failing_since, failing.grace_until) == (CLAIMED + 30 * DAY, CLAIMED + 44 * DAY)
    later = then(failing, Sight.ABSENT, 35)
    assert (later.failing_since, later.grace_until) == (failing.failing_since, failing.grace_until)


def test_a_success_clears_everything() -> None:
    found = then(replace(FAILING, unseen_since=CLAIMED), Sight.SEEN, 40)
    assert (found.failing_since, found.grace_until, found.unseen_since) == (None, None, None)
    assert found.seen_at == CLAIMED + 40 * DAY


def test_that_nobody_could_look_counts_after_two_weeks_and_only_when_others_are_seen() -> None:
    unseen = then(PROVED, Sight.UNSEEN, 30)
    assert unseen.unseen_since == CLAIMED + 30 * DAY
    assert then(unseen, Sight.UNSEEN, 43.9).state is State.PROVED
    assert then(unseen, Sight.UNSEEN, 44, sees_others=False).state is State.PROVED
    assert then(unseen, Sight.UNSEEN, 400, sees_others=False).state is State.PROVED
    failing = then(unseen, Sight.UNSEEN, 44)
    assert (failing.state, failing.grace_until) == (State.FAILING, CLAIMED + 58 * DAY)
    assert then(failing, Sight.UNSEEN, 57.9).state is State.FAILING
    assert then(failing, Sight.UNSEEN, 58).state is State.LOST
    assert then(unseen, Sight.ABSENT, 31).unseen_since is None


def test_the_method_of_the_last_proof_decides_whether_it_is_gone() -> None:
    look = Look(faults={Method.DNS: "not-there", Method.FILE: "timed-out"}, passing=frozenset({Method.FILE}))
    assert look.sight(Method.DNS) is Sight.ABSENT
    assert look.sight(Method.FILE) is Sight.UNSEEN
    assert look.sight(Method.MAIL) is Sight.ABSENT
    assert look.sight(None) is Sight.UNSEEN
    assert Look(Method.FILE).sight(Method.DNS) is Sight.SEEN
    assert Look().sight(None) is Sight.ABSENT


def test_what_has_ended_is_looked_at_no_more() -> None:
    assert {State.LOST, State.GIVEN_UP} == set(State) - LIVE
    found = ended(FAILING, State.GIVEN_UP)
    assert (found.state, found.next_check_at, found.grace_until) == (State.GIVEN_UP, None, None)


@pytest.mark.parametrize(
    "host", ["shop.example", "a.b.test", "x.local", "x.onion", "printer.home.arpa", "a.example.com"]
)
def test_reserved_names_are_nobody_s(host: str) -> None:
    assert is_reserved(host)


@pytest.mark.parametrize("host", ["shop.com", "example.de", "myexample.com", "test.shop.de", "local.shop.de"])
def test_other_names_are_not_reserved(host: str) -> None:
    assert not is_reserved(host)


def test_the_docs_know_every_rule_of_a_message_and_every_number() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "domains.md").read_text(encoding="utf-8")
    assert {str(fault) for fault in set(Fault) - {Fault.TO_A_LIST} if f"`{fault}`" not in page} == set()
    assert {box for box in MAILBOXES if f"`{box}@`" not in page} == set()
    for words in (
        f"for {numbers.WAITING_LONGEST.value} days",
        f"every {numbers.PROVED_AGAIN.value} days",
        f"have {numbers.GRACE.value} days",
        f"seen for {numbers.UNSEEN_LONGEST.value} days",
        f"last {numbers.MAIL_AGE.value} days",
        f"{numbers.MAIL_LARGEST.value // 1024} KiB",
        f"{numbers.CHECKS_A_RUN.value:,} claims",
        f"At most {numbers.CLAIMS_MOST.value} claims",
        f"{numbers.KEPT_AFTER.value} days after it ended",
        f"{numbers.PROVED_AGAIN.value + numbers.GRACE.value} days",
    ):
        assert words in page, words
