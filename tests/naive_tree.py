"""The trees and proofs of RFC 6962 section 2.1 by their definitions: slow, obvious, and written apart from the code."""

from collections.abc import Sequence
from hashlib import sha256


def leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def _cut(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH over leaf hashes."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _cut(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]): the inclusion proof."""
    if len(leaves) == 1:
        return []
    k = _cut(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), root(leaves[k:])]
    return [*path(m - k, leaves[k:]), root(leaves[:k])]


def proof(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]): the consistency proof, for 0 < m < n."""
    return _subproof(m, leaves, is_whole=True)


def _subproof(m: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if is_whole else [root(leaves)]
    k = _cut(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], is_whole=is_whole), root(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], is_whole=False), root(leaves[:k])]


def tile(leaves: Sequence[bytes], level: int, index: int, width: int) -> list[bytes]:
    """The n-th tile of a level, as c2sp.org/tlog-tiles defines it."""
    span = 256**level
    return [root(leaves[(index * 256 + i) * span : (index * 256 + i + 1) * span]) for i in range(width)]
