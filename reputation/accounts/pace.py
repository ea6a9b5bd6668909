"""How guessing is slowed: by work, and without a script by waiting. Nobody's address is looked at. Pure.

A name is what somebody signs in with, whether or not an account has it: both are counted alike, so that neither the
work nor the wait tells which. Work grows with the failures of a name and never shuts it. Only who has the password
already, and tries second factors, is made to wait whatever they do.
"""

from datetime import timedelta

FORGOTTEN_AFTER = timedelta(days=1)
"""Without a further failure for so long, a name starts anew."""
WORK_GOOD_FOR = timedelta(minutes=10)
TICKET_GOOD_FOR = timedelta(hours=1)

ITERATIONS = 1_000
"""Rounds of PBKDF2 in one derivation."""
DERIVATIONS = 800
"""The most of them that a name without failures costs; half a second to two in a browser."""
FREE_FAILURES = 3
DOUBLED_EVERY = 2
MOST_DOUBLINGS = 7

SHORTEST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
FREE_CODES = 5
LONGEST_WAIT_FOR_A_CODE = timedelta(hours=1)

MAILS_AN_HOUR = 4
MAILS_COUNTED_FOR = timedelta(hours=1)


def derivations(failures: int) -> int:
    """The most derivations an attempt costs after so many failures of the name."""
    doublings = max(0, failures - FREE_FAILURES + DOUBLED_EVERY - 1) // DOUBLED_EVERY
    return DERIVATIONS << min(doublings, MOST_DOUBLINGS)


def wait(failures: int) -> timedelta:
    """How long after the last turn of a name the next attempt without a script has its turn."""
    return min(SHORTEST_WAIT * (1 << min(failures, 20)), LONGEST_WAIT)


def wait_for_a_code(failures: int) -> timedelta:
    """How long after one try of a second factor the next has its turn: a second, then ever longer.

    Six digits are guessed in a million tries. With an hour between two, that is a century.
    """
    doublings = max(0, failures - FREE_CODES + 1)
    return min(timedelta(seconds=1 << min(doublings, 20)), LONGEST_WAIT_FOR_A_CODE)
