"""How a writer comes back: what a codename is stored as, and which review it leads to.

The pages can add such a row and ask for one whose codename they were told; they cannot read the table.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from reputation.reviews import codenames, errors, seals
from reputation.reviews.acceptances import Slip
from reputation.reviews.seals import Purpose

# The pages may insert and read nothing back, so that they cannot name what is in the way.
NOTE = "INSERT INTO reviews_writer (verifier, review, slip) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Known:
    """What a codename leads to. `slip`: none while a moderator looks at the text."""

    review: UUID
    slip: Slip | None


def read(codename: str) -> tuple[str, ...]:
    """The eight words of a codename, however they are typed.

    Raises:
        BadCodename: the fact `rule` says why.
    """
    try:
        return codenames.parse(codename)
    except codenames.CodenameError as error:
        raise errors.BadCodename(rule=error.rule) from None


def verifiers(words: tuple[str, ...]) -> list[bytes]:
    """What a codename is stored as: under the present key, then under the former one, where there is one."""
    message = " ".join(words).encode()
    return [hmac.digest(key, message, "sha256") for key in seals.keys(Purpose.CODENAME)]


def note(words: tuple[str, ...], review: UUID, slip: Slip | None) -> bool:
    """Let a codename lead to a review, in the caller's transaction; whether it led nowhere before."""
    present, *former = verifiers(words)
    if any(_look(one) for one in former):
        return False
    sealed = None if slip is None else slip.sealed(review)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [present, review, sealed])
        return bool(cursor.rowcount)


def known(words: tuple[str, ...]) -> Known | None:
    """What a codename leads to, if anything.

    Raises:
        SealError: its slip does not open.
    """
    found = (known_as(verifier) for verifier in verifiers(words))
    return next((one for one in found if one is not None), None)


def known_as(verifier: bytes) -> Known | None:
    """What the codename leads to that is stored as this.

    Raises:
        SealError: its slip does not open.
    """
    found = _look(verifier)
    if found is None:
        return None
    review, slip = found
    return Known(review, None if slip is None else Slip.opened(review, bytes(slip)))


def give_slip(review: UUID, slip: Slip) -> None:
    """Put the slip of a review into its writer's row, once a moderator let it pass."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reviews_give_slip(%s, %s)", [review, slip.sealed(review)])


def forget_held(review: UUID) -> None:
    """Let the codename of a text that does not come out lead nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reviews_forget_held(%s)", [review])


def _look(verifier: bytes) -> tuple[UUID, bytes | None] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT review, slip FROM reviews_by_codename(%s)", [verifier])
        found: tuple[UUID, bytes | None] | None = cursor.fetchone()
    return found
