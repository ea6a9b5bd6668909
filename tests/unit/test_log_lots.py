"""The lot: the same for everybody who draws it again, and no member likelier than another."""

import hashlib
from uuid import UUID

import pytest

from reputation.log import lots
from reputation.log.entries import EntryError

SALT = bytes(range(32))
ACCOUNTS = [UUID(int=(number << 80) | (4 << 76) | (2 << 62)) for number in range(12)]
MEMBERS = [lots.member(SALT, account) for account in ACCOUNTS]
ROOT = hashlib.sha256(b"root").digest()
CHALLENGER, WRITER = b"\x01" * 32, b"\x02" * 32


def test_vectors_never_change() -> None:
    """A lot that was drawn must come out the same for as long as anybody asks."""
    assert (
        lots.member(SALT, ACCOUNTS[0])
        == hashlib.sha256(b"reputation/panel-member/v1" + SALT + ACCOUNTS[0].bytes).hexdigest()
    )
    assert lots.nonce_commitment(WRITER) == hashlib.sha256(b"reputation/panel-nonce/v1" + WRITER).hexdigest()
    assert lots.seed(ROOT, challenger=CHALLENGER, writer=WRITER) == hashlib.sha256(ROOT + CHALLENGER + WRITER).digest()
    assert lots.seed(ROOT) == hashlib.sha256(ROOT + bytes(64)).digest()
    assert lots.roster_sha256(MEMBERS) == "2c138de34433587c5a7b03f73f9ff52ceb23040fe0461c01891d818847cb4034"
    drawn = lots.ranked(lots.seed(ROOT, challenger=CHALLENGER, writer=WRITER), MEMBERS)
    assert [MEMBERS.index(one) for one in drawn] == [4, 5, 10, 9, 6, 1, 0, 3, 2, 11, 8, 7]


def test_the_order_in_which_members_are_given_does_not_matter() -> None:
    assert lots.roster_sha256(MEMBERS[::-1]) == lots.roster_sha256(MEMBERS)
    assert lots.ranked(ROOT, MEMBERS[::-1]) == lots.ranked(ROOT, MEMBERS)


def test_each_part_of_the_seed_matters() -> None:
    given = lots.seed(ROOT, challenger=CHALLENGER, writer=WRITER)
    others = {
        lots.seed(bytes(32), challenger=CHALLENGER, writer=WRITER),
        lots.seed(ROOT, challenger=WRITER, writer=WRITER),
        lots.seed(ROOT, challenger=CHALLENGER, writer=CHALLENGER),
        lots.seed(ROOT, challenger=WRITER, writer=CHALLENGER),
    }
    assert len(others - {given}) == 4


def test_no_member_is_likelier_than_another() -> None:
    """Chi-square over 10,000 seeds, for the three drawn and for the order among them.

    11 degrees of freedom: beyond 31.26 in one of a thousand fair draws; these seeds are always the same.
    """
    drawn = dict.fromkeys(MEMBERS, 0)
    first = dict.fromkeys(MEMBERS, 0)
    for number in range(10_000):
        three = lots.ranked(lots.seed(hashlib.sha256(number.to_bytes(4)).digest()), MEMBERS)[:3]
        first[three[0]] += 1
        for one in three:
            drawn[one] += 1
    expected = 10_000 * 3 / 12
    # Three of twelve without putting back: the counts of one draw hinder each other by the factor below.
    assert sum((many - expected) ** 2 / expected for many in drawn.values()) * 11 / 9 < 31.26
    assert sum((many - 10_000 / 12) ** 2 * 12 / 10_000 for many in first.values()) < 31.26


def test_pairs_are_drawn_as_often_as_others() -> None:
    """65 degrees of freedom: beyond 105.99 in one of a thousand fair draws."""
    pairs: dict[frozenset[str], int] = {}
    for number in range(10_000):
        pair = frozenset(lots.ranked(lots.seed(hashlib.sha256(number.to_bytes(4)).digest()), MEMBERS)[:2])
        pairs[pair] = pairs.get(pair, 0) + 1
    assert len(pairs) == 66
    assert sum((many - 10_000 / 66) ** 2 * 66 / 10_000 for many in pairs.values()) < 105.99


def test_a_nonce_has_32_bytes() -> None:
    with pytest.raises(EntryError):
        lots.nonce_commitment(b"\x01" * 31)
