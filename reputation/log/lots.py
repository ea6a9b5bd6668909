"""How the persons of a panel are drawn by lot, from values that stand in the log. Pure.

Nobody chooses the seed: it takes the root of a checkpoint that somebody outside cosigned, and what each side kept to
itself until then. docs/panels.md says how to do it again with a few lines of one's own.
"""

import hashlib
from collections.abc import Collection
from uuid import UUID

from reputation.log.entries import commitment

NONCE_BYTES = 32
NO_NONCE = bytes(NONCE_BYTES)
"""What stands for the nonce of a side that gave none, or did not tell it in time."""


def member(salt: bytes, account: UUID) -> str:
    """What an account is called on one list: it ties nobody to other lists, and the salt shows whom it means."""
    return commitment("panel-member", salt, account.bytes)


def nonce_commitment(nonce: bytes) -> str:
    """What a side logs of its nonce with its appeal.

    Raises:
        EntryError: the nonce is not 32 bytes.
    """
    return commitment("panel-nonce", nonce, b"")


def roster_sha256(members: Collection[str]) -> str:
    """What is logged of a list: the SHA-256 of its members in order, each on a line that ends with a newline."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(members)).encode()).hexdigest()


def seed(root: bytes, *, challenger: bytes = NO_NONCE, writer: bytes = NO_NONCE) -> bytes:
    """What the lot is drawn by: the root of the first cosigned checkpoint with the list, and both nonces."""
    return hashlib.sha256(root + challenger + writer).digest()


def ranked(by: bytes, members: Collection[str]) -> list[str]:
    """Everybody on the list by rank: the first three are asked, whoever comes next stands in for one who declines.

    The rank is that of SHA-256(seed, member). No order is likelier than another, and no draw is ever repeated.
    """
    return sorted(members, key=lambda one: hashlib.sha256(by + bytes.fromhex(one)).digest())
