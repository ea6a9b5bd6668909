"""Attempts to sign in, to sign up, to reset a password, to show a second factor: what each costs, and that it is spent.

With a script an attempt costs work (ALTCHA's proof of work), without one it costs waiting. Names are kept as their HMAC
and gone after a day; what was spent is kept until it would have expired.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

import altcha
from django.core import signing
from django.db import IntegrityError, connection, transaction

from reputation.accounts import errors, keys, pace
from reputation.accounts.models import Spent, Tally
from reputation.accounts.rules import Counted

ALGORITHM = "PBKDF2/SHA-256"
TICKETS = "reputation.accounts.tickets"
LONGEST_WORK = 4_000
"""Characters of a solved piece of work."""


class Way(StrEnum):
    """How an attempt was paid for."""

    WORK = "work"
    WAITING = "waiting"


def _blind(kind: Counted, name: str) -> bytes:
    return keys.blinded(f"tally {kind}", name)


def _count(kind: Counted, name: str, *, now: datetime, until: datetime, slides: bool) -> int:
    """Count one more; `slides` says whether the end moves with each, or stands from the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_tally AS t (kind, name, count, until) VALUES (%(kind)s, %(name)s, 1, %(until)s)
            ON CONFLICT (kind, name) DO UPDATE SET
                count = CASE WHEN t.until <= %(now)s THEN 1 ELSE t.count + 1 END,
                until = CASE WHEN t.until <= %(now)s OR %(slides)s THEN excluded.until ELSE t.until END
            RETURNING count
            """,
            {"kind": kind, "name": _blind(kind, name), "now": now, "until": until, "slides": slides},
        )
        (count,) = cursor.fetchone()
    return int(count)


def _counted(kind: Counted, name: str, now: datetime) -> int:
    found = Tally.objects.filter(kind=kind, name=_blind(kind, name), until__gt=now).values_list("count", flat=True)
    return found.first() or 0


def _take_turn(kind: Counted, name: str, *, now: datetime, until: datetime) -> bool:
    """Take the turn of a name, if it has come: one at a time, however many ask at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_tally AS t (kind, name, count, until) VALUES (%(kind)s, %(name)s, 1, %(until)s)
            ON CONFLICT (kind, name) DO UPDATE SET until = excluded.until WHERE t.until <= %(now)s
            RETURNING 1
            """,
            {"kind": kind, "name": _blind(kind, name), "now": now, "until": until},
        )
        return cursor.fetchone() is not None


def spend(what: str, *, until: datetime) -> bool:
    """Use something up that works once; False when it was used before. Kept as a hash until it would have ended."""
    try:
        with transaction.atomic():
            Spent.objects.create(hash=sha256(what.encode()).digest(), until=until)
    except IntegrityError:
        return False
    return True


def failures(name: str, *, now: datetime) -> int:
    """How often an attempt for this name failed lately."""
    return _counted(Counted.FAILURES, name, now)


def note_failure(name: str, *, now: datetime) -> None:
    """The attempt for this name failed."""
    _count(Counted.FAILURES, name, now=now, until=now + pace.FORGOTTEN_AFTER, slides=True)


def forget_failures(name: str) -> None:
    """Somebody showed that the name is theirs: the next attempt costs no more than any."""
    Tally.objects.filter(kind=Counted.FAILURES, name=_blind(Counted.FAILURES, name)).delete()


def work(name: str, *, now: datetime) -> dict[str, Any]:
    """A piece of work for one attempt for this name, as ALTCHA's challenge. It tells nothing but its size."""
    failed = failures(name, now=now)
    most = pace.derivations(failed)
    challenge = altcha.create_challenge(
        ALGORITHM,
        pace.ITERATIONS,
        counter=most // 2 + secrets.randbelow(most // 2),
        expires_at=int((now + pace.WORK_GOOD_FOR).timestamp()),
        data={"for": _blind(Counted.FAILURES, name).hex(), "most": most},
        hmac_secret=keys.derived("work"),
        hmac_key_secret=keys.derived("work done"),
    )
    return challenge.to_dict()


def ticket(*, now: datetime) -> str:
    """What a form carries for those without a script: when it was handed out, so that waiting can be shown."""
    return signing.dumps([int(now.timestamp()), secrets.token_hex(8)], salt=TICKETS)


def pay(name: str, *, solved: str, waited: str, now: datetime) -> Way:
    """Take what an attempt for this name costs, once: the work if it was done, else a turn of those who wait.

    Raises:
        WorkNotGood: it is not solved, too old, used, for another name, or smaller than the name costs by now.
        TooSoon: without work, the time of this form or the turn of this name has not come; `wait_s` says how long.
    """
    if solved:
        _take_work(name, solved, now)
        return Way.WORK
    _take_ticket(name, waited, now)
    return Way.WAITING


def _take_work(name: str, solved: str, now: datetime) -> None:
    if len(solved) > LONGEST_WORK:
        raise errors.WorkNotGood
    checked = altcha.verify_solution(solved, keys.derived("work"), hmac_key_secret=keys.derived("work done"))
    if not checked.verified:
        raise errors.WorkNotGood
    parameters = altcha.Payload.from_base64(solved).challenge.parameters
    data = parameters.data or {}
    if data.get("for") != _blind(Counted.FAILURES, name).hex():
        raise errors.WorkNotGood
    if data["most"] < pace.derivations(failures(name, now=now)):
        raise errors.WorkNotGood
    if not spend(f"work {parameters.nonce} {parameters.salt}", until=now + pace.WORK_GOOD_FOR):
        raise errors.WorkNotGood


def _take_ticket(name: str, waited: str, now: datetime) -> None:
    wait = pace.wait(failures(name, now=now))
    too_soon = errors.TooSoon(wait_s=_whole(wait))
    try:
        since, _ = signing.loads(waited, salt=TICKETS)
    except (signing.BadSignature, ValueError) as error:
        raise too_soon from error
    if not wait <= now - datetime.fromtimestamp(since, now.tzinfo) <= pace.TICKET_GOOD_FOR:
        raise too_soon
    if not spend(f"ticket {waited}", until=now + pace.TICKET_GOOD_FOR):
        raise too_soon
    if not _take_turn(Counted.TURNS, name, now=now, until=now + wait):
        raise too_soon


def _whole(span: timedelta) -> int:
    return max(1, -(-int(span.total_seconds() * 10) // 10))


def take_code_turn(user_id: int, *, now: datetime) -> None:
    """Let one try of a second factor through; the next waits, longer with every failure.

    Raises:
        TooSoon: the turn of the next try has not come.
    """
    wait = pace.wait_for_a_code(_counted(Counted.CODES, str(user_id), now))
    if not _take_turn(Counted.CODE_TURNS, str(user_id), now=now, until=now + wait):
        raise errors.TooSoon(wait_s=_whole(wait))


def note_wrong_code(user_id: int, *, now: datetime) -> None:
    """A try of the second factor failed: the next turn moves away."""
    failed = _count(Counted.CODES, str(user_id), now=now, until=now + pace.FORGOTTEN_AFTER, slides=True)
    turn = Tally.objects.filter(kind=Counted.CODE_TURNS, name=_blind(Counted.CODE_TURNS, str(user_id)))
    turn.update(until=now + pace.wait_for_a_code(failed))


def forget_wrong_codes(user_id: int) -> None:
    """The second factor was shown, or the password was set anew: the next try need not wait."""
    for kind in (Counted.CODES, Counted.CODE_TURNS):
        Tally.objects.filter(kind=kind, name=_blind(kind, str(user_id))).delete()


def spend_code(user_id: int, code: str, *, now: datetime) -> bool:
    """Use a code of an app up; False when it was used before, in whichever process."""
    return spend(f"code {user_id} {code}", until=now + timedelta(minutes=5))


def may_mail(email: str, *, now: datetime) -> bool:
    """Count a mail that anybody can cause, and say whether it is one of the few an address gets in an hour."""
    counted = _count(Counted.MAILS, email, now=now, until=now + pace.MAILS_COUNTED_FOR, slides=False)
    return counted <= pace.MAILS_AN_HOUR


def forget(*, now: datetime) -> int:
    """Remove what no longer counts."""
    tallies, _ = Tally.objects.filter(until__lte=now).delete()
    spent, _ = Spent.objects.filter(until__lte=now).delete()
    return tallies + spent
